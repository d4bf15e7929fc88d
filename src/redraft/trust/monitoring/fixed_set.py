"""One look at a fixed set: is what was broken there more than the promise allows, or than at another time?"""

import math

from redraft.errors import Misuse
from redraft.trust.monitoring.bets import check_epsilon


def p_at_most(n_broken: int, n: int, epsilon: float) -> float:
    """The chance of so many broken cases or more if at most a share `epsilon` breaks; small values refute the promise.

    For one look that was planned beforehand. Who looks again and again wants `eprocess`.

    Args:
        n_broken: broken cases.
        n: all cases.
        epsilon: the promised bound, above 0 and below 0.5.

    Returns:
        Exact p-value in [0, 1].

    Raises:
        Misuse: when counts or bound are impossible.

    Source: clopper1934use
    """
    check_epsilon(epsilon)
    _check_counts(n_broken, n)
    below = sum(
        math.exp(_log_choose(n, k) + k * math.log(epsilon) + (n - k) * math.log1p(-epsilon)) for k in range(n_broken)
    )
    return min(1.0, max(0.0, 1.0 - below))


def p_no_worse(n_broken: int, n: int, n_broken_before: int, n_before: int) -> float:
    """The chance of so many broken cases or more now, if they break no more often than before; small values say worse.

    Fisher's exact test, one-sided: given how many broke in all, how many of them fall to now is hypergeometric.

    Args:
        n_broken: broken cases now.
        n: cases now.
        n_broken_before: broken cases before.
        n_before: cases before.

    Returns:
        Exact p-value in [0, 1].

    Raises:
        Misuse: when counts are impossible.

    Source: fisher1935design
    """
    _check_counts(n_broken, n)
    _check_counts(n_broken_before, n_before)
    all_broken, all_cases = n_broken + n_broken_before, n + n_before
    total = _log_choose(all_cases, all_broken)
    chances = (
        math.exp(_log_choose(n, k) + _log_choose(n_before, all_broken - k) - total)
        for k in range(n_broken, min(n, all_broken) + 1)
    )
    return min(1.0, sum(chances))


def _check_counts(n_hits: int, n: int) -> None:
    if not 0 <= n_hits <= n:
        raise Misuse(f"broken cases lie between 0 and all cases, got {n_hits!r} of {n!r}")


def _log_choose(n: int, k: int) -> float:
    return math.lgamma(n + 1) - math.lgamma(k + 1) - math.lgamma(n - k + 1)
