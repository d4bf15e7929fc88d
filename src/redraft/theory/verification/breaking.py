"""One weight changed at a time: is every weight of a construction needed, and would the oracle notice?

A weight that is not 0 is set to 0, in every block in which a part of that name has it. Where predictions stay as exact
as they were, the weight did nothing for these problems: it is listed by name, not hidden in a mean.
"""

from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from typing import Any

import numpy as np

from redraft.theory.constructions.blocks import FeedForward, Head, Network, run
from redraft.theory.problems import Floats
from redraft.theory.verification.entries import Entry, Setting

NOTICED = 1e-6
"""An error from which a change counts as noticed: far above rounding, far below a step."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Weight:
    """A number of a construction.

    Attributes:
        part: the head or feed-forward network that it belongs to.
        matrix: which of its matrices.
        index: row and column, or place.
    """

    part: str
    matrix: str
    index: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Broken:
    """What became of a construction without each of its weights.

    Attributes:
        construction: its name.
        setting: its size.
        n_draws: problems that each change was tried on.
        seed: of their draw.
        n_weights: weights that are not 0, equal ones of equal blocks counted once.
        n_noticed: those without which a prediction was off by more than `NOTICED`.
        median_error: of predictions, over the weights; the largest error of a problem each.
        unnoticed: the others.
    """

    construction: str
    setting: Setting
    n_draws: int
    seed: int
    n_weights: int
    n_noticed: int
    median_error: float
    unnoticed: tuple[Weight, ...]


def break_weights(entry: Entry, setting: Setting, *, n_draws: int = 32, seed: int = 0) -> Broken:
    """Take out every weight of a construction, one after the other, and compare with gradient descent."""
    problems = entry.draw(n_draws, setting, seed)
    construction, expected = entry.build(setting), entry.expected(problems, setting)
    embedded = construction.embed(problems)
    errors = {
        weight: _error(construction.answer(run(network, embedded)), expected)
        for weight, network in without_each(construction.network)
    }
    unnoticed = tuple(weight for weight, error in errors.items() if not error > NOTICED)
    return Broken(
        construction=entry.name,
        setting=setting,
        n_draws=n_draws,
        seed=seed,
        n_weights=len(errors),
        n_noticed=len(errors) - len(unnoticed),
        median_error=float(np.median(list(errors.values()))),
        unnoticed=unnoticed,
    )


def without_each(network: Network) -> Iterator[tuple[Weight, Network]]:
    """Every weight that is not 0 with the network that has 0 in its place, wherever a part of that name has it."""
    for weight in dict.fromkeys(_weights(network)):
        yield weight, _without(network, weight)


def _weights(network: Network) -> Iterator[Weight]:
    for block in network.blocks:
        parts: tuple[Head | FeedForward, ...] = block.heads
        for part in parts if block.feed_forward is None else (*parts, block.feed_forward):
            for field in fields(part):
                matrix = getattr(part, field.name)
                if isinstance(matrix, np.ndarray):
                    for index in np.argwhere(matrix):
                        yield Weight(part=part.name, matrix=field.name, index=tuple(int(i) for i in index))


def _without(network: Network, weight: Weight) -> Network:
    blocks = []
    for block in network.blocks:
        heads = tuple(_dulled(head, weight) for head in block.heads)
        inner = None if block.feed_forward is None else _dulled(block.feed_forward, weight)
        blocks.append(replace(block, heads=heads, feed_forward=inner))
    return replace(network, blocks=tuple(blocks))


def _dulled(part: Any, weight: Weight) -> Any:
    assert isinstance(part, Head | FeedForward)
    if part.name != weight.part:
        return part
    matrix = getattr(part, weight.matrix).copy()
    matrix[weight.index] = 0
    return replace(part, **{weight.matrix: matrix})


def _error(said: Floats, expected: Floats) -> float:
    """The largest error; a number that is none (a softmax without any key, say) is as wrong as can be."""
    difference = np.abs(said - expected)
    return float("inf") if not np.isfinite(difference).all() else float(difference.max())
