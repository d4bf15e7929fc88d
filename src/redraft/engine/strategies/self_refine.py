"""Feedback, then a new answer, again and again; the newest answer always stands."""

from dataclasses import dataclass, field

from redraft.core import Budget, Context, Decision, Gate, Rendering, Usage
from redraft.engine import stops
from redraft.engine.gates import Latest


@dataclass(frozen=True, slots=True, kw_only=True)
class SelfRefine:
    """The published recipe, without a gate: it can return a worse answer than the draft.

    Attributes:
        rounds: redrafts at most, unless the budget says otherwise.
        gate: the newest attempt stands.
        rendering: all pairs as the model's own turns.
        draft_temperature: sampling temperature of the draft.
        redraft_temperature: sampling temperature of the redrafts.

    Source: madaan2023selfrefine
    """

    rounds: int = 3
    gate: Gate = field(default_factory=Latest)
    rendering: Rendering = field(default_factory=Rendering)
    draft_temperature: float | None = 0.7
    redraft_temperature: float | None = 0.7
    name: str = "self_refine"

    def next(self, context: Context, spent: Usage, budget: Budget) -> Decision:
        """Redraft until the newest attempt passes or the rounds are over."""
        rounds = self.rounds if budget.rounds is None else budget.rounds
        ending = stops.passed(context) or stops.rounds_spent(context, rounds)
        return ending or Decision(
            action="redraft", reason="not_passed", detail=f"round {context.rounds + 1} of {rounds}"
        )
