"""Savage alignment: what a ranking by a critic leaves of the step that the true ranking would have caused.

A model that sees answers with their ranks takes a step on the Plackett-Luce loss. When it is undecided between N
answers, the step is the sum of c_k times the answer of rank k, with the Savage scores c_k = 1 - (H_N - H_(N-k)): for
N = 8 they run from .875 for the best to -1.718 for the worst. The step mostly pushes away from the worst answer.

So a critic's ranking is worth its Savage rank correlation with the true one, A: for answers that are isotropic and
independent of each other, A is the expected part of the true step that the critic's step holds. Exchanging the two best
of eight costs .004 of it, exchanging the two worst .189. Had the model learnt from all pairs (Bradley-Terry), the
scores would be linear in the rank, and A would be Spearman's correlation.
"""

from math import sqrt
from typing import NamedTuple

import numpy as np

from redraft.errors import MissingExtra, Misuse
from redraft.trust.laws.checks import Floats, Ranks, check_count, ranks_array


class Band(NamedTuple):
    """The lower and the upper end of a range."""

    low: float
    high: float


def savage_scores(n: int) -> Floats:
    """``(n,)`` the score of each rank in the step of an undecided model, best first; their sum is 0.

    Args:
        n: answers that are ranked, at least 2.

    Raises:
        Misuse: with fewer than 2.

    Source: savage1956contributions; plackett1975analysis, whose gradient they are where the model is undecided
    """
    check_count("n", n, low=2)
    return 1 - np.cumsum(1 / np.arange(n, 0, -1))


def alignment(true_ranks: Ranks, critic_ranks: Ranks) -> float:
    """Savage correlation A of two rankings of the same answers, at most 1; above 0 the step still goes the right way.

    Args:
        true_ranks: ``(n,)`` the true rank of each answer, 1 for the best.
        critic_ranks: ``(n,)`` the rank that the critic gave it.

    Returns:
        The sum of the products of their Savage scores over n - H_n; 1 for equal rankings, 0 on average for unrelated
        ones. Reversed rankings have more than -1 unless n = 2.

    Raises:
        Misuse: when a ranking does not hold each rank once, or they differ in length.

    Source: iman1987measure
    """
    first, second = _both(true_ranks, critic_ranks)
    scores = savage_scores(len(first))
    # Rounding must not lift the alignment of equal rankings above 1.
    return min(1.0, float(scores[first - 1] @ scores[second - 1] / (scores @ scores)))


def spearman(true_ranks: Ranks, critic_ranks: Ranks) -> float:
    """Spearman's correlation of two rankings, in [-1, 1]: the alignment where a model learns from all pairs.

    Args:
        true_ranks: ``(n,)`` the true rank of each answer, 1 for the best.
        critic_ranks: ``(n,)`` the rank that the critic gave it.

    Raises:
        Misuse: when a ranking does not hold each rank once, or they differ in length.

    Source: spearman1904proof
    """
    first, second = _both(true_ranks, critic_ranks)
    n = len(first)
    return float(1 - 6 * ((first - second) ** 2).sum() / (n * (n * n - 1)))


def swap_loss(n: int, rank: int) -> float:
    """The alignment lost when a critic exchanges the answers of `rank` and `rank` + 1 of `n`, above 0.

    Args:
        n: answers that are ranked, at least 2.
        rank: of the better of the two, 1 to n - 1.

    Raises:
        Misuse: when there is no such pair.
    """
    check_count("n", n, low=2)
    check_count("rank", rank, low=1, high=n - 1)
    scores = savage_scores(n)
    return float(1 / ((n - rank) ** 2 * (scores @ scores)))


def expected_cosine(aligned: float, n_dimensions: int | None) -> float:
    """The expected cosine between the critic's step and the true one, for normal answers in `n_dimensions`.

    Args:
        aligned: A, the alignment of the two rankings, in [-1, 1].
        n_dimensions: of an answer, at least 1; None for without limit, where the cosine is A itself.

    Returns:
        In [-1, 1], never farther from 0 than A: (2/pi) arcsin A in one dimension, A in very many.

    Raises:
        Misuse: when the alignment lies outside [-1, 1] or the dimensions are no count.
        MissingExtra: without scipy.
    """
    if not -1 <= aligned <= 1:
        raise Misuse(f"`aligned` must lie in [-1, 1], got {aligned!r}; it is the alignment of two rankings")
    if n_dimensions is None:
        return float(aligned)
    check_count("n_dimensions", n_dimensions, low=1)
    try:
        from scipy.special import gammaln, hyp2f1
    except ImportError as error:
        raise MissingExtra("scipy is needed here; install it with: pip install 'redraft[trust]'") from error
    # The step and the critic's step are jointly normal with correlation A in each dimension; what remains after their
    # lengths are divided out is this classical mean.
    d = n_dimensions
    front = 2 / d * np.exp(2 * (gammaln((d + 1) / 2) - gammaln(d / 2)))
    return min(1.0, max(-1.0, float(aligned * front * hyp2f1(0.5, 0.5, d / 2 + 1, aligned**2))))


def alignment_band(tau: float) -> Band:
    """Where the alignment of a ranking critic lies, for Kendall's tau in [0, 1]: from tau to tau + .75 tau (1 - tau).

    A rule of thumb, measured and not proved: it held where some rewards were shuffled, drawn anew or blurred by normal
    noise, and where ranks moved at random (Mallows), with 8 and with 32 answers. A critic that is wrong in a pattern
    can leave it: with 7 answers and one exchanged pair (tau .905) the alignment is .773 to .994, by which pair it is.

    Raises:
        Misuse: when tau lies outside [0, 1].
    """
    _check_tau(tau)
    return Band(low=tau, high=tau + 0.75 * tau * (1 - tau))


def alignment_of_redraws(tau: float) -> float:
    """The alignment of a critic that judges some answers at random, from its tau: sqrt(1 + 3 tau) - 1, in [0, 1].

    For many answers; with 8 it is up to .042 too high, with 32 up to .018 (`redrawn_alignment` is exact).

    Args:
        tau: Kendall's correlation with the true ranking, in [0, 1]: twice the accuracy on pairs, less 1.

    Raises:
        Misuse: when tau lies outside [0, 1].
    """
    _check_tau(tau)
    return sqrt(1 + 3 * tau) - 1


def _both(true_ranks: Ranks, critic_ranks: Ranks) -> tuple[np.ndarray, np.ndarray]:
    first, second = ranks_array("true_ranks", true_ranks), ranks_array("critic_ranks", critic_ranks)
    if len(first) != len(second):
        raise Misuse(f"both rankings must be of the same answers, got {len(first)} and {len(second)}")
    return first, second


def _check_tau(tau: float) -> None:
    if not 0 <= tau <= 1:
        raise Misuse(f"`tau` must lie in [0, 1], got {tau!r}; below 0 the critic ranks worse than chance")
