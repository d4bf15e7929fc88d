"""How likely each answer is right, after all verdicts and all that was written since.

Every distinct answer is right or wrong; the model enumerates these possibilities together. A possibility weighs as
much as its prior (the first draft's accuracy, then for each further answer what becomes of right and wrong answers)
times the chance of every verdict under it. The same answer given again is evidence by itself: right answers are
repeated more often than wrong ones.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from redraft.core import Attempt
from redraft.engine.gates import final_answer
from redraft.engine.outlook.rates import Outlook, Seen, WritingRates

# Exact up to seven distinct answers; of more, the lightest possibilities are dropped, which together weigh little.
_MOST: Final = 128

_REDRAFT, _RESAMPLE, _UNMOVED = 0, 4, -1
_NONE_YET: Final = (0,) * 8


class _Possibility(NamedTuple):
    """One way things may be.

    Attributes:
        right: bit j says whether distinct answer j is right.
        weight: its chance, up to a common factor.
        seen: for redrafts, then for resamples: fixed, wrong before, broken, right before.
    """

    right: int
    weight: float
    seen: tuple[int, ...]


class Rates(NamedTuple):
    """The rates of the next round, after what this correction has shown.

    Attributes:
        fix: chance that a wrong standing answer is followed by a right one.
        broken: chance that a right standing answer is followed by another, wrong one.
    """

    fix: float
    broken: float


@dataclass(frozen=True, slots=True)
class Belief:
    """What is believed of every attempt.

    Attributes:
        answers: for each attempt the number of its distinct answer.
        seen: what the writer of the next redraft has seen.
        possibilities: what may be, with weights that add up to 1.
    """

    answers: tuple[int, ...]
    seen: Seen
    possibilities: tuple[_Possibility, ...]

    def right(self, attempt: int) -> float:
        """The posterior probability that attempt `attempt` is right."""
        bit = 1 << self.answers[attempt]
        return sum(one.weight for one in self.possibilities if one.right & bit)

    def rates(self, writing: WritingRates, attempt: int, round: int, *, resample: bool, moved: bool = True) -> Rates:
        """The rates of round `round` for what follows attempt `attempt`, `moved` by what was seen or as measured."""
        bit, offset = 1 << self.answers[attempt], _RESAMPLE if resample else _REDRAFT if moved else _UNMOVED
        sums = [0.0, 0.0]
        weights = [0.0, 0.0]
        for one in self.possibilities:
            is_right = bool(one.right & bit)
            now = _rates_now(writing, one.seen, offset, round)
            sums[is_right] += one.weight * now[is_right]
            weights[is_right] += one.weight
        fix = sums[0] / weights[0] if weights[0] > 0 else writing.fix_rate(round)
        broken = sums[1] / weights[1] if weights[1] > 0 else writing.break_rate(round)
        return Rates(fix=fix, broken=broken)


def belief_in(attempts: Sequence[Attempt], outlook: Outlook) -> Belief:
    """What to believe of `attempts`, first draft first; at least one.

    A critic's second verdict on the same answer counts only where `CriticRates.fresh` says that it may differ.
    """
    numbers: dict[str, int] = {}
    answers: list[int] = []
    seen: Seen = "failed"
    counted: set[tuple[int, str]] = set()
    possibilities = [
        _Possibility(0, 1 - outlook.draft_right, _NONE_YET),
        _Possibility(1, outlook.draft_right, _NONE_YET),
    ]
    for i, attempt in enumerate(attempts):
        text = final_answer(attempt.draft.text)
        is_new = text not in numbers
        answer = numbers.setdefault(text, len(numbers))
        answers.append(answer)
        if i:
            parent = 0 if attempt.draft.parent is None else attempt.draft.parent
            before = answers[parent]
            if attempt.draft.parent is None:
                writing, offset = outlook.resample, _RESAMPLE
            else:
                # What follows a pass is another matter than what follows fails, so it does not move the rates of that.
                writing = outlook.redrafts(attempts[parent].critiques, seen)
                offset = _REDRAFT if seen == "failed" else _UNMOVED
            step = (writing, offset, attempt.draft.round)
            possibilities = (
                _with_new(possibilities, answer, before, *step)
                if is_new
                else _with_repeat(possibilities, answer, before, *step)
            )
        possibilities = _judged(possibilities, attempt, answer, outlook, counted)
        seen = seen_next(seen, passed=attempt.passed)
    return Belief(tuple(answers), seen, tuple(possibilities))


def seen_next(seen: Seen, *, passed: bool | None) -> Seen:
    """What the writer has seen after one more verdict; an unscored one shows nothing."""
    if passed is None:
        return seen
    return "passed" if passed else "failed" if seen == "failed" else "doubted"


def _with_new(
    before: Sequence[_Possibility], answer: int, parent: int, writing: WritingRates, offset: int, round: int
) -> list[_Possibility]:
    """Another answer came: each possibility splits in one where it is right and one where it is not."""
    grown = []
    for right, weight, seen in before:
        now = _rates_now(writing, seen, offset, round)
        if right >> parent & 1:
            chances = (now.broken, max(0.0, 1 - now.broken - writing.repeat_right_rate))
        else:
            chances = (max(0.0, 1 - now.fix - writing.repeat_wrong_rate), now.fix)
        for is_right, chance in enumerate(chances):
            if chance > 0:
                mask = right | (is_right << answer)
                grown.append(
                    _Possibility(mask, weight * chance, _noted(seen, offset, bool(right >> parent & 1), bool(is_right)))
                )
    return sorted(grown, key=lambda one: -one.weight)[:_MOST]


def _with_repeat(
    before: Sequence[_Possibility], answer: int, parent: int, writing: WritingRates, offset: int, round: int
) -> list[_Possibility]:
    """An answer came again: right ones do so more often."""
    found = []
    for right, weight, seen in before:
        is_right = bool(right >> answer & 1)
        chance = writing.repeat_right_rate if is_right else writing.repeat_wrong_rate
        noted = _noted(seen, offset, bool(right >> parent & 1), is_right)
        found.append(_Possibility(right, weight * max(chance, 1e-6), noted))
    return found


def _judged(
    possibilities: list[_Possibility], attempt: Attempt, answer: int, outlook: Outlook, counted: set[tuple[int, str]]
) -> list[_Possibility]:
    """The possibilities after the verdicts on an attempt, with weights that add up to 1."""
    if_right = if_wrong = 1.0
    for critique in attempt.critiques:
        rates = outlook.rates_of(critique.critic, critique.kind)
        if critique.score is None or ((answer, critique.critic) in counted and not rates.fresh):
            continue
        counted.add((answer, critique.critic))
        evidence = rates.evidence(critique.score, threshold=outlook.threshold)
        if_right *= evidence.if_right
        if_wrong *= evidence.if_wrong
    weighed = [one.weight * (if_right if one.right >> answer & 1 else if_wrong) for one in possibilities]
    total = sum(weighed)
    if total <= 0:  # what was seen cannot be under these rates: the verdicts then count for nothing
        weighed = [one.weight for one in possibilities]
        total = sum(weighed)
    return [
        _Possibility(one.right, weight / total, one.seen) for one, weight in zip(possibilities, weighed, strict=True)
    ]


def _rates_now(writing: WritingRates, seen: tuple[int, ...], offset: int, round: int) -> Rates:
    """The measured rates of a round, moved by what was seen of this prompt, unless nothing moves them."""
    fix, broken = writing.fix_rate(round), writing.break_rate(round)
    if offset >= 0:
        fixed, n_wrong, n_broken, n_right = seen[offset : offset + 4]
        fix = (writing.strength * fix + fixed) / (writing.strength + n_wrong)
        broken = (writing.strength * broken + n_broken) / (writing.strength + n_right)
    return Rates(
        fix=min(fix, 1 - writing.repeat_wrong_rate),
        broken=min(broken, 1 - writing.repeat_right_rate),
    )


def _noted(seen: tuple[int, ...], offset: int, was_right: bool, is_right: bool) -> tuple[int, ...]:
    """The tallies after one more step."""
    if offset < 0:
        return seen
    tallies = list(seen)
    first = offset + 2 if was_right else offset
    tallies[first] += was_right != is_right
    tallies[first + 1] += 1
    return tuple(tallies)
