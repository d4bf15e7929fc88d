"""Figures with their doubt: an estimate never goes without its interval and its n."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist

import numpy as np

from redraft.core import seed_for
from redraft.errors import Misuse

LEVEL = 0.95
N_BOOT = 2000
"""Resamples of a bootstrap: the ends of a 95 % interval then move by about a twentieth of its width between seeds."""


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
    z = NormalDist().inv_cdf((1 + level) / 2)
    rate = n_hits / n
    middle = (rate + z * z / (2 * n)) / (1 + z * z / n)
    half = z / (1 + z * z / n) * sqrt(rate * (1 - rate) / n + z * z / (4 * n * n))
    # At 0 and n hits the end is exactly 0 or 1; rounding would leave 1e-17 and -0.0 there.
    low = 0.0 if n_hits == 0 else middle - half
    high = 1.0 if n_hits == n else middle + half
    return Estimate(value=rate, low=low, high=high, n=n)


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
    if len(values) != len(clusters):
        raise Misuse(f"each value needs its cluster, got {len(values)} values and {len(clusters)} clusters")
    if not values:
        return None
    index = {cluster: i for i, cluster in enumerate(dict.fromkeys(clusters))}
    member = np.array([index[cluster] for cluster in clusters])
    totals = np.bincount(member, weights=np.asarray(values, dtype=float))
    sizes = np.bincount(member).astype(float)
    drawn = np.random.default_rng(seed_for(seed, "bootstrap")).integers(0, len(index), (n_boot, len(index)))
    means = totals[drawn].sum(axis=1) / sizes[drawn].sum(axis=1)
    low, high = np.quantile(means, [(1 - level) / 2, (1 + level) / 2])
    return Estimate(value=float(totals.sum() / sizes.sum()), low=float(low), high=float(high), n=len(index))


def _check_level(level: float) -> None:
    if not 0 < level < 1:
        raise Misuse(f"`level` must lie strictly between 0 and 1, got {level!r}; 0.95 is usual")
