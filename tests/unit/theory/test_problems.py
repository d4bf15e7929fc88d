from dataclasses import replace

import numpy as np
import pytest

from redraft.errors import Misuse
from redraft.theory.problems import check_gaps, draw_general_problems, draw_problems, smallest_gaps


def test_problems_drawn_again_are_the_same_and_other_seeds_others() -> None:
    one, again, other = (draw_problems(3, n_responses=4, width=2, seed=seed) for seed in (1, 1, 2))
    for name in ("query", "responses", "rewards", "weights"):
        assert np.array_equal(getattr(one, name), getattr(again, name))
        assert not np.array_equal(getattr(one, name), getattr(other, name))


@pytest.mark.parametrize("draw", [draw_problems, draw_general_problems])
def test_drawn_problems_have_queries_of_length_one_and_rewards_apart_in_any_order(draw) -> None:
    problems = draw(200, n_responses=5, width=2, query_width=3, min_gap=0.2)
    assert problems.query.shape == (200, 3) and problems.responses.shape == (200, 5, 2)
    assert problems.rewards.shape == (200, 5) and problems.weights.shape == (200, 2, 3)
    assert np.allclose(np.linalg.norm(problems.query, axis=1), 1)
    assert (smallest_gaps(problems.rewards) >= 0.2 - 1e-12).all()
    assert set(problems.rewards.argmax(axis=1)) == {0, 1, 2, 3, 4}


def test_with_a_query_for_every_response_the_queries_differ_and_the_rest_is_the_same() -> None:
    plain, general = (draw(4, n_responses=3, width=2) for draw in (draw_problems, draw_general_problems))
    assert general.queries.shape == (4, 3, 5)
    assert np.allclose(np.linalg.norm(general.queries, axis=2), 1)
    assert np.array_equal(plain.responses, general.responses) and np.array_equal(plain.rewards, general.rewards)
    assert not np.allclose(general.queries[:, 0], general.queries[:, 1])


def test_the_prediction_is_the_weights_times_the_query() -> None:
    problems = draw_problems(3, n_responses=2, width=4)
    assert np.allclose(problems.prediction[1], problems.weights[1] @ problems.query[1])


@pytest.mark.parametrize("draw", [draw_problems, draw_general_problems])
@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("rewards", np.zeros((3, 5)), r"`rewards` \(3, 5\) has 5 where others have 4"),
        ("weights", np.zeros((3, 2, 7)), r"`weights` \(3, 2, 7\) has 7 where others have 5"),
        ("query", np.zeros(5), r"`query` must have the axes \(b x\), got shape \(5,\); add the axis of problems"),
        ("rewards", np.full((3, 4), np.nan), "`rewards` must be finite, got nan; leave such problems out"),
        ("responses", np.full((3, 4, 2), np.inf), "`responses` must be finite, got inf"),
    ],
)
def test_shapes_that_do_not_match_and_numbers_that_are_none_are_refused(draw, name: str, value, words: str) -> None:
    problems = draw(3, n_responses=4, width=2)
    with pytest.raises(Misuse, match=words):
        replace(problems, **{name: value})


def test_one_response_is_no_ranking() -> None:
    problems = draw_problems(3, n_responses=2, width=2)
    with pytest.raises(Misuse, match="needs 2 responses or more, got 1; add responses to the context"):
        replace(problems, responses=problems.responses[:, :1], rewards=problems.rewards[:, :1])


def test_rewards_too_close_are_refused_with_the_distance_and_the_remedy() -> None:
    rewards = np.array([[0.0, 1.0, 2.0], [0.0, 0.25, 3.0]])
    assert smallest_gaps(rewards).tolist() == [1.0, 0.25]
    check_gaps(rewards, at_least=0.25, remedy="none is needed")
    with pytest.raises(Misuse, match=r"differ by 0.5 or more, got a smallest distance of 0.25 in problem 1; use less"):
        check_gaps(rewards, at_least=0.5, remedy="use less")
    with pytest.raises(Misuse, match="rewards must differ, got a smallest distance of 0 in problem 0; break ties"):
        check_gaps(np.array([[1.0, 2.0, 1.0]]), at_least=0, remedy="break ties")


def test_a_gap_that_rounding_made_shorter_is_no_shortfall() -> None:
    check_gaps(np.array([[0.1, 0.1 + 0.2, 0.5]]) + 1e3, at_least=0.2, remedy="none is needed")
