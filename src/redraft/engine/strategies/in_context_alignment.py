"""The default: redraft from every earlier (answer, verdict) pair until an attempt passes or the rounds are over."""

from dataclasses import dataclass, field

from redraft.core import Budget, Context, Decision, Gate, Rendering, Usage
from redraft.engine import stops
from redraft.engine.gates import CheckAfterFix


@dataclass(frozen=True, slots=True, kw_only=True)
class InContextAlignment:
    """In-context alignment: the context of all scored attempts stands in for a gradient step on them.

    Attributes:
        gate: decides whether a redraft replaces the standing draft.
        rendering: by default all pairs, in order of arrival, as the model's own turns.
        draft_temperature: 0: the draft is the most likely answer.
        redraft_temperature: .7: a greedy redraft tends to repeat the answer that failed.
        rounds_verified: rounds when a verified critic scored the draft; evidence sees gains up to three.
        rounds_opinion: rounds when only opinions did; they tend to do harm after about one.

    Source: wang2024incontext Sec. 5
    """

    gate: Gate = field(default_factory=CheckAfterFix)
    rendering: Rendering = field(default_factory=Rendering)
    draft_temperature: float | None = 0.0
    redraft_temperature: float | None = 0.7
    rounds_verified: int = 3
    rounds_opinion: int = 1
    name: str = "in_context_alignment"

    def next(self, context: Context, spent: Usage, budget: Budget) -> Decision:
        """Redraft until the standing attempt passes, cannot be judged, or the rounds are over."""
        rounds = self.rounds_for(context) if budget.rounds is None else budget.rounds
        ending = stops.passed(context) or stops.unscored(context) or stops.rounds_spent(context, rounds)
        return ending or Decision(
            action="redraft", reason="not_passed", detail=f"round {context.rounds + 1} of {rounds}"
        )

    def rounds_for(self, context: Context) -> int:
        """How many rounds the critics that scored the attempts deserve."""
        kinds = {c.kind for attempt in context.attempts for c in attempt.critiques if c.score is not None}
        return self.rounds_verified if "verified" in kinds else self.rounds_opinion
