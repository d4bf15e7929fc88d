"""Figures with their doubt: an estimate never goes without its interval and its n."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from redraft.core import seed_for
from redraft.errors import Misuse

LEVEL = 0.95
N_BOOT = 2000
"""Resamples of a bootstrap: the ends of a 95 % interval then move by about a twentieth of its width between seeds."""

# So many draws are turned into multiplicities at once: 32 MB, whatever the data.
_CELLS = 4_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """A figure with its interval.

    Attributes:
        value: the figure itself, in its own unit.
        low: lower end of the interval, same unit.
        high: upper end of the interval, same unit.
        n: independent cases it rests on; clusters, where cases of one cluster are not independent.
    """

    value: float
    low: float
    high: float
    n: int

    @property
    def excludes_zero(self) -> bool:
        """Whether the whole interval lies on one side of 0: what "better" or "worse" needs for a difference."""
        return self.low > 0 or self.high < 0


def proportion(n_hits: int, n: int, *, level: float = LEVEL) -> Estimate | None:
    """The rate `n_hits / n` with its Wilson score interval; None when there was no case.

    Args:
        n_hits: cases that were hits, 0 to `n`.
        n: cases in all, each independent of the others.
        level: coverage of the interval, in (0, 1).

    Raises:
        Misuse: when the counts are impossible or the level is no level.

    Source: wilson1927probable
    """
    _check_level(level)
    if not 0 <= n_hits <= n:
        raise Misuse(f"hits must lie between 0 and n, got n_hits={n_hits!r} and n={n!r}")
    if n == 0:
        return None
    low, high = _wilson(n_hits / n, n, level)
    return Estimate(value=n_hits / n, low=low, high=high, n=n)


def clustered_proportion(
    hits: Sequence[bool], clusters: Sequence[Hashable], *, level: float = LEVEL
) -> Estimate | None:
    """The rate of hits with an interval for cases that are not independent; None when there was no case.

    A Wilson score interval for the effective number of cases: as many independent ones as would leave the rate as
    uncertain as the clusters do (the design effect), fewer for few clusters (Student's t for the normal quantile), and
    one for each cluster where all cases agree, for then the data cannot tell how much they depend on each other. A
    bootstrap would call such a rate certain; at a true rate of .98 in 20 clusters of up to 5 cases its 95 % interval
    holds the truth 41 to 70 times of 100, this one 95 or more.

    Args:
        hits: ``(n,)`` whether each case was a hit.
        clusters: ``(n,)`` which problem each case belongs to.
        level: coverage of the interval, in (0, 1).

    Returns:
        The estimate; its `n` counts clusters. With one case in each cluster it is that of `proportion`.

    Raises:
        Misuse: when lengths differ or the level is no level.

    Source: korn1998confidence; wilson1927probable
    """
    _check_level(level)
    totals, sizes = _by_cluster(hits, clusters)
    n_clusters, n = len(sizes), len(hits)
    if n == n_clusters:
        return proportion(sum(hits), n, level=level)
    rate = float(totals.sum() / n)
    if n_clusters == 1 or rate in (0, 1):
        n_effective = float(n_clusters)
    else:
        variance = n_clusters / (n_clusters - 1) * float(((totals - rate * sizes) ** 2).sum()) / n**2
        # Never more certain than independent cases: a variance below theirs is chance.
        n_effective = min(n, rate * (1 - rate) / variance) if variance > 0 else float(n)
    if n_clusters > 1:
        z = NormalDist().inv_cdf((1 + level) / 2)
        n_effective *= (z / _student(z, n_clusters - 1)) ** 2
    low, high = _wilson(rate, n_effective, level)
    return Estimate(value=rate, low=low, high=high, n=n_clusters)


class _Ends(NamedTuple):
    low: float
    high: float


def _wilson(rate: float, n: float, level: float) -> _Ends:
    """Both ends of the score interval of a rate over `n` cases, of which there may be a fraction."""
    z = NormalDist().inv_cdf((1 + level) / 2)
    middle = (rate + z * z / (2 * n)) / (1 + z * z / n)
    half = z / (1 + z * z / n) * sqrt(rate * (1 - rate) / n + z * z / (4 * n * n))
    # At 0 and n hits the end is exactly 0 or 1; rounding would leave 1e-17 and -0.0 there.
    return _Ends(low=0.0 if rate == 0 else middle - half, high=1.0 if rate == 1 else middle + half)


def _student(z: float, degrees: int) -> float:
    """The quantile of Student's t that belongs to the normal quantile `z`, to a few percent from 4 degrees on.

    The first terms of its expansion in one over the degrees of freedom.
    """
    return z + (z**3 + z) / (4 * degrees) + (5 * z**5 + 16 * z**3 + 3 * z) / (96 * degrees**2)


def clustered_mean(
    values: Sequence[float],
    clusters: Sequence[Hashable],
    *,
    level: float = LEVEL,
    n_boot: int = N_BOOT,
    seed: int = 0,
) -> Estimate | None:
    """The mean of `values` with a bootstrap interval that resamples whole clusters; None when there is no value.

    Several answers to one problem are not independent evidence: resampling problems instead of answers keeps the
    interval honest. With paired differences as `values` it is the interval of the difference.

    Args:
        values: ``(n,)`` one per case.
        clusters: ``(n,)`` which problem each case belongs to.
        level: coverage of the interval, in (0, 1).
        n_boot: resamples, at least 1.
        seed: fixes the resamples.

    Raises:
        Misuse: when lengths differ or the level is no level.
    """
    _check_level(level)
    totals, sizes = _by_cluster(values, clusters)
    if not len(sizes):
        return None
    drawn = resampled(len(sizes), n_boot=n_boot, seed=seed)
    means = totals[drawn].sum(axis=1) / sizes[drawn].sum(axis=1)
    low, high = np.quantile(means, [(1 - level) / 2, (1 + level) / 2])
    return Estimate(value=float(totals.sum() / sizes.sum()), low=float(low), high=float(high), n=len(sizes))


def resampled(n_clusters: int, *, n_boot: int = N_BOOT, seed: int = 0) -> npt.NDArray[np.int64]:
    """``(n_boot, n_clusters)`` the clusters that each resample of a bootstrap draws, with replacement."""
    return np.random.default_rng(seed_for(seed, "bootstrap")).integers(0, n_clusters, (n_boot, n_clusters))


def resampled_sums(sums: npt.NDArray[np.float64], *, n_boot: int = N_BOOT, seed: int = 0) -> npt.NDArray[np.float64]:
    """``(n_boot, k)`` what each resample of the clusters adds up to.

    Args:
        sums: ``(n_clusters, k)`` the sums of each cluster, at least one; a figure that is a function of their totals
            has the function of these rows as its bootstrap.
        n_boot: resamples, at least 1.
        seed: fixes the resamples; they are those of `resampled`.
    """
    n_clusters = len(sums)
    drawn = resampled(n_clusters, n_boot=n_boot, seed=seed)
    parts = np.array_split(drawn, max(1, drawn.size // _CELLS))
    return np.concatenate(
        [np.stack([np.bincount(row, minlength=n_clusters) for row in part]) @ sums for part in parts if len(part)]
    )


def numbered(clusters: Sequence[Hashable]) -> npt.NDArray[np.int64]:
    """``(n,)`` the number of each case's cluster, 0 for the first that appears."""
    index = {cluster: i for i, cluster in enumerate(dict.fromkeys(clusters))}
    return np.array([index[cluster] for cluster in clusters], dtype=np.int64)


class _Sums(NamedTuple):
    totals: npt.NDArray[np.float64]
    sizes: npt.NDArray[np.float64]


def _by_cluster(values: Sequence[float], clusters: Sequence[Hashable]) -> _Sums:
    """The sum of the values and the number of cases of every cluster."""
    if len(values) != len(clusters):
        raise Misuse(f"each value needs its cluster, got {len(values)} values and {len(clusters)} clusters")
    member = numbered(clusters)
    totals = np.bincount(member, weights=np.asarray(values, dtype=float))
    return _Sums(totals=totals.astype(float), sizes=np.bincount(member).astype(float))


def _check_level(level: float) -> None:
    if not 0 < level < 1:
        raise Misuse(f"`level` must lie strictly between 0 and 1, got {level!r}; 0.95 is usual")
