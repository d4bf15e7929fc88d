import numpy as np
import pytest

from redraft.trust.simulations import Setting, simulate_voting
from redraft.trust.simulations.votes import _votes_against


def test_votes_are_correlated_as_asked() -> None:
    votes = _votes_against(np.random.default_rng(0), np.full(100_000, 0.3), 2, 0.4)
    agree = (votes != 1).mean()  # both votes say the same
    assert agree == pytest.approx(1 - 2 * 0.3 * 0.7 * (1 - 0.4), abs=0.005)
    assert votes.mean() == pytest.approx(0.6, abs=0.01)


def test_a_threshold_out_of_reach_changes_nothing_and_one_of_none_changes_all() -> None:
    setting = Setting(accuracy=0.5, sensitivity=0.5, specificity=0.5, repair_rate=1.0, break_rate=0.0)
    never = simulate_voting(setting, n_votes=3, threshold=4, n=1000, seed=0)
    always = simulate_voting(setting, n_votes=3, threshold=0, n=1000, seed=0)
    assert (never.measured, never.law) == (0, 0)
    assert always.law == pytest.approx(0.5) and always.agrees()
