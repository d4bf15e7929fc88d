"""How good predictions are: error curves over the number of examples, and regret against the best ranking loss.

Four things that the metric of the released code, 1 - cosine to the truth, hides; docs/aligners.md shows them measured:

1. It says nothing of lengths; the squared error beside it does.
2. It is not what the ranking loss asks for: the loss's own optimum has a large cosine error.
3. So it can be good long before a model has learnt its loss. Regret measures the learning.
4. A mean over few tasks has an error of the size of the differences it is meant to show. Compare on the same tasks.
"""

from dataclasses import dataclass
from typing import NamedTuple

import torch
from torch import Tensor

from redraft.errors import Misuse
from redraft.theory.aligners.losses import ranking_losses
from redraft.theory.aligners.tasks import Tasks

FIRST_RANKED = 2
"""The least number of examples that has a ranking loss."""


class Mean(NamedTuple):
    """A mean over tasks with its standard error."""

    value: float
    error: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Curve:
    """Means over tasks for every number of examples n = 0 .. N - 1, each with its standard error.

    Attributes:
        n_tasks: tasks in the means.
        cosine: 1 - cosine between prediction and truth, in [0, 2]; 1 is no information.
        squared: squared distance to the truth, summed over the d numbers.
        ranking: Plackett-Luce loss of the first n examples in nats, cosine reward; 0 for n < 2.
    """

    n_tasks: int
    cosine: tuple[Mean, ...]
    squared: tuple[Mean, ...]
    ranking: tuple[Mean, ...]


def cosine_errors(predictions: Tensor, tasks: Tasks) -> Tensor:
    """``(B, N)`` 1 - cosine to the truth, in [0, 2]; 1 for a prediction of zeros."""
    return 1 - torch.cosine_similarity(predictions, tasks.truth[:, None], dim=-1)


def squared_errors(predictions: Tensor, tasks: Tasks) -> Tensor:
    """``(B, N)`` squared distances to the truth."""
    return (predictions - tasks.truth[:, None]).square().sum(-1)


def curve_of(predictions: Tensor, tasks: Tasks) -> Curve:
    """The curve of ``(B, N, d)`` predictions.

    Raises:
        Misuse: when the predictions are not those of these tasks, are not finite, or are of fewer than two tasks.
    """
    _check(predictions, tasks)
    with torch.no_grad():
        return Curve(
            n_tasks=len(tasks),
            cosine=means_of(cosine_errors(predictions, tasks)),
            squared=means_of(squared_errors(predictions, tasks)),
            ranking=means_of(ranking_losses(predictions, tasks)),
        )


def ranking_regret(predictions: Tensor, optimum: Tensor, tasks: Tasks) -> Mean:
    """Ranking loss above the least one, paired on the same tasks, in nats.

    The loss of a task is the mean over its prefixes of 2 and more examples.

    Args:
        predictions: ``(B, N, d)``.
        optimum: ``(B, N, d)``, what `pl_optimum` found for the same tasks.
        tasks: both were made from.

    Raises:
        Misuse: as for `curve_of`.
    """
    _check(predictions, tasks)
    _check(optimum, tasks)
    with torch.no_grad():
        above = ranking_losses(predictions, tasks) - ranking_losses(optimum, tasks)
        return means_of(above[:, FIRST_RANKED:].mean(dim=1, keepdim=True))[0]


def means_of(values: Tensor) -> tuple[Mean, ...]:
    """Mean and standard error of every column of ``(B, N)`` values, B of 2 or more; summed in float64."""
    wide = values.double()
    errors = wide.std(dim=0) / len(wide) ** 0.5
    return tuple(Mean(value, error) for value, error in zip(wide.mean(dim=0).tolist(), errors.tolist(), strict=True))


def _check(predictions: Tensor, tasks: Tasks) -> None:
    if predictions.shape != tasks.responses.shape:
        raise Misuse(
            f"predictions must have the shape {tuple(tasks.responses.shape)} of these tasks, "
            f"got {tuple(predictions.shape)!r}; predict for every number of examples 0 .. N - 1"
        )
    if len(tasks) < 2:
        raise Misuse(f"a standard error needs 2 tasks or more, got {len(tasks)!r}; draw more")
    if not bool(torch.isfinite(predictions).all()):
        n_bad = int((~torch.isfinite(predictions)).any(dim=-1).sum())
        raise Misuse(f"predictions must be finite, got {n_bad!r} that are not; look at the training for a divergence")
