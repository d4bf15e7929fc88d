"""How well scores rank outputs: Kendall's tau and the Savage correlation, which counts mistakes at the bottom most.

Correction in context ranks the attempts by what the critic said of them, so what it needs is a ranking within a
problem: the attempts of one context answer one prompt. Labels are acceptable or not, so a ranking is judged on pairs of
unlike label; two acceptable outputs have no right order.
"""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from math import isfinite
from typing import Literal

import numpy as np
import numpy.typing as npt

from redraft.errors import Misuse
from redraft.trust.intervals import (
    LEVEL,
    N_BOOT,
    Estimate,
    clustered_proportion,
    numbered,
    resampled,
    resampled_sums,
)

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

# Weights of so many cases are held at once: 32 MB, whatever the data.
_CELLS = 4_000_000

# What sums of thousands of Savage scores are off by, and no ranking that is not perfect could be.
_ROUNDING = 1e-9

# The sums that every figure here is a ratio of, in the order of the columns.
_LEAD, _UNLIKE, _UNTIED, _SAVAGE, _PERFECT, _REVERSED = range(6)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranking:
    """How well a critic ranks.

    Attributes:
        pairs: which outputs were compared: those *within* a problem, or all of them *across* problems.
        n_pairs: pairs of unlike label among them.
        tau: twice the share of these pairs that the scores put the right way round, ties half, less one; in [-1, 1],
            0 for scores that say nothing. It is Kendall's tau over pairs of unlike label (Somers' D), and about the
            relative alignment that such a critic gives a correction in context.
        tau_b: Kendall's tau-b, in [-1, 1], which also counts pairs of like label that the scores tell apart; None when
            all scores of a problem are equal in every problem.
        savage: the Savage correlation r_T, at most 1: the relative alignment of a correction that reads these scores,
            in expectation over the order of ties. 1 when every acceptable output scores higher than every other one. As
            the worst place weighs most, an acceptable output there costs more than a bad one at the top, and the
            reverse of a perfect ranking lies above or below -1.
    """

    pairs: Literal["within", "across"]
    n_pairs: int
    tau: Estimate
    tau_b: Estimate | None
    savage: Estimate

    @property
    def pairwise_accuracy(self) -> Estimate:
        """The share in [0, 1] of pairs of unlike label that the scores put the right way round, ties half."""
        tau = self.tau
        return Estimate(value=(1 + tau.value) / 2, low=(1 + tau.low) / 2, high=(1 + tau.high) / 2, n=tau.n)


def ranking(
    scores: Sequence[float],
    acceptable: Sequence[bool],
    clusters: Sequence[Hashable],
    *,
    level: float = LEVEL,
    n_boot: int = N_BOOT,
    seed: int = 0,
) -> Ranking | None:
    """How well scores rank the outputs of each problem, or all outputs where problems have one each.

    Within problems, the pairs of all problems that hold both labels are added up before anything is divided, so that a
    problem counts by its pairs. Across problems it is when most outputs have a problem of their own. Intervals come
    from a bootstrap over problems; where every pair agrees, it would claim certainty, and the interval is that of a
    rate with as many independent cases as there are problems (of the rarer label, across problems).

    Args:
        scores: ``(n,)`` higher for what the critic finds more acceptable.
        acceptable: ``(n,)`` the labels.
        clusters: ``(n,)`` which problem each output belongs to.
        level: coverage of the intervals, in (0, 1).
        n_boot: resamples, at least 1.
        seed: fixes the resamples.

    Returns:
        The ranking; `Estimate.n` counts problems with both labels, or all problems across them. None when there is no
        pair of unlike label to compare: `no_ranking` says why.

    Raises:
        Misuse: when the lengths differ or a score is no number.

    Source: kendall1945treatment; somers1962new; iman1987measure; savage1956contributions
    """
    _check(scores, acceptable, clusters)
    if no_ranking(acceptable, clusters) is not None:
        return None
    values, labels, member = np.asarray(scores, dtype=float), np.asarray(acceptable, dtype=bool), numbered(clusters)
    within = _within(clusters)
    if within:
        sums = _by_problem(values, labels, member)
        total, drawn = sums.sum(axis=0), resampled_sums(sums, n_boot=n_boot, seed=seed)
        n = n_sure = len(sums)
    else:
        total = _sums(values, labels, np.ones((1, len(values))))[0]
        drawn = _resampled_across(values, labels, member, n_boot=n_boot, seed=seed)
        n, n_sure = int(member.max()) + 1, min(len(np.unique(member[kind])) for kind in (labels, ~labels))

    def estimate(value: Floats, resamples: Floats, lowest: float = -1.0) -> Estimate:
        return _estimate(float(value), resamples, lowest=lowest, n=n, n_sure=n_sure, level=level)

    savage, lowest = total[_SAVAGE] / total[_PERFECT], float(total[_REVERSED] / total[_PERFECT])

    return Ranking(
        pairs="within" if within else "across",
        n_pairs=round(float(total[_UNLIKE])),
        tau=estimate(total[_LEAD] / total[_UNLIKE], _ratio(drawn[:, _LEAD], drawn[:, _UNLIKE])),
        tau_b=estimate(_tau_b(total[None])[0], _tau_b(drawn)) if total[_UNTIED] else None,
        savage=estimate(savage, _ratio(drawn[:, _SAVAGE], drawn[:, _PERFECT]), lowest),
    )


def no_ranking(acceptable: Sequence[bool], clusters: Sequence[Hashable]) -> str | None:
    """Why outputs with these labels cannot tell how well scores rank; None when they can."""
    if not len(acceptable):
        return "no output was scored"
    if len(set(map(bool, acceptable))) == 1:
        return f"every scored output is {'acceptable' if acceptable[0] else 'not acceptable'}; a ranking needs both"
    if not _within(clusters):
        return None
    kinds: dict[Hashable, set[bool]] = {}
    for label, cluster in zip(acceptable, clusters, strict=True):
        kinds.setdefault(cluster, set()).add(bool(label))
    if all(len(kind) == 1 for kind in kinds.values()):
        return "no problem has an acceptable output beside one that is not; a ranking within problems needs both"
    return None


def _check(scores: Sequence[float], acceptable: Sequence[bool], clusters: Sequence[Hashable]) -> None:
    if not len(scores) == len(acceptable) == len(clusters):
        raise Misuse(
            "each score needs its label and its problem, "
            f"got {len(scores)} scores, {len(acceptable)} labels and {len(clusters)} problems"
        )
    odd = next((score for score in scores if not isfinite(score)), None)
    if odd is not None:
        raise Misuse(f"a score must be a number, got {odd!r}; leave out what could not be judged")


def _within(clusters: Sequence[Hashable]) -> bool:
    """Whether at least half of the outputs share their problem with another one."""
    _, sizes = np.unique(numbered(clusters), return_counts=True)
    return bool(2 * sizes[sizes > 1].sum() >= len(clusters))


def _by_problem(scores: Floats, labels: Bools, member: npt.NDArray[np.int64]) -> Floats:
    """``(n_problems, 6)`` the sums of every problem that holds both labels."""
    order = np.argsort(member, kind="stable")
    parts = np.split(order, np.flatnonzero(np.diff(member[order])) + 1)
    kept = [part for part in parts if labels[part].any() and not labels[part].all()]
    return np.concatenate([_sums(scores[part], labels[part], np.ones((1, len(part)))) for part in kept])


def _resampled_across(
    scores: Floats, labels: Bools, member: npt.NDArray[np.int64], *, n_boot: int, seed: int
) -> Floats:
    n_clusters = int(member.max()) + 1
    drawn = resampled(n_clusters, n_boot=n_boot, seed=seed)
    parts = np.array_split(drawn, max(1, drawn.shape[0] * len(scores) // _CELLS))
    times = (np.stack([np.bincount(row, minlength=n_clusters) for row in part]) for part in parts if len(part))
    return np.concatenate([_sums(scores, labels, rows[:, member].astype(float)) for rows in times])


def _sums(scores: Floats, labels: Bools, weights: Floats) -> Floats:
    """``(n_rows, 6)`` the sums over all pairs, and over all outputs, for each row of ``(n_rows, n)`` weights.

    Outputs of equal score form a block. A weight is how often a resample holds the output; copies of one are ties.
    """
    order = np.argsort(-scores, kind="stable")  # the best first
    starts = np.flatnonzero(np.diff(scores[order], prepend=np.inf))
    good = np.add.reduceat(weights[:, order] * labels[order], starts, axis=1)
    bad = np.add.reduceat(weights[:, order] * ~labels[order], starts, axis=1)
    n_good, n_bad = good.sum(axis=1), bad.sum(axis=1)
    bad_below = n_bad[:, None] - np.cumsum(bad, axis=1)
    bad_above = np.cumsum(bad, axis=1) - bad
    blocks = good + bad
    # What the labels alone would give: all acceptable outputs tied at the top, all others at the bottom.
    perfect = _savage_means(np.stack([n_good, n_bad], axis=1))
    true = good * perfect[:, :1] + bad * perfect[:, 1:]
    columns = [np.empty(0)] * 6
    columns[_LEAD] = (good * (bad_below - bad_above)).sum(axis=1)
    columns[_UNLIKE] = n_good * n_bad
    columns[_UNTIED] = (blocks.sum(axis=1) ** 2 - (blocks**2).sum(axis=1)) / 2
    columns[_PERFECT] = n_good * perfect[:, 0] ** 2 + n_bad * perfect[:, 1] ** 2
    savage = (_savage_means(blocks) * true).sum(axis=1)
    columns[_SAVAGE] = np.where(np.abs(savage) < _ROUNDING * columns[_PERFECT], 0.0, savage)
    reversed_order = _savage_means(np.stack([n_bad, n_good], axis=1))
    columns[_REVERSED] = n_bad * reversed_order[:, 0] * perfect[:, 1] + n_good * reversed_order[:, 1] * perfect[:, 0]
    return np.stack(columns, axis=1)


def _savage_means(blocks: Floats) -> Floats:
    """The mean Savage score of each block of tied outputs, from ``(n_rows, n_blocks)`` sizes, best first; 0 if empty.

    With T_m the sum of the first m harmonic numbers, ``(m + 1) H_m - m``, the k best scores add up to
    ``k (1 - H_n) + T_(n-1) - T_(n-k-1)``.
    """
    sizes = np.rint(blocks).astype(np.int64)
    ends = np.cumsum(sizes, axis=1)
    n = ends[:, -1:]
    harmonic = _harmonic(int(n.max()))
    m = np.arange(len(harmonic))
    sums = np.concatenate([(m + 1) * harmonic - m, [0.0]])  # the last entry is T_(-1), for k = n
    best = ends * (1 - harmonic[n]) + sums[n - 1] - sums[n - ends - 1]
    shares = np.diff(best, axis=1, prepend=0.0)
    means = np.zeros(sizes.shape)
    np.divide(shares, sizes, out=means, where=sizes > 0)
    return means


def _harmonic(n: int) -> Floats:
    """``(n + 1,)`` the harmonic numbers from H_0 = 0 to H_n."""
    return np.concatenate([[0.0], np.cumsum(1 / np.arange(1, n + 1))])


def _tau_b(sums: Floats) -> Floats:
    return _ratio(sums[:, _LEAD], np.sqrt(sums[:, _UNLIKE] * sums[:, _UNTIED]))


def _ratio(numerators: Floats, denominators: Floats) -> Floats:
    """Each ratio; NaN, which never leaves this file, where a resample has nothing to divide by."""
    ratios = np.full(len(numerators), np.nan)
    np.divide(numerators, denominators, out=ratios, where=denominators > 0)
    return ratios


def _estimate(value: float, resamples: Floats, *, lowest: float, n: int, n_sure: int, level: float) -> Estimate:
    """The figure with its interval, in [lowest, 1]."""
    span = 1 - lowest
    for end in (lowest, 1.0):
        if abs(value - end) < _ROUNDING:
            rate = clustered_proportion([end == 1] * n_sure, range(n_sure), level=level)
            assert rate is not None
            return Estimate(value=end, low=lowest + span * rate.low, high=lowest + span * rate.high, n=n)
    known = resamples[~np.isnan(resamples)]
    if n_sure == 1 or not len(known):  # one problem, or one of a label: resamples of it hold nothing else
        return Estimate(value=value, low=lowest, high=1.0, n=n)
    low, high = np.quantile(known, [(1 - level) / 2, (1 + level) / 2])
    return Estimate(value=value, low=float(low), high=float(high), n=n)
