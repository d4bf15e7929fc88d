"""A panel in which opinions weigh what they are worth: the probability that the draft is acceptable, given them all."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import final

from redraft.core import Critique
from redraft.critics.panel.outranking import Heard, LeftOut, hear, without_repeats
from redraft.critics.panel.verdict import decided, undecided
from redraft.critics.panel.voting import OnDisagreement, check_shares, too_much, unvoted
from redraft.errors import Misuse
from redraft.trust.consensus.odds import evidence, minority_share, posterior
from redraft.trust.consensus.reliability import Reliability

_DIGITS = 12


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Weighted:
    """The score is the probability that the draft is acceptable, from every opinion by the log-odds that it is worth.

    A pass of a critic that rarely passes what is wrong says much, a flag of one that flags nearly everything says
    little. A verified critic decides before any vote, the strictest if there are several, and a person before that.

    Attributes:
        reliabilities: by the name of the critic; an opinion of a critic without one is left out, visibly.
        prior: share of acceptable drafts before any verdict, strictly between 0 and 1.
        correlations: for pairs of critics that err together, the correlation of their verdicts given the truth, in
            [-1, 1]; such critics share a vote. A pair that is not listed counts as independent.
        max_disagreement: share of the whole weight of evidence that lies on the lighter side, in [0, .5], above which
            the verdict is left open (`Critique.disputed`); None for never.
        on_disagreement: what an open verdict leads to; see `redraft.core.Panel`.

    Raises:
        Misuse: when a number lies outside its range, a pair is none, or the correlations cannot all hold at once.

    Source: nitzan1982optimal
    """

    reliabilities: Mapping[str, Reliability]
    prior: float = 0.5
    correlations: Mapping[tuple[str, str], float] = field(default_factory=dict)
    max_disagreement: float | None = None
    on_disagreement: OnDisagreement = "keep"
    name: str = "weighted"

    def __post_init__(self) -> None:
        """Refuse what could not be weighed, before the first draft."""
        check_shares(vote_threshold=0.5, max_disagreement=self.max_disagreement)
        if not 0 < self.prior < 1:
            raise Misuse(f"`prior` must lie strictly between 0 and 1, got {self.prior!r}; .5 favours neither side")
        for pair, r in self.correlations.items():
            unknown = [name for name in pair if name not in self.reliabilities]
            if len(set(pair)) != 2 or unknown:
                raise Misuse(
                    f"a correlation is between two critics with reliabilities, got {pair!r}; known: "
                    f"{', '.join(sorted(self.reliabilities)) or 'none'}"
                )
            turned = self.correlations.get((pair[1], pair[0]), r)
            if turned != r:
                problem = f"the correlation of {pair!r} is {r!r}, and in the other order {turned!r}"
                raise Misuse(f"{problem}; give each pair once")
        self._shares(list(self.reliabilities))

    @property
    def version(self) -> str:
        """Changes with every reliability, with the prior, the correlations and the limit."""
        content = (sorted(self.reliabilities.items()), self.prior, sorted(self.correlations.items()))
        described = repr((*content, self.max_disagreement))
        return f"1-{hashlib.sha256(described.encode('utf-8', 'surrogatepass')).hexdigest()[:8]}"

    def combine(self, critiques: Sequence[Critique]) -> Critique | None:
        """The verdict of all critiques together.

        Returns:
            None for no critiques. Else a critique by ``panel`` whose score is the probability that the draft is
            acceptable; its details say what each opinion added to the log-odds, in nats. Unscored when nobody could
            judge or no reliability is known of those who did, and disputed when the evidence contradicts itself too
            much. A person's or a verified critique by itself is the verdict as it is.
        """
        if not critiques:
            return None
        heard = without_repeats(hear(critiques))
        if not heard.votes:
            return critiques[0] if len(critiques) == 1 else unvoted(heard, critiques, self.version)
        heard = self._weighable(heard)
        if not heard.deciders:
            names = ", ".join(one.critique.critic for one in heard.left_out if one.critique.score is not None)
            reason = f"no reliability is known of {names}, so their opinions cannot be weighed"
            return undecided(heard, critiques, reason, version=self.version)
        return self._weighed(heard, critiques)

    def _weighed(self, heard: Heard, critiques: Sequence[Critique]) -> Critique:
        shares = self._shares([critique.critic for critique in heard.deciders])
        added = [
            share * evidence(critique.score, self.reliabilities[critique.critic])
            for critique, share in zip(heard.deciders, shares, strict=True)
            if critique.score is not None
        ]
        # Rounded, so that a threshold that some score is equal to falls on the same side on every machine.
        score, disagreement = round(posterior(added, prior=self.prior), _DIGITS), minority_share(added)
        said = [f"{one:+.2f}" for one in added]
        if not too_much(disagreement, self.max_disagreement):
            side = [one for one, nats in zip(heard.deciders, added, strict=True) if (nats > 0) is (score >= 0.5)]
            return decided(heard, score, version=self.version, disagreement=disagreement, said=said, speakers=side)
        reason = (
            f"the critics disagree: weighed together they give {score:.2f}, and {disagreement:.2f} of the evidence "
            f"speaks against the rest, more than the {self.max_disagreement:g} allowed"
        )
        return undecided(
            heard, critiques, reason, version=self.version, disagreement=disagreement, said=said, disputed=True
        )

    def _weighable(self, heard: Heard) -> Heard:
        """Those whose reliability is known."""
        known = tuple(one for one in heard.deciders if one.critic in self.reliabilities)
        unknown = [one for one in heard.deciders if one.critic not in self.reliabilities]
        left_out = [LeftOut(critique=one, why="its reliability is not known") for one in unknown]
        return replace(heard, deciders=known, left_out=(*left_out, *heard.left_out))

    def _shares(self, critics: Sequence[str]) -> list[float]:
        """The share of a vote of each of some critics that are there to vote."""
        pairs = {frozenset(pair): r for pair, r in self.correlations.items() if set(pair) <= set(critics)}
        if not pairs:
            return [1.0] * len(critics)
        # Imported here: it needs numpy, which corrections without correlations do not wait for.
        from redraft.trust.consensus.correlation import vote_shares

        matrix = [[1.0 if a == b else pairs.get(frozenset((a, b)), 0.0) for b in critics] for a in critics]
        separations = [self.reliabilities[critic].separation for critic in critics]
        return [float(share) for share in vote_shares(matrix, separations)]
