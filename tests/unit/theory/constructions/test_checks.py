import math

import numpy as np
import pytest

from redraft.errors import Misuse
from redraft.theory.constructions.checks import (
    LEAST_SHARPNESS,
    LEAST_SHARPNESS_SMOOTH,
    check_distinct,
    check_grades,
    check_positive,
    check_rewards,
    check_shape,
    check_sharpness,
    check_sizes,
    check_unit_queries,
    mask_depth,
    reward_limit,
)
from redraft.theory.problems import draw_general_problems, draw_problems

SIZES = {"n_responses": 4, "width": 3, "query_width": 5, "step_size": 0.1, "n_steps": 1}


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("n_responses", 1, "`n_responses` must be 2 or more, got 1; that many make a ranking"),
        ("width", 0, "`width` must be 1 or more, got 0"),
        ("query_width", 0, "`query_width` must be 1 or more, got 0"),
        ("n_steps", 0, "`n_steps` must be 1 or more, got 0; a network that takes no step is none"),
        ("step_size", 0.0, "`step_size` must be above 0 and finite, got 0.0; 0.1 is a usual one"),
        ("step_size", math.nan, "`step_size` must be above 0 and finite, got nan"),
        ("step_size", math.inf, "`step_size` must be above 0 and finite, got inf"),
    ],
)
def test_sizes_that_make_no_network_are_refused(name: str, value: float, words: str) -> None:
    check_sizes(**SIZES)
    with pytest.raises(Misuse, match=words):
        check_sizes(**{**SIZES, name: value})


def test_a_negative_number_is_refused_with_the_remedy() -> None:
    with pytest.raises(Misuse, match="`tolerance` must be above 0 and finite, got -1; try 1"):
        check_positive("tolerance", -1, remedy="try 1")


def test_the_thresholds_of_sharpness_solve_the_inequalities_that_they_come_from() -> None:
    for least, room in ((LEAST_SHARPNESS, 0.25), (LEAST_SHARPNESS_SMOOTH, 0.23)):
        q = math.exp(-least)
        assert q / (1 - q) ** 2 == pytest.approx(room, abs=3e-3) and q / (1 - q) ** 2 <= room + 1e-12
    assert pytest.approx(1.763, abs=5e-4) == LEAST_SHARPNESS


def test_a_temperature_too_low_for_the_gap_is_refused_with_one_that_will_do() -> None:
    words = (
        r"must be 1.763 or more to tell the best response from the next, got 20 \* 0.05 = 1; use .* of 35.255 or more"
    )
    with pytest.raises(Misuse, match=words):
        check_sharpness(20, 0.05)
    check_sharpness(35.255, 0.05)
    with pytest.raises(Misuse, match=r"must be 1\.83 or more"):
        check_sharpness(36, 0.05, activation="silu")


@pytest.mark.parametrize(
    ("temperature", "gap", "words"),
    [
        (1.0, 0.0, "`gap` must be above 0 and finite, got 0.0; give the smallest distance between two rewards"),
        (0.0, 0.1, "`temperature` must be above 0 and finite, got 0.0; 40 / gap = 400 makes choices certain"),
        (math.nan, 0.1, "`temperature` must be above 0 and finite, got nan"),
    ],
)
def test_a_gap_or_a_temperature_that_is_none_is_refused(temperature: float, gap: float, words: str) -> None:
    with pytest.raises(Misuse, match=words):
        check_sharpness(temperature, gap)


@pytest.mark.parametrize("draw", [draw_problems, draw_general_problems])
@pytest.mark.parametrize(
    ("size", "words"),
    [
        ({"n_responses": 5}, "built with n_responses=5, got problems with 4; build with n_responses=4"),
        ({"width": 2}, "built with width=2, got problems with 3; build with width=3"),
        ({"query_width": 2}, "built with query_width=2, got problems with 5; build with query_width=5"),
    ],
)
def test_problems_of_another_size_are_refused(draw, size: dict, words: str) -> None:
    problems = draw(3, n_responses=4, width=3)
    fitting = {"n_responses": 4, "width": 3, "query_width": 5}
    check_shape(problems, **fitting)
    check_shape(problems, **{**fitting, "n_responses": None})
    with pytest.raises(Misuse, match=words):
        check_shape(problems, **{**fitting, **size})


def test_rewards_far_from_0_are_refused_with_a_limit_that_will_do() -> None:
    problems = draw_problems(3, n_responses=4, width=3)
    check_rewards(problems, 1.0)
    with pytest.raises(Misuse, match=r"within 0.1 of 0, got 0.[0-9]+; build with largest_reward=1"):
        check_rewards(problems, 0.1)


def test_rewards_closer_than_the_gap_are_refused_with_the_remedy() -> None:
    problems = draw_problems(3, n_responses=4, width=3, min_gap=0.05)
    check_distinct(problems, gap=0.05, remedy="no")
    words = r"rewards must differ by 1 or more, got a smallest distance of 0\.114 in problem 0; build anew"
    with pytest.raises(Misuse, match=words):
        check_distinct(problems, gap=1.0, remedy="build anew")


def test_grades_are_whole_numbers() -> None:
    check_grades(np.array([[1.0, 3.0]]), 3)
    for wrong in (1.5, 0.0, 4.0):
        with pytest.raises(Misuse, match=f"grades must be whole numbers from 1 to 3, got {wrong}; round them"):
            check_grades(np.array([[1.0, wrong]]), 3)


def test_queries_of_another_length_are_refused_where_length_matters() -> None:
    problems = draw_problems(3, n_responses=4, width=3)
    check_unit_queries(problems.query)
    with pytest.raises(Misuse, match="queries must have length 1, got 2 in problem 0; divide the query by its length"):
        check_unit_queries(2 * problems.query)


def test_a_mask_is_deeper_than_all_logits_together() -> None:
    depth = mask_depth(temperature=800, largest_reward=10, largest_logit=1000)
    assert depth / 4 > 2 * (800 * 10 + 1000) + 745 and np.exp(-depth / 4) == 0
    assert np.exp(-mask_depth(temperature=0, largest_reward=0, largest_logit=1e-3) / 4) == 0
    with pytest.raises(Misuse, match="`largest_logit` must be above 0 and finite, got 0; leave it out"):
        mask_depth(temperature=800, largest_reward=10, largest_logit=0)


def test_the_limit_of_rewards_fits_wide_gaps() -> None:
    assert reward_limit(None, n_responses=8, gap=0.05) == 10
    assert reward_limit(None, n_responses=8, gap=2.0) == 64
    assert reward_limit(3.0, n_responses=8, gap=2.0) == 3
    with pytest.raises(Misuse, match="`largest_reward` must be above 0 and finite, got 0; leave it out"):
        reward_limit(0, n_responses=8, gap=2.0)
