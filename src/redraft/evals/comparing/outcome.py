"""What became of one sample in one way and one seed, small enough to keep them all."""

from dataclasses import dataclass

from redraft.core import Attempt, Record
from redraft.evals.playing import Played


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What the critics said of one attempt, without their words.

    Attributes:
        score: in [0, 1]; None if unscored.
        verified: whether a critic that verifies scored it.
    """

    score: float | None
    verified: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of one sample in one way and one seed.

    Attributes:
        arm: name of the way.
        seed: run seed.
        id: of the sample's prompt.
        draft: whether the first answer was right; None if unscored.
        after: whether what would have been returned after one attempt, two, ... was right; None where unscored.
        right: whether the returned answer was right; None if unscored, as when none was returned.
        reason: why it is unscored; None when it is not.
        verdicts: of each attempt, in order; empty in a way without critics.
        n_answers: answers that were written.
        calls: answers and critics' calls, each counted, also where several answers came with one request.
        prompt_tokens: tokens sent.
        completion_tokens: tokens written.
        seconds: wall time, in seconds; samples that run side by side wait for each other.
        usd: money in US dollars; None when a price is not known.
        ending: why it ended, one word.
        failed: whether the model gave no usable answer at some point, which a later try may mend.
    """

    arm: str
    seed: int
    id: str
    draft: bool | None
    after: tuple[bool | None, ...]
    right: bool | None
    reason: str | None = None
    verdicts: tuple[Verdict, ...] = ()
    n_answers: int
    calls: int
    prompt_tokens: int
    completion_tokens: int
    seconds: float
    usd: float | None
    ending: str
    failed: bool = False

    @property
    def tokens(self) -> int:
        """Tokens sent and written."""
        return self.prompt_tokens + self.completion_tokens


def outcome_of(played: Played, *, arm: str, seed: int) -> Outcome:
    """The outcome of a sample that was played."""
    record, attempts = played.record, played.record.context.attempts
    usage, ending = record.usage, record.decisions[-1].reason
    return Outcome(
        arm=arm,
        seed=seed,
        id=played.sample.prompt.id,
        draft=played.draft.right,
        after=tuple(played.after(k).right for k in range(1, len(attempts) + 1)),
        right=played.outcome.right,
        reason=played.outcome.reason,
        verdicts=tuple(_verdict(attempt) for attempt in attempts if attempt.verdict is not None),
        n_answers=len(attempts),
        calls=calls_of(record),
        prompt_tokens=usage.prompt_tokens,
        completion_tokens=usage.completion_tokens,
        seconds=usage.seconds,
        usd=usage.usd,
        ending=ending,
        failed=ending in ("model_error", "refused", "context_full") or not attempts,
    )


def calls_of(record: Record) -> int:
    """Answers and critics' calls, with those whose answers could not be used.

    Requests are not counted: one may bring several answers, and each of them costs what an answer costs.
    """
    attempts = record.context.attempts
    critics = sum(critique.usage.calls for attempt in attempts for critique in attempt.critiques)
    wasted = record.usage.calls - record.context.usage.calls
    return len(attempts) + critics + max(0, wasted)


def _verdict(attempt: Attempt) -> Verdict:
    return Verdict(
        score=attempt.score,
        verified=any(one.kind == "verified" and one.score is not None for one in attempt.critiques),
    )
