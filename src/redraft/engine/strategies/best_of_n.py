"""Independent samples, the critics choose: the baseline that a correction has to beat at equal cost."""

from dataclasses import dataclass, field

from redraft.core import Budget, Context, Decision, Gate, Rendering, Usage
from redraft.engine import stops
from redraft.engine.gates import Best


@dataclass(frozen=True, slots=True, kw_only=True)
class BestOfN:
    """Writes n answers from the prompt alone and keeps the one the critics score highest.

    Attributes:
        n: answers in all, at least 1; a budget of k rounds means k + 1 answers.
        gate: the highest score stands.
        rendering: the preamble, if any; attempts are never shown.
        draft_temperature: sampling temperature of the first answer.
        redraft_temperature: sampling temperature of the others.
        stop_when_passed: stop at the first answer that passes; saves calls and changes nothing for binary critics.

    Source: huang2024cannot
    """

    n: int = 4
    gate: Gate = field(default_factory=Best)
    rendering: Rendering = field(default_factory=Rendering)
    draft_temperature: float | None = 0.7
    redraft_temperature: float | None = 0.7
    stop_when_passed: bool = False
    name: str = "best_of_n"

    def next(self, context: Context, spent: Usage, budget: Budget) -> Decision:
        """Sample what is missing: all at once, or one by one when it may stop early."""
        n = self.n if budget.rounds is None else budget.rounds + 1
        missing = n - len(context.attempts)
        if missing <= 0 or (self.stop_when_passed and stops.passed(context)):
            return stops.passed(context) or stops.unscored(context) or _none_passed(n)
        sampled = 1 if self.stop_when_passed else missing
        return Decision(action="resample", reason="samples_missing", detail=f"{missing} of {n} missing", n=sampled)


def _none_passed(n: int) -> Decision:
    return Decision(action="keep", reason="rounds_spent", detail=f"none of {n} samples passed")
