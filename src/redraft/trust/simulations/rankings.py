"""Rankings that a critic spoils, and the Plackett-Luce step that each causes, from the definition of its loss.

Nothing here knows a Savage score: a step is the sum, over the places of a ranking from the top, of the answer in that
place less the mean answer the model expects there among those not yet placed.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from redraft.errors import Misuse
from redraft.trust.laws.checks import check_count, check_rate
from redraft.trust.simulations.comparison import Floats

Ints = npt.NDArray[np.int64]
Noise = Callable[[np.random.Generator, int, int], Ints]
"""Draws ``(n_draws, n)`` rankings by a critic of answers whose true ranks are 1 to n in this order."""


def ranks_of(scores: Floats) -> Ints:
    """``(n_draws, n)`` the rank of each answer by its score, 1 for the highest."""
    return (np.argsort(np.argsort(-scores, axis=1), axis=1) + 1).astype(np.int64)


def shuffled(n_shuffled: int) -> Noise:
    """A critic that exchanges the scores of so many answers, chosen at random, at random."""

    def draw(rng: np.random.Generator, n_draws: int, n: int) -> Ints:
        check_count("n_shuffled", n_shuffled, high=n)
        chosen = np.sort(np.argsort(rng.random((n_draws, n)), axis=1)[:, :n_shuffled], axis=1)
        ranks = np.tile(np.arange(1, n + 1), (n_draws, 1))
        moved = rng.permuted(np.take_along_axis(ranks, chosen, axis=1), axis=1)
        np.put_along_axis(ranks, chosen, moved, axis=1)
        return ranks

    return draw


def redrawn(rate: float) -> Noise:
    """A critic that gives each answer, at this rate, the score of an answer at random instead of its own."""
    check_rate("redraw_rate", rate)

    def draw(rng: np.random.Generator, n_draws: int, n: int) -> Ints:
        true = -np.sort(-rng.random((n_draws, n)), axis=1)
        return ranks_of(np.where(rng.random((n_draws, n)) < rate, rng.random((n_draws, n)), true))

    return draw


def blurred(deviation: float) -> Noise:
    """A critic that adds normal noise of this standard deviation to scores that are standard normal."""
    if not 0 <= deviation < float("inf"):
        raise Misuse(f"`deviation` must be a finite number, 0 or more, got {deviation!r}")

    def draw(rng: np.random.Generator, n_draws: int, n: int) -> Ints:
        true = -np.sort(-rng.standard_normal((n_draws, n)), axis=1)
        return ranks_of(true + deviation * rng.standard_normal((n_draws, n)))

    return draw


def displaced(dispersion: float) -> Noise:
    """Mallows' model: every discordant pair makes a ranking `dispersion` times as likely; 0 is the truth, 1 is chance.

    The answers are inserted from the best on, each j places above the end of the list with a probability in proportion
    to the j-th power of the dispersion.

    Source: mallows1957nonnull
    """
    check_rate("dispersion", dispersion)

    def draw(rng: np.random.Generator, n_draws: int, n: int) -> Ints:
        order = np.zeros((n_draws, n), dtype=np.int64)
        rows = np.arange(n_draws)
        for i in range(1, n):
            weights = dispersion ** np.arange(i + 1)
            above = rng.choice(i + 1, size=n_draws, p=weights / weights.sum())
            place = i - above
            shifted = np.where(np.arange(1, n)[None, :] > place[:, None], order[:, :-1], order[:, 1:])
            order[:, 1:] = shifted
            order[rows, place] = i
        return (np.argsort(order, axis=1) + 1).astype(np.int64)

    return draw


def steps(answers: Floats, ranks: Ints, preferences: Floats | None = None) -> Floats:
    """``(n_draws, d)`` the step of a model towards each ranking, without its size.

    Args:
        answers: ``(n_draws, n, d)``.
        ranks: ``(n_draws, n)`` the rank of each answer, 1 for the best.
        preferences: ``(n_draws, n)`` the model's own score of each answer, in nats; an undecided model if None.
    """
    order = np.argsort(ranks, axis=1)
    placed = np.take_along_axis(answers, order[:, :, None], axis=1)
    n_draws, n, _ = placed.shape
    own = np.zeros((n_draws, n)) if preferences is None else np.take_along_axis(preferences, order, axis=1)
    step = np.zeros(placed[:, 0].shape)
    for i in range(n - 1):
        left = np.exp(own[:, i:] - own[:, i:].max(axis=1, keepdims=True))
        expected = np.einsum("bj,bjd->bd", left / left.sum(axis=1, keepdims=True), placed[:, i:])
        step += placed[:, i] - expected
    return step


class Orders(NamedTuple):
    """``(n_draws,)`` what each ranking has in common with the true one, 1 to n in this order.

    Attributes:
        tau: Kendall's correlation: the share of pairs in the right order less that of pairs in the wrong one.
        alignment: the part of the true step that the ranking's step holds, for answers that are unit vectors.
    """

    tau: Floats
    alignment: Floats


def compare_orders(ranks: Ints) -> Orders:
    """What ``(n_draws, n)`` rankings have in common with the true order 1 to n."""
    n_draws, n = ranks.shape
    right = np.zeros(n_draws)
    for i in range(n - 1):
        right += np.sign(ranks[:, i + 1 :] - ranks[:, i : i + 1]).sum(axis=1)
    # With one-hot answers a step is the list of what it gives to each of them; one row suffices for the true order.
    place = steps(np.eye(n)[None], np.arange(1, n + 1)[None])[0]
    given = place[ranks - 1]  # an undecided model's step knows answers by their rank alone
    return Orders(tau=right / (n * (n - 1) / 2), alignment=given @ place / (place @ place))
