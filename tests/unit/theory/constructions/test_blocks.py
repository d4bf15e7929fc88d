from dataclasses import replace

import numpy as np
import pytest

from redraft.theory.constructions.blocks import Block, FeedForward, Head, Network, attention, fed_forward, run, steps

RNG = np.random.default_rng(0)
TOKENS = RNG.standard_normal((2, 4, 3))


def a_head(name: str = "a") -> Head:
    """Any head: keys of two numbers, values of two numbers, tokens of three."""
    query, key, value = RNG.standard_normal((3, 2, 3))
    return Head(name=name, query=query, key=key, value=value, output=RNG.standard_normal((3, 2)))


def a_network(**changes) -> FeedForward:
    """Any feed-forward network of five hidden units."""
    inner, outer = RNG.standard_normal((5, 3)), RNG.standard_normal((3, 5))
    plain = FeedForward(name="any", inner=inner, bias=RNG.standard_normal(5), outer=outer)
    return replace(plain, **changes)


def by_hand(head: Head, tokens: np.ndarray, last: int) -> np.ndarray:
    """What a head adds to the last of some tokens, one token at a time."""
    worth = np.array([np.exp((head.query @ tokens[last]) @ (head.key @ token)) for token in tokens])
    return head.output @ sum(w * (head.value @ token) for w, token in zip(worth / worth.sum(), tokens, strict=True))


def test_a_head_adds_the_mean_of_values_by_softmax_of_queries_and_keys() -> None:
    head = a_head()
    after = run(Network(blocks=(Block(name="b", heads=(head,)),)), TOKENS)
    for i in range(4):
        assert np.allclose(after[1, i], TOKENS[1, i] + by_hand(head, TOKENS[1], i), atol=1e-13)


def test_a_causal_head_sees_the_tokens_up_to_its_own() -> None:
    head = a_head()
    after = run(Network(blocks=(Block(name="b", heads=(head,)),), causal=True), TOKENS)
    for i in range(4):
        assert np.allclose(after[1, i], TOKENS[1, i] + by_hand(head, TOKENS[1, : i + 1], i), atol=1e-13)
    looked = attention(head, TOKENS, causal=True)
    assert (looked[:, ~np.tri(4, dtype=bool)] == 0).all() and np.allclose(looked.sum(axis=-1), 1)


def test_heads_of_a_block_read_the_same_tokens_and_the_feed_forward_network_reads_what_they_wrote() -> None:
    one, other, network = a_head("one"), a_head("other"), a_network()
    alone = [run(Network(blocks=(Block(name="b", heads=(head,)),)), TOKENS) - TOKENS for head in (one, other)]
    both = TOKENS + alone[0] + alone[1]
    block = Block(name="b", heads=(one, other), feed_forward=network)
    assert np.allclose(run(Network(blocks=(block,)), TOKENS), both + fed_forward(network, both), atol=1e-13)


def test_a_feed_forward_network_is_its_formula() -> None:
    gate, gate_bias = RNG.standard_normal((5, 3)), RNG.standard_normal(5)
    plain, token = a_network(), TOKENS[0, 0]
    z = plain.inner @ token + plain.bias
    positive = plain.outer @ np.maximum(z, 0)
    assert np.allclose(fed_forward(plain, TOKENS)[0, 0], positive, atol=1e-13)
    gated = replace(plain, gate=gate, gate_bias=gate_bias, activation="silu")
    expected = plain.outer @ (z / (1 + np.exp(-z)) * (gate @ token + gate_bias))
    assert np.allclose(fed_forward(gated, TOKENS)[0, 0], expected, atol=1e-13)
    ungated_bias = replace(plain, gate=gate)
    assert np.allclose(fed_forward(ungated_bias, TOKENS)[0, 0], plain.outer @ (np.maximum(z, 0) * (gate @ token)))


@pytest.mark.parametrize("activation", ["relu", "silu", "gelu"])
def test_activations_have_the_symmetry_that_exact_products_need(activation) -> None:
    z = np.array([[[-50.0], [-1.5], [0], [0.3], [800]]])
    unit = FeedForward(name="u", inner=np.eye(1), bias=np.zeros(1), outer=np.eye(1), activation=activation)
    assert np.allclose(fed_forward(unit, z) - fed_forward(unit, -z), z, rtol=1e-15)


def test_steps_are_the_blocks_in_order_with_where_each_head_looked() -> None:
    blocks = tuple(Block(name=f"b{k}", heads=(a_head("left"), a_head("right"))) for k in range(3))
    network = Network(blocks=blocks)
    walked = list(steps(network, TOKENS))
    assert [step.block.name for step in walked] == ["b0", "b1", "b2"]
    assert np.array_equal(walked[-1].tokens, run(network, TOKENS))
    before = [TOKENS, *(step.tokens for step in walked)]
    for step, tokens in zip(walked, before, strict=False):
        assert set(step.attention) == {"left", "right"}
        for head in step.block.heads:
            assert np.array_equal(step.attention[head.name], attention(head, tokens, causal=False))


def test_what_is_run_is_left_as_it_was_and_has_the_precision_of_the_tokens() -> None:
    kept = TOKENS.copy()
    network = Network(blocks=(Block(name="b", heads=(a_head(),), feed_forward=a_network()),) * 2)
    exact, rounded = run(network, TOKENS), run(network, TOKENS.astype("float32"))
    assert np.array_equal(TOKENS, kept)
    assert exact.dtype == np.float64 and rounded.dtype == np.float32
    assert 0 < np.abs(exact - rounded).max() < 1e-3


def test_logits_beyond_what_exp_can_take_are_weighed_all_the_same() -> None:
    head = Head(name="far", query=1e4 * np.eye(3)[:1], key=np.eye(3)[:1], value=np.eye(3), output=np.eye(3))
    tokens = np.array([[[1.0, 0, 0], [0.5, 0, 0]]])
    assert attention(head, tokens, causal=False)[0, 0].tolist() == [1.0, 0.0]


def test_an_empty_block_changes_nothing() -> None:
    assert np.array_equal(run(Network(blocks=(Block(name="nothing"),)), TOKENS), TOKENS)
