"""Alignment tasks: linear prompts with noisy responses, rewarded by a critic that may be wrong.

Two generators, because the published text and the released code differ (docs/paper_index.md). With the *text*'s each
response mixes the truth with a wrong answer of its own; with the *released* one all responses of a task mix it with the
same wrong answer, so that they lie on one line.

Source: wang2024incontext Sec. 4, App. C.1.
"""

from dataclasses import dataclass, replace
from typing import Literal

import torch
from torch import Tensor

from redraft.errors import Misuse

Noise = Literal["released", "text"]


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskConfig:
    """Which tasks are drawn; recorded with every result.

    Attributes:
        noise: "released" for one wrong answer per task, as in the released code; "text" for one per response.
        width: d, numbers in a query and in a response.
        n_responses: N, responses in a task.
    """

    noise: Noise = "released"
    width: int = 5
    n_responses: int = 20

    def __post_init__(self) -> None:
        """Refuse sizes that make no ranking."""
        if self.noise not in ("released", "text"):
            raise Misuse(f"`noise` must be 'released' or 'text', got {self.noise!r}")
        if self.n_responses < 2:
            raise Misuse(f"`n_responses` must be 2 or more, got {self.n_responses!r}: one response cannot be ranked")
        if self.width < 1:
            raise Misuse(f"`width` must be 1 or more, got {self.width!r}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Tasks:
    """``B`` tasks.

    Attributes:
        query: ``(B, d)`` the query x of each task.
        truth: ``(B, d)`` the right answer W x.
        responses: ``(B, N, d)`` in the order in which they came.
        rewards: ``(B, N)`` in [0, 1]: the share of the truth in a response, or a number drawn instead of it.
    """

    query: Tensor
    truth: Tensor
    responses: Tensor
    rewards: Tensor

    def __len__(self) -> int:
        """B."""
        return len(self.query)


def draw_tasks(config: TaskConfig, n_tasks: int, generator: torch.Generator) -> Tasks:
    """Fresh tasks whose rewards are right.

    Args:
        config: which.
        n_tasks: B.
        generator: where the draws come from; its device is that of the tasks.
    """
    device = generator.device
    d, n = config.width, config.n_responses

    def normal(*shape: int) -> Tensor:
        return torch.randn(*shape, generator=generator, device=device)

    query, weights = normal(n_tasks, d), normal(n_tasks, d, d)
    wrong = normal(n_tasks, n if config.noise == "text" else 1, d, d)
    rewards = torch.rand(n_tasks, n, generator=generator, device=device)
    truth = torch.einsum("bij,bj->bi", weights, query)
    mistakes = torch.einsum("bnij,bj->bni", wrong, query)
    share = rewards[..., None]
    return Tasks(query=query, truth=truth, responses=share * truth[:, None] + (1 - share) * mistakes, rewards=rewards)


def redraw_rewards(tasks: Tasks, redraw_rate: float | Tensor, generator: torch.Generator) -> Tasks:
    """The same tasks with a critic that says a random number instead of the reward, now and then.

    Args:
        tasks: with right rewards.
        redraw_rate: in [0, 1], the probability of a random number; one for all, or ``(B,)`` one for each task.
        generator: where the draws come from.

    Raises:
        Misuse: when a rate lies outside [0, 1].
    """
    rates = torch.as_tensor(redraw_rate, dtype=tasks.rewards.dtype, device=tasks.rewards.device)
    if not bool(((rates >= 0) & (rates <= 1)).all()):
        raise Misuse(f"`redraw_rate` must lie in [0, 1], got {redraw_rate!r}")
    shape, device = tasks.rewards.shape, tasks.rewards.device
    fresh = torch.rand(shape, generator=generator, device=device)
    chosen = torch.rand(shape, generator=generator, device=device) < rates.reshape(-1, 1)
    return replace(tasks, rewards=torch.where(chosen, fresh, tasks.rewards))
