"""Panels in which every opinion has one vote: majority, and h of k."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, final

from redraft.core import Critique
from redraft.critics.panel.outranking import Heard, hear, without_repeats
from redraft.critics.panel.verdict import decided, reasons_of, strictest, undecided
from redraft.errors import Misuse
from redraft.trust.consensus.odds import minority_share

OnDisagreement = Literal["keep", "ask", "abstain"]


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Majority:
    """A draft passes when more than half of the opinions pass it; another model's and one's own count alike.

    A verified critic decides before any vote, the strictest if there are several, and a person before that.

    Attributes:
        vote_threshold: score in [0, 1] from which an opinion is a vote for the draft.
        max_disagreement: share of the votes on the smaller side, in [0, .5], above which the verdict is left open
            (`Critique.disputed`); None for never.
        on_disagreement: what an open verdict leads to; see `redraft.core.Panel`.

    Raises:
        Misuse: when a number lies outside its range.
    """

    vote_threshold: float = 0.5
    max_disagreement: float | None = None
    on_disagreement: OnDisagreement = "keep"
    name: str = "majority"
    version: str = "1"

    def __post_init__(self) -> None:
        """Refuse what is no share."""
        check_shares(vote_threshold=self.vote_threshold, max_disagreement=self.max_disagreement)

    def combine(self, critiques: Sequence[Critique]) -> Critique | None:
        """The verdict of all critiques together.

        Returns:
            None for no critiques. Else a critique by ``panel`` whose score is the share of votes for the draft, less
            half a vote in a tie: a tie is no majority. Unscored when nobody could judge, and disputed when the votes
            contradict each other too much. One opinion is a vote of 1 or 0, as among several; a person's or a verified
            critique by itself is the verdict as it is.
        """
        if not critiques:
            return None
        heard = without_repeats(hear(critiques))
        if not heard.votes:
            return critiques[0] if len(critiques) == 1 else unvoted(heard, critiques, self.version)
        for_it = _votes(heard, self.vote_threshold)
        k, passing = len(for_it), sum(for_it)
        score = passing / k if 2 * passing != k else (passing - 0.5) / k
        return _voted(heard, critiques, for_it, score, self.max_disagreement, self.version)


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class HOfK:
    """A draft is flagged when at least `h` opinions flag it, and passes otherwise.

    Which h is best follows from the critics' rates, from how often drafts are right and from what a redraft does to
    them: `redraft.trust.laws.voting`. As for `Majority`, verified critics and people decide before any vote.

    Attributes:
        h: flags needed, 1 or more.
        vote_threshold: as for `Majority`.
        max_disagreement: as for `Majority`.
        on_disagreement: as for `Majority`.

    Raises:
        Misuse: when a number lies outside its range.
    """

    h: int
    vote_threshold: float = 0.5
    max_disagreement: float | None = None
    on_disagreement: OnDisagreement = "keep"
    name: str = "votes"
    version: str = "1"

    def __post_init__(self) -> None:
        """Refuse what is no share, and a draft flagged by nobody."""
        check_shares(vote_threshold=self.vote_threshold, max_disagreement=self.max_disagreement)
        if self.h < 1:
            raise Misuse(f"`h` must be 1 or more, got {self.h!r}; it is the number of flags that flag a draft")

    def combine(self, critiques: Sequence[Critique]) -> Critique | None:
        """The verdict of all critiques together.

        Returns:
            None for no critiques. Else a critique by ``panel`` whose score falls with every flag, above .5 for fewer
            than `h` and below .5 from `h` on, from 1 for none to 0 when all flag. Unscored when fewer than `h` could
            vote, for then no draft could be flagged, and disputed as for `Majority`. A person's or a verified critique
            by itself is the verdict as it is.
        """
        if not critiques:
            return None
        heard = without_repeats(hear(critiques))
        if not heard.votes:
            return critiques[0] if len(critiques) == 1 else unvoted(heard, critiques, self.version)
        for_it = _votes(heard, self.vote_threshold)
        k, flags = len(for_it), for_it.count(False)
        if k < self.h:
            reason = f"it takes {self.h} flags to flag a draft, and only {k} critic(s) could vote"
            return undecided(heard, critiques, reason, version=self.version, said=_words(for_it))
        score = 1 - flags / (2 * self.h) if flags < self.h else (k - flags) / (2 * (k - self.h + 1))
        return _voted(heard, critiques, for_it, score, self.max_disagreement, self.version)


def unvoted(heard: Heard, critiques: Sequence[Critique], version: str) -> Critique:
    """The verdict where no opinion votes: by those who outrank them all, or by nobody."""
    if not heard.deciders:
        return undecided(heard, critiques, reasons_of(critiques), version=version)
    return decided(heard, strictest(heard.deciders), version=version)


def too_much(disagreement: float, limit: float | None) -> bool:
    """Whether critics contradict each other more than a verdict may rest on."""
    # Rounded, so that one vote of three does not exceed a limit of a third.
    return limit is not None and round(disagreement - limit, 9) > 0


def check_shares(*, vote_threshold: float, max_disagreement: float | None) -> None:
    """Refuse what is no score, and what is no share of a smaller side.

    Raises:
        Misuse: when a number lies outside its range.
    """
    if not 0 <= vote_threshold <= 1:
        raise Misuse(f"`vote_threshold` must lie in [0, 1], got {vote_threshold!r}")
    if max_disagreement is not None and not 0 <= max_disagreement <= 0.5:
        raise Misuse(
            f"`max_disagreement` is the share of the smaller side, in [0, .5], got {max_disagreement!r}; leave it out "
            "for no limit"
        )


def _votes(heard: Heard, threshold: float) -> list[bool]:
    return [critique.score >= threshold for critique in heard.deciders if critique.score is not None]


def _words(for_it: Sequence[bool]) -> list[str]:
    return ["pass" if vote else "flag" for vote in for_it]


def _voted(
    heard: Heard,
    critiques: Sequence[Critique],
    for_it: Sequence[bool],
    score: float,
    limit: float | None,
    version: str,
) -> Critique:
    """The verdict of a vote, or none when it is too close for the limit."""
    disagreement, said = minority_share([1.0 if vote else -1.0 for vote in for_it]), _words(for_it)
    if not too_much(disagreement, limit):
        side = [one for one, vote in zip(heard.deciders, for_it, strict=True) if vote is (score >= 0.5)]
        return decided(heard, score, version=version, disagreement=disagreement, said=said, speakers=side)
    passing = sum(for_it)
    reason = (
        f"the critics disagree: {passing} of {len(for_it)} pass it, and a smaller side of {disagreement:.2f} is more "
        f"than the {limit:g} allowed"
    )
    return undecided(heard, critiques, reason, version=version, disagreement=disagreement, said=said, disputed=True)
