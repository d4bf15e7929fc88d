import re
from dataclasses import replace

import numpy as np
import pytest

from redraft.errors import Misuse
from redraft.theory.constructions import graded, masked, picked, sorted_context
from redraft.theory.constructions.blocks import run, steps
from redraft.theory.constructions.construction import Construction
from redraft.theory.problems import Floats, Problems, draw_problems
from redraft.theory.statements.descent import descend
from redraft.theory.statements.gradients import choice_chances
from redraft.theory.statements.ties import tie_averaged_predictions
from redraft.theory.verification.breaking import without_each

STEP_SIZE = 0.1


def drawn(n_problems: int, n_grades: int | None, *, n_responses: int, width: int, query_width: int = 5) -> Problems:
    """Problems with grades by lot, so with ties; without them for None. Queries are not of length 1."""
    problems = draw_problems(n_problems, n_responses=n_responses, width=width, query_width=query_width, seed=4)
    problems = replace(problems, query=1.3 * problems.query)
    if n_grades is None:
        return graded.as_grades(problems)
    rng = np.random.default_rng(n_responses)
    return replace(problems, rewards=rng.integers(1, n_grades + 1, problems.rewards.shape).astype(float))


def worst_error(construction: Construction[Problems], problems: Problems, n_steps: int = 1, **kwargs: str) -> float:
    expected = descend(problems, STEP_SIZE, n_steps).predictions
    return float(np.abs(construction.predictions(problems, **kwargs) - expected).max())


@pytest.mark.parametrize("n_responses", [2, 4, 8, 16, 32])
@pytest.mark.parametrize("width", [1, 5, 16])
def test_two_attention_layers_take_the_step_with_and_without_ties(n_responses: int, width: int) -> None:
    for n_grades in (None, 5):
        problems = drawn(10, n_grades, n_responses=n_responses, width=width)
        construction = graded.build(n_responses=n_responses, width=width, n_grades=n_grades)
        assert worst_error(construction, problems) <= 1e-12
        assert worst_error(construction, problems, dtype="float32") <= 1e-5
        assert sum(len(block.heads) for block in construction.network.blocks) == 2


@pytest.mark.parametrize("n_steps", [2, 5])
def test_the_same_two_blocks_again_take_another_step(n_steps: int) -> None:
    problems = drawn(10, 5, n_responses=8, width=5)
    construction = graded.build(n_responses=8, width=5, n_grades=5, n_steps=n_steps)
    assert worst_error(construction, problems, n_steps) <= 1e-12
    tokens = run(construction.network, construction.embed(problems))
    ends = tokens[..., construction.channels.place("w")]
    assert np.abs(ends - ends[:, -1:]).max() <= 1e-12


@pytest.mark.parametrize("activation", ["silu", "gelu"])
def test_smooth_activations_are_as_exact(activation: str) -> None:
    problems = drawn(10, 5, n_responses=8, width=5)
    construction = graded.build(n_responses=8, width=5, n_grades=5, activation=activation)  # type: ignore[arg-type]
    assert worst_error(construction, problems) <= 1e-12


def test_each_response_looks_at_those_that_are_not_better_as_the_model_would_choose() -> None:
    problems = drawn(20, 3, n_responses=6, width=2)
    construction = graded.build(n_responses=6, width=2, n_grades=3)
    looked = next(s.attention for s in steps(construction.network, construction.embed(problems)) if s.attention)
    assert looked["average"][:, :-1, :-1] == pytest.approx(choice_chances(problems), abs=1e-14)
    assert looked["average"][:, :-1, -1].max() == 0


def test_every_single_weight_is_needed() -> None:
    problems = drawn(10, 3, n_responses=5, width=2, query_width=2)
    construction = graded.build(n_responses=5, width=2, query_width=2, n_grades=3, n_steps=2)
    assert worst_error(construction, problems, 2) <= 1e-12
    errors = {
        weight: worst_error(replace(construction, network=network), problems, 2)
        for weight, network in without_each(construction.network)
    }
    assert len(errors) > 100
    assert {weight: error for weight, error in errors.items() if not error > 1e-6} == {}


def tied(n_pairs: int) -> Problems:
    """200 problems of eight responses, with neighbouring ranks made equal in so many pairs."""
    problems = draw_problems(200, n_responses=8, width=5, seed=11)
    rng = np.random.default_rng(n_pairs)
    rewards = problems.rewards.copy()
    for row in rewards:
        order = np.argsort(row)
        lower = 2 * rng.permutation(4)[:n_pairs]
        row[order[lower + 1]] = row[order[lower]]
    return replace(problems, rewards=rewards)


@pytest.mark.parametrize(
    ("n_pairs", "of_graded", "of_sorted", "of_masked"),
    [(1, 0.05, 0.06, 0.17), (2, 0.12, 0.16, 0.30), (3, 0.14, 0.18, 0.38), (4, 0.17, 0.23, 0.48)],
)
def test_with_ties_grades_come_nearest_to_the_step_averaged_over_all_orders(
    n_pairs: int, of_graded: float, of_sorted: float, of_masked: float
) -> None:
    problems = tied(n_pairs)
    expected = tie_averaged_predictions(problems, STEP_SIZE)
    size = np.linalg.norm(expected - problems.prediction, axis=1)

    def median_error(predictions: Floats) -> float:
        return float(np.median(np.linalg.norm(predictions - expected, axis=1) / size))

    by_grades = median_error(graded.build(n_responses=8, width=5).predictions(graded.as_grades(problems)))
    by_order = median_error(sorted_context.build(n_responses=8, width=5, allow_ties=True).predictions(problems))
    by_mask = median_error(masked.build(n_responses=8, width=5, allow_near_ties=True).predictions(problems))
    by_pick = median_error(picked.build(n_responses=8, width=5, allow_near_ties=True).predictions(problems))
    # Several times the spread of a median of 200 between seeds.
    assert by_grades == pytest.approx(of_graded, abs=0.025)
    assert by_order == pytest.approx(of_sorted, abs=0.04)
    assert by_mask == pytest.approx(of_masked, abs=0.05)
    assert by_pick == pytest.approx(by_mask, abs=1e-6)
    assert by_grades < by_order < by_mask


def test_ranks_become_grades_and_equals_stay_equal() -> None:
    problems = draw_problems(1, n_responses=5, width=1)
    rewards = np.array([[0.3, -2.0, 0.3, 7.0, 0.1]])
    assert graded.as_grades(replace(problems, rewards=rewards)).rewards.tolist() == [[3, 1, 3, 4, 2]]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"n_responses": 1}, "`n_responses` must be 2 or more, got 1"),
        ({"n_responses": 5}, "build with n_responses=4"),
        ({"width": 3}, "build with width=2"),
        ({"n_grades": 1}, "`n_grades` must be 2 or more, got 1; one grade for all says nothing about any"),
        ({"n_grades": 3}, "grades must be whole numbers from 1 to 3, got 4.0; round them, use ranks"),
        ({"largest_logit": 1e-3}, "|y|^2 + 2 |W x| |y| must be 0.001 or less"),
    ],
)
def test_what_it_cannot_take_is_refused_with_a_remedy(options: dict[str, float], message: str) -> None:
    problems = drawn(3, None, n_responses=4, width=2)
    with pytest.raises(Misuse, match=re.escape(message)):
        graded.build(**{"n_responses": 4, "width": 2, **options}).predictions(problems)  # type: ignore[arg-type]


@pytest.mark.parametrize("grade", [0.0, 1.5, -1.0, 5.0])
def test_a_reward_that_is_no_grade_is_refused(grade: float) -> None:
    problems = drawn(3, None, n_responses=4, width=2)
    rewards = problems.rewards.copy()
    rewards[1, 2] = grade
    with pytest.raises(Misuse, match=re.escape(f"whole numbers from 1 to 4, got {grade!r}; round them")):
        graded.build(n_responses=4, width=2).predictions(replace(problems, rewards=rewards))
