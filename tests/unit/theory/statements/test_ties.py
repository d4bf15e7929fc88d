from dataclasses import replace

import numpy as np
import pytest

from redraft.errors import Misuse
from redraft.theory.problems import draw_problems
from redraft.theory.statements.descent import descend
from redraft.theory.statements.ties import orders, tie_averaged_predictions


def test_without_ties_there_is_one_order_and_it_is_the_plain_step() -> None:
    problems = draw_problems(5, n_responses=6, width=3)
    assert tie_averaged_predictions(problems, 0.1) == pytest.approx(descend(problems, 0.1).predictions, abs=1e-13)


def test_two_pairs_of_equals_allow_four_orders() -> None:
    listed = [tuple(order) for order in orders(np.array([2.0, 5.0, 2.0, 5.0, 1.0]))]
    assert sorted(listed) == [(1, 3, 2, 4, 0), (1, 4, 2, 3, 0), (2, 3, 1, 4, 0), (2, 4, 1, 3, 0)]


def test_the_step_is_the_mean_of_those_of_both_orders() -> None:
    problems = draw_problems(5, n_responses=4, width=2)
    ranked = np.array([3.0, 1.0, 0.0, 2.0])
    tied = replace(problems, rewards=np.tile([2.0, 1.0, 0.0, 2.0], (5, 1)))
    both = [
        descend(replace(problems, rewards=np.tile(rewards, (5, 1))), 0.1).predictions
        for rewards in (ranked, np.array([2.0, 1.0, 0.0, 3.0]))
    ]
    assert tie_averaged_predictions(tied, 0.1) == pytest.approx((both[0] + both[1]) / 2, abs=1e-14)


def test_a_critic_that_calls_all_equal_moves_a_model_without_opinion_nowhere() -> None:
    problems = draw_problems(4, n_responses=5, width=2)
    # Responses of one length and a prediction of 0: the model finds all alike.
    responses = problems.responses / np.linalg.norm(problems.responses, axis=2, keepdims=True)
    alike = replace(problems, responses=responses, weights=0 * problems.weights, rewards=np.ones_like(problems.rewards))
    assert np.abs(tie_averaged_predictions(alike, 0.1)).max() <= 1e-14


def test_ties_of_too_many_are_refused() -> None:
    problems = draw_problems(1, n_responses=8, width=2)
    with pytest.raises(Misuse, match=r"40320 orders are too many to average over, got ties of \[8\]; break some"):
        tie_averaged_predictions(replace(problems, rewards=np.ones((1, 8))), 0.1)
