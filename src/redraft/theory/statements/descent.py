"""Gradient descent on a ranking loss: the oracle of every construction, and what a step does to the targets."""

from dataclasses import dataclass, replace

import numpy as np

from redraft.errors import Misuse
from redraft.theory.problems import Floats
from redraft.theory.statements.gradients import weight_gradient
from redraft.theory.statements.losses import AnyProblems, Loss, queries_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Descent:
    """Where gradient descent ended.

    Attributes:
        predictions: ``(B, d)`` W x for the query of each problem.
        weights: ``(B, d, d_x)`` W.
    """

    predictions: Floats
    weights: Floats


def descend(
    problems: AnyProblems,
    step_size: float,
    n_steps: int = 1,
    *,
    loss: Loss = "plackett_luce",
    temperature: float | None = None,
) -> Descent:
    """Take steps ``W <- W - eta dL/dW`` for every problem at once.

    Args:
        problems: the weights they hold are where it starts.
        step_size: eta, above 0.
        n_steps: k, 0 or more; with 0 the predictions are those of the starting weights.
        loss: as for `ranking_loss`.
        temperature: as for `ranking_loss`.

    Raises:
        Misuse: when the step size or the number of steps is out of range.
    """
    if not (np.isfinite(step_size) and step_size > 0):
        raise Misuse(f"`step_size` must be above 0 and finite, got {step_size!r}; 0.1 is a usual one")
    if n_steps < 0:
        raise Misuse(f"`n_steps` must be 0 or more, got {n_steps!r}; with 0 nothing moves")
    for _ in range(n_steps):
        gradient = weight_gradient(problems, loss=loss, temperature=temperature)
        problems = replace(problems, weights=problems.weights - step_size * gradient)
    predictions = np.einsum("byx,bx->by", problems.weights, problems.query)
    return Descent(predictions=predictions, weights=problems.weights)


def moved_responses(
    problems: AnyProblems, step_size: float, *, loss: Loss = "plackett_luce", temperature: float | None = None
) -> Floats:
    """``(B, N, d)`` the targets that mean for the old weights what the given ones mean after one step.

    The loss depends on ``y_j - W x_j`` alone, so adding D to W is the same as taking D x_j from every y_j. This is why
    a transformer can align without touching weights: it edits the responses in its context.

    Source: wang2024incontext Prop. 3.1.
    """
    change = -step_size * weight_gradient(problems, loss=loss, temperature=temperature)
    moved: Floats = problems.responses - np.einsum("byx,bnx->bny", change, queries_of(problems))
    return moved
