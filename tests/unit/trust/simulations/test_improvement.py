import pytest

from redraft.trust.simulations import simulate_gain


def test_without_noise_the_whole_gain_is_left() -> None:
    run = simulate_gain(6, 0, n=500, seed=0)
    assert run.small_step.measured == pytest.approx(1.0) == run.best_step.measured
    assert run.small_step.law == 1.0 == run.best_step.law
