"""How far scores are the probabilities they are meant to be."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import numpy as np

from redraft.errors import Misuse
from redraft.trust.intervals import (
    LEVEL,
    N_BOOT,
    Estimate,
    clustered_mean,
    clustered_proportion,
    numbered,
    resampled_sums,
)

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
    scores: Sequence[float],
    acceptable: Sequence[bool],
    clusters: Sequence[Hashable],
    *,
    n_bins: int = N_BINS,
    by: Sequence[float] | None = None,
) -> Curve | None:
    """The curve of some scores; None when there are none.

    Args:
        scores: ``(n,)`` in [0, 1].
        acceptable: ``(n,)`` the labels.
        clusters: ``(n,)`` which problem each output belongs to; intervals respect it.
        n_bins: bins at most, 1 or more.
        by: ``(n,)`` what decides which outputs share a bin; None for the scores themselves.

    Raises:
        Misuse: when the lengths differ, a score lies outside [0, 1], or there is no bin.
    """
    by = scores if by is None else by
    if not len(scores) == len(acceptable) == len(clusters) == len(by) or n_bins < 1:
        raise Misuse(
            "each score needs its label and its cluster, and there is a bin at least, "
            f"got {len(scores)}, {len(acceptable)} and {len(clusters)} of them and `n_bins` {n_bins!r}"
        )
    odd = next((score for score in scores if not 0 <= score <= 1), None)
    if odd is not None:
        raise Misuse(f"a score must lie in [0, 1], got {odd!r}; leave out what could not be judged")
    losses = [(score - good) ** 2 for score, good in zip(scores, acceptable, strict=True)]
    brier_loss = clustered_mean(losses, clusters)
    if brier_loss is None:
        return None
    bins, places = [], _places(by, n_bins)
    for number in range(n_bins):
        members = [i for i, place in enumerate(places) if place == number]
        share = clustered_proportion([acceptable[i] for i in members], [clusters[i] for i in members])
        if share is not None:
            inside = [scores[i] for i in members]
            mean = float(np.mean(inside))
            bins.append(Bin(n=len(members), low=min(inside), high=max(inside), score=mean, acceptable=share))
    error = sum(one.n * abs(one.score - one.acceptable.value) for one in bins) / len(scores)
    return Curve(bins=tuple(bins), brier_loss=brier_loss, calibration_error=error)


def expected_error(
    scores: Sequence[float],
    acceptable: Sequence[bool],
    clusters: Sequence[Hashable],
    *,
    n_bins: int = N_BINS,
    by: Sequence[float] | None = None,
    level: float = LEVEL,
    n_boot: int = N_BOOT,
    seed: int = 0,
) -> Estimate | None:
    """The expected calibration error of some scores with an interval; None when there are none.

    Chance alone keeps the error above 0, so quantiles of a bootstrap would leave out 0 even for scores that are
    calibrated. The lower end is what remains of the error when all that chance could add to it is taken off: at most
    the sum of what it does to each bin. The upper end adds what chance could have taken off its mean, which is not less
    than the true error. Both err on the wide side.

    Args:
        scores: ``(n,)`` in [0, 1].
        acceptable: ``(n,)`` the labels.
        clusters: ``(n,)`` which problem each output belongs to; whole problems are resampled.
        n_bins: bins at most, those of `calibration`; they stay where they are in each resample.
        by: ``(n,)`` what decides which outputs share a bin; None for the scores themselves.
        level: coverage of the interval, in (0, 1).
        n_boot: resamples, at least 1.
        seed: fixes the resamples.

    Returns:
        The error in [0, 1]; its `n` counts clusters.

    Raises:
        Misuse: when the lengths differ, a score lies outside [0, 1], or there is no bin.
    """
    curve = calibration(scores, acceptable, clusters, n_bins=n_bins, by=by)
    if curve is None:
        return None
    member, places = numbered(clusters), np.asarray(_places(scores if by is None else by, n_bins))
    gaps = np.asarray(scores, dtype=float) - np.asarray(acceptable, dtype=float)
    n_clusters = int(member.max()) + 1
    sums = np.zeros((n_clusters, n_bins + 1))
    np.add.at(sums, (member, places), gaps)
    sums[:, n_bins] = np.bincount(member)  # how many outputs a resample holds
    drawn = resampled_sums(sums, n_boot=n_boot, seed=seed)
    gaps_of_bins = drawn[:, :n_bins] / drawn[:, n_bins:]
    errors = np.abs(gaps_of_bins).sum(axis=1)
    added = np.abs(gaps_of_bins - sums[:, :n_bins].sum(axis=0) / len(scores)).sum(axis=1)
    value, most = curve.calibration_error, (1 + level) / 2
    return Estimate(
        value=value,
        low=max(0.0, value - float(np.quantile(added, most))),
        high=min(1.0, value + max(0.0, float(np.quantile(errors, most) - errors.mean()))),
        n=n_clusters,
    )


def _places(scores: Sequence[float], n_bins: int) -> list[int]:
    """The bin of every score: few distinct scores get a bin each, many are cut where their ranks are."""
    distinct, inverse, counts = np.unique(np.asarray(scores, dtype=float), return_inverse=True, return_counts=True)
    if len(distinct) <= n_bins:
        return [int(place) for place in inverse]
    middle_rank = np.cumsum(counts) - counts / 2
    places = np.minimum(n_bins - 1, (n_bins * middle_rank / len(scores)).astype(int))
    return [int(place) for place in places[inverse]]
