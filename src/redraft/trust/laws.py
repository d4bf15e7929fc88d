"""What a binary critic's rates say about correcting: when it helps, and where repeated rounds lead.

A critic flags a wrong draft with probability s (its sensitivity) and passes a right one with probability t (its
specificity). A flagged draft is written again: a wrong one comes out right with probability f, a right one wrong with
probability b. A draft's state, right or wrong, is then a chain of two states: wrong becomes right at the rate u, right
becomes wrong at the rate v, in each round.

* Without a gate u = s f and v = (1 - t) b.
* With check after fix the new answer must pass the critic too: u = s f t and v = (1 - t) b (1 - s).

Accuracy a goes to a + (1 - a) u - a v, so a round helps exactly while a < u / (u + v), which is where rounds without
end would lead. This assumes that the critic errs on each answer anew and that all drafts of a kind are alike; where
some drafts are persistently hard, many rounds end lower than this says.
"""

from dataclasses import dataclass
from typing import Literal

from redraft.errors import Misuse

Gating = Literal["none", "check_after_fix"]


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundRates:
    """What one round of correction does to a draft.

    Attributes:
        repaired: probability that a wrong draft comes out right, u.
        broken: probability that a right draft comes out wrong, v.
    """

    repaired: float
    broken: float


def round_rates(
    sensitivity: float, specificity: float, *, repair_rate: float, break_rate: float, gating: Gating = "none"
) -> RoundRates:
    """The rates u and v of one round.

    Args:
        sensitivity: s, in [0, 1].
        specificity: t, in [0, 1].
        repair_rate: f, in [0, 1]: of wrong drafts written again, how many come out right.
        break_rate: b, in [0, 1]: of right drafts written again, how many come out wrong.
        gating: whether the new answer replaces the draft in any case, or only if it passes.

    Raises:
        Misuse: when a rate lies outside [0, 1].
    """
    rates = {
        "sensitivity": sensitivity, "specificity": specificity, "repair_rate": repair_rate, "break_rate": break_rate
    }  # fmt: skip
    for name, rate in rates.items():
        if not 0 <= rate <= 1:
            raise Misuse(f"`{name}` must lie in [0, 1], got {rate!r}; give it as a share, not in percent")
    repaired, broken = sensitivity * repair_rate, (1 - specificity) * break_rate
    if gating == "check_after_fix":
        return RoundRates(repaired=repaired * specificity, broken=broken * (1 - sensitivity))
    return RoundRates(repaired=repaired, broken=broken)


def after_rounds(accuracy: float, rates: RoundRates, *, n_rounds: int = 1) -> float:
    """The accuracy after so many rounds, in [0, 1], from the accuracy of the drafts."""
    for _ in range(n_rounds):
        accuracy += (1 - accuracy) * rates.repaired - accuracy * rates.broken
    return accuracy


def break_even(rates: RoundRates) -> float | None:
    """The accuracy of drafts below which a round helps and above which it does harm; None when it changes nothing."""
    changed = rates.repaired + rates.broken
    return rates.repaired / changed if changed else None


def likelihood_ratio(sensitivity: float, specificity: float) -> float | None:
    """How many times more often a wrong draft is flagged than a right one, s / (1 - t); None if none is.

    A round without a gate helps exactly while a / (1 - a) is less than this times f / b.
    """
    return sensitivity / (1 - specificity) if specificity < 1 else None
