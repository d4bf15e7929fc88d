"""Critics that err together share a vote.

Votes of critics from one model family are not independent: given the truth, they are wrong on the same drafts. Adding
their log-odds as if they were independent counts the same evidence several times. Here each critic's evidence is
multiplied by a share of a vote m_i: with d_i the separation of critic i and R the correlation of the critics' verdicts
given the truth,

    m_i = (R^-1 d)_i / d_i.

For Gaussian verdicts these are the weights of the best linear rule (Fisher's discriminant) relative to those under
independence, so with R = I every m_i is exactly 1 and nothing changes; for k alike critics with pairwise correlation r
every m_i is 1 / (1 + (k - 1) r), and k copies of one critic have one vote together.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from redraft.errors import Misuse

Floats = npt.NDArray[np.float64]

# Copies of one critic make R singular. Smaller than any eigenvalue that could be measured, larger than rounding.
_LEAST = 1e-9
_ROUNDING = 1e-12


def error_correlation(passed: npt.ArrayLike, acceptable: Sequence[bool]) -> Floats:
    """How far the verdicts of every two critics go together once the truth is known, as far as the data can tell.

    Within each class of drafts the ordinary correlation of two columns, averaged over both classes by the drafts that
    both critics judged. What few drafts leave unsure is shrunk to independence: all correlations by one factor
    1 - lambda, with lambda = sum (1 - r^2)^2 / (n - 2) / sum r^2 over the pairs, at most 1: the summed variance of the
    estimates over their summed squares.

    Args:
        passed: ``(n, k)`` 1 for a pass, 0 for a flag, NaN for no verdict.
        acceptable: ``(n,)`` the labels.

    Returns:
        ``(k, k)``, symmetric, ones on the diagonal, no eigenvalue below 0. Two critics that were never seen together,
        or never varied within a class, count as independent.

    Raises:
        Misuse: when shapes do not fit or a verdict is neither 0, 1 nor NaN.

    Source: schafer2005shrinkage
    """
    votes, labels = np.asarray(passed, dtype=float), np.asarray(acceptable, dtype=bool)
    if votes.ndim != 2 or len(votes) != len(labels):
        raise Misuse(f"each draft needs a row of verdicts and a label, got {votes.shape} and {labels.shape}")
    if not np.isin(votes[~np.isnan(votes)], (0, 1)).all():
        raise Misuse("a verdict is 1 for a pass, 0 for a flag or NaN for none; compare scores with a threshold first")
    k = votes.shape[1]
    pairs = {(i, j): _pair(votes[:, i], votes[:, j], labels) for i in range(k) for j in range(i)}
    return shrunk_correlation(k, pairs)


class PairCorrelation(NamedTuple):
    """What was measured of two critics.

    Attributes:
        r: correlation of their verdicts within the classes, in [-1, 1].
        n: drafts that it rests on.
    """

    r: float
    n: int


def shrunk_correlation(k: int, pairs: Mapping[tuple[int, int], PairCorrelation]) -> Floats:
    """The matrix of measured correlations, shrunk to independence as far as they are unsure; see `error_correlation`.

    Args:
        k: critics.
        pairs: by the numbers of two critics, in either order; those that are missing count as independent.

    Raises:
        Misuse: when a number is no critic, or a correlation none.

    Source: schafer2005shrinkage
    """
    r, squares, variances = np.eye(k), 0.0, 0.0
    for (i, j), pair in pairs.items():
        if i == j or not {i, j} <= set(range(k)) or not -1 <= pair.r <= 1:
            raise Misuse(f"a correlation in [-1, 1] is between two of {k} critics, got {pair!r} of {i!r} and {j!r}")
        freedom = pair.n - 2  # a mean was estimated in each class
        if freedom > 0:
            r[i, j] = r[j, i] = pair.r
            squares += pair.r**2
            variances += (1 - pair.r**2) ** 2 / freedom
    shrinkage = min(1.0, variances / squares) if squares else 1.0
    return _possible(np.eye(k) + (1 - shrinkage) * (r - np.eye(k)))


def _pair(one: Floats, two: Floats, labels: npt.NDArray[np.bool_]) -> PairCorrelation:
    """The correlation of two critics within the classes, and the drafts that it rests on."""
    both = ~np.isnan(one) & ~np.isnan(two)
    weighed, n = 0.0, 0
    for label in (False, True):
        rows = both & (labels == label)
        a, b = one[rows], two[rows]
        if len(a) > 1 and a.std() > 0 and b.std() > 0:
            weighed += len(a) * float(np.corrcoef(a, b)[0, 1])
            n += len(a)
    return PairCorrelation(r=min(1.0, max(-1.0, weighed / n)) if n else 0.0, n=n)


def _possible(r: Floats) -> Floats:
    """The nearest correlations that can all hold at once: pairs measured on different drafts may contradict others."""
    values, vectors = np.linalg.eigh(r)
    if values[0] >= 0:
        return r
    mended = (vectors * np.maximum(values, 0)) @ vectors.T
    scale = np.sqrt(np.diag(mended))
    return np.asarray(mended / np.outer(scale, scale), dtype=np.float64)


def vote_shares(correlation: npt.ArrayLike, separations: npt.ArrayLike) -> Floats:
    """``(k,)`` the share of a vote, in [0, 1], that each critic has.

    Where the formula above gives a critic less than nothing, for what it adds beyond a better one it mostly repeats, it
    has no vote and the shares of the others are those without it. No critic has more than one vote.

    Args:
        correlation: ``(k, k)`` of the critics' verdicts given the truth; see `error_correlation`.
        separations: ``(k,)`` of the critics; see `Reliability.separation`. A critic with 0 has nothing to weigh and
            keeps its vote.

    Raises:
        Misuse: when `correlation` cannot be one.
    """
    r, d = _checked(correlation), np.asarray(separations, dtype=float)
    if d.shape != r.shape[:1] or not np.isfinite(d).all():
        raise Misuse(f"each of {r.shape[0]} critics needs a finite separation, got {d.tolist()!r}")
    shares, voting = np.ones(len(d)), np.flatnonzero(d != 0)
    while len(voting):
        relative = _solved(r[np.ix_(voting, voting)], d[voting]) / d[voting]
        if relative.min() >= 0:
            shares[voting] = np.minimum(relative, 1)
            break
        worst = voting[relative.argmin()]
        shares[worst] = 0
        voting = voting[voting != worst]
    return shares


def _solved(r: Floats, d: Floats) -> Floats:
    """R^-1 d; where R is singular, nothing along directions that d does not point in, and very much along others."""
    values, vectors = np.linalg.eigh(r)
    along = vectors.T @ d
    along[np.abs(along) < _ROUNDING * np.linalg.norm(d)] = 0
    return np.asarray(vectors @ (along / np.maximum(values, _LEAST)), dtype=np.float64)


def effective_votes(correlation: npt.ArrayLike) -> float:
    """How many independent critics so many alike critics are worth, in (0, k].

    d' R^-1 d / d' d for equal separations d, times k; k / (1 + (k - 1) r) where all pairs correlate alike.

    Args:
        correlation: ``(k, k)`` of the critics' verdicts given the truth.

    Raises:
        Misuse: when `correlation` cannot be one.
    """
    r = _checked(correlation)
    return float(vote_shares(r, np.ones(len(r))).sum())


def _checked(correlation: npt.ArrayLike) -> Floats:
    r = np.asarray(correlation, dtype=float)
    if r.ndim != 2 or r.shape[0] != r.shape[1] or not np.isfinite(r).all():
        raise Misuse(f"correlations are a square of finite numbers, got {r!r}")
    if not (np.allclose(r, r.T) and np.allclose(np.diag(r), 1) and (np.abs(r) <= 1 + 1e-9).all()):
        raise Misuse(f"correlations are symmetric, in [-1, 1] and 1 on the diagonal, got {r.tolist()!r}")
    if np.linalg.eigvalsh(r)[0] < -1e-6:
        raise Misuse(
            f"these correlations cannot all hold at once: {r.tolist()!r}; if a goes with b and b with c, a goes with c"
        )
    return r
