"""A transformer with exact weights that carries out a gradient step of a ranking loss in its context.

This file stands beside the weights of every exported construction, and needs torch and transformers alone::

    model = AutoModel.from_pretrained(FOLDER, trust_remote_code=True)
    model(query, responses, rewards, weights).predictions

Nothing in the forward pass depends on the data but the order in which the responses are listed, which belongs to the
prompt: attention and feed-forward networks, each added to the residual stream, and no layer norm.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, nn
from transformers import PretrainedConfig, PreTrainedModel
from transformers.utils import ModelOutput


class ConstructionConfig(PretrainedConfig):
    """The shape of a construction.

    Attributes:
        construction: its short name.
        statement: the statement that it carries out.
        n_responses: N, responses in a context.
        width: d, numbers in a response.
        query_width: d_x, numbers in a query.
        per_response_queries: whether every response answers a query of its own.
        order: "given", or "worst first" when the context is listed in ascending order of reward.
        causal: whether a token sees itself and earlier ones only.
        channels: names of the parts of a token with their sizes, in order.
        tokens: names of the tokens.
        answer_at: the token at which the prediction is read.
        blocks: for each block its name, its heads (name, key width, value width) and its feed-forward network (name,
            units, whether gated, activation) or None.
        n_constants: distinct fixed numbers in the tokens.
        needs: what the weights were made for: gap (smallest distance of two rewards; 0 where they must only differ),
            largest_reward, n_grades, unit_queries, and with step_size, n_steps and logits how large these may become,
            largest_logit. None, or a part that is None: nothing is asked.
    """

    model_type = "redraft_construction"

    def __init__(
        self,
        construction: str = "",
        statement: str = "",
        n_responses: int = 2,
        width: int = 1,
        query_width: int = 1,
        per_response_queries: bool = False,
        order: str = "given",
        causal: bool = False,
        channels: Sequence[tuple[str, int]] = (("w", 1),),
        tokens: Sequence[str] = ("query",),
        answer_at: int = -1,
        blocks: Sequence[dict[str, Any]] = (),
        n_constants: int = 1,
        needs: dict[str, Any] | None = None,
        **kwargs: Any,
    ) -> None:
        self.construction, self.statement = construction, statement
        self.n_responses, self.width, self.query_width = n_responses, width, query_width
        self.per_response_queries, self.order, self.causal = per_response_queries, order, causal
        self.channels = [(name, size) for name, size in channels]
        self.tokens = list(tokens)
        self.answer_at, self.blocks, self.n_constants = answer_at, list(blocks), n_constants
        self.needs = needs
        super().__init__(**kwargs)


@dataclass
class ConstructionOutput(ModelOutput):
    """What a construction says.

    Attributes:
        predictions: ``(B, d)`` the prediction for each query after the step or steps.
        attentions: for each block ``(B, heads, T, T)``: how far token i looks at token j; if asked for.
        hidden_states: ``(B, T, width)`` tokens before the first block and after each; if asked for.
    """

    predictions: Tensor | None = None
    attentions: tuple[Tensor, ...] | None = None
    hidden_states: tuple[Tensor, ...] | None = None


class Head(nn.Module):
    """An attention head; the usual ``1 / sqrt(d_k)`` is part of `query`."""

    def __init__(self, width: int, key_width: int, value_width: int) -> None:
        super().__init__()
        self.query = nn.Parameter(torch.zeros(key_width, width))
        self.key = nn.Parameter(torch.zeros(key_width, width))
        self.value = nn.Parameter(torch.zeros(value_width, width))
        self.output = nn.Parameter(torch.zeros(width, value_width))

    def forward(self, tokens: Tensor, causal: bool) -> tuple[Tensor, Tensor]:
        """What the head adds, ``(B, T, width)``, and where it looks, ``(B, T, T)``."""
        logits = (tokens @ self.query.T) @ (tokens @ self.key.T).transpose(-1, -2)
        if causal:
            seen = torch.ones(logits.shape[-2:], dtype=torch.bool, device=logits.device).tril()
            logits = logits.masked_fill(~seen, float("-inf"))
        looked = logits.softmax(-1)
        return looked @ (tokens @ self.value.T) @ self.output.T, looked


class FeedForward(nn.Module):
    """``outer (act(inner h + bias) * (gate h + gate_bias))``; without a gate the second factor is 1."""

    def __init__(self, width: int, units: int, gated: bool, activation: str) -> None:
        super().__init__()
        self.activation = activation
        self.inner = nn.Parameter(torch.zeros(units, width))
        self.bias = nn.Parameter(torch.zeros(units))
        self.outer = nn.Parameter(torch.zeros(width, units))
        self.gate = nn.Parameter(torch.zeros(units, width)) if gated else None
        self.gate_bias = nn.Parameter(torch.zeros(units)) if gated else None

    def forward(self, tokens: Tensor) -> Tensor:
        """What the network adds, ``(B, T, width)``."""
        inner = tokens @ self.inner.T + self.bias
        if self.activation == "relu":
            inner = inner.relu()
        else:  # gelu in its sigmoid form, which has the symmetry that exact products need
            inner = inner * torch.sigmoid((1.0 if self.activation == "silu" else 1.702) * inner)
        if self.gate is not None:
            inner = inner * (tokens @ self.gate.T + self.gate_bias)
        return inner @ self.outer.T


class Block(nn.Module):
    """Heads that look at once, then a feed-forward network; either may be missing."""

    def __init__(self, width: int, heads: Sequence[dict[str, Any]], feed_forward: dict[str, Any] | None) -> None:
        super().__init__()
        self.heads = nn.ModuleDict({h["name"]: Head(width, h["key_width"], h["value_width"]) for h in heads})
        self.feed_forward = None
        if feed_forward is not None:
            units, gated = feed_forward["units"], feed_forward["gated"]
            self.feed_forward = FeedForward(width, units, gated, feed_forward["activation"])

    def forward(self, tokens: Tensor, causal: bool) -> tuple[Tensor, Tensor]:
        """Tokens after the block, and ``(B, heads, T, T)`` where its heads looked."""
        read = [head(tokens, causal) for head in self.heads.values()]
        looked = [attention for _, attention in read]
        size = (tokens.shape[0], 0, tokens.shape[1], tokens.shape[1])
        after = sum((added for added, _ in read), start=tokens)
        if self.feed_forward is not None:
            after = after + self.feed_forward(after)
        return after, torch.stack(looked, 1) if looked else tokens.new_zeros(size)


class Embedding(nn.Module):
    """Every number of every token is either fixed or copied from the problem; `index` says which."""

    def __init__(self, n_tokens: int, width: int, n_constants: int) -> None:
        super().__init__()
        self.constants = nn.Parameter(torch.zeros(n_constants))
        self.register_buffer("index", torch.zeros(n_tokens, width, dtype=torch.long))

    def forward(self, values: Tensor) -> Tensor:
        """``(B, T, width)`` tokens from ``(B, m)`` numbers of a problem."""
        constants = self.constants.expand(values.shape[0], -1)
        return torch.cat([constants, values], 1)[:, self.index]


class ConstructionModel(PreTrainedModel):
    """The construction: tokens, blocks, and the prediction read off one token."""

    config_class = ConstructionConfig
    main_input_name = "responses"

    def __init__(self, config: ConstructionConfig) -> None:
        super().__init__(config)
        width = sum(size for _, size in config.channels)
        self.embedding = Embedding(len(config.tokens), width, config.n_constants)
        self.blocks = nn.ModuleList(Block(width, b["heads"], b["feed_forward"]) for b in config.blocks)
        self.post_init()

    def forward(
        self,
        query: Tensor,
        responses: Tensor,
        rewards: Tensor,
        weights: Tensor | None = None,
        queries: Tensor | None = None,
        output_attentions: bool = False,
        output_hidden_states: bool = False,
    ) -> ConstructionOutput:
        """The prediction after the step, and on request what happened on the way.

        Args:
            query: ``(B, d_x)`` the query to answer.
            responses: ``(B, N, d)`` in any order; N is fixed by the exported weights.
            rewards: ``(B, N)`` the critic's reward of each, higher is better.
            weights: ``(B, d, d_x)`` the linear model before the step; zeros if left out.
            queries: ``(B, N, d_x)`` the query of each response, for a construction that wants one.
            output_attentions: whether to return where every head looked.
            output_hidden_states: whether to return the tokens.

        Raises:
            ValueError: for problems of another size, or that the weights were not made for; `config.needs` says which.
        """
        tokens = self.embedding(self._values(query, responses, rewards, weights, queries))
        looked, states = [], [tokens]
        for block in self.blocks:
            tokens, attention = block(tokens, self.config.causal)
            looked.append(attention)
            states.append(tokens)
        return ConstructionOutput(
            predictions=tokens[:, self.config.answer_at, self._place("w")],
            attentions=tuple(looked) if output_attentions else None,
            hidden_states=tuple(states) if output_hidden_states else None,
        )

    def _place(self, name: str) -> slice:
        start = 0
        for known, size in self.config.channels:
            if known == name:
                return slice(start, start + size)
            start += size
        raise KeyError(f"no channel {name!r} in {self.config.channels!r}")

    def _values(
        self, query: Tensor, responses: Tensor, rewards: Tensor, weights: Tensor | None, queries: Tensor | None
    ) -> Tensor:
        config = self.config
        n, d, d_x = config.n_responses, config.width, config.query_width
        if weights is None:
            weights = query.new_zeros(query.shape[0], d, d_x)
        given = {"query": (query, (d_x,)), "responses": (responses, (n, d)), "rewards": (rewards, (n,))}
        given["weights"] = (weights, (d, d_x))
        if config.per_response_queries:
            if queries is None:
                raise ValueError("this construction wants `queries`, the query of each response, got None")
            given["queries"] = (queries, (n, d_x))
        for name, (tensor, size) in given.items():
            if tuple(tensor.shape) != (query.shape[0], *size):
                raise ValueError(
                    f"`{name}` must have shape {(query.shape[0], *size)}, got {tuple(tensor.shape)}; these weights "
                    f"were exported for {n} responses of width {d} to queries of width {d_x}"
                )
        cast = {name: tensor.to(self.embedding.constants) for name, (tensor, _) in given.items()}
        if config.needs is not None:
            refuse_others(config.needs, **cast)
        if config.order == "worst first":
            order = cast["rewards"].argsort(dim=1, stable=True)
            for name in cast.keys() & {"responses", "rewards", "queries"}:
                rows = order if cast[name].dim() == 2 else order[..., None].expand_as(cast[name])
                cast[name] = cast[name].gather(1, rows)
        return problem_values(**cast)


def problem_values(
    query: Tensor, responses: Tensor, rewards: Tensor, weights: Tensor, queries: Tensor | None = None
) -> Tensor:
    """``(B, m)`` every number that a token may copy: what is given, W x, squared lengths, extreme rewards."""
    values = [query, weights, weights @ query[..., None], query.square().sum(-1, keepdim=True)]
    values += [rewards, rewards.amin(1), rewards.amax(1), responses, responses.square().sum(-1)]
    if queries is not None:
        values += [queries, queries @ weights.transpose(-1, -2), queries.square().sum(-1)]
    return torch.cat([value.reshape(len(query), -1) for value in values], 1)


def refuse_others(
    needs: dict[str, Any], query: Tensor, responses: Tensor, rewards: Tensor, weights: Tensor,
    queries: Tensor | None = None,
) -> None:  # fmt: skip
    """Raise ValueError for problems that the weights were not made for, which they would answer wrongly."""
    given = (query, responses, rewards, weights, *(() if queries is None else (queries,)))
    if not all(bool(tensor.isfinite().all()) for tensor in given):
        raise ValueError("all numbers must be finite; leave such problems out")
    gap, reward, grades = needs["gap"], needs["largest_reward"], needs["n_grades"]
    smallest = float(rewards.sort(1).values.diff(dim=1).min())
    if gap is not None and (smallest <= 0 or smallest < gap * (1 - 1e-9)):
        told = f"differ by {gap:g} or more" if gap else "differ"
        raise ValueError(f"rewards must {told}, got a smallest distance of {smallest:.3g}; export with a smaller gap")
    if reward is not None and float(rewards.abs().max()) > reward:
        raise ValueError(f"rewards must lie within {reward:g} of 0, got {float(rewards.abs().max()):g}; shift them")
    if grades is not None and bool(((rewards != rewards.round()) | (rewards < 1) | (rewards > grades)).any()):
        raise ValueError(f"rewards must be whole numbers from 1 to {grades}; round them, or give ranks")
    if needs["unit_queries"] and bool(((query.norm(dim=1) - 1).abs() > 1e-9).any()):
        raise ValueError("queries must have length 1; divide each by its length and multiply the weights by it")
    largest = float(_logit_reach(needs, query, responses, weights, queries).max())
    if not largest <= needs["largest_logit"] * (1 + 1e-9):
        raise ValueError(
            f"logits can become {largest:.4g}, and masks were made for {needs['largest_logit']:.4g}; "
            "use smaller units, or export with a larger largest_logit"
        )


def _logit_reach(
    needs: dict[str, Any], query: Tensor, responses: Tensor, weights: Tensor, queries: Tensor | None
) -> Tensor:
    """``(B,)`` how far from 0 logits can be at the last step: w moves by ``4 eta |x|^2 (N - 1) max |y|`` at most."""
    lengths = responses.norm(dim=-1)
    widest, n_moves = lengths.amax(1), needs["n_steps"] - 1
    rate = 4 * needs["step_size"] * (responses.shape[1] - 1)
    if queries is not None:
        residual = (lengths + (queries @ weights.transpose(-1, -2)).norm(dim=-1)).amax(1)
        return residual.square() * (1 + rate * queries.square().sum(-1).amax(1)) ** (2 * n_moves)
    model = (weights @ query[..., None])[..., 0].norm(dim=-1) + rate * n_moves * query.square().sum(-1) * widest
    return widest * (widest + 2 * model) if needs["logits"] == "products" else (widest + model).square()
