"""Networks with one weight taken out, to find weights that do nothing."""

from collections.abc import Iterator
from dataclasses import fields, replace
from typing import Any, TypeVar

import numpy as np

from redraft.theory.constructions.blocks import FeedForward, Head, Network
from redraft.theory.problems import Floats

Part = TypeVar("Part", Head, FeedForward)
Place = tuple[str, str, tuple[int, ...]]
"""Name of a head or feed-forward network, name of a matrix, row and column."""


def knocked_out(network: Network) -> Iterator[tuple[Place, Network]]:
    """Every weight that is not 0, one after the other, set to 0 wherever a part with the same name has that matrix."""
    for part, matrix, index in sorted(set(_weights(network))):
        yield (part, matrix, index), _without(network, part, matrix, index)


def _weights(network: Network) -> Iterator[Place]:
    for block in network.blocks:
        parts: tuple[Head | FeedForward, ...] = block.heads
        if block.feed_forward is not None:
            parts = (*parts, block.feed_forward)
        for part in parts:
            for matrix, weights in _matrices(part):
                for index in np.argwhere(weights):
                    yield part.name, matrix, tuple(int(i) for i in index)


def _without(network: Network, part: str, matrix: str, index: tuple[int, ...]) -> Network:
    blocks = []
    for block in network.blocks:
        heads = tuple(_dulled(head, matrix, index) if head.name == part else head for head in block.heads)
        inner = block.feed_forward
        if inner is not None and inner.name == part:
            inner = _dulled(inner, matrix, index)
        blocks.append(replace(block, heads=heads, feed_forward=inner))
    return replace(network, blocks=tuple(blocks))


def _matrices(part: Head | FeedForward) -> Iterator[tuple[str, Floats]]:
    for field in fields(part):
        value = getattr(part, field.name)
        if isinstance(value, np.ndarray):
            yield field.name, value


def _dulled(part: Part, matrix: str, index: tuple[int, ...]) -> Part:
    weights = getattr(part, matrix).copy()
    weights[index] = 0
    changed: dict[str, Any] = {matrix: weights}
    return replace(part, **changed)
