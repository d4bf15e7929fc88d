"""The pairs (answer, verdict) and the growing context of them."""

from dataclasses import dataclass, replace

from redraft.core.critique import Critique
from redraft.core.draft import Draft, Edit
from redraft.core.prompt import Prompt
from redraft.core.usage import Usage, total


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """A draft with its critiques: the pair (y, r) of the theory.

    Attributes:
        draft: the answer.
        critiques: every critic's judgement, in the order of the critics; empty when none was asked.
        verdict: the critiques taken together (see `redraft.critics.panel`); None when no critic was asked.
        passed: whether the verdict's score reaches the gate's threshold; None when there is no score.
        edits: what changed against the draft it was written from; empty for a first draft.

    Source: wang2024incontext Sec. 2
    """

    draft: Draft
    critiques: tuple[Critique, ...] = ()
    verdict: Critique | None = None
    passed: bool | None = None
    edits: tuple[Edit, ...] = ()

    @property
    def score(self) -> float | None:
        """The verdict's score in [0, 1], higher is better; None when there is none."""
        return None if self.verdict is None else self.verdict.score

    @property
    def usage(self) -> Usage:
        """What writing and judging this attempt cost; `seconds` adds up calls, also those that ran side by side."""
        return total(self.costs)

    @property
    def costs(self) -> tuple[Usage, ...]:
        """What the draft cost, then what each critique did."""
        return (self.draft.usage, *[critique.usage for critique in self.critiques])


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """The prompt and all attempts so far, append-only: the in-context alignment sequence.

    Rendering may show the attempts in another order or only some of them; here they stay as they came.

    Attributes:
        prompt: what was asked.
        attempts: all attempts, first draft first.
        standing: index of the best attempt so far, the one that is returned when the loop ends now; None before the
            first draft.

    Source: wang2024incontext Sec. 2
    """

    prompt: Prompt
    attempts: tuple[Attempt, ...] = ()
    standing: int | None = None

    def with_attempt(self, attempt: Attempt) -> "Context":
        """This context and one more attempt; the first attempt of all becomes the standing one."""
        standing = 0 if self.standing is None else self.standing
        return replace(self, attempts=(*self.attempts, attempt), standing=standing)

    def with_critique(self, index: int, attempt: Attempt) -> "Context":
        """This context with attempt `index` judged further; its draft must be the same, for nothing is rewritten."""
        before = self.attempts[index]
        assert attempt.draft == before.draft
        assert attempt.critiques[: len(before.critiques)] == before.critiques
        return replace(self, attempts=(*self.attempts[:index], attempt, *self.attempts[index + 1 :]))

    def with_standing(self, index: int) -> "Context":
        """This context with another standing attempt.

        Raises:
            IndexError: when there is no attempt `index`.
        """
        if not 0 <= index < len(self.attempts):
            raise IndexError(f"no attempt {index!r} among {len(self.attempts)}")
        return replace(self, standing=index)

    @property
    def best(self) -> Attempt | None:
        """The standing attempt; None before the first draft."""
        return None if self.standing is None else self.attempts[self.standing]

    @property
    def rounds(self) -> int:
        """Redrafts and resamples after the first draft: the highest round of any attempt, 0 before the first."""
        return max((attempt.draft.round for attempt in self.attempts), default=0)

    @property
    def usage(self) -> Usage:
        """What all attempts cost together."""
        return total(self.costs)

    @property
    def costs(self) -> tuple[Usage, ...]:
        """What every draft and every critique cost, in order."""
        return tuple([cost for attempt in self.attempts for cost in attempt.costs])
