"""What an aligner is trained on: the Plackett-Luce loss of every prefix at once, or the distance to the truth.

Source: wang2024incontext Sec. 4; plackett1975analysis.
"""

import torch
from torch import Tensor
from torch.nn import functional

from redraft.errors import Misuse
from redraft.theory.aligners.config import Loss, Reward
from redraft.theory.aligners.tasks import Tasks

# What stands for minus infinity among scores: its exponential is 0 beside any real score, and unlike infinity it gives
# no NaN where a gradient passes through a sum that has no member yet.
_NOBODY = -1e30


def agreement(predictions: Tensor, responses: Tensor, reward: Reward) -> Tensor:
    """How far predictions and responses agree, over their last axis, higher is better.

    Args:
        predictions: ``(..., d)``.
        responses: ``(..., d)``, of a shape that broadcasts with it.
        reward: "cosine", in [-1, 1]; or "squared", minus the squared distance.
    """
    if reward == "cosine":
        return functional.cosine_similarity(predictions, responses, dim=-1)
    if reward == "squared":
        return -(predictions - responses).square().sum(-1)
    raise Misuse(f"`reward` must be 'cosine' or 'squared', got {reward!r}")


def ranking_losses(predictions: Tensor, tasks: Tasks, reward: Reward = "cosine") -> Tensor:
    """``(B, N)`` Plackett-Luce losses in nats: how surprising the order of the first n responses is to prediction n.

    The first column is 0, for no response, and so is the second: one response has one order.

    Args:
        predictions: ``(B, N, d)``; ``[:, n]`` was made from the first n examples.
        tasks: whose rewards give the order, best first.
        reward: what a prediction says of a response, see `agreement`.

    Source: plackett1975analysis; wang2024incontext Sec. 2.
    """
    n = tasks.rewards.shape[1]
    # Worst first, so that a running sum over responses is the sum over those that are left when its last one is chosen.
    order = tasks.rewards.argsort(dim=1, descending=True, stable=True).flip(1)
    responses = tasks.responses.gather(1, order[..., None].expand_as(tasks.responses))
    scores = agreement(predictions[:, :, None], responses[:, None], reward)
    in_prefix = order[:, None] < torch.arange(n, device=order.device)[:, None]
    left = torch.logcumsumexp(scores.masked_fill(~in_prefix, _NOBODY), dim=2)
    return (left - scores).masked_fill(~in_prefix, 0.0).sum(dim=2)


def direct_losses(predictions: Tensor, tasks: Tasks, reward: Reward = "cosine") -> Tensor:
    """``(B, N)`` distances to the truth: 1 - cosine, in [0, 2], or squared distance."""
    agreed = agreement(predictions, tasks.truth[:, None], reward)
    return 1 - agreed if reward == "cosine" else -agreed


def training_loss(predictions: Tensor, tasks: Tasks, loss: Loss, reward: Reward) -> Tensor:
    """The mean loss of the prefixes that can teach: 2 or more examples for a ranking, 1 or more for the truth."""
    if loss == "ranking":
        return ranking_losses(predictions, tasks, reward)[:, 2:].mean()
    return direct_losses(predictions, tasks, reward)[:, 1:].mean()
