"""The corruption law: how much of the right step is left when a part of a critic's scores is noise.

If the scores of a random m of N answers are shuffled among themselves, the expected step is exactly (N - m) / (N - 1)
of the true one, whatever the answers are and whatever their relation to the scores. Anything linear in the step is left
by the same factor, an improvement at a small step in particular. This holds for every rule whose step is a sum of a
score for each rank, as where the model is undecided; the scores themselves drop out.

If each score is drawn anew with probability p instead, about 1 - p is left.

Where the model already prefers some answers, a random ranking pulls it back to indifference, and that pull has a part
A0 along the true step. It is no information from the critic: a high alignment with a confident model proves little.
"""

from redraft.errors import Misuse
from redraft.trust.laws.checks import check_count, check_rate


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


def redrawn_alignment(redraw_rate: float) -> float:
    """The part of the true step that is left when each score is drawn anew at this rate: 1 - p, in [0, 1].

    For many answers; with 8 it is up to .045 too high, with 32 up to .02.

    Raises:
        Misuse: when the rate lies outside [0, 1].
    """
    check_rate("redraw_rate", redraw_rate)
    return 1 - redraw_rate


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
