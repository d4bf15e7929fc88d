"""Adapting rounds: before each one, what every action is expected to bring is held against what it costs."""

from dataclasses import dataclass, field, replace
from typing import Literal

from redraft.core import Action, Budget, Context, Decision, Gate, Rendering, Usage
from redraft.engine.outlook import Outlook, Prospects, prospects
from redraft.engine.posterior_gate import PosteriorGate
from redraft.errors import Misuse


@dataclass(frozen=True, slots=True, kw_only=True)
class Adaptive:
    """Goes on only while the best action is expected to bring more than its calls are worth, and says why.

    The expectation rests on the critics' cards, on what this correction has shown so far, and on what is left of the
    budget; `redraft.engine.outlook` is the arithmetic.

    Attributes:
        outlook: the cards and rates measured beforehand; without any, plain assumptions.
        call_price: what a model call must bring, in chance of a right answer, in [0, 1]; .01 asks for one more right
            answer for each hundred calls.
        accept_from: posterior in [0, 1] from which nothing more is tried.
        ask_below: posterior in [0, 1] below which a person is asked once nothing pays any more; None never asks.
        abstain_below: posterior below which no answer is given at all then; wins over `ask_below`; None never abstains.
        rounds: redrafts and resamples at most, unless the budget says otherwise.
        consultants: names of the plan's further critics, in its order; a profile's own list fills it in.
        rendering: how the context is shown for a redraft.
        draft_temperature: sampling temperature of the draft.
        redraft_temperature: sampling temperature of redrafts and resamples.

    Raises:
        Misuse: when a price, a limit or a number of rounds is impossible.
    """

    outlook: Outlook = field(default_factory=Outlook)
    call_price: float = 0.01
    accept_from: float = 0.99
    ask_below: float | None = None
    abstain_below: float | None = None
    rounds: int = 4
    consultants: tuple[str, ...] = ()
    rendering: Rendering = field(default_factory=Rendering)
    draft_temperature: float | None = 0.0
    redraft_temperature: float | None = 0.7
    name: str = "adaptive"

    def __post_init__(self) -> None:
        """Refuse what cannot be."""
        for name in ("call_price", "accept_from", "ask_below", "abstain_below"):
            value = getattr(self, name)
            if value is not None and not 0 <= value <= 1:
                raise Misuse(f"`{name}` must lie in [0, 1], got {value!r}; it is a chance that an answer is right")
        if self.rounds < 0:
            raise Misuse(f"`rounds` must be 0 or more, got {self.rounds!r}; 0 only looks at the draft")

    @property
    def gate(self) -> Gate:
        """The answer that is more likely right stands."""
        return PosteriorGate(outlook=self.outlook, threshold=self.outlook.threshold)

    def next(self, context: Context, spent: Usage, budget: Budget) -> Decision:
        """The action that is expected to bring most beyond its cost; an ending when none does."""
        seen = prospects(
            context,
            spent,
            budget,
            self.outlook,
            rounds=self.rounds,
            call_price=self.call_price,
            accept_from=self.accept_from,
            consultants=self.consultants,
        )
        if seen.posterior >= self.accept_from:
            return self._ending(context, seen, "settled")
        worths: dict[Literal["redraft", "resample", "consult"], float] = {
            "redraft": seen.redraft.net(self.call_price),
            "resample": seen.resample.net(self.call_price),
        }
        if seen.consult is not None:
            worths["consult"] = seen.consult.net(self.call_price)
        best = max(worths, key=worths.__getitem__)
        if worths[best] > 0:
            return Decision(action=best, reason=f"{best}_pays", detail=seen.detail)
        doubtful = Decision(action="abstain", reason="doubtful", detail=seen.detail)
        if self.abstain_below is not None and seen.posterior < self.abstain_below:
            return doubtful
        if self.ask_below is not None and seen.posterior < self.ask_below:
            return replace(doubtful, action="ask")
        return self._ending(context, seen, "nothing_pays" if seen.rounds_left else "rounds_spent")

    def _ending(self, context: Context, seen: Prospects, reason: str) -> Decision:
        assert context.best is not None
        action: Action = "accept" if context.best.passed else "keep"
        return Decision(action=action, reason=reason, detail=seen.detail)
