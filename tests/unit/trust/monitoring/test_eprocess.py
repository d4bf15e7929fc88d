"""The capital against the promise: its value, its alarm, and how rarely that is false."""

import math
import random

import numpy as np
import pytest

from monitoring_histories import NEVER, exact_delay, first_e_alarm, first_repeated_test, histories
from redraft.errors import Misuse
from redraft.trust.monitoring.bets import bets
from redraft.trust.monitoring.eprocess import Evidence, add_case, has_alarm, log_e_value

AGAINST = bets(0.02)


def test_the_capital_depends_on_the_counts_alone() -> None:
    cases = [True] * 7 + [False] * 200
    ends = set()
    for seed in range(3):
        random.Random(seed).shuffle(cases)
        evidence = Evidence()
        for broken in cases:
            evidence = add_case(evidence, AGAINST, broken=broken)
        ends.add(round(evidence.log_e, 12))
    assert ends == {round(log_e_value(7, 207, 0.02), 12)}


def test_the_expected_capital_is_1_at_the_promised_rate_and_less_below() -> None:
    def expected(n: int, rate: float) -> float:
        """Summed over every number of broken cases, each with its binomial probability."""
        return sum(
            math.comb(n, k) * rate**k * (1 - rate) ** (n - k) * math.exp(log_e_value(k, n, 0.1)) for k in range(n + 1)
        )

    assert all(math.isclose(expected(n, 0.1), 1) for n in (1, 2, 7, 30))
    assert all(expected(n, 0.08) < 1 for n in (1, 2, 7, 30))


def test_an_alarm_stays_raised_though_the_capital_drains_again() -> None:
    evidence = Evidence()
    for broken in [True] * 5 + [False] * 2000:
        evidence = add_case(evidence, AGAINST, broken=broken)
    assert evidence.log_e < 0 and has_alarm(evidence, 0.05)


def test_no_case_no_alarm() -> None:
    assert log_e_value(0, 0, 0.02) == 0 and not has_alarm(Evidence(), 0.05)


def test_a_chance_that_is_none_is_refused() -> None:
    with pytest.raises(Misuse, match="`delta`"):
        has_alarm(Evidence(), 1.0)


def test_false_alarms_are_as_rare_as_promised_where_a_repeated_test_is_wrong_in_a_third_of_all_histories() -> None:
    (cases,) = histories(200, 5000, 0.02, seed=11, chunk=200)
    assert (first_e_alarm(cases, 0.02, 0.05) != NEVER).mean() <= 0.05
    assert (first_repeated_test(cases, 0.02, 0.05) != NEVER).mean() >= 0.2


def test_the_delay_is_that_of_the_table_within_what_200_histories_tell() -> None:
    (cases,) = histories(200, 3000, 0.06, seed=12, chunk=200)
    assert 85 <= np.median(first_e_alarm(cases, 0.02, 0.05)) <= 150
    assert exact_delay(0.02, 0.06, 0.05) == (116, 310)


def test_the_package_raises_the_alarm_at_the_same_case_as_the_histories() -> None:
    (cases,) = histories(10, 800, 0.05, seed=13)
    for history, wanted in zip(cases, first_e_alarm(cases, 0.02, 0.05), strict=True):
        evidence, found = Evidence(), NEVER
        for t, broken in enumerate(history, start=1):
            evidence = add_case(evidence, AGAINST, broken=bool(broken))
            if found == NEVER and has_alarm(evidence, 0.05):
                found = t
        assert found == wanted
