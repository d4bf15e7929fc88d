import pytest

from redraft.trust.simulations import displaced, simulate_confident, simulate_noise, simulate_shuffled


def test_without_shuffling_both_steps_are_one() -> None:
    run = simulate_shuffled(6, 0, n_dimensions=3, n=200, seed=0)
    assert run.alignment.measured == pytest.approx(1.0) == run.cosine.measured
    assert run.cosine.law == pytest.approx(1.0)


def test_draws_in_several_parts_are_all_used() -> None:
    assert simulate_shuffled(4, 2, n_dimensions=1, n=11_000, seed=0).alignment.n == 11_000


def test_a_random_ranking_pulls_a_confident_model_back() -> None:
    assert simulate_confident(6, 6, confidence=2.0, n_dimensions=3, n=4000, seed=0).measured > 0.3


def test_orders_without_noise_are_whole_and_with_nothing_else_empty() -> None:
    whole = simulate_noise(displaced(0.0), 6, name="none", n=100, seed=0)
    assert (whole.tau, whole.low, whole.high) == (1, 1, 1) and whole.measured == pytest.approx(1)
    empty = simulate_noise(displaced(1.0), 6, name="all", n=4000, seed=0)
    assert empty.tau < 0.03 and abs(empty.measured) < 4 * empty.standard_error
