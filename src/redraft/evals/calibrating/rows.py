"""A case as it was played in one way, small enough to keep them all."""

from dataclasses import dataclass

from redraft.evals.playing import Played
from redraft.trust.certificate.outcomes import Case


@dataclass(frozen=True, slots=True, kw_only=True)
class CalibrationRow:
    """One sample played in one way.

    Attributes:
        key: names data, way and plan; rows of another key are not of this calibration.
        id: of the sample's prompt.
        problem: samples with the same problem are not independent of each other.
        right: of each attempt, whether it is right; None if that could not be told.
        scores: of each attempt, the verdict's score in [0, 1]; None if unscored.
        passed: of each attempt, whether it passed; None if unscored.
        standing: index of the attempt that stood after each attempt.
        final: index of the attempt that was returned; None when none was.
        calls: answers and critics' calls, each counted, also where several answers came with one request.
        failed: of each attempt, whether a critic failed to judge it; under a certificate the draft then stays.
    """

    key: str
    id: str
    problem: str
    right: tuple[bool | None, ...]
    scores: tuple[float | None, ...]
    passed: tuple[bool | None, ...]
    standing: tuple[int, ...]
    final: int | None
    calls: int
    failed: tuple[bool, ...] = ()

    @property
    def draft_right(self) -> bool | None:
        """Whether the draft is right; None if that could not be told."""
        return self.right[0] if self.right else None

    @property
    def result_right(self) -> bool | None:
        """Whether what was returned is right; None if that could not be told or nothing was returned."""
        return None if self.final is None else self.right[self.final]

    def returned_after(self, n_attempts: int) -> int | None:
        """Index of what would have been returned after so many attempts, at least 1."""
        return self.final if n_attempts >= len(self.right) else self.standing[n_attempts - 1]

    def case(self, *, n_attempts: int | None = None) -> Case:
        """What a certificate counts of it, had it ended after so many attempts; by default as it ended."""
        final = self.final if n_attempts is None else self.returned_after(n_attempts)
        if final is None or final == 0:
            return Case(score=None, draft_right=self.draft_right, result_right=self.draft_right)
        if any(self.failed[:n_attempts]):  # as `redraft.engine.release` has it
            return Case(score=None, draft_right=self.draft_right, result_right=self.draft_right)
        return Case(score=self.scores[final], draft_right=self.draft_right, result_right=self.right[final])

    def right_after(self, n_attempts: int) -> bool | None:
        """Whether what would have been returned after so many attempts is right."""
        final = self.returned_after(n_attempts)
        return None if final is None else self.right[final]


def row_of(played: Played, *, key: str) -> CalibrationRow:
    """What is kept of a sample that was played."""
    attempts = played.record.context.attempts
    failed = tuple(any(critique.failed for critique in attempt.critiques) for attempt in attempts)
    return CalibrationRow(
        key=key,
        id=played.sample.prompt.id,
        problem=played.sample.problem,
        right=tuple(score.right for score in played.scores),
        scores=tuple(attempt.score for attempt in attempts),
        passed=tuple(attempt.passed for attempt in attempts),
        standing=played.standing,
        final=played.final,
        calls=len(attempts) + sum(critique.usage.calls for attempt in attempts for critique in attempt.critiques),
        failed=failed,
    )
