"""A task seen in the coordinates of its own responses, and predictions that correct the mean of those.

Weights and noise of a task have no direction of their own: turn all its responses, and the right answer turns with
them. An aligner that is shown coordinates has to learn that from examples. Here it is built in. The first axis points
from the worse of the first two responses to the better one, as the critic has them; the second along what the first
response adds to that, the third along what the third one adds, and so on (Gram-Schmidt). Lengths are measured in
lengths of the query, so that of the query nothing is left to tell. With the released generator the first coordinate is
the place of a response on the line on which all of them lie.

What the aligner says is added to the mean of the responses, so that an aligner that has nothing to say ignores the
critic. From two responses on, axis k is known from response k on: a correction along a later axis would tell what has
not come yet, and is cut off. With one response no direction but its own is known, so that it is the prediction.
"""

from dataclasses import dataclass, replace

import torch
from torch import Tensor
from torch.nn import functional

from redraft.theory.aligners.tasks import Tasks

# What a response adds to the axes before it, beside the largest such length: float32 rounding leaves about 1e-7 where
# nothing is added, and a response that adds less than this has added nothing that float32 could tell apart.
_OPEN = 1e-5


@dataclass(frozen=True, slots=True, kw_only=True)
class Framed:
    """Tasks in coordinates of their own, and the way back.

    Attributes:
        tasks: the same tasks in those coordinates; their queries are 0.
        axes: ``(B, d, d)`` the axes, as columns; 0 where the responses span fewer than d.
        scale: ``(B, 1, 1)`` length of the query.
    """

    tasks: Tasks
    axes: Tensor
    scale: Tensor


@torch.no_grad()
def framed(tasks: Tasks) -> Framed:
    """Tasks in the coordinates of their responses.

    Where responses depend on one another linearly, as on the line on which the released code puts them, they leave
    axes open. Such an axis is 0: nothing has a coordinate along it, and no prediction leaves the span of the responses.
    """
    width = tasks.responses.shape[2]
    first, second = tasks.responses[:, 0], tasks.responses[:, 1]
    is_better = tasks.rewards[:, 1] > tasks.rewards[:, 0]
    upwards = torch.where(is_better[:, None], second - first, first - second)
    along = torch.cat([upwards[:, None], first[:, None], tasks.responses[:, 2:width]], dim=1)[:, :width]
    axes, upper = torch.linalg.qr(along.transpose(1, 2), mode="reduced")
    lengths = torch.diagonal(upper, dim1=1, dim2=2)
    spanned = lengths.abs() > _OPEN * lengths.abs().amax(dim=1, keepdim=True)
    axes = functional.pad(axes * (lengths.sign() * spanned)[:, None], (0, width - axes.shape[2]))
    scale = tasks.query.norm(dim=1).clamp_min(torch.finfo(tasks.query.dtype).tiny)[:, None, None]
    return Framed(
        tasks=replace(
            tasks,
            query=torch.zeros_like(tasks.query),
            truth=(tasks.truth[:, None] @ axes / scale)[:, 0],
            responses=tasks.responses @ axes / scale,
        ),
        axes=axes,
        scale=scale,
    )


def mean_responses(responses: Tensor) -> Tensor:
    """``(B, N, d)`` the mean of the first n responses, n = 0 .. N - 1: what ignores the critic; 0 for none."""
    n = torch.arange(responses.shape[1], dtype=responses.dtype, device=responses.device)
    sums = responses.cumsum(dim=1) - responses
    return sums / n.clamp(min=1)[:, None]


def corrected_means(frame: Framed, corrections: Tensor) -> Tensor:
    """``(B, N, d)`` predictions in the coordinates of the task.

    Args:
        frame: from `framed`.
        corrections: ``(B, N, d)`` in the coordinates of the responses, added to the mean of the first n responses.
    """
    n_responses, width = corrections.shape[1:]
    n = torch.arange(n_responses, device=corrections.device)
    known = (torch.arange(width, device=corrections.device) < n[:, None]) & (n[:, None] > 1)
    there = mean_responses(frame.tasks.responses) + corrections * known
    return (there * frame.scale) @ frame.axes.transpose(1, 2)
