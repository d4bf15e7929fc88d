import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from redraft.errors import Misuse
from redraft.trust.certificate.exact import binomial_tail
from redraft.trust.certificate.planning import allowed_flips, cases_for_power, cases_needed, power

FLIPS = (0, 1, 2, 3, 5, 10)
# Cases needed at delta .05, exact and by Hoeffding and Bentkus, for each number of flips.
NEEDED = {
    0.01: ((299, 299), (473, 573), (628, 760), (773, 918), (1049, 1213), (1693, 1895)),
    0.02: ((149, 149), (236, 285), (313, 379), (386, 457), (523, 605), (845, 946)),
    0.05: ((59, 59), (93, 113), (124, 150), (153, 181), (208, 240), (336, 376)),
}
# First n with 80 % and 90 % power when the true rate is the bound divided by 10, 4 and 2.
FOR_POWER = {
    (0.01, 10): (473, 473),
    (0.02, 10): (236, 236),
    (0.05, 10): (93, 93),
    (0.01, 4): (773, 913),
    (0.02, 4): (386, 456),
    (0.05, 4): (153, 181),
    (0.01, 2): (1941, 2546),
    (0.02, 2): (969, 1271),
    (0.05, 2): (361, 506),
}


def test_the_cases_needed_are_those_of_the_table() -> None:
    for epsilon, row in NEEDED.items():
        exact = tuple(cases_needed(epsilon, 0.05, n_flips=k) for k in FLIPS)
        bounded = tuple(cases_needed(epsilon, 0.05, n_flips=k, test="hoeffding_bentkus") for k in FLIPS)
        assert tuple(zip(exact, bounded, strict=True)) == row


def test_the_cases_for_80_and_90_percent_power_are_those_of_the_table() -> None:
    for (epsilon, part), wanted in FOR_POWER.items():
        rate = epsilon / part
        found = tuple(cases_for_power(rate, epsilon, 0.05, chance=chance) for chance in (0.8, 0.9))
        assert found == wanted
        for n, chance in zip(found, (0.8, 0.9), strict=True):
            assert float(power(rate, n, epsilon=epsilon, delta=0.05)) >= chance


def test_no_smaller_number_has_the_power() -> None:
    rate, epsilon = 0.0125, 0.05
    n = cases_for_power(rate, epsilon, 0.05, chance=0.8)
    assert all(float(power(rate, m, epsilon=epsilon, delta=0.05)) < 0.8 for m in range(1, n))


@given(n=st.integers(1, 3000), epsilon=st.floats(0.005, 0.3), delta=st.floats(0.01, 0.3))
def test_the_flips_allowed_are_the_most_that_pass(n: int, epsilon: float, delta: float) -> None:
    allowed = allowed_flips(n, epsilon, delta)
    if allowed is None:
        assert float(binomial_tail(0, n, epsilon)) > delta
    else:
        assert float(binomial_tail(allowed, n, epsilon)) <= delta < float(binomial_tail(allowed + 1, n, epsilon))
        assert cases_needed(epsilon, delta, n_flips=allowed) <= n < cases_needed(epsilon, delta, n_flips=allowed + 1)


@given(n=st.integers(1, 3000), epsilon=st.floats(0.005, 0.3))
def test_at_a_rate_of_epsilon_the_power_is_at_most_delta(n: int, epsilon: float) -> None:
    assert float(power(epsilon, n, epsilon=epsilon, delta=0.05)) <= 0.05


def test_power_falls_with_the_true_rate() -> None:
    found = power(np.array([0.0, 0.002, 0.01, 0.02, 1.0]), 300, epsilon=0.02, delta=0.05)
    assert found[0] == 1.0
    assert found[-1] == 0.0
    assert np.all(np.diff(found) < 0)


def test_a_plan_that_cannot_be_is_refused() -> None:
    with pytest.raises(Misuse, match="`n_flips` must be 0 or more"):
        cases_needed(0.01, 0.05, n_flips=-1)
    with pytest.raises(Misuse, match=r"lies in \[0, epsilon\)"):
        cases_for_power(0.02, 0.02, 0.05)
    with pytest.raises(Misuse, match="too close to epsilon"):
        cases_for_power(0.0199999, 0.02, 0.05)
    with pytest.raises(Misuse, match="`n` must be 1 or more"):
        allowed_flips(0, 0.02, 0.05)
