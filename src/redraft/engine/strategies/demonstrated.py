"""In-context defence: refusals of other requests stand before the prompt; one answer, no check."""

from dataclasses import dataclass, field

from redraft.core import Budget, Context, Decision, Gate, Rendering, Usage
from redraft.engine import stops
from redraft.engine.gates import CheckAfterFix
from redraft.errors import Misuse

MAX_PAIRS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class InContextDefence:
    """Shows the model requests that were refused and takes its first answer to the prompt.

    Attributes:
        pairs: requests with their refusals, 1 to 3.
        gate: its threshold says whether the draft passed.
        draft_temperature: sampling temperature; 0 for the most likely answer.
        redraft_temperature: never used.

    Raises:
        Misuse: when there are not so many pairs.

    Source: wei2023jailbreak
    """

    pairs: int = MAX_PAIRS
    gate: Gate = field(default_factory=CheckAfterFix)
    draft_temperature: float | None = 0.0
    redraft_temperature: float | None = None
    name: str = "in_context_defence"

    def __post_init__(self) -> None:
        """Refuse more pairs than there are."""
        if not 1 <= self.pairs <= MAX_PAIRS:
            raise Misuse(f"`pairs` must be 1 to {MAX_PAIRS}, got {self.pairs!r}")

    @property
    def rendering(self) -> Rendering:
        """The refused requests before the prompt."""
        return Rendering(preamble=f"preamble_declined_{self.pairs}")

    def next(self, context: Context, spent: Usage, budget: Budget) -> Decision:
        """Always ends."""
        kept = Decision(action="keep", reason="no_correction", detail=f"one answer, after {self.pairs} refusals")
        return stops.passed(context) or kept
