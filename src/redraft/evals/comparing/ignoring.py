"""A critic that says what the real one said of other samples: as many redrafts, no information."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import final

from redraft.core import Context, CriticKind, Critique, Draft, Prompt, rng_for
from redraft.evals.comparing.outcome import Outcome, Verdict


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Ignoring:
    """Stands in for the critics of a profile, to see what its redrafts are worth without their judgement.

    For each attempt it draws one of the verdicts that the real critics gave to the same round of other samples, and
    says it without a word. So about as many drafts are redrafted and accepted as with the real critics, by chance.

    Attributes:
        pools: verdicts by round, the first draft's being round 0.
        seed: fixes the draws.
        name: how records call it.
    """

    pools: Mapping[int, tuple[Verdict, ...]]
    seed: int
    name: str = "by_chance"
    version: str = "1"

    @property
    def kind(self) -> CriticKind:
        """``verified`` if any of the verdicts was: strategies grant rounds by it."""
        verified = any(verdict.verified for pool in self.pools.values() for verdict in pool)
        return "verified" if verified else "external"

    async def examine(self, prompt: Prompt, draft: Draft, context: Context) -> Critique:
        """A verdict that has nothing to do with the draft."""
        rounds = [round for round in self.pools if round <= draft.round]
        pool = self.pools[max(rounds)] if rounds else ()
        rng = rng_for(self.seed, prompt.id, "by_chance", str(len(context.attempts)))
        verdict = rng.choice(pool) if pool else Verdict(score=float(rng.random() < 0.5), verified=False)
        if verdict.score is None:
            return Critique(critic=self.name, kind=self.kind, reason="the real critics left another one unscored")
        return Critique(critic=self.name, kind=self.kind, score=verdict.score)


def pools_of(outcomes: Sequence[Outcome]) -> Mapping[int, tuple[Verdict, ...]]:
    """The verdicts of each round, over all samples."""
    most = max((len(outcome.verdicts) for outcome in outcomes), default=0)
    return {k: tuple(one.verdicts[k] for one in outcomes if k < len(one.verdicts)) for k in range(most)}
