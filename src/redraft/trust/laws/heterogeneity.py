"""Drafts that are not alike: some prompts are persistently hard, and many rounds end lower than the means say.

Each prompt i keeps its own rates f_i of being repaired and b_i of being broken. After one round only their means
matter. Later rounds treat the hard prompts again and again: what is broken easily and repaired rarely stays broken.
Rounds without end lead to the mean of s f_i / (s f_i + (1 - t) b_i), not to that expression of the means. So one round
may help while many do harm, and a cap on rounds is part of a good policy: `best_cap` finds it.

The first drafts' accuracy may differ between prompts, too; by default it does not depend on f_i and b_i.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from redraft.errors import MissingExtra, Misuse
from redraft.trust.laws.checks import Floats, check_count, rates_array
from redraft.trust.laws.rounds import Gating, VerdictRates

N_NODES = 64
"""Places on each axis of the quadrature: enough for the accuracy after any number of rounds, and the limit, to within
.00002 for concentrations of .1 and more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Prompts:
    """What kinds of prompts there are.

    Attributes:
        repair_rates: ``(n,)`` f_i in [0, 1]: how often a redraft repairs a wrong draft of this kind.
        break_rates: ``(n,)`` b_i in [0, 1]: how often a redraft breaks a right draft of this kind.
        weights: ``(n,)`` the share of each kind, above 0; their sum is 1.
    """

    repair_rates: Floats
    break_rates: Floats
    weights: Floats


def given_prompts(
    repair_rates: npt.ArrayLike, break_rates: npt.ArrayLike, *, weights: npt.ArrayLike | None = None
) -> Prompts:
    """Prompts whose rates were measured, for instance from several redrafts of each.

    Args:
        repair_rates: ``(n,)`` f_i in [0, 1].
        break_rates: ``(n,)`` b_i in [0, 1].
        weights: ``(n,)`` how many prompts are of each kind, above 0, in any unit; all alike if None.

    Raises:
        Misuse: when the lengths differ, a rate is none or a weight is not above 0.
    """
    f, b = rates_array("repair_rates", repair_rates), rates_array("break_rates", break_rates)
    w = np.ones(len(f)) if weights is None else np.atleast_1d(np.asarray(weights, dtype=float))
    if not len(f) == len(b) == len(w):
        raise Misuse(f"each kind needs both rates and a weight, got {len(f)}, {len(b)} and {len(w)}")
    if not bool(np.all(np.isfinite(w) & (w > 0))):
        raise Misuse(f"`weights` must be above 0, got {w.tolist()!r}; leave out kinds that do not occur")
    return Prompts(repair_rates=f, break_rates=b, weights=w / w.sum())


def beta_prompts(*, repair_rate: float, break_rate: float, concentration: float) -> Prompts:
    """Prompts whose f_i and b_i are Beta variables, independent of each other, as a quadrature.

    Args:
        repair_rate: the mean of f_i, strictly between 0 and 1.
        break_rate: the mean of b_i, strictly between 0 and 1.
        concentration: how alike the prompts are, above 0, the sum of both parameters of the Beta: 2 spreads them over
            the whole range, below 1 most lie close to 0 or to 1, above 100 they are all but equal.

    Returns:
        A product of two Gauss-Legendre rules, over the quantiles: evenly over the prompts instead of over the rates, so
        that a low concentration does not crowd its mass between two nodes.

    Raises:
        Misuse: when a mean is not strictly between 0 and 1 or the concentration is not above 0.
        MissingExtra: without scipy.
    """
    if not (0 < repair_rate < 1 and 0 < break_rate < 1):
        raise Misuse(f"mean rates must lie strictly between 0 and 1, got {repair_rate!r} and {break_rate!r}")
    if not 0 < concentration < float("inf"):
        raise Misuse(f"`concentration` must be a finite number above 0, got {concentration!r}")
    try:
        from scipy.special import betaincinv
    except ImportError as error:
        raise MissingExtra("scipy is needed here; install it with: pip install 'redraft[trust]'") from error
    nodes, shares = np.polynomial.legendre.leggauss(N_NODES)
    quantiles, shares = (nodes + 1) / 2, shares / shares.sum()
    f, b = (
        betaincinv(mean * concentration, (1 - mean) * concentration, quantiles) for mean in (repair_rate, break_rate)
    )
    return Prompts(
        repair_rates=np.repeat(f, N_NODES), break_rates=np.tile(b, N_NODES), weights=np.outer(shares, shares).ravel()
    )


def after_rounds_of(
    accuracy: npt.ArrayLike, verdicts: VerdictRates, prompts: Prompts, *, n_rounds: int, gating: Gating = "none"
) -> float:
    """The accuracy over all prompts after so many rounds, in [0, 1].

    Args:
        accuracy: of the drafts, in [0, 1]: one for all kinds of prompts, or ``(n,)`` one for each.
        verdicts: of the critic, the same on all prompts.
        prompts: the kinds of prompts.
        n_rounds: rounds, 0 or more.
        gating: without a gate or with check after fix.

    Raises:
        Misuse: when an accuracy is no rate, there are more or fewer than kinds, or the rounds are no count.
    """
    check_count("n_rounds", n_rounds)
    start, limit, left = _chains(accuracy, verdicts, prompts, gating)
    return _share(prompts, limit + left**n_rounds * (start - limit))


def limit_of(accuracy: npt.ArrayLike, verdicts: VerdictRates, prompts: Prompts, *, gating: Gating = "none") -> float:
    """Where rounds without end lead, in [0, 1]: the mean of u_i / (u_i + v_i); what never changes stays as it is.

    Args:
        accuracy: of the drafts, in [0, 1]: one for all kinds of prompts, or ``(n,)`` one for each.
        verdicts: of the critic.
        prompts: the kinds of prompts.
        gating: without a gate or with check after fix.

    Raises:
        Misuse: when an accuracy is no rate or there are more or fewer than kinds.
    """
    _, limit, _ = _chains(accuracy, verdicts, prompts, gating)
    return _share(prompts, limit)


def best_cap(
    accuracy: npt.ArrayLike,
    verdicts: VerdictRates,
    prompts: Prompts,
    *,
    max_rounds: int,
    gating: Gating = "none",
    cost_per_round: float = 0.0,
) -> int:
    """The number of rounds, 0 to `max_rounds`, with the highest accuracy less its cost; the fewest, when several have.

    Args:
        accuracy: of the drafts, in [0, 1]: one for all kinds of prompts, or ``(n,)`` one for each.
        verdicts: of the critic.
        prompts: the kinds of prompts.
        max_rounds: the most there may be, 0 or more.
        gating: without a gate or with check after fix.
        cost_per_round: what a round costs, in accuracy.

    Raises:
        Misuse: as `after_rounds_of`, or when the cost is negative or no number.
    """
    check_count("max_rounds", max_rounds)
    if not cost_per_round >= 0:
        raise Misuse(f"`cost_per_round` must be 0 or more, got {cost_per_round!r}; it is counted in accuracy")
    worth = [
        after_rounds_of(accuracy, verdicts, prompts, n_rounds=n, gating=gating) - cost_per_round * n
        for n in range(max_rounds + 1)
    ]
    return int(np.argmax(worth))


def _share(prompts: Prompts, accuracies: Floats) -> float:
    """The mean over all prompts; rounding must not make it more than a rate."""
    return min(1.0, max(0.0, float(prompts.weights @ accuracies)))


def _chains(
    accuracy: npt.ArrayLike, verdicts: VerdictRates, prompts: Prompts, gating: Gating
) -> tuple[Floats, Floats, Floats]:
    """The start, the limit and the contraction of every kind's own chain; `rounds` has them for one kind."""
    start = rates_array("accuracy", accuracy)
    if len(start) not in (1, len(prompts.weights)):
        raise Misuse(f"give one accuracy, or one for each of {len(prompts.weights)} kinds, got {len(start)}")
    start = np.broadcast_to(start, prompts.weights.shape)
    u, v = verdicts.found * prompts.repair_rates, verdicts.false_alarms * prompts.break_rates
    if gating == "check_after_fix":
        u, v = u * verdicts.admitted_good, v * verdicts.admitted_bad
    changed = u + v
    limit = np.divide(u, changed, out=start.copy(), where=changed > 0)
    return start, limit, 1 - changed
