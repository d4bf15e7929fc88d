"""How many labelled cases a certificate needs, before anybody labels one."""

from collections.abc import Callable
from typing import Literal

import numpy as np

from redraft.errors import Misuse
from redraft.trust.certificate.exact import Figures, binomial_tail, check_probability
from redraft.trust.certificate.graded import hoeffding_bentkus

Test = Literal["exact", "hoeffding_bentkus"]
"""``exact`` for flips, which happen or do not; ``hoeffding_bentkus`` for graded losses."""

_MOST = 10_000_000


def cases_needed(epsilon: float, delta: float, *, n_flips: int = 0, test: Test = "exact") -> int:
    """The fewest cases with which a threshold is certified although `n_flips` flips were seen.

    Args:
        epsilon: bound on the broken rate, in (0, 1).
        delta: probability in (0, 1) that the bound fails.
        n_flips: flips among the cases, at least 0.
        test: which p-value.

    Raises:
        Misuse: when a figure is out of range.

    Source: angelopoulos2021learn
    """
    check_probability("epsilon", epsilon)
    check_probability("delta", delta)
    if n_flips < 0:
        raise Misuse(f"`n_flips` must be 0 or more, got {n_flips!r}")
    return _smallest(lambda n: _p_value(n_flips, n, epsilon, test) <= delta, max(1, n_flips))


def allowed_flips(n: int, epsilon: float, delta: float) -> int | None:
    """The most flips among `n` cases with which a threshold is still certified; None when even 0 are too many.

    Raises:
        Misuse: when a figure is out of range.
    """
    check_probability("epsilon", epsilon)
    check_probability("delta", delta)
    if n < 1:
        raise Misuse(f"`n` must be 1 or more, got {n!r}")
    # The tail at n * epsilon hits is about one half, so the limit lies below it.
    hits = np.arange(min(n, int(n * epsilon) + 2), dtype=np.int64)
    passed = int(np.count_nonzero(binomial_tail(hits, n, epsilon) <= delta))
    return passed - 1 if passed else None


def power(rate: float | Figures, n: int, *, epsilon: float, delta: float) -> Figures:
    """The probability that a threshold whose true broken rate is `rate` is certified by `n` cases, exactly.

    It is the power of the whole sequence, too: flips only grow along the grid, so a threshold that passes has none
    before it that fails.

    Args:
        rate: true broken rate, in [0, 1]; any shape.
        n: cases, at least 1.
        epsilon: bound that shall be certified, in (0, 1).
        delta: level, in (0, 1).

    Raises:
        Misuse: when a figure is out of range.
    """
    allowed = allowed_flips(n, epsilon, delta)
    rates = np.asarray(rate, dtype=float)
    return np.zeros_like(rates) if allowed is None else binomial_tail(allowed, n, rates)


def cases_for_power(rate: float, epsilon: float, delta: float, *, chance: float = 0.8) -> int:
    """The fewest cases with which a threshold of true broken rate `rate` is certified with probability `chance`.

    The power is a saw: a few cases more can have a little less of it. This is the first number that has enough.

    Args:
        rate: true broken rate, at least 0 and below `epsilon`.
        epsilon: bound that shall be certified, in (0, 1).
        delta: level, in (0, 1).
        chance: wanted probability, in (0, 1).

    Raises:
        Misuse: when a figure is out of range, or so many cases would be needed that nobody could label them.
    """
    check_probability("chance", chance)
    if not 0 <= rate < epsilon:
        raise Misuse(f"the true rate lies in [0, epsilon), got {rate!r} with epsilon {epsilon!r}")
    n_flips = 0
    while True:
        # Between the n needed for k flips and that for k + 1 the limit is k and the power only falls: its peaks are
        # at the n needed.
        n = cases_needed(epsilon, delta, n_flips=n_flips)
        if float(binomial_tail(n_flips, n, rate)) >= chance:
            return n
        if n > _MOST:
            raise Misuse(f"a true rate of {rate!r} is too close to epsilon {epsilon!r}: over {_MOST:,} cases needed")
        n_flips += 1 if n_flips < 200 else n_flips // 100


def _p_value(n_flips: int, n: int, epsilon: float, test: Test) -> float:
    if test == "exact":
        return float(binomial_tail(n_flips, n, epsilon))
    return float(hoeffding_bentkus(n_flips / n, n, epsilon=epsilon))


def _smallest(holds: Callable[[int], bool], least: int) -> int:
    """The smallest n from `least` on for which something holds that holds for all larger n."""
    low, high = least - 1, least
    while not holds(high):
        low, high = high, 2 * high
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if holds(middle) else (middle, high)
    return high
