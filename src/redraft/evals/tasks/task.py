"""A task: what is asked in plain language, one right answer, and what every right answer must be like."""

from dataclasses import dataclass
from typing import Protocol

from redraft.core import Draft
from redraft.errors import Misuse
from redraft.evals.sample import Score
from redraft.evals.tasks.answers import answer_of
from redraft.evals.tasks.form import Words
from redraft.prompts import Language

GRADES = (1, 2, 3, 4, 5)
"""From easy to hard."""


class Verifier(Protocol):
    """Tells right answers from wrong ones, exactly and whatever they hold."""

    def holds(self, answer: str) -> bool:
        """Whether `answer`, the words after the answer mark, is right; never an exception, never a long wait."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One task.

    Attributes:
        text: the request, with the form of the answer.
        verifier: tells whether an answer is right.
        reference: a right answer, the words after the answer mark; for some families one of many.
        family: the sort of task.
        grade: 1 (easy) to 5 (hard).
        steps: elementary steps that its solution takes, counted as the family counts them; grows with the grade.
    """

    text: str
    verifier: Verifier
    reference: str
    family: str
    grade: int
    steps: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskScorer:
    """The exact verifier of one task as a scorer.

    An answer without an answer line is wrong, not unscored: the form is part of what is asked.

    Attributes:
        task: what was asked.
        language: of the score in words.
    """

    task: Task
    language: Language = "en"
    name: str = "verifier"
    version: str = "2"

    async def score(self, draft: Draft) -> Score:
        """See `redraft.evals.sample.Scorer`."""
        answer, words = answer_of(draft.text), Words(self.language)
        if answer is None:
            return Score(right=False, text=words("no_answer"))
        right = self.task.verifier.holds(answer)
        return Score(right=right, text=words("right" if right else "wrong"))


def check_grade(grade: int) -> None:
    """Refuse what is no grade.

    Raises:
        Misuse: when it is none.
    """
    if grade not in GRADES:
        raise Misuse(f"a grade is one of {', '.join(map(str, GRADES))}, got {grade!r}")
