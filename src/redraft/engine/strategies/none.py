"""No correction: the draft, examined once. The baseline that every other strategy is held against."""

from dataclasses import dataclass, field

from redraft.core import Budget, Context, Decision, Gate, Rendering, Usage
from redraft.engine import stops
from redraft.engine.gates import CheckAfterFix


@dataclass(frozen=True, slots=True, kw_only=True)
class NoCorrection:
    """Writes one draft and stops.

    Attributes:
        gate: its threshold says whether the draft passed.
        rendering: the preamble, if any; nothing else is ever rendered.
        draft_temperature: sampling temperature; 0 for the most likely answer.
        redraft_temperature: never used.
    """

    gate: Gate = field(default_factory=CheckAfterFix)
    rendering: Rendering = field(default_factory=Rendering)
    draft_temperature: float | None = 0.0
    redraft_temperature: float | None = None
    name: str = "none"

    def next(self, context: Context, spent: Usage, budget: Budget) -> Decision:
        """Always ends."""
        return stops.passed(context) or Decision(action="keep", reason="no_correction", detail="the strategy is none")
