"""A critic that passes or fails, and what it does in rounds: when correcting helps, and where repeated rounds lead.

A critic flags a wrong draft with probability s and a right one with probability 1 - t; when it judges every draft these
are its sensitivity s and its specificity t. A flagged draft is written again: a wrong one comes out right with
probability f, a right one wrong with probability b. A draft's state, right or wrong, is then a chain of two states:
wrong becomes right at the rate u, right becomes wrong at the rate v, in each round.

* Without a gate u = s f and v = (1 - t) b.
* With check after fix the critic must let the new answer in, too: u = s f t and v = (1 - t) b (1 - s).

Accuracy a goes to a + (1 - a) u - a v. What separates it from a* = u / (u + v) shrinks to 1 - u - v of itself, so after
n rounds it is a* + (1 - u - v)^n (a - a*). Three ways to say that a round helps, all the same without a gate:

* a is below a*, where rounds without end would lead;
* the odds a / (1 - a) are below s / (1 - t) times f / b;
* of the drafts that are flagged, the share that is wrong is above b / (b + f).

A draft that the critic cannot judge is not flagged: it stays. What it lets in is what passes, and what it could not
judge but found to hold as far as it can check.

This assumes that the critic errs on each answer anew and that all drafts of a kind are alike; where some drafts are
persistently hard, many rounds end lower than this says (`heterogeneity`).
"""

from dataclasses import dataclass, fields
from math import log
from typing import Literal, Self

from redraft.errors import Misuse
from redraft.trust.laws.checks import check_count, check_rate, check_rates

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
            check_rate(field.name, getattr(self, field.name))

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

    Raises:
        Misuse: when a rate lies outside [0, 1].
    """

    repaired: float
    broken: float

    def __post_init__(self) -> None:
        """Refuse what is no rate."""
        check_rates(repaired=self.repaired, broken=self.broken)


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
    check_rates(repair_rate=repair_rate, break_rate=break_rate)
    repaired, broken = verdicts.found * repair_rate, verdicts.false_alarms * break_rate
    if gating == "check_after_fix":
        return RoundRates(repaired=repaired * verdicts.admitted_good, broken=broken * verdicts.admitted_bad)
    return RoundRates(repaired=repaired, broken=broken)


def after_rounds(accuracy: float, rates: RoundRates, *, n_rounds: int = 1) -> float:
    """The accuracy after so many rounds, in [0, 1], from the accuracy of the drafts.

    Args:
        accuracy: of the drafts, a, in [0, 1].
        rates: of one round.
        n_rounds: rounds, 0 or more.

    Raises:
        Misuse: when the accuracy is no rate or the rounds are no count.

    Source: yang2025probabilistic, with a critic's rates in place of a model's own
    """
    check_rate("accuracy", accuracy)
    check_count("n_rounds", n_rounds)
    limit = break_even(rates)
    if limit is None:
        return accuracy
    after = limit + contraction(rates) ** n_rounds * (accuracy - limit)
    return min(1.0, max(0.0, after))  # rounding must not make it more than a rate


def break_even(rates: RoundRates) -> float | None:
    """The accuracy below which a round helps and above which it does harm, a*; None when a round changes nothing.

    It is also where rounds without end lead (u = v = 1 aside, where every round turns everything over).
    """
    changed = rates.repaired + rates.broken
    return rates.repaired / changed if changed else None


def contraction(rates: RoundRates) -> float:
    """What one round leaves of the distance to the break-even, 1 - u - v, in [-1, 1]; below 0 it leaps over it."""
    return 1 - rates.repaired - rates.broken


def half_life(rates: RoundRates) -> float | None:
    """Rounds until half of the distance to the break-even is gone; None when it never is (nothing or all changes)."""
    left = abs(contraction(rates))
    if left == 0:
        return 0.0
    return None if left == 1 else log(0.5) / log(left)


def gain(accuracy: float, rates: RoundRates, *, n_rounds: int = 1) -> float:
    """What rounds add to the accuracy, in [-1, 1]: (1 - a) u - a v for one round.

    Raises:
        Misuse: as `after_rounds`.
    """
    return after_rounds(accuracy, rates, n_rounds=n_rounds) - accuracy


def helps(accuracy: float, rates: RoundRates) -> bool:
    """Whether a round raises the accuracy, that is, repairs more than it breaks: (1 - a) u > a v.

    Raises:
        Misuse: when the accuracy is no rate.
    """
    check_rate("accuracy", accuracy)
    return (1 - accuracy) * rates.repaired > accuracy * rates.broken


def best_rounds(accuracy: float, rates: RoundRates, *, max_rounds: int, cost_per_round: float = 0.0) -> int:
    """The number of rounds, 0 to `max_rounds`, with the highest accuracy less its cost; the fewest, when several have.

    Where drafts are alike it is all or none without a cost: every round's gain is the same share, 1 - u - v, of that of
    the round before. A cost ends the rounds once a round gains less than it. (Rates with u + v > 1 leap over the
    break-even: then it is one round or none.)

    Args:
        accuracy: of the drafts, in [0, 1].
        rates: of one round.
        max_rounds: the most there may be, 0 or more.
        cost_per_round: what a round costs, in accuracy: .01 if it is worth a round to repair one draft of a hundred.

    Raises:
        Misuse: when the accuracy is no rate, the rounds are no count or the cost is negative or no number.
    """
    check_count("max_rounds", max_rounds)
    if not cost_per_round >= 0:
        raise Misuse(f"`cost_per_round` must be 0 or more, got {cost_per_round!r}; it is counted in accuracy")
    return max(
        range(max_rounds + 1),
        key=lambda n: (after_rounds(accuracy, rates, n_rounds=n) - cost_per_round * n if n else accuracy, -n),
    )


def likelihood_ratio(verdicts: VerdictRates) -> float | None:
    """How many times more often a wrong draft is flagged than a right one, s / (1 - t); None if no right one is.

    A round without a gate helps exactly while a / (1 - a) is less than this times f / b.
    """
    return verdicts.found / verdicts.false_alarms if verdicts.false_alarms else None


def precision(accuracy: float, verdicts: VerdictRates) -> float | None:
    """Of the drafts that are flagged, the share that is wrong, in [0, 1]; None when none is flagged.

    A round without a gate helps exactly while this is above `needed_precision`.

    Raises:
        Misuse: when the accuracy is no rate.
    """
    check_rate("accuracy", accuracy)
    wrong, right = (1 - accuracy) * verdicts.found, accuracy * verdicts.false_alarms
    return wrong / (wrong + right) if wrong + right else None


def needed_precision(*, repair_rate: float, break_rate: float) -> float | None:
    """The precision above which a round without a gate helps, b / (b + f); None when writing again changes nothing.

    Raises:
        Misuse: when a rate lies outside [0, 1].
    """
    check_rates(repair_rate=repair_rate, break_rate=break_rate)
    changed = repair_rate + break_rate
    return break_rate / changed if changed else None
