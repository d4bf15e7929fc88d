"""Lemma E.7 of the paper as it is printed: how far its network is from the step, and what temperature changes."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from redraft.theory.constructions import paper
from redraft.theory.problems import draw_problems
from redraft.theory.statements.descent import descend


@dataclass(frozen=True, slots=True, kw_only=True)
class AsWritten:
    """The printed network at one size.

    Attributes:
        n_responses: N.
        width: d.
        gamma: its temperature, and how far a response is moved.
        epsilon: the fixed excess that it is built for.
        n_draws: problems.
        seed: of their draw.
        median: of the largest errors of each problem.
        largest: of them.
        move: the median of the largest moves, for scale.
    """

    n_responses: int
    width: int
    gamma: float
    epsilon: float
    n_draws: int
    seed: int
    median: float
    largest: float
    move: float


def as_written(
    n_responses: Sequence[int], gammas: Sequence[float], *, width: int = 5, epsilon: float = 1e-3, n_draws: int = 200,
    seed: int = 0,
) -> Iterator[AsWritten]:  # fmt: skip
    """The printed network over sizes and temperatures, against gradient descent."""
    for n in n_responses:
        problems = draw_problems(n_draws, n_responses=n, width=width, min_gap=0.05, seed=seed)
        expected = descend(problems, 0.1).predictions
        moves = np.abs(expected - problems.prediction).max(axis=1)
        for gamma in gammas:
            built = paper.build_as_written(n_responses=n, width=width, gamma=gamma, epsilon=epsilon)
            errors = np.abs(built.predictions(problems) - expected).max(axis=1)
            yield AsWritten(
                n_responses=n, width=width, gamma=gamma, epsilon=epsilon, n_draws=n_draws, seed=seed,
                median=float(np.median(errors)), largest=float(errors.max()), move=float(np.median(moves)),
            )  # fmt: skip
