"""What a critic's rates say about correcting: when it helps, and where repeated rounds lead.

A critic flags a wrong draft with probability s and a right one with probability 1 - t; when it judges every draft these
are its sensitivity s and its specificity t. A flagged draft is written again: a wrong one comes out right with
probability f, a right one wrong with probability b. A draft's state, right or wrong, is then a chain of two states:
wrong becomes right at the rate u, right becomes wrong at the rate v, in each round.

* Without a gate u = s f and v = (1 - t) b.
* With check after fix the critic must let the new answer in, too: u = s f t and v = (1 - t) b (1 - s).

Accuracy a goes to a + (1 - a) u - a v, so a round helps exactly while a < u / (u + v), which is where rounds without
end would lead. A draft that the critic cannot judge is not flagged: it stays. What it lets in is what passes, and what
it could not judge but found to hold as far as it can check.

This assumes that the critic errs on each answer anew and that all drafts of a kind are alike; where some drafts are
persistently hard, many rounds end lower than this says.
"""

from dataclasses import dataclass, fields
from typing import Literal, Self

from redraft.errors import Misuse

Gating = Literal["none", "check_after_fix"]


@dataclass(frozen=True, slots=True, kw_only=True)
class VerdictRates:
    """How often a critic flags drafts and lets them in; the rest, to 1, it neither flags nor lets in.

    Attributes:
        found: of wrong drafts, the share that is flagged, s.
        false_alarms: of right drafts, the share that is flagged, 1 - t.
        admitted_bad: of wrong drafts, the share that may replace one that is flagged.
        admitted_good: of right drafts, the share that may replace one that is flagged.

    Raises:
        Misuse: when a rate lies outside [0, 1].
    """

    found: float
    false_alarms: float
    admitted_bad: float
    admitted_good: float

    def __post_init__(self) -> None:
        """Refuse what is no rate."""
        for field in fields(self):
            _check_rate(field.name, getattr(self, field.name))

    @classmethod
    def judging_all(cls, *, sensitivity: float, specificity: float) -> Self:
        """The rates of a critic that leaves no draft unjudged."""
        return cls(
            found=sensitivity,
            false_alarms=1 - specificity,
            admitted_bad=1 - sensitivity,
            admitted_good=specificity,
        )


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
    verdicts: VerdictRates, *, repair_rate: float, break_rate: float, gating: Gating = "none"
) -> RoundRates:
    """The rates u and v of one round.

    Args:
        verdicts: of the critic.
        repair_rate: f, in [0, 1]: of wrong drafts written again, how many come out right.
        break_rate: b, in [0, 1]: of right drafts written again, how many come out wrong.
        gating: whether the new answer replaces the draft in any case, or only if it passes.

    Raises:
        Misuse: when a rate lies outside [0, 1].
    """
    _check_rate("repair_rate", repair_rate)
    _check_rate("break_rate", break_rate)
    repaired, broken = verdicts.found * repair_rate, verdicts.false_alarms * break_rate
    if gating == "check_after_fix":
        return RoundRates(repaired=repaired * verdicts.admitted_good, broken=broken * verdicts.admitted_bad)
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


def likelihood_ratio(verdicts: VerdictRates) -> float | None:
    """How many times more often a wrong draft is flagged than a right one, s / (1 - t); None if no right one is.

    A round without a gate helps exactly while a / (1 - a) is less than this times f / b.
    """
    return verdicts.found / verdicts.false_alarms if verdicts.false_alarms else None


def _check_rate(name: str, rate: float) -> None:
    if not 0 <= rate <= 1:
        raise Misuse(f"`{name}` must lie in [0, 1], got {rate!r}; give it as a share, not in percent")
