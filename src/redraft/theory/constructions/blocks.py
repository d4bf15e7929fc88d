"""Real transformer blocks in numpy: softmax attention and a feed-forward network, each added to the residual stream.

No layer norm, no control flow that depends on the data: every decision that a construction makes is made by a matrix.
Tokens are rows; a batch of problems stands in front. What is computed has the dtype of the tokens, so that the same
weights can be run in float32.

Source: wang2024incontext Sec. 2.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, NamedTuple

import numpy as np

from redraft.theory.problems import Floats

Activation = Literal["relu", "silu", "gelu"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """An attention head: ``h_i += O sum_j softmax_j((Q h_i) . (K h_j)) V h_j``.

    The usual ``1 / sqrt(d_k)`` is part of `query`.

    Attributes:
        name: what it does, for tables and pictures.
        query: ``(d_k, width)``.
        key: ``(d_k, width)``.
        value: ``(d_v, width)``.
        output: ``(width, d_v)``.
    """

    name: str
    query: Floats
    key: Floats
    value: Floats
    output: Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedForward:
    """A feed-forward network: ``h += outer (act(inner h + bias) * (gate h + gate_bias))``.

    Attributes:
        name: what it does.
        inner: ``(m, width)``.
        bias: ``(m,)``.
        outer: ``(width, m)``.
        gate: ``(m, width)``; None for an ungated network, whose second factor is 1.
        gate_bias: ``(m,)``; zeros where there is a gate and nothing else is said.
        activation: the nonlinearity.
    """

    name: str
    inner: Floats
    bias: Floats
    outer: Floats
    gate: Floats | None = None
    gate_bias: Floats | None = None
    activation: Activation = "relu"


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """Heads that look at once, then a feed-forward network; either may be missing.

    Attributes:
        name: the stage it carries out.
        heads: read the same tokens, their outputs are added.
        feed_forward: applied to every token after the heads.
    """

    name: str
    heads: tuple[Head, ...] = ()
    feed_forward: FeedForward | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Network:
    """Blocks in order.

    Attributes:
        blocks: from the first to the last.
        causal: whether a token sees itself and earlier ones only.
    """

    blocks: tuple[Block, ...]
    causal: bool = False


class Step(NamedTuple):
    """What one block did.

    Attributes:
        block: the block.
        attention: ``(B, T, T)`` for each of its heads, by name: how far token i looks at token j; rows sum to 1.
        tokens: ``(B, T, width)`` after it.
    """

    block: Block
    attention: dict[str, Floats]
    tokens: Floats


def weights(network: Network) -> Iterator[Floats]:
    """All matrices of a network, block by block."""
    for block in network.blocks:
        for head in block.heads:
            yield from (head.query, head.key, head.value, head.output)
        if block.feed_forward is not None:
            inner = block.feed_forward
            yield from (inner.inner, inner.bias, inner.outer)
            yield from (matrix for matrix in (inner.gate, inner.gate_bias) if matrix is not None)


def run(network: Network, tokens: Floats) -> Floats:
    """``(B, T, width)`` tokens after the whole network."""
    for step in steps(network, tokens):
        tokens = step.tokens
    return tokens


def steps(network: Network, tokens: Floats) -> Iterator[Step]:
    """The blocks one after the other, with where each head looked."""
    for block in network.blocks:
        looked = {head.name: attention(head, tokens, causal=network.causal) for head in block.heads}
        added = [_read(head, looked[head.name], tokens) for head in block.heads]
        # A new array each time: a step that was handed out must not change afterwards.
        tokens = sum(added, start=tokens)
        if block.feed_forward is not None:
            tokens = tokens + fed_forward(block.feed_forward, tokens)
        yield Step(block, looked, tokens)


def attention(head: Head, tokens: Floats, *, causal: bool) -> Floats:
    """``(B, T, T)`` softmax weights of a head."""
    queries, keys = tokens @ _like(head.query, tokens).T, tokens @ _like(head.key, tokens).T
    logits = queries @ keys.swapaxes(-1, -2)
    if causal:
        logits = np.where(np.tri(logits.shape[-1], dtype=bool), logits, -np.inf)
    raw = np.exp(logits - logits.max(axis=-1, keepdims=True))
    weights: Floats = raw / raw.sum(axis=-1, keepdims=True)
    return weights


def fed_forward(network: FeedForward, tokens: Floats) -> Floats:
    """``(B, T, width)`` what a feed-forward network adds."""
    inner = _activated(network.activation, tokens @ _like(network.inner, tokens).T + _like(network.bias, tokens))
    if network.gate is not None:
        gate = tokens @ _like(network.gate, tokens).T
        inner = inner * (gate if network.gate_bias is None else gate + _like(network.gate_bias, tokens))
    added: Floats = inner @ _like(network.outer, tokens).T
    return added


def _read(head: Head, weights: Floats, tokens: Floats) -> Floats:
    values = tokens @ _like(head.value, tokens).T
    return weights @ values @ _like(head.output, tokens).T


def _like(matrix: Floats, tokens: Floats) -> Floats:
    return matrix.astype(tokens.dtype, copy=False)


def _activated(activation: Activation, z: Floats) -> Floats:
    if activation == "relu":
        return np.maximum(z, 0)
    # GELU in its sigmoid form ("quick GELU"): it has the symmetry that exact products need, and no error function.
    slope = 1.0 if activation == "silu" else 1.702
    # tanh does not overflow where exp would.
    sigmoid: Floats = 0.5 * (1 + np.tanh(0.5 * slope * z))
    return z * sigmoid
