"""Self-reminder: a sentence beside the request says to answer responsibly; one answer, no check."""

from dataclasses import dataclass, field
from typing import Literal, get_args

from redraft.core import Budget, Context, Decision, Gate, Rendering, Usage
from redraft.engine import stops
from redraft.engine.gates import CheckAfterFix
from redraft.errors import Misuse

Place = Literal["system", "around"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SelfReminder:
    """Reminds the model to be responsible and takes its first answer: the cheapest defence, to hold others against.

    Attributes:
        place: ``system`` puts one sentence into the system message; ``around`` puts one before and one after the user's
            text, as first published.
        gate: its threshold says whether the draft passed.
        draft_temperature: sampling temperature; 0 for the most likely answer.
        redraft_temperature: never used.

    Raises:
        Misuse: when the place is not known.

    Source: xie2023defending
    """

    place: Place = "system"
    gate: Gate = field(default_factory=CheckAfterFix)
    draft_temperature: float | None = 0.0
    redraft_temperature: float | None = None
    name: str = "self_reminder"

    def __post_init__(self) -> None:
        """Refuse an unknown place."""
        if self.place not in get_args(Place):
            raise Misuse(f"`place` must be system or around, got {self.place!r}")

    @property
    def rendering(self) -> Rendering:
        """The prompt with the reminder."""
        return Rendering(preamble=f"reminder_{self.place}")

    def next(self, context: Context, spent: Usage, budget: Budget) -> Decision:
        """Always ends."""
        return stops.passed(context) or Decision(action="keep", reason="no_correction", detail="one answer, reminded")
