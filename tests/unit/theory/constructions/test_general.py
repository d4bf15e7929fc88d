import re
from dataclasses import replace

import numpy as np
import pytest

from redraft.errors import Misuse
from redraft.theory.constructions import general
from redraft.theory.constructions.blocks import run, steps
from redraft.theory.constructions.construction import Construction
from redraft.theory.problems import GeneralProblems, draw_general_problems
from redraft.theory.statements.descent import descend
from redraft.theory.statements.gradients import choice_chances
from redraft.theory.statements.losses import residuals
from redraft.theory.verification.breaking import without_each

STEP_SIZE = 0.1
GAP = 0.05


def worst_error(
    construction: Construction[GeneralProblems], problems: GeneralProblems, n_steps: int = 1, **kwargs: str
) -> float:
    expected = descend(problems, STEP_SIZE, n_steps).predictions
    return float(np.abs(construction.predictions(problems, **kwargs) - expected).max())


def of_both_signs(n_problems: int, *, n_responses: int, width: int, query_width: int = 5) -> GeneralProblems:
    """Problems whose rewards turn negative below the first rank, the second, and so on, one after the other."""
    problems = draw_general_problems(n_problems, n_responses=n_responses, width=width, query_width=query_width, seed=2)
    ranked = np.sort(problems.rewards, axis=1)
    between = (ranked[:, 1:] + ranked[:, :-1]) / 2
    turn = between[np.arange(n_problems), np.arange(n_problems) % (n_responses - 1)]
    return replace(problems, rewards=problems.rewards - turn[:, None])


@pytest.mark.parametrize("n_responses", [2, 4, 8, 16, 32])
@pytest.mark.parametrize("width", [1, 5, 16])
def test_one_pass_is_one_gradient_step(n_responses: int, width: int) -> None:
    problems = draw_general_problems(5, n_responses=n_responses, width=width)
    construction = general.build(n_responses=n_responses, width=width)
    assert worst_error(construction, problems) <= 1e-12
    assert worst_error(construction, problems, dtype="float32") <= 1e-5
    assert len(construction.network.blocks) == n_responses


@pytest.mark.parametrize("n_steps", [2, 5])
def test_passes_one_after_the_other_are_gradient_steps_one_after_the_other(n_steps: int) -> None:
    problems = of_both_signs(10, n_responses=6, width=3)
    construction = general.build(n_responses=6, width=3, n_steps=n_steps)
    assert worst_error(construction, problems, n_steps) <= 1e-12
    assert len(construction.network.blocks) == 6 * n_steps


def test_every_token_ends_with_the_new_prediction_for_its_own_query() -> None:
    problems = of_both_signs(10, n_responses=5, width=3)
    construction = general.build(n_responses=5, width=3, n_steps=2)
    tokens = run(construction.network, construction.embed(problems))
    weights = descend(problems, STEP_SIZE, 2).weights
    expected = np.einsum("byx,bnx->bny", weights, problems.queries)
    assert np.abs(tokens[:, :-1, construction.channels.place("w")] - expected).max() <= 1e-12


@pytest.mark.parametrize("activation", ["silu", "gelu"])
def test_smooth_activations_are_as_exact(activation: str) -> None:
    problems = of_both_signs(10, n_responses=8, width=5)
    construction = general.build(n_responses=8, width=5, activation=activation)  # type: ignore[arg-type]
    assert worst_error(construction, problems) <= 1e-12


def test_each_stage_looks_as_the_model_would_choose_from_what_is_left() -> None:
    problems = of_both_signs(8, n_responses=5, width=2)
    construction = general.build(n_responses=5, width=2)
    looked = [s.attention for s in steps(construction.network, construction.embed(problems)) if s.attention]
    chances = choice_chances(problems)
    order = np.argsort(-problems.rewards, axis=1)
    for stage, maps in enumerate(looked):
        best = order[:, stage]
        expected = chances[np.arange(8), best]
        assert maps["average"][:, -1, :-1] == pytest.approx(expected, abs=1e-13)
        top = maps["top" if stage < 3 else "last top"][:, -1]
        assert (top.argmax(axis=1) == best).all()


def test_a_soft_selection_errs_within_its_bound() -> None:
    problems = of_both_signs(50, n_responses=8, width=5)
    q = np.exp(-5.0)
    outer = np.einsum("bny,bnx->bnyx", residuals(problems), problems.queries).reshape(50, 8, -1)
    diameter = np.linalg.norm(outer[:, :, None] - outer[:, None], axis=-1).max(axis=(1, 2))
    construction = general.build(n_responses=8, width=5, temperature=5 / GAP)
    errors = np.linalg.norm(construction.predictions(problems) - descend(problems, STEP_SIZE).predictions, axis=1)
    assert (errors <= 2 * STEP_SIZE * 7 * diameter * q / (1 - q)).all()
    assert errors.max() > 1e-6


def test_every_single_weight_is_needed() -> None:
    problems = of_both_signs(12, n_responses=5, width=2, query_width=2)
    construction = general.build(n_responses=5, width=2, query_width=2, n_steps=2)
    assert worst_error(construction, problems, 2) <= 1e-12
    errors = {
        weight: worst_error(replace(construction, network=network), problems, 2)
        for weight, network in without_each(construction.network)
    }
    assert len(errors) > 150
    assert {weight: error for weight, error in errors.items() if not error > 1e-6} == {}


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"n_responses": 1}, "`n_responses` must be 2 or more, got 1"),
        ({"n_responses": 5}, "build with n_responses=4"),
        ({"width": 3}, "build with width=2"),
        ({"query_width": 4}, "build with query_width=5"),
        ({"gap": 0.5}, "rewards must differ by 0.5 or more"),
        ({"temperature": 30.0}, "`temperature` times `gap` must be 1.763 or more"),
        ({"largest_reward": 1e-3}, "rewards must lie within 0.001 of 0"),
        ({"largest_logit": 1e-3}, "(|y| + |W x|)^2 must be 0.001 or less"),
    ],
)
def test_what_it_cannot_take_is_refused_with_a_remedy(options: dict[str, float], message: str) -> None:
    problems = draw_general_problems(3, n_responses=4, width=2)
    with pytest.raises(Misuse, match=re.escape(message)):
        general.build(**{"n_responses": 4, "width": 2, **options}).predictions(problems)  # type: ignore[arg-type]


def test_a_prediction_far_from_0_is_taken_or_refused_and_never_wrong() -> None:
    problem = GeneralProblems(
        query=np.array([[0.0, 1.0]]),
        queries=np.array([[[0.0, 1.0], [1.0, 0.0], [1.0, 0.0]]]),
        responses=np.array([[[1.0], [-1.0], [0.5]]]),
        rewards=np.array([[3.0, 2.0, 1.0]]),
        weights=np.array([[[120.0, 0.0]]]),
    )
    size = {"n_responses": 3, "width": 1, "query_width": 2, "gap": 1.0, "largest_reward": 3.0}
    with pytest.raises(Misuse, match=re.escape("(|y| + |W x|)^2 must be 1000 or less, got 14641; build with")):
        general.build(**size).predictions(problem)  # type: ignore[arg-type]
    assert worst_error(general.build(**size, largest_logit=14788), problem) <= 1e-12  # type: ignore[arg-type]


@pytest.mark.parametrize("activation", ["relu", "silu", "gelu"])
def test_a_small_residual_is_forgotten_before_the_next_step(activation: str) -> None:
    problems = draw_general_problems(200, n_responses=4, width=1)
    construction = general.build(n_responses=4, width=1, n_steps=2, activation=activation)  # type: ignore[arg-type]
    assert worst_error(construction, problems, 2) <= 1e-12


def test_equal_rewards_are_refused() -> None:
    problems = draw_general_problems(3, n_responses=4, width=2)
    rewards = problems.rewards.copy()
    rewards[2, 0] = rewards[2, 3]
    with pytest.raises(Misuse, match=r"got a smallest distance of 0 in problem 2"):
        general.build(n_responses=4, width=2).predictions(replace(problems, rewards=rewards))
