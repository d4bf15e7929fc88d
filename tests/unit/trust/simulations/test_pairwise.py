import pytest

from redraft.trust.simulations import simulate_list, simulate_stopping


def test_a_perfect_critic_leaves_the_whole_step_of_a_list() -> None:
    run = simulate_list(4, 1.0, confidence=1.0, n=10, seed=0)
    assert run.measured == pytest.approx(1.0) == run.law


def test_the_stopping_point_does_not_depend_on_the_step_size() -> None:
    runs = [simulate_stopping(0.75, n=200, seed=0, step_size=size, n_steps=1500) for size in (0.05, 0.1)]
    assert all(run.agrees() for run in runs)
