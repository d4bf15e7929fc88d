"""Feed-forward networks put together from groups of hidden units, each group doing one exact thing.

A unit computes ``act(inner . h + bias) * (gate . h + gate_bias)`` and adds it, times its column of `outer`, to the
token. For every activation ``act(z) = z S(z)`` with ``S(z) + S(-z) = 1`` (ReLU, SiLU, GELU) two units make a product
with no error but rounding::

    act(a) b + act(-a) (-b)  =  a b S(a) + a b S(-a)  =  a b

so squares, products and, with b = 1, linear maps are exact under all three.
"""

from dataclasses import dataclass

import numpy as np

from redraft.theory.constructions.blocks import Activation, FeedForward
from redraft.theory.problems import Floats

SHARPNESS = 2048.0
"""How far a smooth activation is stretched where it must act like ReLU: ``act(K z) / K`` with this K.

In float64 it then equals ``max(z, 0)`` to the last digit for every |z| from 0.02 on, and at 0; a power of two, so that
what is stretched and shrunk again has lost nothing.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Units:
    """A group of hidden units, as rows and columns of the matrices of a feed-forward network.

    Attributes:
        inner: ``(m, width)``.
        bias: ``(m,)``.
        gate: ``(m, width)``; zeros where a unit is not gated.
        gate_bias: ``(m,)``; one where a unit is not gated.
        outer: ``(width, m)``.
    """

    inner: Floats
    bias: Floats
    gate: Floats
    gate_bias: Floats
    outer: Floats


def product(left: Floats, right: Floats, into: Floats) -> Units:
    """Add ``(left_k . h) (right_k . h)`` along the k-th column of `into`; two units for each product.

    Args:
        left: ``(m, width)`` rows that read the first factors.
        right: ``(m, width)`` rows that read the second.
        into: ``(width, m)`` columns that say where the products go.
    """
    both_signs, other = np.concatenate([left, -left]), np.concatenate([right, -right])
    return gated(both_signs, np.zeros(len(both_signs)), np.concatenate([into, into], axis=1), gate=other)


def squared_norm(channel: Floats, into: Floats) -> Units:
    """Add the squared length of a channel; two units for each of its numbers.

    Args:
        channel: ``(m, width)`` rows that read it.
        into: ``(width, 1)`` where it goes.
    """
    return product(channel, channel, np.repeat(into, len(channel), axis=1))


def linear(rows: Floats, into: Floats) -> Units:
    """Add ``rows_k . h`` along the k-th column of `into`, exactly; two units each.

    Args:
        rows: ``(m, width)``.
        into: ``(width, m)``.
    """
    return positive_parts(np.concatenate([rows, -rows]), np.zeros(2 * len(rows)), np.concatenate([into, -into], axis=1))


def cleared(*channels: Floats) -> Units:
    """Take away from channels what they hold, so that they hold 0; two units for each number."""
    rows = np.concatenate(channels)
    return linear(rows, -rows.T)


def positive_parts(rows: Floats, bias: Floats, into: Floats, *, sharpness: float = 1.0) -> Units:
    """Add ``act(K z_k) / K`` along the k-th column of `into`, with ``z_k = rows_k . h + bias_k``; one unit each.

    Args:
        rows: ``(m, width)``.
        bias: ``(m,)``.
        into: ``(width, m)``.
        sharpness: K; see `sharpness_of`.
    """
    return gated(sharpness * rows, sharpness * bias, into / sharpness)


def gated(
    inner: Floats, bias: Floats, outer: Floats, *, gate: Floats | None = None, gate_bias: Floats | None = None
) -> Units:
    """Units given by their rows and columns; without a gate their second factor is 1."""
    plain = gate is None and gate_bias is None
    return Units(
        inner=inner,
        bias=bias,
        gate=np.zeros_like(inner) if gate is None else gate,
        gate_bias=np.full(len(inner), float(plain)) if gate_bias is None else gate_bias,
        outer=outer,
    )


def sharpness_of(activation: Activation) -> float:
    """K such that ``act(K z) / K`` is the positive part of z; 1 for ReLU, which is that by itself."""
    return 1.0 if activation == "relu" else SHARPNESS


def feed_forward(name: str, *groups: Units, activation: Activation = "relu") -> FeedForward:
    """The network that has all units of the groups; without a gate where no unit has one."""
    gate = np.concatenate([group.gate for group in groups])
    gate_bias = np.concatenate([group.gate_bias for group in groups])
    gated = bool(gate.any() or (gate_bias != 1).any())
    return FeedForward(
        name=name,
        inner=np.concatenate([group.inner for group in groups]),
        bias=np.concatenate([group.bias for group in groups]),
        outer=np.concatenate([group.outer for group in groups], axis=1),
        gate=gate if gated else None,
        gate_bias=gate_bias if gated else None,
        activation=activation,
    )
