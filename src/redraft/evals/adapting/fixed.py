"""What the adaptive strategy is held against: so many rounds of one kind, with the same gate and early stop."""

from dataclasses import dataclass
from typing import Literal

from redraft.core import Action, Budget, Context, Decision, Gate, Rendering, Usage
from redraft.engine.outlook import Outlook, belief_in
from redraft.engine.posterior_gate import PosteriorGate

Kind = Literal["redraft", "resample"]
Stop = Literal["passed", "settled", "never"]


@dataclass(frozen=True, slots=True, kw_only=True)
class FixedRounds:
    """Writes again a fixed number of times, whatever that is worth.

    Attributes:
        outlook: what gate and early stop know; the same as the adaptive strategy's.
        kind: whether later answers are redrafts from the context or resamples from the prompt alone.
        stop: what ends it early: an answer that ``passed`` its critic; a posterior that is ``settled``, as the adaptive
            strategy has it; or nothing, for measuring.
        accept_from: posterior in [0, 1] from which an answer is settled.
        rounds: redrafts or resamples, unless the budget says otherwise.
        draft_temperature: sampling temperature of the draft.
        redraft_temperature: sampling temperature of the others.
    """

    outlook: Outlook
    kind: Kind
    stop: Stop
    rounds: int
    accept_from: float = 0.99
    draft_temperature: float | None = 0.0
    redraft_temperature: float | None = 0.7
    name: str = "fixed_rounds"

    @property
    def gate(self) -> Gate:
        """The adaptive strategy's gate."""
        return PosteriorGate(outlook=self.outlook, threshold=self.outlook.threshold)

    @property
    def rendering(self) -> Rendering:
        """As the adaptive strategy shows it."""
        return Rendering()

    def next(self, context: Context, spent: Usage, budget: Budget) -> Decision:
        """Go on unless the early stop or the number of rounds ends it."""
        rounds = self.rounds if budget.rounds is None else budget.rounds
        best = context.best
        assert best is not None
        assert context.standing is not None
        ending: Action = "accept" if best.passed else "keep"
        if self.stop == "passed" and best.passed:
            return Decision(action=ending, reason="passed")
        if self.stop == "settled":
            posterior = belief_in(context.attempts, self.outlook).right(context.standing)
            if posterior >= self.accept_from:
                return Decision(action=ending, reason="settled", detail=f"posterior {posterior:.3f}")
        if context.rounds >= rounds:
            return Decision(action=ending, reason="rounds_spent")
        return Decision(action=self.kind, reason="rounds_left")
