"""Two ways on the same cases: the difference with its interval, a test of it, and many tests at once."""

from collections.abc import Hashable, Sequence
from math import sqrt
from statistics import NormalDist
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from redraft.core import seed_for
from redraft.errors import Misuse
from redraft.trust.intervals import LEVEL, Estimate, numbered

_ALL_FLIPS = 12  # problems up to which every flip of signs is tried
_N_FLIPS = 9_999
_AT_ONCE = 500


def paired_difference(
    first: Sequence[bool], second: Sequence[bool], clusters: Sequence[Hashable], *, level: float = LEVEL
) -> Estimate | None:
    """The rate of `first` minus that of `second` on the same cases, with an interval; None when there is no case.

    Wald's interval after adding half a case to each of the four outcomes of a pair, as published; the variance between
    clusters and Student's t in place of the normal quantile are our own. Half cases keep it from certainty where all
    pairs agree; with one cluster nothing is known, and it is [-1, 1].

    Args:
        first: ``(n,)`` whether each case was right in one way.
        second: ``(n,)`` the same in the other.
        clusters: ``(n,)`` which problem each case belongs to.
        level: coverage of the interval, in (0, 1).

    Returns:
        The estimate, in [-1, 1]; its `n` counts clusters.

    Raises:
        Misuse: when lengths differ or the level is no level.

    Source: agresti2005simple
    """
    _check(first, second, clusters, level)
    if not len(first):
        return None
    totals, sizes = _by_cluster(first, second, clusters)
    n, n_clusters = len(first), len(sizes)
    value = float(totals.sum()) / n
    if n_clusters == 1:
        return Estimate(value=value, low=-1.0, high=1.0, n=1)
    middle = float(totals.sum()) / (n + 2)
    spread = n_clusters / (n_clusters - 1) * float(((totals - middle * sizes) ** 2).sum())
    half = _student(NormalDist().inv_cdf((1 + level) / 2), n_clusters - 1)
    half *= sqrt(spread + 1 + 2 * middle**2) / (n + 2)
    return Estimate(value=value, low=max(-1.0, middle - half), high=min(1.0, middle + half), n=n_clusters)


def sign_flip_p(first: Sequence[bool], second: Sequence[bool], clusters: Sequence[Hashable], *, seed: int = 0) -> float:
    """How often chance alone would part two equal ways as far: the p-value of a test that exchanges them by problem.

    If the two ways were equal, the signs of each problem's differences could as well be the other way round. All
    exchanges are tried for few problems, else a fixed number of them drawn at random.

    Args:
        first: ``(n,)`` whether each case was right in one way.
        second: ``(n,)`` the same in the other.
        clusters: ``(n,)`` which problem each case belongs to.
        seed: fixes the exchanges that are drawn.

    Returns:
        The two-sided p-value, in (0, 1]; 1 without any difference.

    Raises:
        Misuse: when lengths differ.

    Source: fisher1935design Sec. 21
    """
    _check(first, second, clusters, LEVEL)
    totals = _by_cluster(first, second, clusters).totals if len(first) else np.zeros(0)
    totals = totals[totals != 0]
    if not len(totals):
        return 1.0
    seen = abs(float(totals.sum())) - 1e-9
    if len(totals) <= _ALL_FLIPS:
        signs = 1 - 2 * ((np.arange(2 ** len(totals))[:, None] >> np.arange(len(totals))) & 1)
        return float((np.abs(signs @ totals) >= seen).mean())
    rng, n_as_far = np.random.default_rng(seed_for(seed, "sign flips")), 0
    for start in range(0, _N_FLIPS, _AT_ONCE):
        shape = (min(_AT_ONCE, _N_FLIPS - start), len(totals))
        signs = 1 - 2 * rng.integers(0, 2, shape, dtype=np.int8)
        n_as_far += int((np.abs(signs @ totals) >= seen).sum())
    return (1 + n_as_far) / (1 + _N_FLIPS)


def holm(p_values: Sequence[float]) -> tuple[float, ...]:
    """The p-values made fit to be looked at together: all below .05 are real with probability .95 or more.

    Args:
        p_values: each in [0, 1].

    Raises:
        Misuse: when one is no p-value.

    Source: holm1979simple
    """
    if not all(0 <= p <= 1 for p in p_values):
        raise Misuse(f"p-values lie in [0, 1], got {list(p_values)!r}")
    adjusted, largest = [0.0] * len(p_values), 0.0
    for rank, i in enumerate(sorted(range(len(p_values)), key=lambda i: p_values[i])):
        largest = max(largest, min(1.0, (len(p_values) - rank) * p_values[i]))
        adjusted[i] = largest
    return tuple(adjusted)


class _Sums(NamedTuple):
    totals: npt.NDArray[np.float64]
    sizes: npt.NDArray[np.float64]


def _by_cluster(first: Sequence[bool], second: Sequence[bool], clusters: Sequence[Hashable]) -> _Sums:
    member = numbered(clusters)
    differences = np.asarray(first, dtype=float) - np.asarray(second, dtype=float)
    totals = np.bincount(member, weights=differences).astype(float)
    return _Sums(totals=totals, sizes=np.bincount(member).astype(float))


def _student(z: float, degrees: int) -> float:
    """The quantile of Student's t that belongs to the normal quantile `z`; the first terms of its expansion."""
    return z + (z**3 + z) / (4 * degrees) + (5 * z**5 + 16 * z**3 + 3 * z) / (96 * degrees**2)


def _check(first: Sequence[bool], second: Sequence[bool], clusters: Sequence[Hashable], level: float) -> None:
    if not len(first) == len(second) == len(clusters):
        raise Misuse(f"pairs need their clusters, got {len(first)}, {len(second)} and {len(clusters)} of them")
    if not 0 < level < 1:
        raise Misuse(f"`level` must lie strictly between 0 and 1, got {level!r}; 0.95 is usual")
