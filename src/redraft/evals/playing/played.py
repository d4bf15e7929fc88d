"""One sample answered in one way."""

from dataclasses import dataclass

from redraft.core import Record
from redraft.evals.sample import Sample, Score


@dataclass(frozen=True, slots=True, kw_only=True)
class Played:
    """One sample answered in one way.

    Attributes:
        sample: what was asked.
        record: everything that happened.
        scores: of each attempt, in order; empty when the model never gave an answer.
        standing: index of the attempt that stood after each attempt, as the gate had it.
        final: index of the attempt that was returned; None when none was.
    """

    sample: Sample
    record: Record
    scores: tuple[Score, ...]
    standing: tuple[int, ...]
    final: int | None

    @property
    def draft(self) -> Score:
        """What the first attempt is worth."""
        return self.scores[0] if self.scores else _NO_ANSWER

    @property
    def outcome(self) -> Score:
        """What the returned answer is worth."""
        return _NO_ANSWER if self.final is None else self.scores[self.final]

    def after(self, n_attempts: int) -> Score:
        """What would have been returned after so many attempts, at least 1; the outcome where it ended earlier."""
        if n_attempts >= len(self.scores):
            return self.outcome
        return self.scores[self.standing[n_attempts - 1]]

    @property
    def repaired(self) -> bool:
        """Whether a wrong draft came out right."""
        return self.draft.right is False and self.outcome.right is True

    @property
    def broken(self) -> bool:
        """Whether a right draft came out wrong; an answer that is withheld is not wrong."""
        return self.draft.right is True and self.outcome.right is False


_NO_ANSWER = Score(right=None, reason="no answer was returned")
