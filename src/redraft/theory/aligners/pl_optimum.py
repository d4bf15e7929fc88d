"""The least ranking loss that any prediction can have on some examples, with a proof of how near it was reached.

With cosine rewards the loss depends on the direction u of a prediction alone, and as a function of u it is a sum of
log-sum-exp of linear functions: convex. Over the ball |u| <= 1 it therefore has one least value, found by accelerated
projected gradient, and for every u of the ball (Frank and Wolfe's gap)

    loss(u) - least value <= grad(u) . u + |grad(u)|        (the linear bound, minimised over the ball)

Where the least point lies on the sphere, it is the best direction, exactly; with right rewards of the released
generator it does. Other rewards may contradict one another so that it lies inside: then no direction reaches it, the
bound holds all the same, and the best direction found is a local one.

Source: beck2009fast; odonoghue2015adaptive, for the restarts; jaggi2013revisiting Sec. 2, for the bound.
"""

import torch
from torch import Tensor
from torch.nn.functional import normalize

from redraft.theory.aligners.descent import DescentConfig, SortedExamples, descend
from redraft.theory.aligners.losses import ranking_losses
from redraft.theory.aligners.tasks import Tasks

_TASKS_AT_ONCE = 128  # as in `descent`
_ON_THE_SPHERE = 1 - 1e-5  # lengths that rounding leaves of 1


def pl_optimum(tasks: Tasks, *, n_steps: int = 200) -> Tensor:
    """``(B, N, d)`` directions with the least ranking loss (cosine reward) on the first n examples.

    Fewer than two examples rank nothing: their predictions are zeros.

    Args:
        tasks: with right or wrong rewards.
        n_steps: of projected gradient; with 200 the mean loss of right rewards is within 1e-6 nats of the least.
    """
    found = torch.zeros_like(tasks.responses)
    for start in range(0, len(tasks), _TASKS_AT_ONCE):
        chunk = slice(start, start + _TASKS_AT_ONCE)
        examples = SortedExamples.of(tasks.responses[chunk], tasks.rewards[chunk], "cosine")
        found[chunk, 2:] = _least_in_ball(examples, n_steps)
    inside = (found[:, 2:].norm(dim=-1) < _ON_THE_SPHERE).any(dim=1)
    if bool(inside.any()):
        contradicted = Tasks(**{name: getattr(tasks, name)[inside] for name in Tasks.__slots__})
        found[inside] = _best_direction(contradicted, found[inside])
    return normalize(found, dim=-1)


def excess_bounds(predictions: Tensor, tasks: Tasks) -> Tensor:
    """``(B, N)`` a proved bound, in nats: the ranking loss lies at most this far above the least possible.

    Args:
        predictions: ``(B, N, d)``, of any length but 0 from n = 2 on.
        tasks: whose examples they were made from; the reward is the cosine.
    """
    examples = SortedExamples.of(tasks.responses, tasks.rewards, "cosine")
    directions = normalize(predictions[:, 2:], dim=-1)
    gradient = examples.pulls(directions @ examples.responses.mT) @ examples.responses
    bounds = torch.zeros_like(tasks.rewards)
    bounds[:, 2:] = ((gradient * directions).sum(-1) + gradient.norm(dim=-1)).clamp(min=0)
    return bounds


def _least_in_ball(examples: SortedExamples, n_steps: int) -> Tensor:
    """``(B, N - 2, d)`` by FISTA with restarts; its step is a proved one."""
    n_examples = examples.taken.sum(-1, keepdim=True)
    # Each of the n - 1 terms of the loss has the covariance of unit vectors as its Hessian: no eigenvalue above 1.
    step = 1 / (n_examples - 1)
    point = torch.zeros((*examples.taken.shape[:2], examples.responses.shape[2]), dtype=examples.responses.dtype)
    point = point.to(examples.responses.device)
    ahead, momentum = point, torch.ones_like(step)
    for _ in range(n_steps):
        gradient = examples.pulls(ahead @ examples.responses.mT) @ examples.responses
        moved = ahead - step * gradient
        moved = moved / moved.norm(dim=-1, keepdim=True).clamp(min=1)
        # Momentum that has begun to lead uphill starts again (O'Donoghue and Candes).
        uphill = ((ahead - moved) * (moved - point)).sum(-1, keepdim=True) > 0
        grown = (1 + (1 + 4 * momentum**2).sqrt()) / 2
        ahead = torch.where(uphill, moved, moved + (momentum - 1) / grown * (moved - point))
        point, momentum = moved, torch.where(uphill, 1, grown)
    return point


def _best_direction(tasks: Tasks, found: Tensor) -> Tensor:
    """Prefix by prefix the better of the ball's least point, made a direction, and a descent among directions."""
    descended = descend(tasks, DescentConfig(n_steps=200, decays=True))
    better = ranking_losses(descended, tasks) < ranking_losses(normalize(found, dim=-1), tasks)
    inside = found.norm(dim=-1) < _ON_THE_SPHERE
    return torch.where((better & inside)[..., None], descended, found)
