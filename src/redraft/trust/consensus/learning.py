"""Reliabilities of critics from the votes that they cast, without a label: from stored records, for a panel."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from redraft.core import PERSON, Record
from redraft.errors import Misuse
from redraft.trust.consensus.dawid_skene import Fit, dawid_skene, one_coin
from redraft.trust.consensus.reliability import Reliability

FEWEST_CRITICS = 3
"""With two critics several pairs of rates explain the same votes; three fix them."""

_FLAG, _PASS = 0, 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Vote:
    """One critic's verdict on one draft.

    Attributes:
        item: names the draft.
        critic: name of the critic.
        passed: whether the draft passed.
    """

    item: str
    critic: str
    passed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Learnt:
    """What votes say about the critics that cast them.

    Attributes:
        reliabilities: of each critic; their n are expected numbers of drafts of each kind. As truths were inferred and
            not known, the rates are less sure than labels of that number would make them.
        prior: share of acceptable drafts, in [0, 1].
        acceptable: for each item the probability that it is acceptable.
        fit: of the model, with how EM ended.
        inseparable: pairs of critics that said the same of every draft that both judged: nothing tells whether both are
            right or one repeats the other. Where they are of one family, leave one out and learn again.
    """

    reliabilities: Mapping[str, Reliability]
    prior: float
    acceptable: Mapping[str, float]
    fit: Fit
    inseparable: tuple[tuple[str, str], ...]


def votes_in(records: Iterable[Record], *, threshold: float = 0.5) -> tuple[Vote, ...]:
    """Every verdict on every attempt in the records; unscored critiques are no votes.

    Args:
        records: of corrections; a record and one that resumes it hold the same attempts, so give the later one.
        threshold: score from which a critic's verdict is a pass, in [0, 1].

    Raises:
        Misuse: when the threshold is no score.
    """
    if not 0 <= threshold <= 1:
        raise Misuse(f"`threshold` must lie in [0, 1], got {threshold!r}; .5 is the usual one")
    votes: dict[tuple[str, str], Vote] = {}
    for record in records:
        for number, attempt in enumerate(record.context.attempts):
            item = f"{record.id}#{number}"
            for critique in attempt.critiques:
                if critique.score is not None:  # of two verdicts of one critic on one draft the later one counts
                    passed = critique.score >= threshold
                    votes[item, critique.critic] = Vote(item=item, critic=critique.critic, passed=passed)
    return tuple(votes.values())


def learn(
    votes: Sequence[Vote], *, known: Mapping[str, bool] | None = None, alike: bool = False, seed: int = 0
) -> Learnt:
    """The reliabilities that explain the votes best.

    This works as far as critics err independently given the truth and are better than chance on the whole. Critics of
    one model family that err together are taken for better than they are, as their agreement looks like truth, and
    known truths repair that only where they are about as many as the others: leave all but one of such critics out.

    Args:
        votes: of three critics at least; not every critic needs to have judged every draft.
        known: for items whose truth is known, whether they are acceptable; by default what the critic ``person`` said.
        alike: whether each critic has one rate of being right for both kinds of drafts (one-coin): coarser, but
            steadier with few votes.
        seed: of the random starts of EM.

    Raises:
        Misuse: when fewer than three critics voted and no truth is known.

    Source: dawid1979maximum
    """
    if known is None:
        known = {vote.item: vote.passed for vote in votes if vote.critic == PERSON}
    opinions = [vote for vote in votes if vote.critic != PERSON]
    critics = list(dict.fromkeys(vote.critic for vote in opinions))
    if len(critics) < FEWEST_CRITICS and not known:
        raise Misuse(
            f"votes of {len(critics)} critic(s) {critics!r} cannot tell who is right; it takes {FEWEST_CRITICS} "
            "critics, or drafts whose truth is `known`"
        )
    if not opinions:
        raise Misuse("there are no votes of critics to learn from; keep records with scored critiques first")
    items = {item: number for number, item in enumerate(dict.fromkeys(vote.item for vote in opinions))}
    tallies = np.zeros((len(items), len(critics), 2))
    for vote in opinions:
        tallies[items[vote.item], critics.index(vote.critic), _PASS if vote.passed else _FLAG] += 1
    truths = {items[item]: _PASS if good else _FLAG for item, good in known.items() if item in items}
    fit = (one_coin if alike else dawid_skene)(tallies, known=truths, seed=seed)
    return Learnt(
        reliabilities={critic: _reliability(tallies[:, j], fit, alike) for j, critic in enumerate(critics)},
        prior=float(fit.classes[_PASS]),
        acceptable={item: float(fit.posteriors[number, _PASS]) for item, number in items.items()},
        fit=fit,
        inseparable=tuple(
            (critics[i], critics[j]) for i, j in combinations(range(len(critics)), 2) if _same(tallies, i, j)
        ),
    )


def _same(tallies: np.typing.NDArray[np.float64], one: int, other: int) -> bool:
    """Whether two critics agree on all drafts that both judged, flags and passes among them."""
    both = tallies[:, [one, other]].sum(axis=2).all(axis=1)
    said = tallies[both][:, [one, other]].argmax(axis=2)
    return bool(len(said)) and bool((said[:, 0] == said[:, 1]).all()) and len(np.unique(said)) > 1


def _reliability(votes: np.typing.NDArray[np.float64], fit: Fit, alike: bool) -> Reliability:
    """The rates without the smoothing of the fit, for `Reliability` adds its own."""
    seen = fit.posteriors.T @ votes
    n_bad, n_good = float(seen[_FLAG].sum()), float(seen[_PASS].sum())
    if alike:
        right, n = float(seen[_FLAG, _FLAG] + seen[_PASS, _PASS]), n_bad + n_good
        return Reliability(sensitivity=right / n, specificity=right / n, n_bad=n, n_good=n)
    return Reliability(
        sensitivity=float(seen[_FLAG, _FLAG]) / n_bad if n_bad else 0.5,
        specificity=float(seen[_PASS, _PASS]) / n_good if n_good else 0.5,
        n_bad=n_bad,
        n_good=n_good,
    )
