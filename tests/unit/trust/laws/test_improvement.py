import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from redraft.errors import Misuse
from redraft.trust.laws import best_step_ratio, best_step_size, small_step_ratio, step_gain
from redraft.trust.simulations import simulate_gain

# Shuffled of eight; at a small step the law and the measurement, at the best step the floor and the measurement.
TABLE = [(2, 0.857, 0.853, 0.735, 0.782), (4, 0.571, 0.558, 0.327, 0.387), (6, 0.286, 0.281, 0.082, 0.108)]


@pytest.mark.parametrize(("m", "law", "small", "floor", "best"), TABLE)
def test_gains_are_those_of_steps_taken(m: int, law: float, small: float, floor: float, best: float) -> None:
    run = simulate_gain(8, m, n=10_000, seed=0)
    assert run.small_step.law == pytest.approx(law, abs=5e-4) and run.small_step.agrees()
    assert run.small_step.measured == pytest.approx(small, abs=0.03)
    assert run.best_step.law == pytest.approx(floor, abs=5e-4)
    assert run.best_step_exact.agrees()
    assert run.best_step.measured == pytest.approx(best, abs=0.04) and run.best_step.measured > run.best_step.law


@given(st.floats(-5, 5), st.floats(0.1, 9), st.floats(0, 5))
def test_no_step_gains_more_than_the_best_one(slope: float, squared_length: float, other: float) -> None:
    size = best_step_size(slope=slope, squared_length=squared_length)
    best = step_gain(size, slope=slope, squared_length=squared_length)
    assert best >= 0
    assert step_gain(other, slope=slope, squared_length=squared_length) <= best + 1e-9
    assert best == pytest.approx(max(slope, 0) ** 2 / squared_length)


@given(st.floats(-1, 1))
def test_a_step_made_as_large_as_pays_loses_more_to_noise(aligned: float) -> None:
    assert best_step_ratio(aligned) <= max(small_step_ratio(aligned), 0.0)


def test_what_is_no_alignment_and_no_length_is_refused() -> None:
    for call in (
        lambda: step_gain(math.nan, slope=1, squared_length=1),
        lambda: step_gain(-1, slope=1, squared_length=1),
        lambda: step_gain(1, slope=math.inf, squared_length=1),
        lambda: step_gain(1, slope=1, squared_length=-1),
        lambda: best_step_size(slope=math.nan, squared_length=1),
        lambda: small_step_ratio(math.nan),
        lambda: best_step_ratio(1.5),
        lambda: best_step_ratio(0.5, length_ratio=math.nan),
    ):
        with pytest.raises(Misuse):
            call()
    assert best_step_size(slope=1, squared_length=0) == 0
