"""The corruption law: how much of the right step is left when a part of a critic's scores is noise.

If the scores of a random m of N answers are shuffled among themselves, the expected step is exactly (N - m) / (N - 1)
of the true one, whatever the answers are and whatever their relation to the scores. Anything linear in the step is left
by the same factor, an improvement at a small step in particular. This holds for every rule whose step is a sum of a
score for each rank, as where the model is undecided; the scores themselves drop out.

If each score is drawn anew with probability p instead, 1 - p is left of many answers, and somewhat less of few:
`redrawn_alignment` has the exact figure for any number. With two answers it is Kendall's tau, (1 - p) (1 - p / 3).

Where the model already prefers some answers, a random ranking pulls it back to indifference, and that pull has a part
A0 along the true step. It is no information from the critic: a high alignment with a confident model proves little.
"""

import numpy as np

from redraft.errors import Misuse
from redraft.trust.laws.checks import Floats, check_count, check_rate
from redraft.trust.laws.savage import savage_scores


def shuffled_alignment(n: int, n_shuffled: int) -> float:
    """The part of the true step that is left when the scores of `n_shuffled` of `n` answers are shuffled, in [0, 1].

    Args:
        n: answers that are ranked, at least 2.
        n_shuffled: how many of them, drawn at random, exchange their scores at random; 0 and 1 change nothing.

    Raises:
        Misuse: when there are fewer than 2 answers, or more shuffled than there are.
    """
    check_count("n", n, low=2)
    check_count("n_shuffled", n_shuffled, high=n)
    # One answer has nobody to exchange with: the formula says 1 there, and 0 of them come to the same.
    return (n - max(n_shuffled, 1)) / (n - 1)


def redrawn_alignment(redraw_rate: float, n: int | None = None) -> float:
    """The part of the true step that is left when each score is drawn anew at this rate, in [0, 1].

    Exact for scores that are independent draws of any one distribution without ties, and an undecided model. A score at
    the quantile x is kept, or becomes one at the quantile y; then each other answer is above x before, above y
    afterwards, both or neither, independently of the rest. So both ranks are sums of independent pairs, and the mean of
    the product of their Savage scores is an integral of polynomials over x and y.

    Args:
        redraw_rate: p, in [0, 1].
        n: answers that are ranked, at least 2; None for many, where it is 1 - p. Of 8 answers .042 less is left at the
            most, of 32 answers .018. The work grows with the fourth power of n: 32 take a twentieth of a second.

    Raises:
        Misuse: when the rate lies outside [0, 1] or the answers are no count.
    """
    check_rate("redraw_rate", redraw_rate)
    if n is None:
        return 1 - redraw_rate
    check_count("n", n, low=2)
    # Exact up to the degree 2 n + 1; the highest there is, is 2 n - 1.
    places, shares = np.polynomial.legendre.leggauss(n + 1)
    places, shares = (places + 1) / 2, shares / 2
    total = 0.0
    for x, share in zip(places, shares, strict=True):
        above = np.array([1 - x])
        # The score is kept at x.
        kept = _product_of_scores(above, above, redraw_rate, n)
        # It is drawn anew at y, above x; where y is below, the two change places and the product stays.
        y = x + (1 - x) * places
        drawn = _product_of_scores(above, 1 - y, redraw_rate, n)
        total += share * ((1 - redraw_rate) * kept[0] + 2 * redraw_rate * (1 - x) * (shares @ drawn))
    scores = savage_scores(n)
    return min(1.0, max(0.0, float(n * total / (scores @ scores))))


def redrawn_tau(redraw_rate: float) -> float:
    """Kendall's tau between true scores and those of which some are drawn anew: (1 - p) (1 - p / 3), in [0, 1].

    Exact for any number of answers with distinct scores: a pair keeps its order for certain if both scores are kept,
    and more often than not, by 1/3, if one is.

    Raises:
        Misuse: when the rate lies outside [0, 1].
    """
    check_rate("redraw_rate", redraw_rate)
    return (1 - redraw_rate) * (1 - redraw_rate / 3)


def mixed_alignment(kept: float, random_alignment: float) -> float:
    """The alignment with a model that already prefers some answers: kept + (1 - kept) A0.

    Exact when the whole ranking is right with probability `kept` and random otherwise. For shuffled scores `kept` is
    `shuffled_alignment`, and it was within .015 of what was measured.

    Args:
        kept: the part of the true step that comes through from the critic, in [0, 1].
        random_alignment: A0, the part of the true step that a random ranking causes by itself; 0 when the model is
            undecided. Any finite number: a step towards indifference may also lead the wrong way.

    Raises:
        Misuse: when `kept` is no rate or `random_alignment` no number.
    """
    check_rate("kept", kept)
    if not abs(random_alignment) < float("inf"):
        raise Misuse(f"`random_alignment` must be a finite number, got {random_alignment!r}")
    return kept + (1 - kept) * random_alignment


def _product_of_scores(above_x: Floats, above_y: Floats, redraw_rate: float, n: int) -> Floats:
    """``(k,)`` the mean product of an answer's Savage scores before and after, by the shares above its two places.

    Args:
        above_x: ``(1,)`` or ``(k,)`` the probability that another answer's score is above its own, before.
        above_y: ``(k,)`` the same afterwards, not larger.
        redraw_rate: of the others' scores.
        n: answers.
    """
    # One other answer: above both places, only the first, only the second, or neither.
    both = (1 - redraw_rate) * above_y + redraw_rate * above_x * above_y
    first = (1 - redraw_rate) * (above_x - above_y) + redraw_rate * above_x * (1 - above_y)
    second = redraw_rate * (1 - above_x) * above_y
    neither = 1 - both - first - second
    # n - 1 of them: the generating function of both ranks is a power, and the mean follows from it at roots of unity.
    turns = np.exp(2j * np.pi * np.arange(n) / n)
    one, other = turns[:, None], turns[None, :]
    b, f, s, o = (share[:, None, None] for share in (both, first, second, neither))
    transform = (o + f * one + s * other + b * one * other) ** (n - 1)
    weights = np.fft.fft(savage_scores(n))
    mean: Floats = np.einsum("kab,a,b->k", transform, weights, weights).real / n**2
    return mean
