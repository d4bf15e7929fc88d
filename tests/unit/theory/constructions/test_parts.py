from dataclasses import replace

import numpy as np
import pytest

from redraft.errors import Misuse
from redraft.theory.constructions.blocks import Activation, Block, Network, attention, fed_forward, run
from redraft.theory.constructions.needs import Needs
from redraft.theory.constructions.parts import (
    applied,
    average_head,
    chosen,
    diameter,
    embedded,
    embedding,
    lengths_block,
    penalty,
    stacked,
    standard_channels,
    token_names,
)
from redraft.theory.constructions.units import feed_forward
from redraft.theory.problems import draw_problems
from redraft.theory.statements import facts
from redraft.theory.statements.gradients import choice_chances

CHANNELS = standard_channels(5, 3)
PROBLEMS = draw_problems(6, n_responses=4, width=3)
ACTIVATIONS: tuple[Activation, ...] = ("relu", "silu", "gelu")


def held(name: str, tokens: np.ndarray) -> np.ndarray:
    return tokens[..., CHANNELS.place(name)]


def test_a_token_has_three_numbers_for_each_of_a_response_and_nine_more() -> None:
    assert CHANNELS.width == 5 + 3 * 3 + 9


def test_tokens_are_a_start_the_responses_and_the_query() -> None:
    tokens = embedded(CHANNELS, PROBLEMS, start_reward=-11.0)
    assert tokens.shape == (6, 6, CHANNELS.width)
    assert np.array_equal(held("y", tokens)[:, 1:-1], PROBLEMS.responses)
    assert np.array_equal(held("r", tokens)[:, 1:-1, 0], PROBLEMS.rewards)
    assert (held("w", tokens)[:, 1:] == PROBLEMS.prediction[:, None]).all()
    assert (held("x", tokens)[:, 1:] == PROBLEMS.query[:, None]).all()
    assert held("is_start", tokens)[0, :, 0].tolist() == [1, 0, 0, 0, 0, 0]
    assert held("is_query", tokens)[0, :, 0].tolist() == [0, 0, 0, 0, 0, 1]
    assert (held("one", tokens) == 1).all() and (held("r", tokens)[:, 0] == -11).all()
    for name in ("x", "y", "w"):
        assert not held(name, tokens)[:, 0].any()
    for name in ("a", "rho", "n", "s", "m", "t"):
        assert not held(name, tokens).any()
    assert token_names(start=True)(4) == ("start", *(f"response {j}" for j in (1, 2, 3, 4)), "query")


def test_without_a_start_the_responses_come_first() -> None:
    tokens = embedded(CHANNELS, PROBLEMS, start_reward=None)
    assert tokens.shape == (6, 5, CHANNELS.width) and not held("is_start", tokens).any()
    assert np.array_equal(held("y", tokens)[:, :-1], PROBLEMS.responses)
    assert token_names(start=False)(2) == ("response 1", "response 2", "query")


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_squared_lengths_come_from_the_embedding_or_from_a_block(activation: Activation) -> None:
    given = embedded(CHANNELS, PROBLEMS, start_reward=-11.0, lengths=("n", "s"))
    made = run(
        Network(blocks=(lengths_block(CHANNELS, activation=activation),)),
        embedded(CHANNELS, PROBLEMS, start_reward=-11.0),
    )
    assert np.allclose(given, made, atol=1e-14)
    assert np.allclose(held("n", given)[:, 1:-1, 0], np.square(PROBLEMS.responses).sum(axis=-1))
    assert np.allclose(held("s", given)[:, 1:], 1)


def test_the_average_head_looks_as_the_model_chooses() -> None:
    tokens = embedded(CHANNELS, PROBLEMS, start_reward=-11.0, lengths=("n",))
    hide = penalty(CHANNELS, 1e4) - 1e4 * CHANNELS["is_start"]
    looked = attention(average_head(CHANNELS, hide, write=CHANNELS["a"].T), tokens, causal=False)
    expected = choice_chances(PROBLEMS, loss="infonce")[:, 0]
    for token in (1, 4, 5):
        assert np.allclose(looked[:, token, 1:-1], expected, atol=1e-14)
        assert not looked[:, token, [0, -1]].any()


def test_the_average_head_looks_past_what_was_chosen_before() -> None:
    tokens = embedded(CHANNELS, PROBLEMS, start_reward=-11.0, lengths=("n",))
    rows, best = np.arange(6), PROBLEMS.rewards.argmax(axis=1)
    tokens[rows, 1 + best, CHANNELS.place("m").start] = 1
    hide = penalty(CHANNELS, 1e4) - 1e4 * CHANNELS["is_start"]
    looked = attention(average_head(CHANNELS, hide, write=CHANNELS["a"].T), tokens, causal=False)
    second = np.argsort(-PROBLEMS.rewards, axis=1)[:, 1]
    assert np.allclose(looked[:, -1, 1:-1], choice_chances(PROBLEMS)[rows, second], atol=1e-14)


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_the_response_chosen_in_this_block_is_marked_and_none_that_was_before(activation: Activation) -> None:
    tokens = CHANNELS.tokens(1, 5)
    tokens[0, :, CHANNELS.place("r").start] = [-11, 3, 2, 1, 0.96]
    tokens[0, 0, CHANNELS.place("is_start").start] = 1
    tokens[0, 1, CHANNELS.place("m").start] = 1
    tokens[0, :, CHANNELS.place("rho").start] = 1.99
    marks = feed_forward("mark", chosen(CHANNELS, 0.04, CHANNELS["t"].T, activation=activation), activation=activation)
    assert np.allclose(held("t", fed_forward(marks, tokens))[0, :, 0], [0, 0, 1, 0, 0], atol=1e-14)
    # Once nothing is left rho is the reward of the start token, which must not be marked itself.
    tokens[0, 1:, CHANNELS.place("m").start] = 1
    tokens[0, :, CHANNELS.place("rho").start] = -11
    assert np.allclose(held("t", fed_forward(marks, tokens))[0, :, 0], 0, atol=1e-14)


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_the_end_of_a_step_moves_the_prediction_and_forgets_the_rest(activation: Activation) -> None:
    tokens = np.random.default_rng(0).standard_normal((2, 3, CHANNELS.width))
    for name in ("m", "t"):
        tokens[..., CHANNELS.place(name)] = [[1], [0], [1]]
    end = applied(CHANNELS, 0.1, forget=("rho",), unmark=("m", "t"), activation=activation)
    after = tokens + fed_forward(end, tokens)
    step = 0.2 * held("s", tokens) * held("a", tokens)
    assert np.allclose(held("w", after), held("w", tokens) + step, atol=1e-14)
    for name in ("a", "rho", "m", "t"):
        assert np.allclose(held(name, after), 0, atol=1e-15)
    for name in ("x", "y", "r", "n", "s"):
        assert np.array_equal(held(name, after), held(name, tokens))
    assert len(end.bias) == 4 * 3 + 2 + 2


def test_steps_are_stacked_and_named() -> None:
    one = (Block(name="stage 1"), Block(name="apply"))
    assert stacked(iter(one), 1) == one
    names = [block.name for block in stacked(one, 2)]
    assert names == ["step 1, stage 1", "step 1, apply", "step 2, stage 1", "step 2, apply"]


def test_an_embedding_checks_what_it_is_given() -> None:
    needs = Needs(n_responses=4, width=3, query_width=5, step_size=0.1, n_steps=1, gap=0.05)
    embed = embedding(CHANNELS, needs, 10.0)
    assert np.array_equal(embed(PROBLEMS), embedded(CHANNELS, PROBLEMS, start_reward=-11.0))
    tied = replace(PROBLEMS, rewards=np.ones((6, 4)))
    with pytest.raises(Misuse, match="use `graded` for ties"):
        embed(tied)
    assert embedding(CHANNELS, replace(needs, gap=None), 10.0)(tied).shape == (6, 6, CHANNELS.width)
    with pytest.raises(Misuse, match="build with n_responses=3"):
        embed(draw_problems(2, n_responses=3, width=3))


def test_the_diameter_is_that_of_the_statements() -> None:
    assert np.allclose(diameter(PROBLEMS), facts.diameter(PROBLEMS), rtol=1e-15)
