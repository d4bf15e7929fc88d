"""Running means: plain at first, forgetting later."""

import math

import pytest

from redraft.errors import Misuse
from redraft.trust.monitoring.means import RunningMean, add_value


def test_the_first_values_are_averaged_plainly() -> None:
    running = RunningMean()
    for x in (1.0, 2.0, 6.0):
        running = add_value(running, x, window=10)
    assert math.isclose(running.value or 0, 3.0)


def test_later_values_push_the_old_ones_out() -> None:
    running = RunningMean()
    for k in range(2000):
        running = add_value(running, float(k >= 1000), window=50)
    assert math.isclose(running.mean, 1.0, abs_tol=1e-8)


def test_the_weight_of_a_value_is_one_in_the_window() -> None:
    running = RunningMean(n=1000, mean=0.0)
    assert math.isclose(add_value(running, 1.0, window=50).mean, 1 / 50)


def test_there_is_no_mean_of_nothing() -> None:
    assert RunningMean().value is None


@pytest.mark.parametrize("x", [math.nan, math.inf])
def test_what_is_not_finite_is_refused(x: float) -> None:
    with pytest.raises(Misuse, match="must be finite"):
        add_value(RunningMean(), x, window=5)


def test_a_window_of_nothing_is_refused() -> None:
    with pytest.raises(Misuse, match="`window`"):
        add_value(RunningMean(), 1.0, window=0)
