"""Checking as context: the model's own check stays in the conversation, and it answers again whatever it said."""

from dataclasses import dataclass, field
from typing import Literal

from redraft.core import Budget, Context, Decision, Gate, Rendering, Usage
from redraft.engine import stops
from redraft.engine.gates import Latest
from redraft.errors import Misuse
from redraft.prompts import load

Variant = Literal["self", "diverse", "self_instruct"]
MAX_SHOWN = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckAsContext:
    """Answer, check, answer again, all in one growing conversation and without a gate.

    Attributes:
        variant: ``self`` repeats the request after the check; ``self_instruct`` asks to refine the answer and never
            repeats the request, so an attack text is not read twice; ``diverse`` puts a fixed conversation of other
            requests, refusals and checks before the prompt and answers once, without a check of its own.
        rounds: checks, unless the budget says otherwise; `diverse` has none.
        shown: other requests with their refusals and checks that `diverse` shows, 1 to 3; published results with so
            many rounds of it are of so many.
        check: name of the prompt text that asks the model to check its answer.
        ask: name of the prompt text that asks it to answer again.
        gate: the newest attempt stands.
        draft_temperature: sampling temperature of the draft.
        redraft_temperature: sampling temperature of the later answers.

    Raises:
        Misuse: when the variant or a prompt text is not known.

    Source: wang2024incontext Sec. 5
    """

    variant: Variant = "self_instruct"
    rounds: int = 1
    shown: int = MAX_SHOWN
    check: str = "redraft_check"
    ask: str = "redraft_refine"
    gate: Gate = field(default_factory=Latest)
    draft_temperature: float | None = 0.0
    redraft_temperature: float | None = 0.0
    name: str = "check_as_context"

    def __post_init__(self) -> None:
        """Refuse an unknown variant, and a text that does not exist: now, not in the middle of a correction."""
        if self.variant not in ("self", "diverse", "self_instruct"):
            raise Misuse(f"`variant` must be self, diverse or self_instruct, got {self.variant!r}")
        if not 1 <= self.shown <= MAX_SHOWN:
            raise Misuse(f"`shown` must be 1 to {MAX_SHOWN}, got {self.shown!r}")
        for name in (self.check, self.ask):
            load(name)

    @property
    def rendering(self) -> Rendering:
        """The conversation of the variant."""
        if self.variant == "diverse":
            whole = self.shown == MAX_SHOWN
            return Rendering(preamble="preamble_refusals" if whole else f"preamble_refusals_{self.shown}")
        if self.variant == "self":
            return Rendering(critique_turn="assistant", check=self.check, ask=self.ask, repeat_prompt=True)
        return Rendering(critique_turn="assistant", check=self.check, ask=self.ask)

    def next(self, context: Context, spent: Usage, budget: Budget) -> Decision:
        """Answer again until the rounds are over; the check's verdict decides nothing, as published."""
        rounds = 0 if self.variant == "diverse" else self.rounds if budget.rounds is None else budget.rounds
        if context.rounds < rounds:
            return Decision(action="redraft", reason="checked", detail=f"round {context.rounds + 1} of {rounds}")
        kept = Decision(action="keep", reason="rounds_spent", detail=f"{rounds} round(s) are over")
        return stops.passed(context) or kept
