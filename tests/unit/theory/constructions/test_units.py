import numpy as np
import pytest

from redraft.theory.constructions.blocks import Activation, fed_forward
from redraft.theory.constructions.channels import Channels
from redraft.theory.constructions.units import (
    cleared,
    feed_forward,
    gated,
    linear,
    positive_parts,
    product,
    sharpness_of,
    squared_norm,
)

CHANNELS = Channels((("a", 3), ("b", 3), ("out", 3), ("one", 1)))
ACTIVATIONS: tuple[Activation, ...] = ("relu", "silu", "gelu")
A, B, OUT = (CHANNELS[name] for name in ("a", "b", "out"))


def tokens() -> np.ndarray:
    drawn = 10 * np.random.default_rng(0).standard_normal((4, 6, CHANNELS.width))
    drawn[..., CHANNELS.place("one")] = 1
    return drawn


def read(name: str, values: np.ndarray) -> np.ndarray:
    return values[..., CHANNELS.place(name)]


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_products_squares_and_sums_are_exact_under_every_activation(activation: Activation) -> None:
    h = tokens()
    a, b = read("a", h), read("b", h)
    first = OUT.T[:, :1]
    cases = {
        "product": (product(A, B, OUT.T), a * b),
        "square": (squared_norm(A, first), (a**2).sum(axis=-1, keepdims=True) * [1, 0, 0]),
        "sum": (linear(A - 2 * B, OUT.T), a - 2 * b),
    }
    for name, (units, expected) in cases.items():
        added = fed_forward(feed_forward(name, units, activation=activation), h)
        assert np.allclose(read("out", added), expected, rtol=1e-14, atol=1e-13), name
        assert not read("a", added).any() and not read("b", added).any()


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_cleared_channels_hold_nothing_and_others_what_they_held(activation: Activation) -> None:
    h = tokens()
    after = h + fed_forward(feed_forward("clear", cleared(A, B), activation=activation), h)
    assert np.allclose(read("a", after), 0, atol=1e-14) and np.allclose(read("b", after), 0, atol=1e-14)
    assert np.array_equal(read("out", after), read("out", h))


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_positive_parts_are_exact_away_from_the_threshold(activation: Activation) -> None:
    h = tokens()
    parts = positive_parts(A, np.full(3, 0.5), OUT.T, sharpness=sharpness_of(activation))
    z = read("a", h) + 0.5
    added = read("out", fed_forward(feed_forward("parts", parts, activation=activation), h))
    assert np.abs(z).min() > 0.02
    assert np.allclose(added, np.maximum(z, 0), rtol=1e-14, atol=1e-300)


@pytest.mark.parametrize("activation", ["silu", "gelu"])
def test_a_stretched_activation_is_the_positive_part_from_its_stated_margin_on(activation: Activation) -> None:
    z = np.array([-1e6, -1, -0.02, 0, 0.02, 1, 1e6])[:, None]
    line = feed_forward(
        "line",
        positive_parts(np.eye(1), np.zeros(1), np.eye(1), sharpness=sharpness_of(activation)),
        activation=activation,
    )
    assert np.allclose(fed_forward(line, z), np.maximum(z, 0), rtol=1e-15, atol=1e-300)


def test_groups_are_put_side_by_side_and_a_network_without_gates_has_none() -> None:
    sums, products = linear(A, OUT.T), product(A, B, OUT.T)
    plain, mixed = feed_forward("plain", sums), feed_forward("mixed", sums, products)
    assert plain.gate is None and plain.gate_bias is None and plain.inner.shape == (6, CHANNELS.width)
    assert mixed.gate is not None and mixed.inner.shape == (12, CHANNELS.width)
    h = tokens()
    assert np.allclose(fed_forward(mixed, h), fed_forward(plain, h) + fed_forward(feed_forward("p", products), h))


def test_units_are_gated_by_a_row_by_a_number_or_not_at_all() -> None:
    h, ones = tokens(), np.zeros((3, CHANNELS.width))
    positive = np.maximum(read("a", h), 0)
    plain = feed_forward("plain", gated(A, np.zeros(3), OUT.T))
    doubled = feed_forward("doubled", gated(A, np.zeros(3), OUT.T, gate=ones, gate_bias=np.full(3, 2.0)))
    by_b = feed_forward("by b", gated(A, np.zeros(3), OUT.T, gate=B))
    assert np.allclose(read("out", fed_forward(plain, h)), positive)
    assert np.allclose(read("out", fed_forward(doubled, h)), 2 * positive)
    assert np.allclose(read("out", fed_forward(by_b, h)), positive * read("b", h))
