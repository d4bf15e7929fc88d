"""A model that hands out answers which were written before."""

from collections.abc import Sequence

from redraft.core import Decision, Dialect, Draft, Request
from redraft.engine.stops import BudgetSpent
from redraft.report.text import counted


class StoredModel:
    """Hands out stored answers in their order, whatever it is shown, and ends the correction when none is left.

    Stored answers are a budget like any other: when they are spent, the loop ends with the reason ``answers_spent`` and
    the best of them. It is strict: it gives no answer twice, and never fewer than it is asked for.

    Args:
        answers: first answer first, at least one.
        name: goes into records as the model's name; each draft keeps who wrote it in `Draft.by`.
    """

    def __init__(self, answers: Sequence[Draft], *, name: str = "stored") -> None:
        self.name = name
        self.dialect: Dialect = "chat"
        self.window_tokens: int | None = None
        self._answers = tuple(answers)
        self._n_given = 0

    async def generate(self, request: Request) -> tuple[Draft, ...]:
        """The next `request.n` answers.

        Raises:
            BudgetSpent: when fewer are left.
        """
        first, self._n_given = self._n_given, self._n_given + request.n
        if self._n_given > len(self._answers):
            held = counted(len(self._answers), "stored answer")
            detail = f"another draft was wanted, and the {held} had been handed out"
            raise BudgetSpent(Decision(action="keep", reason="answers_spent", detail=detail))
        return self._answers[first : self._n_given]
