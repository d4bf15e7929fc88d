"""Independent samples, the majority decides: needs no critic."""

from dataclasses import dataclass, field

from redraft.core import Action, Budget, Context, Decision, Gate, Rendering, Usage
from redraft.engine.gates import Majority


@dataclass(frozen=True, slots=True, kw_only=True)
class SelfConsistency:
    """Writes n answers from the prompt alone and keeps the one that most of them agree on.

    Attributes:
        n: answers in all, at least 1; a budget of k rounds means k + 1 answers.
        gate: counts the votes; give it `answer_of` to say which part of an answer counts.
        rendering: the preamble, if any; attempts are never shown.
        draft_temperature: sampling temperature of the first answer.
        redraft_temperature: sampling temperature of the others.

    Source: wang2023selfconsistency
    """

    n: int = 5
    gate: Gate = field(default_factory=Majority)
    rendering: Rendering = field(default_factory=Rendering)
    draft_temperature: float | None = 0.7
    redraft_temperature: float | None = 0.7
    name: str = "self_consistency"

    def next(self, context: Context, spent: Usage, budget: Budget) -> Decision:
        """Sample what is missing, all at once, then accept the majority."""
        n = self.n if budget.rounds is None else budget.rounds + 1
        missing = n - len(context.attempts)
        if missing > 0:
            return Decision(action="resample", reason="samples_missing", detail=f"{missing} of {n} missing", n=missing)
        # Where critics did judge and the answer did not pass, it is returned but not called accepted.
        failed = context.best is not None and context.best.passed is False
        action: Action = "keep" if failed else "accept"
        return Decision(action=action, reason="majority", detail=f"the most frequent of {n} answers")
