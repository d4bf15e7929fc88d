"""How far scores are the probabilities they are meant to be."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import numpy as np

from redraft.errors import Misuse
from redraft.trust.intervals import Estimate, clustered_mean, clustered_proportion

N_BINS = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Bin:
    """Outputs with scores close to each other.

    Attributes:
        n: outputs in it.
        low: their lowest score.
        high: their highest score.
        score: their mean score.
        acceptable: the share of them that is acceptable; calibrated scores make it equal to `score`.
    """

    n: int
    low: float
    high: float
    score: float
    acceptable: Estimate


@dataclass(frozen=True, slots=True, kw_only=True)
class Curve:
    """A calibration curve and what sums it up.

    Attributes:
        bins: from low scores to high ones, about equally many outputs in each; equal scores share a bin, so that a
            critic with two scores has two.
        brier_loss: mean squared distance of score and label, in [0, 1], lower is better; always saying .5 gives .25.
        calibration_error: mean distance of a bin's mean score and its share of acceptable outputs, weighted by n, in
            [0, 1]; chance alone keeps it above 0, the more so the fewer outputs a bin has, so it goes with the
            intervals of the bins and has none of its own.

    Source: brier1950verification; naeini2015obtaining
    """

    bins: tuple[Bin, ...]
    brier_loss: Estimate
    calibration_error: float


def calibration(
    scores: Sequence[float], acceptable: Sequence[bool], clusters: Sequence[Hashable], *, n_bins: int = N_BINS
) -> Curve | None:
    """The curve of some scores; None when there are none.

    Args:
        scores: ``(n,)`` in [0, 1].
        acceptable: ``(n,)`` the labels.
        clusters: ``(n,)`` which problem each output belongs to; intervals respect it.
        n_bins: bins at most, 1 or more.

    Raises:
        Misuse: when the lengths differ or there is no bin.
    """
    if not len(scores) == len(acceptable) == len(clusters) or n_bins < 1:
        raise Misuse(
            "each score needs its label and its cluster, and there is a bin at least, "
            f"got {len(scores)}, {len(acceptable)} and {len(clusters)} of them and `n_bins` {n_bins!r}"
        )
    losses = [(score - good) ** 2 for score, good in zip(scores, acceptable, strict=True)]
    brier_loss = clustered_mean(losses, clusters)
    if brier_loss is None:
        return None
    bins, places = [], _places(scores, n_bins)
    for number in range(n_bins):
        members = [i for i, place in enumerate(places) if place == number]
        share = clustered_proportion([acceptable[i] for i in members], [clusters[i] for i in members])
        if share is not None:
            inside = [scores[i] for i in members]
            mean = float(np.mean(inside))
            bins.append(Bin(n=len(members), low=min(inside), high=max(inside), score=mean, acceptable=share))
    error = sum(one.n * abs(one.score - one.acceptable.value) for one in bins) / len(scores)
    return Curve(bins=tuple(bins), brier_loss=brier_loss, calibration_error=error)


def _places(scores: Sequence[float], n_bins: int) -> list[int]:
    """The bin of every score: few distinct scores get a bin each, many are cut where their ranks are."""
    distinct, inverse, counts = np.unique(np.asarray(scores, dtype=float), return_inverse=True, return_counts=True)
    if len(distinct) <= n_bins:
        return [int(place) for place in inverse]
    middle_rank = np.cumsum(counts) - counts / 2
    places = np.minimum(n_bins - 1, (n_bins * middle_rank / len(scores)).astype(int))
    return [int(place) for place in places[inverse]]
