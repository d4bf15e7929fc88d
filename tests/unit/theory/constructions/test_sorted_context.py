import re
from dataclasses import replace

import numpy as np
import pytest

from redraft.errors import Misuse
from redraft.theory.constructions import sorted_context
from redraft.theory.constructions.blocks import Network, run, steps
from redraft.theory.constructions.construction import Construction
from redraft.theory.problems import Problems, draw_problems
from redraft.theory.statements.descent import descend
from redraft.theory.statements.gradients import choice_chances
from redraft.theory.verification.breaking import without_each

STEP_SIZE = 0.1
# Far below what a temperature could tell apart: only the order counts.
GAP = 1e-9


def drawn(n_problems: int, *, n_responses: int, width: int, query_width: int = 5) -> Problems:
    """Problems with the smallest gaps, and queries that are not of length 1."""
    problems = draw_problems(
        n_problems, n_responses=n_responses, width=width, query_width=query_width, min_gap=GAP, seed=3
    )
    return replace(problems, query=1.3 * problems.query)


def worst_error(construction: Construction[Problems], problems: Problems, n_steps: int = 1, **kwargs: str) -> float:
    expected = descend(problems, STEP_SIZE, n_steps).predictions
    return float(np.abs(construction.predictions(problems, **kwargs) - expected).max())


@pytest.mark.parametrize("n_responses", [2, 4, 8, 16, 32])
@pytest.mark.parametrize("width", [1, 5, 16])
def test_two_attention_layers_take_the_step_whatever_the_gaps(n_responses: int, width: int) -> None:
    problems = drawn(10, n_responses=n_responses, width=width)
    construction = sorted_context.build(n_responses=n_responses, width=width)
    assert worst_error(construction, problems) <= 1e-12
    assert worst_error(construction, problems, dtype="float32") <= 1e-5
    assert sum(len(block.heads) for block in construction.network.blocks) == 2


@pytest.mark.parametrize("n_steps", [2, 5])
def test_a_context_that_is_listed_again_for_each_step_takes_as_many(n_steps: int) -> None:
    problems = drawn(10, n_responses=8, width=5)
    construction = sorted_context.build(n_responses=8, width=5, n_steps=n_steps)
    assert worst_error(construction, problems, n_steps) <= 1e-12


@pytest.mark.parametrize("activation", ["silu", "gelu"])
def test_smooth_activations_are_as_exact(activation: str) -> None:
    problems = drawn(10, n_responses=8, width=5)
    construction = sorted_context.build(n_responses=8, width=5, n_steps=2, activation=activation)  # type: ignore[arg-type]
    assert worst_error(construction, problems, 2) <= 1e-12


def test_each_response_looks_at_its_prefix_as_the_model_would_choose_from_it() -> None:
    problems = drawn(5, n_responses=4, width=2)
    construction = sorted_context.build(n_responses=4, width=2)
    looked = next(s.attention for s in steps(construction.network, construction.embed(problems)) if s.attention)
    order = np.argsort(problems.rewards, axis=1)
    chances = np.take_along_axis(choice_chances(problems), order[:, :, None], axis=1)
    chances = np.take_along_axis(chances, order[:, None, :], axis=2)
    assert looked["average"][:, :4, :4] == pytest.approx(chances, abs=1e-14)


def test_the_same_weights_take_a_wrong_step_when_the_mask_is_lifted_or_the_order_is_turned_round() -> None:
    problems = drawn(10, n_responses=8, width=5)
    construction = sorted_context.build(n_responses=8, width=5)
    expected = descend(problems, STEP_SIZE).predictions
    seeing_all = replace(construction, network=Network(blocks=construction.network.blocks))
    assert np.abs(seeing_all.predictions(problems) - expected).max() > 0.1
    tokens = construction.embed(problems)
    tokens[:, :-1] = tokens[:, -2::-1].copy()
    assert np.abs(construction.answer(run(construction.network, tokens)) - expected).max() > 0.1


def test_every_single_weight_is_needed() -> None:
    problems = drawn(10, n_responses=4, width=2, query_width=2)
    construction = sorted_context.build(n_responses=4, width=2, query_width=2, n_steps=3)
    assert worst_error(construction, problems, 3) <= 1e-12
    errors = {
        weight: worst_error(replace(construction, network=network), problems, 3)
        for weight, network in without_each(construction.network)
    }
    assert len(errors) > 100
    assert {weight: error for weight, error in errors.items() if not error > 1e-6} == {}


def test_tokens_are_named_in_the_order_of_the_prompt() -> None:
    assert sorted_context.build(n_responses=3, width=1).token_names(3) == ("rank 3", "rank 2", "rank 1", "query")
    twice = sorted_context.build(n_responses=2, width=1, n_steps=2)
    assert twice.token_names(2) == (
        "rank 2, copy 1",
        "rank 1, copy 1",
        "rank 2, copy 2",
        "rank 1, copy 2",
        "query",
    )


def test_equal_rewards_are_refused_unless_their_order_is_to_count() -> None:
    problems = drawn(3, n_responses=4, width=2)
    rewards = problems.rewards.copy()
    rewards[2, 0] = rewards[2, 3]
    tied = replace(problems, rewards=rewards)
    with pytest.raises(Misuse, match=r"rewards must differ, got a smallest distance of 0 in problem 2; use `graded`"):
        sorted_context.build(n_responses=4, width=2).predictions(tied)
    taken = sorted_context.build(n_responses=4, width=2, allow_ties=True).predictions(tied)
    # A stable sort lists the first of two equals first, as the worse one.
    broken = replace(tied, rewards=tied.rewards + np.array([0, 0, 0, GAP / 2]))
    assert taken == pytest.approx(descend(broken, STEP_SIZE).predictions, abs=1e-12)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"n_responses": 1}, "`n_responses` must be 2 or more, got 1"),
        ({"n_responses": 5}, "the network was built with n_responses=5, got problems with 4; build with n_responses=4"),
        ({"width": 3}, "build with width=2"),
        ({"n_steps": 0}, "`n_steps` must be 1 or more, got 0"),
        ({"step_size": 0.0}, "`step_size` must be above 0 and finite, got 0.0"),
        ({"largest_logit": 1e-3}, "|y|^2 + 2 |W x| |y| must be 0.001 or less"),
    ],
)
def test_what_it_cannot_take_is_refused_with_a_remedy(options: dict[str, float], message: str) -> None:
    problems = drawn(3, n_responses=4, width=2)
    with pytest.raises(Misuse, match=re.escape(message)):
        sorted_context.build(**{"n_responses": 4, "width": 2, **options}).predictions(problems)  # type: ignore[arg-type]
