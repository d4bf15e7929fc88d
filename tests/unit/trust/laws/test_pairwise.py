import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from redraft.errors import Misuse
from redraft.trust.laws import expected_step, relative_alignment, stopping_point, tau_of_accuracy
from redraft.trust.simulations import simulate_list, simulate_pair, simulate_stopping


@pytest.mark.parametrize("q", [0.6, 0.75, 0.9])
@pytest.mark.parametrize("loss", [0.5, 0.3, 0.1])
def test_the_part_of_the_step_that_is_left_agrees_with_labels_drawn_one_by_one(q: float, loss: float) -> None:
    assert simulate_pair(q, loss, n=20_000, seed=0).agrees()


@pytest.mark.parametrize("q", [0.6, 0.9])
def test_the_law_holds_for_every_pair_of_a_list_at_once(q: float) -> None:
    assert simulate_list(6, q, confidence=1.0, n=10_000, seed=0).agrees()


@pytest.mark.parametrize(("q", "measured"), [(0.6, 0.6001), (0.75, 0.7490), (0.9, 0.9003), (0.99, 0.9883)])
def test_the_model_becomes_as_sure_as_the_critic_is_accurate(q: float, measured: float) -> None:
    run = simulate_stopping(q, n=200, seed=0)
    # The start at indifference is a thousand steps back, of which .99 still shows a little.
    assert run.law == q and run.agrees(within=0.002)
    assert run.measured == pytest.approx(measured, abs=0.005)


@given(st.floats(0, 1))
def test_there_is_no_step_at_the_stopping_point_and_an_undecided_model_gets_tau(q: float) -> None:
    assert expected_step(q, 1 - stopping_point(q)) == pytest.approx(0, abs=1e-12)
    assert relative_alignment(q) == pytest.approx(tau_of_accuracy(q))


@given(st.floats(0, 1), st.floats(0.01, 1), st.floats(0.01, 1))
def test_the_surer_the_model_the_less_is_left(q: float, one: float, other: float) -> None:
    low, high = sorted((one, other))
    assert relative_alignment(q, low) <= relative_alignment(q, high) + 1e-12 <= 1 + 2e-12


def test_accuracies_that_are_none_and_models_without_doubt_are_refused() -> None:
    for call in (
        lambda: expected_step(math.nan, 0.5),
        lambda: expected_step(0.5, 1.2),
        lambda: relative_alignment(0.5, math.nan),
        lambda: stopping_point(-0.1),
        lambda: tau_of_accuracy(math.nan),
    ):
        with pytest.raises(Misuse):
            call()
    with pytest.raises(Misuse, match="a model that is sure takes no step"):
        relative_alignment(0.9, 0.0)
