import re
from dataclasses import replace
from types import ModuleType
from typing import Any

import numpy as np
import pytest

from redraft.errors import Misuse
from redraft.theory.constructions import bradley_terry, general, graded, masked, online, paper, picked, sorted_context
from redraft.theory.constructions.needs import FIRST, Logits, Needs, logit_reach
from redraft.theory.problems import Floats, GeneralProblems, Problems, draw_general_problems, draw_problems
from redraft.theory.statements.descent import descend
from redraft.theory.statements.losses import residuals

COMMON = (masked, picked, sorted_context, graded, online, paper)
SIZE: dict[str, Any] = {"n_responses": 4, "width": 3, "query_width": 5, "step_size": 0.1, "n_steps": 1}


def short(module: ModuleType) -> str:
    return module.__name__.split(".")[-1]


def relative_error(module: ModuleType, problems: Any, step_size: float, n_steps: int, **options: Any) -> float:
    """The largest distance from gradient descent, in lengths of its prediction where that is above 1."""
    taken = graded.as_grades(problems) if module is graded else problems
    _, n, d = problems.responses.shape
    construction = module.build(n_responses=n, width=d, step_size=step_size, n_steps=n_steps, **options)
    expected = descend(problems, step_size, n_steps).predictions
    errors = np.linalg.norm(construction.predictions(taken) - expected, axis=1)
    return float((errors / np.maximum(1, np.linalg.norm(expected, axis=1))).max())


def near_the_limit(n_responses: int, *, of: Logits) -> Problems:
    """Problems whose logits before the first step are as large as is taken when nothing else is said."""
    problems = draw_problems(20, n_responses=n_responses, width=3)
    for _ in range(50):
        first = logit_reach(problems, logits=of, step_size=0.1, n_steps=1)
        scale = np.sqrt(0.999 * FIRST / first)
        problems = replace(
            problems,
            responses=problems.responses * scale[:, None, None],
            weights=problems.weights * scale[:, None, None],
        )
    return problems


@pytest.mark.parametrize("module", COMMON, ids=short)
@pytest.mark.parametrize(("n_responses", "step_size"), [(2, 100.0), (8, 1e4), (32, 30.0)])
def test_large_steps_one_after_the_other_are_those_of_gradient_descent(
    module: ModuleType, n_responses: int, step_size: float
) -> None:
    problems = draw_problems(30, n_responses=n_responses, width=5)
    assert relative_error(module, problems, step_size, 2) <= 1e-9


@pytest.mark.parametrize("module", COMMON, ids=short)
def test_long_responses_are_ranked_at_every_step(module: ModuleType) -> None:
    problems = draw_problems(30, n_responses=8, width=5)
    long = replace(problems, responses=5 * problems.responses)
    assert relative_error(module, long, 3.0, 2) <= 1e-9


def test_large_steps_are_those_of_gradient_descent_with_queries_of_their_own() -> None:
    problems = draw_general_problems(30, n_responses=4, width=3)
    assert relative_error(general, problems, 3.0, 2) <= 1e-9


@pytest.mark.parametrize("module", COMMON, ids=short)
@pytest.mark.parametrize("step_size", [0.1, 30.0])
def test_later_steps_refuse_nothing_that_the_first_takes(module: ModuleType, step_size: float) -> None:
    problems = near_the_limit(32, of="distances" if module is paper else "products")
    taken = graded.as_grades(problems) if module is graded else problems
    for n_steps in (1, 10):
        construction = module.build(n_responses=32, width=3, step_size=step_size, n_steps=n_steps)
        construction.embed(taken)


def test_usual_problems_with_queries_of_their_own_are_taken_for_ten_steps() -> None:
    problems = draw_general_problems(5, n_responses=32, width=16)
    general.build(n_responses=32, width=16, n_steps=10).embed(problems)


@pytest.mark.parametrize("step_size", [0.01, 0.1, 3.0])
@pytest.mark.parametrize("scale", [0.3, 1.0, 5.0])
def test_logits_stay_within_their_reach(step_size: float, scale: float) -> None:
    drawn = draw_problems(50, n_responses=6, width=3)
    problems = replace(drawn, responses=scale * drawn.responses, query=1.3 * drawn.query)
    lengths = np.linalg.norm(problems.responses, axis=-1)
    for k in (1, 2, 5):
        now = replace(problems, weights=descend(problems, step_size, k - 1).weights)
        products = 2 * np.einsum("by,bny->bn", now.prediction, now.responses) - lengths**2
        distances = np.square(residuals(now)).sum(axis=-1)
        for of, found in (("products", products), ("distances", distances)):
            reach = logit_reach(problems, logits=of, step_size=step_size, n_steps=k)  # type: ignore[arg-type]
            assert (np.abs(found).max(axis=1) <= reach * (1 + 1e-12)).all()


@pytest.mark.parametrize("step_size", [0.01, 0.1, 1.0])
def test_residuals_stay_within_their_reach(step_size: float) -> None:
    problems: GeneralProblems = draw_general_problems(50, n_responses=6, width=3)
    for k in (1, 2, 5):
        now = replace(problems, weights=descend(problems, step_size, k - 1).weights)
        found: Floats = np.square(residuals(now)).sum(axis=-1).max(axis=1)
        reach = logit_reach(problems, logits="residuals", step_size=step_size, n_steps=k)
        assert (found <= reach * (1 + 1e-12)).all()


@pytest.mark.parametrize("module", COMMON, ids=short)
@pytest.mark.parametrize("step_size", [1e-9, 0.1])
def test_masks_hide_what_they_must_where_logits_are_furthest_apart(module: ModuleType, step_size: float) -> None:
    # The best response is where the prediction is, and has the highest logit; the worst lies opposite, at the limit.
    at = 500.0
    problems = Problems(
        query=np.ones((1, 1)), responses=at * np.array([[[0.9], [-1.0], [1.0]]]), rewards=np.array([[2.0, 1.0, 3.0]]),
        weights=np.full((1, 1, 1), at),
    )  # fmt: skip
    of: Logits = "distances" if module is paper else "products"
    limit = float(logit_reach(problems, logits=of, step_size=step_size, n_steps=2)[0])
    assert limit == pytest.approx((4 if module is paper else 3) * at**2, rel=1e-6) or step_size == 0.1
    options = {} if module in (sorted_context, graded) else {"gap": 1.0, "largest_reward": 3.0}
    built = module.build(
        n_responses=3, width=1, query_width=1, step_size=step_size, n_steps=2, largest_logit=limit, **options
    )
    expected = descend(problems, step_size, 2).predictions
    assert np.abs(built.predictions(problems) - expected).max() <= 1e-9 * step_size * at + 1e-12 * at


def test_the_reach_of_the_first_logits_is_met_by_a_response_opposite_to_the_prediction() -> None:
    problems = Problems(
        query=np.ones((1, 1)), responses=np.array([[[-3.0], [1.0]]]), rewards=np.array([[1.0, 2.0]]),
        weights=np.full((1, 1, 1), 5.0),
    )  # fmt: skip
    assert logit_reach(problems, logits="products", step_size=0.1, n_steps=1).tolist() == [2 * 5 * 3 + 9]
    assert logit_reach(problems, logits="distances", step_size=0.1, n_steps=1).tolist() == [64]


def test_a_limit_that_later_steps_can_exceed_is_refused_with_what_to_do() -> None:
    problems = draw_problems(3, n_responses=4, width=3)
    Needs(**{**SIZE, "largest_logit": 50.0}).check(problems)
    words = (
        r"after 4 of 5 steps \|y\|\^2 \+ 2 \|W x\| \|y\| must be 50 or less, and can be [0-9.]+ "
        r"\(it is [0-9.]+ before the first\); build with largest_logit=([0-9.]+), a smaller step_size or fewer steps"
    )
    tight = {**SIZE, "largest_logit": 50.0, "n_steps": 5}
    with pytest.raises(Misuse, match=words) as refused:
        Needs(**tight).check(problems)
    suggested = re.search(r"largest_logit=([0-9.]+)", str(refused.value))
    assert suggested is not None
    Needs(**{**tight, "largest_logit": float(suggested[1])}).check(problems)
    Needs(**{**tight, "step_size": 1e-3}).check(problems)


def test_a_limit_below_the_first_logits_is_refused_with_one_that_will_do() -> None:
    problems = draw_problems(3, n_responses=4, width=3)
    words = r"\|y\|\^2 \+ 2 \|W x\| \|y\| must be 1 or less, got [0-9.]+; build with largest_logit=[0-9.]+, or use"
    with pytest.raises(Misuse, match=words):
        Needs(**{**SIZE, "largest_logit": 1.0}).check(problems)


@pytest.mark.parametrize("module", [*COMMON, bradley_terry], ids=short)
def test_masks_hide_what_they_must_when_logits_are_tiny(module: ModuleType) -> None:
    drawn = draw_problems(20, n_responses=2, width=3)
    tiny = replace(drawn, responses=1e-3 * drawn.responses, weights=1e-3 * drawn.weights)
    assert relative_error(module, tiny, 0.1, 2, largest_logit=1e-3) <= 1e-12


def test_steps_beyond_all_numbers_are_refused() -> None:
    with pytest.raises(Misuse, match=r"residuals can grow by a factor of 13.4 in each of 200 steps.*smaller step_size"):
        general.build(n_responses=32, width=1, query_width=1, n_steps=200)


def test_more_responses_than_positions_are_refused_and_fewer_taken() -> None:
    needs = Needs(**SIZE, fewer=True)
    needs.check(draw_problems(2, n_responses=3, width=3))
    with pytest.raises(Misuse, match="positions for 4 responses, got 5; build with n_responses=5"):
        needs.check(draw_problems(2, n_responses=5, width=3))
