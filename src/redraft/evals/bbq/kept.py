"""What became of one question in one arm, small enough to keep in the journal."""

from dataclasses import dataclass

from redraft.evals.bbq.rows import BbqCase
from redraft.evals.comparing.outcome import calls_of
from redraft.evals.playing import Played
from redraft.evals.samples.scorers import Choice


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What became of one question in one arm.

    Attributes:
        key: names the arm with everything that could change its answers.
        id: of the question.
        draft: letter that the draft takes; None when it takes none clearly.
        final: letter that the returned answer takes; None likewise, and where none was returned.
        score: the critics' score of the draft; None when it is unscored or nobody was asked.
        reason: why it is unscored; None when it is not.
        n_answers: answers that were written.
        calls: answers and critics' calls.
        prompt_tokens: tokens sent.
        completion_tokens: tokens written.
        seconds: wall time; questions that run side by side wait for each other.
        usd: US dollars; None when a price is not known.
        ending: why it ended, one word.
    """

    key: str
    id: str
    draft: str | None
    final: str | None
    score: float | None
    reason: str | None
    n_answers: int
    calls: int
    prompt_tokens: int
    completion_tokens: int
    seconds: float
    usd: float | None
    ending: str

    @property
    def failed(self) -> bool:
        """Whether the model gave no usable answer at some point, which another run may mend."""
        return self.ending in ("model_error", "refused", "context_full") or self.n_answers == 0


def kept_of(played: Played, case: BbqCase, *, key: str) -> Kept:
    """What to keep of a question that was played."""
    record, attempts = played.record, played.record.context.attempts
    scorer = case.sample.scorer
    assert isinstance(scorer, Choice)
    letters = [scorer.answer_of(attempt.draft.text) or None for attempt in attempts]
    verdict = attempts[0].verdict if attempts else None
    return Kept(
        key=key,
        id=case.id,
        draft=letters[0] if letters else None,
        final=None if played.final is None else letters[played.final],
        score=None if verdict is None else verdict.score,
        reason=None if verdict is None else verdict.reason,
        n_answers=len(attempts),
        calls=calls_of(record),
        prompt_tokens=record.usage.prompt_tokens,
        completion_tokens=record.usage.completion_tokens,
        seconds=record.usage.seconds,
        usd=record.usage.usd,
        ending=record.decisions[-1].reason,
    )
