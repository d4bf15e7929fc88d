"""The detector of later changes: what it adds up, how fast it is after a long good history, how rarely it is wrong."""

import math

import numpy as np
import pytest

from monitoring_histories import NEVER, changing, first_detection, first_e_alarm, histories
from redraft.errors import Misuse
from redraft.trust.monitoring.bets import bets
from redraft.trust.monitoring.detector import Table, add_case, has_alarm

AGAINST = bets(0.02)


def test_the_table_is_the_sum_over_every_place_where_the_change_may_have_been() -> None:
    cases = [False, True, False, True, True]
    table = Table()
    for broken in cases:
        table = add_case(table, AGAINST, broken=broken)

    def gain(bet: int, broken: bool) -> float:
        return math.exp(AGAINST[bet].if_broken if broken else AGAINST[bet].if_not)

    sums = [
        sum(math.prod(gain(bet, broken) for broken in cases[start:]) for start in range(len(cases))) for bet in range(5)
    ]
    assert all(math.isclose(a, b) for a, b in zip(table.capitals, sums, strict=True))
    assert math.isclose(table.value, sum(sums) / 5)


def test_however_long_all_goes_wrong_the_capital_stays_a_number() -> None:
    table = Table()
    for _ in range(2000):
        table = add_case(table, AGAINST, broken=True)
    assert math.isfinite(table.value) and has_alarm(table)


def test_an_alarm_stays_raised() -> None:
    table = Table()
    for broken in [True] * 10 + [False] * 3000:
        table = add_case(table, AGAINST, broken=broken)
    assert table.value < 20_000 <= table.peak and has_alarm(table)


@pytest.mark.parametrize("threshold", [1.0, 0.0, math.nan])
def test_a_threshold_that_promises_nothing_is_refused(threshold: float) -> None:
    with pytest.raises(Misuse, match="`threshold`"):
        has_alarm(Table(), threshold)


def test_after_a_long_good_history_it_is_much_faster_than_the_capital_that_was_drained() -> None:
    (cases,) = changing(60, 3000, 0.01, 4000, 0.06, seed=21)
    ours = first_detection(cases, 0.02, 20_000) - 3000
    theirs = first_e_alarm(cases, 0.02, 0.05) - 3000
    assert 140 <= np.median(ours[ours > 0]) <= 260  # 196 in the long run
    assert np.median(theirs[theirs > 0]) > 3 * np.median(ours[ours > 0])


def test_false_alarms_are_at_least_so_many_cases_apart() -> None:
    (cases,) = histories(100, 3000, 0.02, seed=22)
    found = np.minimum(first_detection(cases, 0.02, 200), 3000)
    assert found.mean() >= 200


def test_the_package_raises_the_alarm_at_the_same_case_as_the_histories() -> None:
    (cases,) = histories(10, 1000, 0.05, seed=23)
    for history, wanted in zip(cases, first_detection(cases, 0.02, 500), strict=True):
        table, found = Table(), NEVER
        for t, broken in enumerate(history, start=1):
            table = add_case(table, AGAINST, broken=bool(broken))
            if found == NEVER and has_alarm(table, 500):
                found = t
        assert found == wanted
