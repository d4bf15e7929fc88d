"""The gate of the strategy that adapts: the answer that is more likely right stands."""

from dataclasses import dataclass, field

from redraft.core import Attempt, Context, Decision
from redraft.engine.outlook import Outlook, belief_in

# Two answers about which the same is believed differ by rounding alone.
_EQUAL = 1e-9


@dataclass(frozen=True, slots=True, kw_only=True)
class PosteriorGate:
    """A candidate replaces the standing draft if and only if it is more likely right, after all that was seen.

    What was seen are every critic's verdicts on every attempt, weighed by the critics' cards, and which answers came
    again. A promise to do no harm it is not: it is as good as the rates that it is given.

    Attributes:
        outlook: what was measured beforehand; its threshold is where a verdict passes.
        threshold: score in [0, 1] from which an attempt passes.
    """

    outlook: Outlook = field(default_factory=Outlook)
    threshold: float = 0.5
    name: str = "posterior"

    def admit(self, standing: Attempt, candidate: Attempt, context: Context) -> Decision:
        """See `redraft.core.Gate`."""
        assert context.standing is not None
        belief = belief_in(context.attempts, self.outlook)
        before, after = belief.right(context.standing), belief.right(len(context.attempts) - 1)
        shown = f"posterior {after:.3f} against {before:.3f}"
        if after > before + _EQUAL:
            return Decision(action="accept", reason="more_likely_right", detail=shown)
        return Decision(action="keep", reason="not_more_likely_right", detail=shown)
