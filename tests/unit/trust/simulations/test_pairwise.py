import pytest

from redraft.errors import Misuse
from redraft.trust.simulations import simulate_approach, simulate_list, simulate_stopping


def test_a_perfect_critic_leaves_the_whole_step_of_a_list() -> None:
    run = simulate_list(4, 1.0, confidence=1.0, n=10, seed=0)
    assert run.measured == pytest.approx(1.0) == run.law


def test_the_stopping_point_does_not_depend_on_the_step_size() -> None:
    runs = [simulate_stopping(0.75, n=200, seed=0, step_size=size, n_steps=1500) for size in (0.05, 0.1)]
    assert all(run.agrees() for run in runs)


def test_a_model_approaches_the_accuracy_of_its_critic_from_indifference_and_stays() -> None:
    start, soon, late, later = simulate_approach(0.75, at=(0, 10, 400, 800), n=500, seed=0)
    assert start.measured == 0.5 and not soon.agrees() and 0.5 < soon.measured < 0.75
    assert late.agrees() and later.agrees()


def test_numbers_of_steps_that_do_not_rise_are_refused() -> None:
    for at in ((), (5, 5), (10, 2)):
        with pytest.raises(Misuse, match="rise"):
            simulate_approach(0.75, at=at, n=10, seed=0)
