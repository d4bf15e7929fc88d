"""Rewrite what is refuted and nothing else: edits inside the refuted pieces alone, with the evidence cited."""

from dataclasses import dataclass, field
from typing import Literal

from redraft.core import Budget, Context, Decision, Gate, Rendering, Usage
from redraft.engine import stops
from redraft.engine.fewer_refuted import FewerRefuted
from redraft.engine.limiting import wrong_places
from redraft.errors import Misuse


@dataclass(frozen=True, slots=True, kw_only=True)
class RewriteRefuted:
    """For critics that locate what is wrong and name their sources, such as the critic of facts.

    The model writes edits; code carries out those inside what critics call wrong and refuses the others, so that every
    other sentence stays as it was, byte for byte, and puts the citations there itself.

    Attributes:
        citation: ``numbered`` puts [1] behind a rewritten sentence and a list of sources at the end, ``inline`` the
            name of the document behind it, ``none`` neither.
        rounds: redrafts, unless the budget says otherwise; a second one is for edits that missed.
        gate: a candidate with fewer located errors stands.
        draft_temperature: sampling temperature of the draft.
        redraft_temperature: sampling temperature of the edits.

    Raises:
        Misuse: when the form of citation is not known.

    Source: gou2024critic
    """

    citation: Literal["none", "numbered", "inline"] = "numbered"
    rounds: int = 2
    gate: Gate = field(default_factory=FewerRefuted)
    draft_temperature: float | None = 0.0
    redraft_temperature: float | None = 0.0
    name: str = "rewrite_refuted"

    def __post_init__(self) -> None:
        """Refuse an unknown form of citation."""
        if self.citation not in ("none", "numbered", "inline"):
            raise Misuse(f"`citation` must be none, numbered or inline, got {self.citation!r}")

    @property
    def rendering(self) -> Rendering:
        """Edits inside what findings call wrong."""
        return Rendering(form="edits", ask="redraft_facts", within="findings", cite=self.citation)

    def next(self, context: Context, spent: Usage, budget: Budget) -> Decision:
        """Rewrite until nothing is refuted or the rounds are over."""
        best = context.best
        assert best is not None
        if ending := stops.passed(context):
            return ending
        if best.score is None:
            why = "no critic was asked" if best.verdict is None else best.verdict.reason
            unrefuted = any(critique.unrefuted for critique in best.critiques)
            return Decision(action="keep", reason="nothing_refuted" if unrefuted else "unscored", detail=why or "")
        if not wrong_places(best):
            detail = "what is wrong has no place in the text, so that there is nothing to rewrite"
            return Decision(action="keep", reason="nothing_located", detail=detail)
        rounds = self.rounds if budget.rounds is None else budget.rounds
        detail = f"round {context.rounds + 1} of {rounds}"
        return stops.rounds_spent(context, rounds) or Decision(action="redraft", reason="refuted", detail=detail)
