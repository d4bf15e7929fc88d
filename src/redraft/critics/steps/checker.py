"""What every checker of steps is, and what it reports."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from redraft.critics.stated import Doubt
from redraft.critics.steps.reasoning import Reasoning


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One claim that computing contradicts.

    Attributes:
        start: where the claim begins in the draft's text.
        end: one past its last character.
        kind: the sort of mistake: ``arithmetic``, ``copy``, ``answer``, ``brackets``, ``order``, ``swap`` or
            ``deduction``.
        says: key of the phrase in prompt text ``steps`` that says what is wrong.
        values: what the places of that phrase are filled with; words of the draft as they stand, however long.
    """

    start: int
    end: int
    kind: str
    says: str
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What a checker found out about a chain.

    Attributes:
        problems: the claims that are wrong by themselves, not by inheriting an earlier mistake; in any order.
        remarks: what is odd and proves nothing; counts for no score.
        n_checked: claims that were computed, wrong ones included.
        proven: whether the stated answer was computed from the prompt and is right.
        doubt: why the draft has no one answer, which is then held against nothing; None when it has one.
    """

    problems: tuple[Problem, ...] = ()
    remarks: tuple[Problem, ...] = ()
    n_checked: int = 0
    proven: bool = False
    doubt: Doubt | None = None


class Checker(Protocol):
    """Checks chains of one form. Pure and bounded: time grows about linearly with the draft, and nothing is raised."""

    name: str

    def check(self, asked: str, reasoning: Reasoning) -> Report | None:
        """What computing says about the chain.

        Args:
            asked: the prompt's words.
            reasoning: the draft.

        Returns:
            The report; None when prompt and draft are not of this checker's form.
        """
        ...
