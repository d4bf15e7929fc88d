"""What each answer contributes to a step, and what one wrong pair of neighbours costs: beside `savage`."""

import numpy as np

from redraft.trust.laws.checks import check_count
from redraft.trust.laws.savage import savage_scores, swap_loss
from redraft.trust.simulations.comparison import Comparison, generator, of_means, of_ratios
from redraft.trust.simulations.rankings import steps

DIMENSIONS = 5
"""Of an answer; neither law depends on it."""


def simulate_scores(n_answers: int, *, n: int, seed: int) -> tuple[Comparison, ...]:
    """How strongly the step of an undecided model pulls towards the answer of each rank, best first.

    Answers are standard normal, so that the mean product of a step and an answer, for each dimension, is what the step
    gives to that answer: the simulation knows ranks only through the loss.

    Args:
        n_answers: that are ranked, at least 2.
        n: draws.
        seed: fixes them.

    Raises:
        Misuse: when a count is none.
    """
    check_count("n_answers", n_answers, low=2)
    answers = generator(seed, n, "scores", n_answers).standard_normal((n, n_answers, DIMENSIONS))
    step = steps(answers, np.tile(np.arange(1, n_answers + 1), (n, 1)))
    given = np.einsum("bd,bkd->bk", step, answers) / DIMENSIONS
    return tuple(of_means(float(law), given[:, k]) for k, law in enumerate(savage_scores(n_answers)))


def simulate_swap(n_answers: int, rank: int, *, n: int, seed: int) -> Comparison:
    """The part of the step that is lost when a critic exchanges two neighbours.

    Args:
        n_answers: that are ranked, at least 2.
        rank: of the better of the two, 1 to `n_answers` - 1.
        n: draws.
        seed: fixes them.

    Raises:
        Misuse: when there is no such pair or a count is none.
    """
    law = swap_loss(n_answers, rank)
    answers = generator(seed, n, "swap", n_answers, rank).standard_normal((n, n_answers, DIMENSIONS))
    true = np.tile(np.arange(1, n_answers + 1), (n, 1))
    exchanged = true.copy()
    exchanged[:, [rank - 1, rank]] = true[:, [rank, rank - 1]]
    right, wrong = steps(answers, true), steps(answers, exchanged)
    return of_ratios(law, ((right - wrong) * right).sum(axis=1), (right**2).sum(axis=1))
