from dataclasses import replace
from itertools import permutations

import numpy as np
import pytest

from redraft.errors import Misuse
from redraft.theory.problems import Problems, draw_general_problems, draw_problems
from redraft.theory.statements.losses import Loss, ranking_loss, response_scores


@pytest.mark.parametrize("draw", [draw_problems, draw_general_problems])
def test_losses_of_all_orders_are_minus_the_logarithms_of_probabilities_that_sum_to_one(draw) -> None:
    problems = draw(20, n_responses=4, width=2, seed=1)
    ranks = [np.broadcast_to(np.array(order, dtype=float), (20, 4)) for order in permutations(range(4))]
    chances = [np.exp(-ranking_loss(replace(problems, rewards=rewards))) for rewards in ranks]
    assert len(chances) == 24
    assert np.allclose(sum(chances), 1, atol=1e-14)


def test_the_loss_is_the_one_written_down_choice_by_choice() -> None:
    problems = draw_problems(10, n_responses=5, width=3)
    for row in range(10):
        order = np.argsort(-problems.rewards[row])
        misses = problems.responses[row] - problems.weights[row] @ problems.query[row]
        worth = np.exp(-np.square(misses).sum(axis=1))[order]
        expected = -sum(np.log(worth[i] / worth[i:].sum()) for i in range(4))
        assert ranking_loss(problems)[row] == pytest.approx(expected, rel=1e-12)
        assert ranking_loss(problems, loss="infonce")[row] == pytest.approx(-np.log(worth[0] / worth.sum()), rel=1e-12)


def test_two_responses_make_all_three_losses_one() -> None:
    problems = draw_problems(20, n_responses=2, width=3)
    expected = np.log1p(np.exp(-margin(problems)))
    for loss in ("plackett_luce", "bradley_terry", "infonce"):
        assert np.allclose(ranking_loss(problems, loss=loss), expected, rtol=1e-13)


def margin(problems: Problems) -> np.ndarray:
    scores = response_scores(problems)
    first_wins = problems.rewards[:, 0] > problems.rewards[:, 1]
    return np.where(first_wins, scores[:, 0] - scores[:, 1], scores[:, 1] - scores[:, 0])


def test_only_the_order_of_rewards_matters_unless_labels_are_soft() -> None:
    problems = draw_problems(20, n_responses=6, width=3)
    stretched = replace(problems, rewards=7 * problems.rewards**3 - 2)
    for loss in ("plackett_luce", "infonce"):
        assert np.array_equal(ranking_loss(problems, loss=loss), ranking_loss(stretched, loss=loss))
    soft, other = (ranking_loss(p, loss="infonce", temperature=3) for p in (problems, stretched))
    assert np.abs(soft - other).max() > 1e-3


def test_a_soft_label_is_the_mean_over_which_response_is_the_best() -> None:
    problems = draw_problems(20, n_responses=4, width=3, min_gap=0.3)
    label = np.exp(2 * problems.rewards) / np.exp(2 * problems.rewards).sum(axis=1, keepdims=True)
    hard = [ranking_loss(replace(problems, rewards=np.eye(4)[[j] * 20]), loss="infonce") for j in range(4)]
    expected = sum(label[:, j] * hard[j] for j in range(4))
    assert np.allclose(ranking_loss(problems, loss="infonce", temperature=2), expected, rtol=1e-12)


def test_equal_rewards_are_chosen_from_the_same_set() -> None:
    problems = replace(draw_problems(20, n_responses=3, width=2), rewards=np.tile([1.0, 2.0, 2.0], (20, 1)))
    worth = np.exp(response_scores(problems))
    expected = 2 * np.log(worth.sum(axis=1)) - np.log(worth[:, 1] * worth[:, 2])
    assert np.allclose(ranking_loss(problems), expected, rtol=1e-12)


def test_distant_responses_do_not_overflow() -> None:
    problems = draw_problems(5, n_responses=4, width=3)
    far = replace(problems, responses=100 * problems.responses)
    assert np.isfinite(ranking_loss(far)).all()


@pytest.mark.parametrize(
    ("loss", "temperature", "words"),
    [
        ("bradley_terry", None, "compares 2 responses, got 3; use 'plackett_luce' or 'infonce'"),
        ("plackett_luce", 2.0, "no soft labels, got temperature 2.0; leave it out"),
    ],
)
def test_a_loss_that_does_not_fit_is_refused(loss: Loss, temperature: float | None, words: str) -> None:
    with pytest.raises(Misuse, match=words):
        ranking_loss(draw_problems(2, n_responses=3, width=2), loss=loss, temperature=temperature)
