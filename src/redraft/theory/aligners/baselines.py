"""Rules that need no training, beside which every learnt curve is shown.

Each gives ``(B, N, d)`` predictions, ``[:, n]`` from the first n examples. Without an example a rule predicts zeros,
the mean of all truths; the descents begin where their first weights are.

Some rules know more than a critic's user does, and their names say it: the lines know that all responses lie on one
line on which the reward is the place (the released generator), the weighted share knows how the text's generator mixes.
"""

from collections.abc import Callable

import torch
from torch import Tensor

from redraft.theory.aligners.descent import DescentConfig, descend, published_steps
from redraft.theory.aligners.pl_optimum import pl_optimum
from redraft.theory.aligners.tasks import Tasks

Baseline = Callable[[Tasks], Tensor]

_TASKS_AT_ONCE = 128  # of `line_consensus`, which looks at every pair of examples beside every example


def mean_response(tasks: Tasks) -> Tensor:
    """The mean of the responses: what is left to do when the critic is ignored."""
    return _weighted(tasks, torch.ones_like(tasks.rewards))


def weighted_mean(tasks: Tasks) -> Tensor:
    """The mean weighted by the rewards."""
    return _weighted(tasks, tasks.rewards)


def copy_best(tasks: Tasks) -> Tensor:
    """The response with the highest reward so far."""
    best = tasks.rewards.cummax(dim=1).indices[:, :-1]
    return _behind_nothing(tasks.responses.gather(1, best[..., None].expand(-1, -1, tasks.responses.shape[2])))


def least_squares(tasks: Tasks) -> Tensor:
    """The line y = a + b r fitted to the examples, read at r = 1; a single example is copied.

    Exact from two examples on where all responses lie on one line and no reward is wrong. In float64, because the
    slope is a quotient of differences.
    """
    rewards, responses = tasks.rewards.double()[..., None], tasks.responses.double()
    counts = torch.arange(1, rewards.shape[1] + 1, device=rewards.device)[:, None]
    mean_reward, mean = rewards.cumsum(1) / counts, responses.cumsum(1) / counts
    spread = (rewards**2).cumsum(1) / counts - mean_reward**2
    together = (rewards * responses).cumsum(1) / counts - mean_reward * mean
    line = mean + (1 - mean_reward) * together / spread
    line[:, 0] = responses[:, 0]
    return _behind_nothing(line[:, :-1].to(tasks.responses.dtype))


def weighted_share(tasks: Tasks) -> Tensor:
    """The likeliest truth a where each response is r a + (1 - r) e with a Gaussian e of its own: the text's generator.

    Least squares with weights 1 / (1 - r)^2: sum r y / (1 - r)^2, over sum r^2 / (1 - r)^2.
    """
    rewards, responses = tasks.rewards.double(), tasks.responses.double()
    weights = rewards / (1 - rewards).clamp(min=1e-9) ** 2  # a reward of 1 decides alone
    total = (weights[..., None] * responses).cumsum(1) / (weights * rewards).clamp(min=1e-300).cumsum(1)[..., None]
    return _behind_nothing(total[:, :-1].to(tasks.responses.dtype))


def line_consensus(tasks: Tasks) -> Tensor:
    """The line through two examples that most others agree with, read at r = 1: right rewards agree, wrong ones do not.

    For the released generator alone, where right examples lie on one line exactly. Where no third example agrees with
    any two, `least_squares` answers.
    """
    chunks = [
        _agreed_ends(tasks.rewards[start : start + _TASKS_AT_ONCE], tasks.responses[start : start + _TASKS_AT_ONCE])
        for start in range(0, len(tasks), _TASKS_AT_ONCE)
    ]
    ends, n_agreeing = (torch.cat(parts) for parts in zip(*chunks, strict=True))
    consensus = _behind_nothing(ends[:, :-1].to(tasks.responses.dtype))
    agreed = torch.nn.functional.pad(n_agreeing[:, :-1] > 2, (1, 0))
    return torch.where(agreed[..., None], consensus, least_squares(tasks))


def gradient_descent(tasks: Tasks) -> Tensor:
    """The published baseline as its released code runs it where rewards are right: 50 steps of Adam."""
    return descend(tasks, DescentConfig(n_steps=published_steps(0.0)))


def squared_descent(tasks: Tasks) -> Tensor:
    """The same with the reward of the text, -||W x - y||^2."""
    return descend(tasks, DescentConfig(n_steps=published_steps(0.0), reward="squared"))


BASELINES: dict[str, Baseline] = {
    "mean, critic ignored": mean_response,
    "reward-weighted mean": weighted_mean,
    "copy the best": copy_best,
    "least squares line": least_squares,
    "line consensus": line_consensus,
    "weighted share": weighted_share,
    "gradient descent": gradient_descent,
    "gradient descent, squared": squared_descent,
    "ranking optimum": pl_optimum,
}
"""Every rule by its name. The descents do not know the redraw rate; `at_rate` gives those that do."""

SIMPLE = ("mean, critic ignored", "reward-weighted mean", "copy the best")
"""Rules that know nothing of how responses are made: what any product could do instead of learning."""


def at_rate(redraw_rate: float) -> dict[str, Baseline]:
    """`BASELINES` with the number of steps that the released code takes at a redraw rate.

    Args:
        redraw_rate: in [0, 1].
    """
    n_steps = published_steps(redraw_rate)
    return {
        **BASELINES,
        "gradient descent": lambda tasks: descend(tasks, DescentConfig(n_steps=n_steps)),
        "gradient descent, squared": lambda tasks: descend(tasks, DescentConfig(n_steps=n_steps, reward="squared")),
    }


def _agreed_ends(rewards: Tensor, responses: Tensor) -> tuple[Tensor, Tensor]:
    """Of the first 1, 2, .. examples: ``(B, N, d)`` the line most agree with, read at r = 1; ``(B, N)`` how many do."""
    rewards, responses = rewards.double(), responses.double()
    n_responses = rewards.shape[1]
    first, second = torch.triu_indices(n_responses, n_responses, offset=1, device=rewards.device)
    slope = (responses[:, second] - responses[:, first]) / (rewards[:, second] - rewards[:, first])[..., None]
    start = responses[:, first] - rewards[:, first, None] * slope
    expected = start[:, :, None] + rewards[:, None, :, None] * slope[:, :, None]
    distance = (expected - responses[:, None]).norm(dim=-1)
    # Drawn in float32: right examples miss their line by its rounding, magnified where two rewards are close.
    steepness = 1 + slope.norm(dim=-1, keepdim=True)
    agreeing = (distance < 1e-4 * steepness).cumsum(-1)  # (B, pairs, N)
    known = torch.arange(n_responses, device=rewards.device) >= second[:, None]
    n_agreeing, chosen = torch.where(known, agreeing, 0).max(dim=1)
    return (start + slope).gather(1, chosen[..., None].expand_as(responses)), n_agreeing


def _weighted(tasks: Tasks, weights: Tensor) -> Tensor:
    """Running means of the responses with ``(B, N)`` weights above 0."""
    total = (weights[..., None] * tasks.responses).cumsum(1)
    return _behind_nothing((total / weights.cumsum(1)[..., None])[:, :-1])


def _behind_nothing(predictions: Tensor) -> Tensor:
    """``(B, N - 1, d)`` predictions from 1 .. N - 1 examples, behind that from none."""
    return torch.cat([torch.zeros_like(predictions[:, :1]), predictions], dim=1)
