"""Several formalisations of one prompt vote on its answer; pure."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from redraft.critics.logic.drafts import plain
from redraft.critics.logic.outcome import Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class Vote:
    """What several formalisations say together.

    Attributes:
        answer: the answer of more than half of those that could be decided; None when there is no such answer.
        n_for: how many gave it; 0 when there is none.
        n_voting: how many could be decided: they parse, do not contradict themselves, and single out an answer.
        n_all: how many there were.
        tally: how many gave each answer, the most frequent first.
    """

    answer: str | None
    n_for: int
    n_voting: int
    n_all: int
    tally: Mapping[str, int] = field(default_factory=dict)


def vote(outcomes: Sequence[Outcome], options: Mapping[str, str] | None = None) -> Vote:
    """The answer of more than half of the outcomes that are decided.

    Args:
        outcomes: what became of each formalisation; the others do not vote.
        options: answers to choose from, by letter: a letter and the verdict that it stands for are then one answer.
    """
    answers = [plain(outcome.answer, options or {}) for outcome in outcomes if outcome.answer is not None]
    # Most frequent first; alphabetical where equal, so that the order of the programs decides nothing.
    tally = dict(sorted(Counter(answers).items(), key=lambda entry: (-entry[1], entry[0])))
    best = next(iter(tally), None)
    n_for = tally[best] if best is not None else 0
    won = 2 * n_for > len(answers)
    return Vote(
        answer=best if won else None,
        n_for=n_for if won else 0,
        n_voting=len(answers),
        n_all=len(outcomes),
        tally=tally,
    )
