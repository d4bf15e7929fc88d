import numpy as np
import pytest
from scipy.stats import kendalltau

from redraft.trust.laws import alignment
from redraft.trust.simulations.rankings import (
    Noise,
    blurred,
    compare_orders,
    displaced,
    ranks_of,
    redrawn,
    shuffled,
    steps,
)

FAMILIES = [shuffled(3), redrawn(0.4), blurred(0.5), displaced(0.6)]


def log_likelihood(prediction: np.ndarray, placed: np.ndarray) -> complex:
    """Plackett-Luce, answers from the best on, scored by their squared distance to a prediction."""
    scores = -((prediction - placed) ** 2).sum(axis=1)
    return sum(complex(scores[i] - np.log(np.exp(scores[i:]).sum())) for i in range(len(placed)))


def test_a_step_is_the_gradient_of_the_likelihood() -> None:
    rng = np.random.default_rng(0)
    for n, d in ((2, 1), (4, 3), (7, 5)):
        answers, prediction, ranks = rng.standard_normal((n, d)), rng.standard_normal(d), rng.permutation(n) + 1
        placed = answers[np.argsort(ranks)]
        tiny = 1e-30j * np.eye(d)  # the complex-step derivative has no rounding error
        gradient = np.array([log_likelihood(prediction + e, placed).imag / 1e-30 for e in tiny])
        own = -((prediction - answers) ** 2).sum(axis=1)
        assert 2 * steps(answers[None], ranks[None], own[None])[0] == pytest.approx(gradient, abs=1e-12)


@pytest.mark.parametrize("noise", FAMILIES)
def test_noise_draws_rankings(noise: Noise) -> None:
    ranks = noise(np.random.default_rng(0), 200, 6)
    assert (np.sort(ranks, axis=1) == np.arange(1, 7)).all()
    assert len(np.unique(ranks, axis=0)) > 5


def test_no_noise_is_the_truth() -> None:
    truth = np.arange(1, 7)
    for noise in (shuffled(0), shuffled(1), redrawn(0.0), blurred(0.0), displaced(0.0)):
        assert (noise(np.random.default_rng(0), 20, 6) == truth).all()


def test_so_many_are_shuffled_and_no_more() -> None:
    ranks = shuffled(3)(np.random.default_rng(0), 5000, 8)
    moved = (ranks != np.arange(1, 9)).sum(axis=1)
    assert moved.max() == 3
    # Of the 6 orders of three answers, 2 move all and 3 move two.
    assert (moved == 3).mean() == pytest.approx(1 / 3, abs=0.03) and (moved == 0).mean() == pytest.approx(
        1 / 6, abs=0.03
    )


def test_displaced_rankings_follow_mallows() -> None:
    ranks = displaced(0.5)(np.random.default_rng(0), 40_000, 3)
    orders, counts = np.unique(ranks, axis=0, return_counts=True)
    truth = [1, 2, 3]
    discordant = [round((1 - kendalltau(truth, order).statistic) * 3 / 2) for order in orders]
    weights = 0.5 ** np.array(discordant)
    assert counts / 40_000 == pytest.approx(weights / weights.sum(), abs=0.01)


def test_orders_are_compared_as_scipy_and_the_law_do() -> None:
    ranks = blurred(1.0)(np.random.default_rng(0), 50, 7)
    orders, truth = compare_orders(ranks), np.arange(1, 8)
    assert orders.tau == pytest.approx([kendalltau(truth, row).statistic for row in ranks])
    assert orders.alignment == pytest.approx([alignment(truth, row) for row in ranks])


def test_the_highest_score_has_the_first_rank() -> None:
    assert ranks_of(np.array([[0.1, 0.9, 0.5]])).tolist() == [[3, 1, 2]]
