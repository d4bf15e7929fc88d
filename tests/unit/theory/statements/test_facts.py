from dataclasses import replace

import numpy as np
import pytest

from redraft.theory.problems import Problems, draw_problems
from redraft.theory.statements.descent import descend
from redraft.theory.statements.facts import curvature, curvature_bound, diameter, item_shares, pair_form
from redraft.theory.statements.gradients import direction
from redraft.theory.statements.losses import ranking_loss

SIZES = [(n, d) for n in (2, 4, 8, 16, 32) for d in (1, 5, 16)]


@pytest.mark.parametrize(("n_responses", "width"), SIZES)
def test_sums_over_pairs_and_over_items_are_the_same_step(n_responses: int, width: int) -> None:
    problems = draw_problems(10, n_responses=n_responses, width=width)
    shares, expected = item_shares(problems), direction(problems)
    assert np.allclose(pair_form(problems), expected, atol=1e-12)
    assert np.allclose(np.einsum("bj,bjy->by", shares, problems.responses), expected, atol=1e-12)
    assert np.allclose(shares.sum(axis=1), 0, atol=1e-13)


def test_an_undecided_model_repels_most_from_the_worst() -> None:
    problems = draw_problems(1, n_responses=8, width=3)
    undecided = replace(problems, responses=0 * problems.responses, rewards=np.arange(8.0, 0, -1)[None])
    expected = [0.875, 0.732, 0.565, 0.365, 0.115, -0.218, -0.718, -1.718]
    assert np.allclose(item_shares(undecided), expected, atol=5e-4)


def at(problems: Problems, prediction: np.ndarray) -> np.ndarray:
    """The loss as a function of the prediction; with a query of one number, weights and prediction are the same."""
    return ranking_loss(replace(problems, query=np.ones((len(prediction), 1)), weights=prediction[..., None]))


@pytest.mark.parametrize("n_responses", [2, 3, 8])
@pytest.mark.parametrize("width", [1, 5])
def test_every_chord_lies_above_the_loss(n_responses: int, width: int) -> None:
    problems, rng = draw_problems(500, n_responses=n_responses, width=width, query_width=1), np.random.default_rng(1)
    one, other = 3 * rng.standard_normal((2, 500, width))
    share = rng.uniform(size=500)
    between = share[:, None] * one + (1 - share[:, None]) * other
    chord = share * at(problems, one) + (1 - share) * at(problems, other)
    assert (chord - at(problems, between) > -1e-10).all()


@pytest.mark.parametrize(("n_responses", "width"), SIZES)
def test_the_curvature_is_never_negative_and_keeps_below_its_bound(n_responses: int, width: int) -> None:
    problems = draw_problems(20, n_responses=n_responses, width=width)
    curved = np.linalg.eigvalsh(curvature(problems))
    assert (curved > -1e-12 * curvature_bound(problems)[:, None]).all()
    assert (curved[:, -1] <= curvature_bound(problems)).all()


def test_the_bound_of_the_curvature_is_reached_by_an_undecided_pair() -> None:
    problems = draw_problems(5, n_responses=2, width=1)
    middle = problems.responses.mean(axis=1)
    halfway = replace(problems, query=np.ones((5, 1)), weights=middle[..., None])
    assert np.allclose(curvature(halfway)[:, 0, 0], curvature_bound(problems), rtol=1e-12)


def test_the_curvature_is_the_derivative_of_the_direction() -> None:
    problems = draw_problems(10, n_responses=6, width=3, query_width=1)
    problems = replace(problems, query=np.ones((10, 1)))
    by_differences = np.zeros((10, 3, 3))
    for place in range(3):
        step = np.zeros((10, 3, 1))
        step[:, place] = 1e-5
        ahead, behind = (direction(replace(problems, weights=problems.weights + s)) for s in (step, -step))
        by_differences[:, :, place] = -2 * (ahead - behind) / 2e-5
    assert np.allclose(curvature(problems), by_differences, atol=1e-7)


def test_short_steps_bring_predictions_no_further_apart() -> None:
    problems, rng = draw_problems(200, n_responses=8, width=4), np.random.default_rng(2)
    other = replace(problems, weights=problems.weights + rng.standard_normal(problems.weights.shape))
    # One problem at a time has its own longest step; the batch takes the smallest of them.
    step_size = 2 / curvature_bound(problems).max()
    before = np.linalg.norm(problems.prediction - other.prediction, axis=1)
    ends = [descend(p, step_size).predictions for p in (problems, other)]
    assert (np.linalg.norm(ends[0] - ends[1], axis=1) <= before * (1 + 1e-12)).all()


def test_the_diameter_is_the_distance_of_the_two_furthest_responses() -> None:
    problems = replace(draw_problems(1, n_responses=3, width=2), responses=np.array([[[0.0, 0], [3, 4], [1, 1]]]))
    assert diameter(problems).tolist() == [5.0]
