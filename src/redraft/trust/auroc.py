"""How well scores put acceptable outputs above the others: the area under the ROC curve, with its doubt."""

from collections.abc import Hashable, Sequence
from math import isfinite

import numpy as np
import numpy.typing as npt

from redraft.errors import Misuse
from redraft.trust.intervals import LEVEL, N_BOOT, Estimate, clustered_proportion, numbered, resampled

Floats = npt.NDArray[np.float64]

# Weights of so many cases are held at once: 32 MB, whatever the data.
_CELLS = 4_000_000


def auroc(
    scores: Sequence[float],
    acceptable: Sequence[bool],
    clusters: Sequence[Hashable],
    *,
    level: float = LEVEL,
    n_boot: int = N_BOOT,
    seed: int = 0,
) -> Estimate | None:
    """The probability that an acceptable output scores higher than one that is not, ties counted half.

    The interval comes from a bootstrap that resamples whole clusters; resamples without one of the classes say nothing
    and are left out. Where every acceptable output scores higher than every other one, or lower, each resample agrees,
    and a bootstrap would claim certainty; the interval is then that of a rate with as many independent cases as the
    rarer class has clusters.

    Args:
        scores: ``(n,)`` higher for what the critic finds more acceptable.
        acceptable: ``(n,)`` the labels.
        clusters: ``(n,)`` which problem each output belongs to.
        level: coverage of the interval, in (0, 1).
        n_boot: resamples, at least 1.
        seed: fixes the resamples.

    Returns:
        The area in [0, 1], .5 for scores that say nothing; its `n` counts clusters. None when one class is missing.

    Raises:
        Misuse: when the lengths differ, or a score is no number.

    Source: hanley1982meaning
    """
    if not len(scores) == len(acceptable) == len(clusters):
        raise Misuse(
            "each score needs its label and its cluster, "
            f"got {len(scores)} scores, {len(acceptable)} labels and {len(clusters)} clusters"
        )
    odd = next((score for score in scores if not isfinite(score)), None)
    if odd is not None:
        raise Misuse(f"a score must be a number, got {odd!r}; leave out what could not be judged")
    labels = np.asarray(acceptable, dtype=bool)
    if labels.all() or not labels.any():
        return None
    member = numbered(clusters)
    n_clusters = int(member.max()) + 1
    value = float(_areas(np.asarray(scores, dtype=float), labels, np.ones((1, len(labels))))[0])
    if value in (0, 1):
        rarer = min(_clusters_of(clusters, labels), _clusters_of(clusters, ~labels))
        alike = clustered_proportion([value == 1] * rarer, range(rarer), level=level)
        assert alike is not None
        return Estimate(value=value, low=alike.low, high=alike.high, n=n_clusters)
    areas = _resampled_areas(np.asarray(scores, dtype=float), labels, member, n_boot=n_boot, seed=seed)
    low, high = np.quantile(areas, [(1 - level) / 2, (1 + level) / 2]) if len(areas) else (0.0, 1.0)
    return Estimate(value=value, low=float(low), high=float(high), n=n_clusters)


def _clusters_of(clusters: Sequence[Hashable], chosen: npt.NDArray[np.bool_]) -> int:
    return len({cluster for cluster, is_chosen in zip(clusters, chosen, strict=True) if is_chosen})


def _resampled_areas(
    scores: Floats, labels: npt.NDArray[np.bool_], member: npt.NDArray[np.int64], *, n_boot: int, seed: int
) -> Floats:
    """The area in every resample that holds both classes."""
    n_clusters = int(member.max()) + 1
    drawn = resampled(n_clusters, n_boot=n_boot, seed=seed)
    areas = []
    for part in np.array_split(drawn, max(1, drawn.shape[0] * len(scores) // _CELLS)):
        times = np.stack([np.bincount(row, minlength=n_clusters) for row in part])
        areas.append(_areas(scores, labels, times[:, member].astype(float)))
    together = np.concatenate(areas)
    return together[~np.isnan(together)]


def _areas(scores: Floats, labels: npt.NDArray[np.bool_], weights: Floats) -> Floats:
    """The area under each row of ``(n_rows, n)`` weights; NaN, which never leaves this file, where a class has none.

    Sorted by score, an acceptable output beats all that is unacceptable before its tie and half of what is within it.
    """
    order = np.argsort(scores, kind="stable")
    starts = np.flatnonzero(np.diff(scores[order], prepend=-np.inf))
    sorted_weights, is_good = weights[:, order], labels[order]
    good = np.add.reduceat(sorted_weights * is_good, starts, axis=1)
    bad = np.add.reduceat(sorted_weights * ~is_good, starts, axis=1)
    below = np.cumsum(bad, axis=1) - bad
    wins = (good * (below + bad / 2)).sum(axis=1)
    pairs = good.sum(axis=1) * bad.sum(axis=1)
    areas = np.full(len(weights), np.nan)
    np.divide(wins, pairs, out=areas, where=pairs > 0)
    return areas
