"""The step that equal rewards leave open, averaged over all orders that they allow.

A ranking model needs an order. Where the critic calls responses equal, each order of them is as good as any other, and
the step that favours none is the mean over all: that of a critic who breaks ties by lot, in expectation. Breslow's form
(`losses`) is the usual shortcut to it: it lets all tied responses be chosen from the same set.

Source: breslow1974covariance (the usual shortcut).
"""

import itertools
import math
from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from redraft.errors import Misuse
from redraft.theory.problems import Floats, Problems
from redraft.theory.statements.descent import descend

MOST_ORDERS = 5040
"""Orders of one problem that are counted out at most: seven tied responses."""


def tie_averaged_predictions(problems: Problems, step_size: float) -> Floats:
    """``(B, d)`` W x after one step of gradient descent, averaged over every order that the rewards allow.

    Args:
        problems: with any number of equal rewards.
        step_size: eta.

    Raises:
        Misuse: when a problem allows more than 5,040 orders.
    """
    predictions = [_averaged(_only(problems, number), step_size) for number in range(len(problems.rewards))]
    return np.stack(predictions)


def orders(rewards: Floats) -> Iterator[Floats]:
    """Rewards without ties, ``(N,)`` ranks with 0 for the worst, one for each order that the given ones allow.

    Args:
        rewards: ``(N,)``.
    """
    groups = [np.flatnonzero(rewards == level) for level in np.unique(rewards)]
    for arranged in itertools.product(*(itertools.permutations(group.tolist()) for group in groups)):
        ranks = np.empty(len(rewards))
        ranks[list(itertools.chain(*arranged))] = np.arange(len(rewards))
        yield ranks


def _averaged(problem: Problems, step_size: float) -> Floats:
    counts = np.unique(problem.rewards[0], return_counts=True)[1]
    n_orders = math.prod(math.factorial(int(count)) for count in counts)
    if n_orders > MOST_ORDERS:
        raise Misuse(
            f"{n_orders} orders are too many to average over, got ties of {counts.tolist()}; break some of them"
        )
    ordered = np.stack(list(orders(problem.rewards[0])))
    repeated = {name: np.repeat(getattr(problem, name), n_orders, axis=0) for name in ("query", "responses", "weights")}
    mean: Floats = descend(Problems(rewards=ordered, **repeated), step_size).predictions.mean(axis=0)
    return mean


def _only(problems: Problems, number: int) -> Problems:
    one = slice(number, number + 1)
    return replace(
        problems,
        query=problems.query[one],
        responses=problems.responses[one],
        rewards=problems.rewards[one],
        weights=problems.weights[one],
    )
