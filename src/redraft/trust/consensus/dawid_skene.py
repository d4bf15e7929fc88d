"""Truths and error rates from votes alone: the model of Dawid and Skene, and its one-coin case.

Each item has a true class, drawn with probabilities p_k. Given the truth, critics vote independently: critic j says l
of an item of class k with probability theta_jkl. Neither truths nor rates are known; EM goes back and forth,

    q_ik  ~  p_k prod_jl theta_jkl ^ n_ijl                     how likely item i is of class k        (D & S Eq. 2.5)
    theta_jkl = sum_i q_ik n_ijl / sum_il q_ik n_ijl           rates, as if truths were known so far  (Eq. 2.3)
    p_k = mean_i q_ik                                                                                (Eq. 2.4)

with n_ijl how often critic j said l of item i. In the one-coin case a critic has one rate of being right, whatever the
class, and its errors fall on the other classes alike.

Our deviations: `smoothing` votes are added to every cell (a Dirichlet prior, so that EM ends at the mode of the
posterior and a rate from few votes is not 0 or 1; 0 is plain maximum likelihood); truths that are known are kept; EM
starts several times and the best end counts, as it may end in a local optimum.

Votes alone cannot tell which class is called which: the classes are named so that critics agree with them as far as
possible, which is right as long as they are better than chance on the whole.

Source: dawid1979maximum
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from redraft.core import seed_for
from redraft.errors import Misuse

Floats = npt.NDArray[np.float64]

# Stands for log 0: a vote that was never seen to happen, and that no count of votes lifts to infinity.
_LEAST = 1e-300

# A later start replaces an earlier one only for more than rounding, in nats.
_BETTER = 1e-6


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """What EM found.

    Attributes:
        classes: ``(K,)`` p, the share of items in each class.
        confusions: ``(n_critics, K, K)`` theta; row k, column l: what a critic says of items of class k.
        posteriors: ``(n_items, K)`` q, the probability that each item is in each class.
        log_likelihood: of the votes, in nats, at most 0.
        objective: what EM climbs, in nats: the log-likelihood and the logarithm of the prior without its constant.
        n_iterations: of the start that ended best.
        converged: whether its posteriors had stopped moving by then.
        n_agreeing: starts that ended as high as the best one; few of many say that there are several explanations.
        n_starts: starts in all.
    """

    classes: Floats
    confusions: Floats
    posteriors: Floats
    log_likelihood: float
    objective: float
    n_iterations: int
    converged: bool
    n_agreeing: int
    n_starts: int


class _Model(NamedTuple):
    """What tells one model from another.

    Attributes:
        rates: confusion matrices from ``(n_critics, K, K)`` expected counts of what was said of which class.
        prior: the logarithm of the prior of confusion matrices, without its constant, in nats.
    """

    rates: Callable[[Floats], Floats]
    prior: Callable[[Floats], float]


def dawid_skene(
    tallies: npt.ArrayLike,
    *,
    known: Mapping[int, int] | None = None,
    smoothing: float = 1.0,
    n_starts: int = 5,
    max_iterations: int = 2000,
    tolerance: float = 1e-8,
    seed: int = 0,
) -> Fit:
    """The rates and truths that explain the votes best, each critic with a confusion matrix of its own.

    Args:
        tallies: ``(n_items, n_critics, K)`` how often each critic gave each item each label; no vote is all 0.
        known: the class of items whose truth is known.
        smoothing: votes added to every cell of every confusion matrix and to every class, at least 0.
        n_starts: starts, at least 1: the first from the shares of the votes, the others from random truths near them.
        max_iterations: of one start, at least 1.
        tolerance: a start has converged when no posterior moves by more.
        seed: of the random starts.

    Raises:
        Misuse: when there is nothing to fit, or a number lies outside its range.

    Source: dawid1979maximum Eq. (2.3), (2.4), (2.5)
    """
    votes = _checked(tallies, known, smoothing, n_starts, max_iterations)

    def rates(seen: Floats) -> Floats:
        smoothed = seen + smoothing
        sums = smoothed.sum(axis=2, keepdims=True)
        even = np.full_like(smoothed, 1 / votes.shape[2])
        return np.asarray(np.divide(smoothed, sums, out=even, where=sums > 0), dtype=np.float64)

    def prior(confusions: Floats) -> float:
        return smoothing * float(_log(confusions).sum())

    return _best(votes, _Model(rates, prior), known or {}, smoothing, n_starts, max_iterations, tolerance, seed)


def one_coin(
    tallies: npt.ArrayLike,
    *,
    known: Mapping[int, int] | None = None,
    smoothing: float = 1.0,
    n_starts: int = 5,
    max_iterations: int = 2000,
    tolerance: float = 1e-8,
    seed: int = 0,
) -> Fit:
    """The same where each critic has one rate of being right, in every class: fewer rates, so fewer votes suffice.

    Args:
        tallies: as for `dawid_skene`, and so are the others; `smoothing` counts right votes, and wrong ones.
        known: as there.
        smoothing: as there.
        n_starts: as there.
        max_iterations: as there.
        tolerance: as there.
        seed: as there.

    Raises:
        Misuse: as `dawid_skene` does.

    Source: dawid1979maximum; ghosh2011moderates
    """
    votes = _checked(tallies, known, smoothing, n_starts, max_iterations)
    n_classes = votes.shape[2]

    def rates(seen: Floats) -> Floats:
        right = np.trace(seen, axis1=1, axis2=2) + smoothing
        all_votes = seen.sum(axis=(1, 2)) + 2 * smoothing
        rate = np.divide(right, all_votes, out=np.full(len(seen), 1 / n_classes), where=all_votes > 0)
        wrong = (1 - rate) / (n_classes - 1)
        matrices = np.repeat(wrong[:, None, None], n_classes, axis=1).repeat(n_classes, axis=2)
        matrices[:, range(n_classes), range(n_classes)] = rate[:, None]
        return np.asarray(matrices, dtype=np.float64)

    def prior(confusions: Floats) -> float:
        rate = confusions[:, 0, 0]
        return smoothing * float((_log(rate) + _log(1 - rate)).sum())

    return _best(votes, _Model(rates, prior), known or {}, smoothing, n_starts, max_iterations, tolerance, seed)


def _best(
    votes: Floats,
    model: _Model,
    known: Mapping[int, int],
    smoothing: float,
    n_starts: int,
    max_iterations: int,
    tolerance: float,
    seed: int,
) -> Fit:
    """The best end of all starts."""
    flat = votes.reshape(len(votes), -1)
    shares = _shares(votes)
    ends: list[Fit] = []
    for start in range(n_starts):
        truths = shares
        if start:
            rng = np.random.default_rng(seed_for(seed, "dawid_skene", str(start)))
            truths = (shares + rng.dirichlet(np.ones(votes.shape[2]), len(votes))) / 2
        ends.append(_climb(votes, flat, _with_known(truths, known), model, known, smoothing, max_iterations, tolerance))
    best = ends[0]
    for end in ends[1:]:
        best = end if end.objective > best.objective + _BETTER else best
    agreeing = sum(abs(end.objective - best.objective) <= max(_BETTER, 1e-6 * abs(best.objective)) for end in ends)
    return replace(best, n_agreeing=agreeing, n_starts=n_starts)


def _climb(
    votes: Floats,
    flat: Floats,
    truths: Floats,
    model: _Model,
    known: Mapping[int, int],
    smoothing: float,
    max_iterations: int,
    tolerance: float,
) -> Fit:
    """EM from one start."""
    n_critics, n_classes = votes.shape[1:]
    n_iterations, converged = 0, False
    while n_iterations < max_iterations and not converged:
        n_iterations += 1
        seen = (truths.T @ flat).reshape(n_classes, n_critics, n_classes).transpose(1, 0, 2)
        confusions = model.rates(np.asarray(seen, dtype=np.float64))
        classes = (truths.sum(axis=0) + smoothing) / (len(votes) + n_classes * smoothing)
        joint = _log(classes) + flat @ _log(confusions).transpose(1, 0, 2).reshape(n_classes, -1).T
        highest = joint.max(axis=1, keepdims=True)
        likelihoods = np.exp(joint - highest)
        later = _with_known(likelihoods / likelihoods.sum(axis=1, keepdims=True), known)
        converged = float(np.abs(later - truths).max()) <= tolerance
        truths = later
    items = list(known)
    each = highest[:, 0] + np.log(likelihoods.sum(axis=1))
    each[items] = joint[items, [known[item] for item in items]]
    log_likelihood = float(each.sum())
    prior = model.prior(confusions) + smoothing * float(_log(classes).sum())
    order = _named(truths, votes) if not known else list(range(n_classes))
    return Fit(
        classes=classes[order],
        confusions=confusions[:, order, :],
        posteriors=truths[:, order],
        log_likelihood=log_likelihood,
        objective=log_likelihood + prior,
        n_iterations=n_iterations,
        converged=converged,
        n_agreeing=1,
        n_starts=1,
    )


def _shares(votes: Floats) -> Floats:
    """``(n_items, K)`` the share of an item's votes for each class; even where it has none."""
    sums = votes.sum(axis=1)
    totals = sums.sum(axis=1, keepdims=True)
    even = np.full_like(sums, 1 / votes.shape[2])
    return np.asarray(np.divide(sums, totals, out=even, where=totals > 0), dtype=np.float64)


def _with_known(truths: Floats, known: Mapping[int, int]) -> Floats:
    fixed = truths.copy()
    for item, label in known.items():
        fixed[item] = 0
        fixed[item, label] = 1
    return fixed


def _log(probabilities: Floats) -> Floats:
    return np.asarray(np.log(np.maximum(probabilities, _LEAST)), dtype=np.float64)


def _named(truths: Floats, votes: Floats) -> list[int]:
    """The order of the classes in which the votes agree with their names most: swaps of two while one of them helps."""
    agreement = truths.T @ votes.sum(axis=1)
    order, n_classes = list(range(len(agreement))), len(agreement)
    swapped = True
    while swapped:
        swapped = False
        for a in range(n_classes):
            for b in range(a):
                now = agreement[order[a], a] + agreement[order[b], b]
                if agreement[order[b], a] + agreement[order[a], b] > now + 1e-9:
                    order[a], order[b] = order[b], order[a]
                    swapped = True
    return order


def _checked(
    tallies: npt.ArrayLike, known: Mapping[int, int] | None, smoothing: float, n_starts: int, max_iterations: int
) -> Floats:
    votes = np.asarray(tallies, dtype=float)
    if votes.ndim != 3 or 0 in votes.shape or votes.shape[2] < 2:
        raise Misuse(
            "votes are counted as (items, critics, classes) with an item, a critic and two classes at least, got shape "
            f"{votes.shape}"
        )
    if not np.isfinite(votes).all() or votes.min() < 0:
        raise Misuse("counts of votes must be finite and 0 or more; a critic that gave no vote has 0 for every class")
    if not votes.any():
        raise Misuse(f"there is no vote in counts of shape {votes.shape}; nothing can be learnt")
    if not (np.isfinite(smoothing) and smoothing >= 0):
        raise Misuse(f"`smoothing` must be 0 or more, got {smoothing!r}; 0 is plain maximum likelihood")
    if n_starts < 1 or max_iterations < 1:
        raise Misuse(f"`n_starts` and `max_iterations` are 1 or more, got {n_starts!r} and {max_iterations!r}")
    for item, label in (known or {}).items():
        if not (0 <= item < len(votes) and 0 <= label < votes.shape[2]):
            raise Misuse(
                f"`known` says class {label!r} of item {item!r}, of {len(votes)} items in {votes.shape[2]} classes"
            )
    return votes
