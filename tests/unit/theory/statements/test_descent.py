from dataclasses import replace

import numpy as np
import pytest

from redraft.errors import Misuse
from redraft.theory.problems import draw_general_problems, draw_problems
from redraft.theory.statements.descent import descend, moved_responses
from redraft.theory.statements.gradients import direction, weight_gradient
from redraft.theory.statements.losses import ranking_loss

DRAWS = [draw_problems, draw_general_problems]


@pytest.mark.parametrize("draw", DRAWS)
@pytest.mark.parametrize("n_responses", [2, 8])
def test_a_step_on_the_weights_is_the_same_as_moving_every_target(draw, n_responses: int) -> None:
    problems = draw(20, n_responses=n_responses, width=5)
    stepped = replace(problems, weights=descend(problems, 0.1).weights)
    moved = replace(problems, responses=moved_responses(problems, 0.1))
    assert np.allclose(ranking_loss(stepped), ranking_loss(moved), rtol=1e-12)
    # And so is the next step, and every one after it.
    assert np.allclose(weight_gradient(stepped), weight_gradient(moved), atol=1e-12)


def test_targets_of_a_pair_move_as_the_proposition_prints_it() -> None:
    problems = draw_problems(20, n_responses=2, width=5)
    misses = problems.responses - problems.prediction[:, None, :]
    raw = np.exp(-np.square(misses).sum(axis=-1))
    beta = raw / raw.sum(axis=1, keepdims=True)
    best = problems.responses[np.arange(20), problems.rewards.argmax(axis=1)]
    shift = -2 * 0.1 * best + 2 * 0.1 * np.einsum("bj,bjy->by", beta, problems.responses)
    assert np.allclose(moved_responses(problems, 0.1), problems.responses + shift[:, None, :], atol=1e-14)


def test_a_step_moves_the_prediction_along_the_direction() -> None:
    problems = draw_problems(20, n_responses=8, width=5)
    longer = replace(problems, query=3 * problems.query)
    expected = longer.prediction + 2 * 0.1 * 9 * direction(longer)
    assert np.allclose(descend(longer, 0.1).predictions, expected, atol=1e-12)


@pytest.mark.parametrize("draw", DRAWS)
def test_several_steps_are_one_after_the_other_and_the_loss_falls(draw) -> None:
    problems = draw(20, n_responses=6, width=4)
    once = descend(problems, 0.02, 2)
    again = descend(replace(problems, weights=once.weights), 0.02, 3)
    assert np.array_equal(descend(problems, 0.02, 5).weights, again.weights)
    before, after = ranking_loss(problems), ranking_loss(replace(problems, weights=again.weights))
    assert (after < before).all()


@pytest.mark.parametrize("draw", DRAWS)
def test_no_step_leaves_the_prediction_where_it_was(draw) -> None:
    problems = draw(3, n_responses=3, width=2)
    expected = np.einsum("byx,bx->by", problems.weights, problems.query)
    assert np.array_equal(descend(problems, 0.1, 0).predictions, expected)


def test_the_loss_of_a_pair_has_no_minimum_so_that_many_steps_overshoot_the_best_response() -> None:
    pair = np.tile([[[1.0], [-1.0]]], (20, 1, 1))
    problems = replace(draw_problems(20, n_responses=2, width=1), responses=pair, rewards=pair[..., 0])
    few, many, more = (descend(problems, 0.1, n_steps).predictions for n_steps in (1, 200, 2000))
    assert (few < many).all() and (many > 1).all() and (more > many).all()


@pytest.mark.parametrize("step_size", [0.0, -0.1, float("nan"), float("inf")])
def test_a_step_size_that_leads_nowhere_is_refused(step_size: float) -> None:
    with pytest.raises(Misuse, match=f"`step_size` must be above 0 and finite, got {step_size!r}; 0.1 is a usual one"):
        descend(draw_problems(1, n_responses=2, width=1), step_size)


def test_a_negative_number_of_steps_is_refused() -> None:
    with pytest.raises(Misuse, match="`n_steps` must be 0 or more, got -1"):
        descend(draw_problems(1, n_responses=2, width=1), 0.1, -1)
