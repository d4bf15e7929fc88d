"""Rates of critics and of writing again, counted on played samples whose answers were scored.

Only for samples that nothing is reported on: the rates then go into an `Outlook`.
"""

import math
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from redraft.engine.gates import final_answer
from redraft.engine.outlook import CriticRates, Outlook, WritingRates
from redraft.engine.outlook.belief import seen_next
from redraft.engine.outlook.rates import Seen
from redraft.errors import Misuse
from redraft.evals.playing import Played

# Two cases of what is usual stand beside the counted ones, so that no rate rests on nothing.
_USUAL, _USUAL_WEIGHT = Outlook(), 2.0
_STRENGTHS: Final = (1.0, 2.0, 3.0, 5.0, 8.0, 12.0, 20.0, 40.0, 100.0, 1000.0)


class Move(NamedTuple):
    """One answer written after another.

    Attributes:
        round: from 1.
        seen: what its writer had seen.
        was_right: whether the earlier answer is right.
        is_right: whether the new one is.
        repeats: whether it is an answer given before.
        n_changed: how often this prompt's answers changed from wrong to right, or from right to wrong, before.
        n_before: out of how many moves.
    """

    round: int
    seen: Seen
    was_right: bool
    is_right: bool
    repeats: bool
    n_changed: int
    n_before: int


def critic_rates(played: Sequence[Played], critic: str, *, threshold: float, fresh: bool) -> CriticRates:
    """A critic's sensitivity and specificity, and what redrafts after its verdicts are worth.

    Args:
        played: redrafts by its verdicts, for all rounds, whatever it said.
        critic: its name.
        threshold: score from which a verdict passes.
        fresh: whether it may judge the same answer differently a second time.

    Raises:
        Misuse: when it judged no right or no wrong answer.
    """
    verdicts = [
        (score.right, critique.score >= threshold)
        for one in played
        for attempt, score in zip(one.record.context.attempts, one.scores, strict=True)
        for critique in attempt.critiques
        if critique.critic == critic and critique.score is not None and score.right is not None
    ]
    on_wrong, on_right = [p for r, p in verdicts if not r], [p for r, p in verdicts if r]
    if not on_wrong or not on_right:
        raise Misuse(f"critic {critic!r} judged {len(on_right)} right and {len(on_wrong)} wrong answers; play more")
    moves = list(moves_in(played))
    return CriticRates(
        sensitivity=on_wrong.count(False) / len(on_wrong),
        specificity=on_right.count(True) / len(on_right),
        fresh=fresh,
        redraft=writing_rates([move for move in moves if move.seen == "failed"], _USUAL.redraft),
        after_pass=writing_rates([move for move in moves if move.seen == "passed"], _USUAL.after_pass, by_round=False),
        after_doubt=writing_rates(
            [move for move in moves if move.seen == "doubted"], _USUAL.after_doubt, by_round=False
        ),
    )


def draft_right_rate(played: Sequence[Played]) -> float:
    """The share of first drafts that are right."""
    return sum(one.draft.right is True for one in played) / len(played)


def moves_in(played: Sequence[Played]) -> Iterator[Move]:
    """Every answer after the first, with what it followed."""
    for one in played:
        answers: list[str] = []
        seen: Seen = "failed"
        tallies = {True: [0, 0], False: [0, 0]}
        for k, attempt in enumerate(one.record.context.attempts):
            answer, is_right = final_answer(attempt.draft.text), one.scores[k].right is True
            if k:
                parent = 0 if attempt.draft.parent is None else attempt.draft.parent
                was_right = one.scores[parent].right is True
                tally = tallies[was_right]
                yield Move(attempt.draft.round, seen, was_right, is_right, answer in answers, *tally)
                if seen == "failed" or attempt.draft.parent is None:
                    tally[0] += was_right != is_right
                    tally[1] += 1
            answers.append(answer)
            seen = seen_next(seen, passed=attempt.passed)


def writing_rates(moves: Sequence[Move], usual: WritingRates, *, by_round: bool = True) -> WritingRates:
    """The rates that account best for these moves, with the strength under which they do.

    Prompts that are still wrong after some rounds are the harder ones, so a rate among them is lower than the rate for
    a prompt of which nothing is known. The measured rate of each round is given back what its failures took, and the
    strength is the one under which the moves are most likely.
    """
    rounds = max((move.round for move in moves), default=1) if by_round else 1
    wrong, right = [m for m in moves if not m.was_right], [m for m in moves if m.was_right]
    repeat_wrong = _smoothed(sum(m.repeats and not m.is_right for m in wrong), len(wrong), usual.repeat_wrong_rate)
    repeat_right = _smoothed(sum(m.repeats and m.is_right for m in right), len(right), usual.repeat_right_rate)
    strength = max(_STRENGTHS, key=lambda s: _rates(wrong, s, rounds, usual.fix_rates[0], 1 - repeat_wrong).likelihood)
    return WritingRates(
        fix_rates=_rates(wrong, strength, rounds, usual.fix_rates[0], 1 - repeat_wrong).by_round,
        break_rates=_rates(right, strength, rounds, usual.break_rates[0], 1 - repeat_right).by_round,
        repeat_wrong_rate=repeat_wrong,
        repeat_right_rate=repeat_right,
        strength=strength,
    )


class _Fitted(NamedTuple):
    by_round: tuple[float, ...]
    likelihood: float


def _rates(moves: Sequence[Move], strength: float, rounds: int, usual: float, most: float) -> _Fitted:
    """The rate of change for each round, and the log-likelihood of the moves under it."""
    found, likelihood, last = [], 0.0, min(usual, most)
    for round in range(1, rounds + 1):
        here = [move for move in moves if move.round == round or rounds == 1]
        changed = sum(move.was_right != move.is_right for move in here)
        taken = sum(move.n_changed / (strength + move.n_before) for move in here)
        weight = sum(strength / (strength + move.n_before) for move in here)
        rate = (changed - taken + _USUAL_WEIGHT * last) / (weight + _USUAL_WEIGHT)
        last = min(max(rate, 0.0), most)
        found.append(last)
        for move in here:
            now = (strength * last + move.n_changed) / (strength + move.n_before)
            now = min(max(now, 1e-6), 1 - 1e-6)
            likelihood += math.log(now if move.was_right != move.is_right else 1 - now)
    return _Fitted(tuple(found), likelihood)


def _smoothed(n_hits: int, n: int, usual: float) -> float:
    return (n_hits + _USUAL_WEIGHT * usual) / (n + _USUAL_WEIGHT)
