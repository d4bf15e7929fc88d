"""Answerers that need no model: what a figure is worth is seen beside theirs."""

from collections.abc import Callable, Mapping, Sequence

from redraft.evals.bbq.figures import Answered
from redraft.evals.bbq.rows import BbqCase

FIXED: Mapping[str, Callable[[BbqCase], str]] = {
    "always unknown": lambda case: case.unknown,
    "always the stereotype": lambda case: case.biased,
    "always right": lambda case: case.right,
}
"""From a question to a letter, by name. Always unknown is right in every ambiguous context and nowhere else."""


def answered_by(name: str, cases: Sequence[BbqCase]) -> tuple[Answered, ...]:
    """The answers of a fixed answerer.

    Args:
        name: one of `FIXED`.
        cases: the questions.
    """
    return tuple(Answered(case=case, letter=FIXED[name](case)) for case in cases)
