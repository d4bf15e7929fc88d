"""Tasks as the tokens that an aligner reads, and where its predictions stand.

The prediction that uses n examples is read at the token of query n + 1, which sees the examples before it and no other.
What comes after the last query is never read by anybody, so that it is left out; that is exact under a causal mask.
"""

import torch
from torch import Tensor
from torch.nn import functional

from redraft.errors import Misuse
from redraft.theory.aligners.config import AlignerConfig
from redraft.theory.aligners.tasks import TaskConfig, Tasks


def n_tokens(config: AlignerConfig, tasks: TaskConfig) -> int:
    """T, the length of a sequence: N packed; 3 N - 2 interleaved."""
    return tasks.n_responses if config.tokens == "packed" else 3 * tasks.n_responses - 2


def token_width(config: AlignerConfig, tasks: TaskConfig) -> int:
    """Numbers in a token: query, response and reward side by side; or the widest of the three."""
    wide = 2 * tasks.width + 1 if config.tokens == "packed" else tasks.width
    return wide + config.n_extra_inputs


def tokens_of(config: AlignerConfig, tasks: Tasks, extra: Tensor | None = None) -> Tensor:
    """``(B, T, token width)`` the sequence of each task.

    Args:
        config: says which form. Packed, token n is ``[x, y_{n-1}, r_{n-1}]``, with zeros for the response before the
            first. Interleaved, the tokens are x, y, r, x, y, r, ..., x with rewards padded by zeros.
        tasks: B of them.
        extra: ``(B, n_extra_inputs)`` what is told beside each query.

    Raises:
        Misuse: when `extra` is missing, is not wanted, or has another shape.
    """
    wanted = (len(tasks), config.n_extra_inputs)
    got = (len(tasks), 0) if extra is None else tuple(extra.shape)
    if got != wanted:
        raise Misuse(f"`extra` must have shape {wanted} for this aligner, got {None if extra is None else got!r}")
    n, width = tasks.responses.shape[1:]
    queries = tasks.query[:, None].expand(-1, n, -1)
    if extra is not None:
        queries = torch.cat([queries, extra[:, None].expand(-1, n, -1)], dim=2)
    if config.tokens == "packed":
        pairs = torch.cat([tasks.responses, tasks.rewards[..., None]], dim=2)
        return torch.cat([queries, functional.pad(pairs[:, :-1], (0, 0, 1, 0))], dim=2)
    responses = functional.pad(tasks.responses, (0, config.n_extra_inputs))
    rewards = functional.pad(tasks.rewards[..., None], (0, width - 1 + config.n_extra_inputs))
    triplets = torch.stack([queries, responses, rewards], dim=2)
    return triplets.flatten(1, 2)[:, :-2]


def at_queries(config: AlignerConfig, outputs: Tensor) -> Tensor:
    """``(B, N, ...)`` of outputs ``(B, T, ...)``: those at the tokens whose predictions count."""
    return outputs if config.tokens == "packed" else outputs[:, ::3]
