from dataclasses import replace

import numpy as np
import pytest

from redraft.theory.problems import draw_general_problems, draw_problems
from redraft.theory.statements.gradients import choice_chances, direction, weight_gradient
from redraft.theory.statements.losses import AnyProblems, ranking_loss

SIZES = [(n, d) for n in (2, 4, 8, 16, 32) for d in (1, 5, 16)]


def by_complex_step(problems: AnyProblems, **how) -> np.ndarray:
    """The derivative as the imaginary part that an imaginary step of 1e-30 causes: nothing is subtracted."""
    gradient = np.zeros_like(problems.weights)
    for place in np.ndindex(gradient.shape[1:]):
        step = np.zeros_like(gradient)
        step[(slice(None), *place)] = 1e-30
        moved = replace(problems, weights=problems.weights + 1j * step)
        gradient[(slice(None), *place)] = ranking_loss(moved, **how).imag / 1e-30
    return gradient


@pytest.mark.parametrize(("n_responses", "width"), SIZES)
@pytest.mark.parametrize("draw", [draw_problems, draw_general_problems])
def test_the_gradient_is_the_derivative_of_the_loss(draw, n_responses: int, width: int) -> None:
    problems = draw(5, n_responses=n_responses, width=width, query_width=3)
    gradient = weight_gradient(problems)
    error = np.abs(gradient - by_complex_step(problems)).max()
    # Entries grow to about 100 with 32 responses, and rounding grows with them.
    assert error <= 3e-14 * max(1, np.abs(gradient).max())


@pytest.mark.parametrize("how", [{"loss": "infonce"}, {"loss": "infonce", "temperature": 3.0}])
@pytest.mark.parametrize("draw", [draw_problems, draw_general_problems])
def test_the_gradient_of_the_first_choice_is_its_derivative_too(draw, how) -> None:
    problems = draw(10, n_responses=6, width=3)
    assert np.abs(weight_gradient(problems, **how) - by_complex_step(problems, **how)).max() <= 3e-14


def test_ties_have_a_gradient_as_well() -> None:
    problems = draw_problems(10, n_responses=6, width=3)
    tied = replace(problems, rewards=np.tile([1.0, 1.0, 2.0, 3.0, 3.0, 3.0], (10, 1)))
    assert np.abs(weight_gradient(tied) - by_complex_step(tied)).max() <= 3e-14


def test_with_one_query_the_gradient_is_a_direction_times_the_query() -> None:
    problems = draw_problems(20, n_responses=8, width=5)
    expected = -2 * np.einsum("by,bx->byx", direction(problems), problems.query)
    assert np.allclose(weight_gradient(problems), expected, atol=1e-13)


def test_two_responses_pull_by_the_chance_of_choosing_wrongly() -> None:
    problems = draw_problems(20, n_responses=2, width=5)
    rows, best = np.arange(20), problems.rewards.argmax(axis=1)
    wrong = choice_chances(problems)[rows, best, 1 - best]
    apart = problems.responses[rows, best] - problems.responses[rows, 1 - best]
    assert np.allclose(direction(problems), wrong[:, None] * apart, atol=1e-14)


def test_chances_of_a_choice_sum_to_one_and_leave_out_what_was_chosen_before() -> None:
    problems = draw_problems(20, n_responses=5, width=2)
    chances = choice_chances(problems)
    better = problems.rewards[:, None, :] > problems.rewards[:, :, None]
    assert np.allclose(chances.sum(axis=-1), 1)
    assert (chances[better] == 0).all() and (chances[~better] > 0).all()
