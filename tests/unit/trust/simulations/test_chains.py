import pytest

from redraft.trust.laws import Gating
from redraft.trust.simulations import Setting, simulate_one_round, simulate_rounds

SETTING = Setting(accuracy=0.6, sensitivity=0.7, specificity=0.8, repair_rate=0.4, break_rate=0.5)


@pytest.mark.parametrize("gating", ["none", "check_after_fix"])
def test_ten_rounds_agree_with_the_law_at_each(gating: Gating) -> None:
    history = simulate_rounds(SETTING, n_rounds=10, n=50_000, seed=0, gating=gating)
    assert len(history) == 11 and all(run.agrees() for run in history)


def test_a_law_of_other_rates_would_be_seen() -> None:
    run = simulate_rounds(SETTING, n_rounds=3, n=50_000, seed=0)[3]
    other = simulate_rounds(
        Setting(accuracy=0.6, sensitivity=0.7, specificity=0.8, repair_rate=0.4, break_rate=0.55),
        n_rounds=3,
        n=10,
        seed=0,
    )[3].law
    assert abs(run.measured - other) > 4 * run.standard_error


def test_a_seed_fixes_what_happens() -> None:
    runs = [simulate_one_round(SETTING, n=1000, seed=seed).measured for seed in (0, 0, 1)]
    assert runs[0] == runs[1] != runs[2]
