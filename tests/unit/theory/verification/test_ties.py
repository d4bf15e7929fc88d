"""Rewards that are nearly equal, and equal."""

import pytest

from redraft.errors import Misuse
from redraft.theory.verification.entries import Setting
from redraft.theory.verification.ties import equal_rewards, near_ties

SIX = Setting(n_responses=6, width=3)


def test_a_threshold_has_a_cliff_at_three_quarters_of_the_gap_and_order_has_none() -> None:
    found = {(tie.construction, tie.closeness): tie for tie in near_ties((1, 0.8, 0.6), SIX, n_draws=40)}
    for name in ("masked", "picked", "sorted"):
        assert found[name, 1].largest < 1e-12 and found[name, 0.8].largest < 1e-12
    assert found["masked", 0.6].median > 0.05 and found["picked", 0.6].median > 0.05
    assert found["sorted", 0.6].largest < 1e-12


def test_of_equal_rewards_grades_stay_nearest_to_the_step_that_favours_none() -> None:
    for n_pairs in (1, 3):
        medians = {tie.construction: tie.median for tie in equal_rewards((n_pairs,), SIX, n_draws=60)}
        assert 0 < medians["graded"] < medians["sorted"] < medians["masked"]
        assert medians["masked"] == pytest.approx(medians["picked"], rel=1e-6)


def test_numbers_that_make_no_tie_are_refused() -> None:
    with pytest.raises(Misuse, match="`n_pairs` must be 1 to 3 of 6 responses, got 4"):
        list(equal_rewards((4,), SIX))
    with pytest.raises(Misuse, match="`closeness` must be above 0, got 0"):
        list(near_ties((0.5, 0), SIX))
