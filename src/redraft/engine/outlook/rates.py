"""What was measured beforehand about critics and about writing again, as plain numbers."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final, Literal, NamedTuple

from redraft.core import PERSON, CriticKind, Critique
from redraft.errors import Misuse

Seen = Literal["failed", "passed", "doubted"]
"""What the writer of a redraft has seen last: a verdict that fails and none that passed before it, one that passes, or
one that fails after another had passed."""

# No card says "never": with no error among n cases, rates up to 3 / n remain possible, and cards have some thousand.
SUREST: Final = 1 - 1e-3


def _check_rate(name: str, rate: float) -> None:
    if not 0 <= rate <= 1:
        raise Misuse(f"`{name}` is a rate in [0, 1], got {rate!r}; give a share, not percent")


@dataclass(frozen=True, slots=True, kw_only=True)
class WritingRates:
    """What becomes of an answer when another one is written; rates by round hold their last value from there on.

    Each is the rate for a prompt of which nothing else is known. What is seen in a correction moves them: the more
    redrafts failed, the lower the next one's fix rate (a Beta prior of so much `strength`).

    Attributes:
        fix_rates: share of wrong answers whose successor is right, for round 1, 2, ...
        break_rates: share of right answers whose successor is another answer, and wrong.
        repeat_wrong_rate: share of wrong answers that are given again.
        repeat_right_rate: share of right answers that are given again.
        strength: how many redrafts weigh as much as the measured rates; small where prompts differ much.

    Raises:
        Misuse: when a number is no rate, a list is empty, or what happens to an answer adds up to more than 1.
    """

    fix_rates: tuple[float, ...] = (0.3,)
    break_rates: tuple[float, ...] = (0.2,)
    repeat_wrong_rate: float = 0.4
    repeat_right_rate: float = 0.6
    strength: float = 10.0

    def __post_init__(self) -> None:
        """Refuse what cannot be."""
        for name, rates, repeat in (
            ("fix_rates", self.fix_rates, self.repeat_wrong_rate),
            ("break_rates", self.break_rates, self.repeat_right_rate),
        ):
            if not rates:
                raise Misuse(f"`{name}` holds one rate for each round, got none; give at least that of the first")
            for rate in (*rates, repeat):
                _check_rate(name, rate)
            if max(rates) + repeat > 1 + 1e-9:
                raise Misuse(f"`{name}` and the repeats beside it add up to {max(rates) + repeat!r}; 1 is the most")
        if not (math.isfinite(self.strength) and self.strength > 0):
            raise Misuse(f"`strength` must be above 0, got {self.strength!r}; 10 lets ten redrafts weigh as much")

    def fix_rate(self, round: int) -> float:
        """The fix rate of a round, from 1."""
        return self.fix_rates[min(round, len(self.fix_rates)) - 1]

    def break_rate(self, round: int) -> float:
        """The break rate of a round, from 1."""
        return self.break_rates[min(round, len(self.break_rates)) - 1]


# After a verdict that passes, a writer rarely changes anything; once verdicts contradict each other it is at sea.
_AFTER_PASS: Final = WritingRates(
    fix_rates=(0.05,), break_rates=(0.02,), repeat_wrong_rate=0.85, repeat_right_rate=0.95
)
_AFTER_DOUBT: Final = WritingRates(fix_rates=(0.1,), break_rates=(0.4,), repeat_wrong_rate=0.4, repeat_right_rate=0.4)
_RESAMPLE: Final = WritingRates(fix_rates=(0.25,), break_rates=(0.15,), repeat_wrong_rate=0.4, repeat_right_rate=0.6)


@dataclass(frozen=True, slots=True, kw_only=True)
class CriticRates:
    """A critic's card, as far as decisions need it.

    Attributes:
        sensitivity: share of wrong answers that it fails, in [0, 1].
        specificity: share of right answers that it passes, in [0, 1]; with sensitivity it adds up to 1 for a critic
            whose verdicts say nothing.
        calls: model calls of one verdict, for critics that may be consulted; those of the others are counted.
        fresh: whether it may judge the same answer differently a second time; only then is that new evidence.
        threshold: score in [0, 1] from which its verdict passes; None for that of the outlook.
        base_rate: for scores that are calibrated probabilities, the share of right answers they were calibrated on, in
            (0, 1): each score then weighs by itself. None where only the verdict counts.
        redraft: what redrafts after a fail of this critic are worth; None for those of the outlook.
        after_pass: what redrafts after a pass of this critic are worth; None for those of the outlook.
        after_doubt: what redrafts after a fail are worth once this critic has passed an answer; None likewise.
    """

    sensitivity: float
    specificity: float
    calls: float = 1.0
    fresh: bool = False
    threshold: float | None = None
    base_rate: float | None = None
    redraft: WritingRates | None = None
    after_pass: WritingRates | None = None
    after_doubt: WritingRates | None = None

    def __post_init__(self) -> None:
        """Refuse what is no rate, and fewer calls than none."""
        _check_rate("sensitivity", self.sensitivity)
        _check_rate("specificity", self.specificity)
        if not (math.isfinite(self.calls) and self.calls >= 0):
            raise Misuse(f"`calls` must be 0 or more, got {self.calls!r}; a critic that asks no model takes 0")
        if self.threshold is not None:
            _check_rate("threshold", self.threshold)
        if self.base_rate is not None and not 0 < self.base_rate < 1:
            raise Misuse(f"`base_rate` must lie strictly between 0 and 1, got {self.base_rate!r}; else leave it out")

    def likelihood(self, *, passes: bool, right: bool) -> float:
        """The chance of a verdict on a right or a wrong answer; never quite 0 or 1."""
        fails = 1 - self.specificity if right else self.sensitivity
        fails = min(max(fails, 1 - SUREST), SUREST)
        return 1 - fails if passes else fails

    def evidence(self, score: float, *, threshold: float) -> "Evidence":
        """How likely a score is of a right and of a wrong answer, up to a common factor; `threshold` is the outlook's.

        A calibrated score s on data with base rate a is s / a times as likely of a right answer as of any.
        """
        if self.base_rate is not None:
            sure = min(max(score, 1 - SUREST), SUREST)
            return Evidence(if_right=sure / self.base_rate, if_wrong=(1 - sure) / (1 - self.base_rate))
        passes = score >= (threshold if self.threshold is None else self.threshold)
        return Evidence(
            if_right=self.likelihood(passes=passes, right=True), if_wrong=self.likelihood(passes=passes, right=False)
        )


class Evidence(NamedTuple):
    """How likely what was seen is, if the answer is right and if it is wrong."""

    if_right: float
    if_wrong: float


# Assumed of critics without a card until somebody measures them (`redraft critics measure`).
_BY_KIND: Final = MappingProxyType(
    {
        "verified": CriticRates(sensitivity=0.95, specificity=0.95, calls=0),
        "external": CriticRates(sensitivity=0.7, specificity=0.8),
        "intrinsic": CriticRates(sensitivity=0.5, specificity=0.8),
    }
)
_PERSON: Final = CriticRates(sensitivity=SUREST, specificity=SUREST, calls=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook:
    """All that is known before a correction starts; estimate it on cases that you do not report on.

    Attributes:
        draft_right: share of first drafts that are right, in [0, 1].
        critics: the cards by name of the critic. One without a card is taken for what its kind usually is: verified
            .95 and .95, another model .7 and .8, the model itself .5 and .8 (sensitivity and specificity).
        redraft: redrafts from the context, after a verdict that fails and none that passed.
        after_pass: redrafts from the context, after a verdict that passes.
        after_doubt: redrafts from the context, after a verdict that fails when another has passed before.
        resample: answers from the prompt alone, against the first draft.
        threshold: score in [0, 1] from which a verdict passes.
    """

    draft_right: float = 0.7
    critics: Mapping[str, CriticRates] = field(default_factory=dict)
    redraft: WritingRates = field(default_factory=WritingRates)
    after_pass: WritingRates = _AFTER_PASS
    after_doubt: WritingRates = _AFTER_DOUBT
    resample: WritingRates = _RESAMPLE
    threshold: float = 0.5

    def __post_init__(self) -> None:
        """Refuse what is no rate."""
        _check_rate("draft_right", self.draft_right)
        _check_rate("threshold", self.threshold)

    def rates_of(self, critic: str, kind: CriticKind = "external") -> CriticRates:
        """A critic's card, or what is assumed of its kind."""
        default = _PERSON if critic == PERSON else _BY_KIND[kind]
        return self.critics.get(critic, default)

    def redrafts(self, critiques: tuple[Critique, ...], seen: Seen) -> WritingRates:
        """What redrafts are worth after these critiques: the first critic's own figures, else the common ones."""
        for critique in critiques:
            rates = self.critics.get(critique.critic)
            own = None if rates is None else _after(rates, seen)
            if own is not None:
                return own
        common = _after(self, seen)
        assert common is not None
        return common


def _after(rates: CriticRates | Outlook, seen: Seen) -> WritingRates | None:
    return rates.redraft if seen == "failed" else rates.after_pass if seen == "passed" else rates.after_doubt
