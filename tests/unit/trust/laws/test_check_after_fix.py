import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from redraft.errors import Misuse
from redraft.trust.laws import (
    Gating,
    VerdictRates,
    break_even,
    break_even_odds,
    diagnostic_odds_ratio,
    gated_rates,
    likelihood_ratio,
    round_rates,
)
from redraft.trust.simulations import Setting, simulate_one_round

INNER = st.floats(0.01, 0.99)
# The gains of one round that the theory's own table lists, with and without the gate.
TABLE = [
    (Setting(accuracy=0.6, sensitivity=0.7, specificity=0.8, repair_rate=0.4, break_rate=0.5), 0.0520, 0.0716),
    (Setting(accuracy=0.8, sensitivity=0.6, specificity=0.7, repair_rate=0.3, break_rate=0.6), -0.1080, -0.0324),
    (Setting(accuracy=0.9, sensitivity=0.5, specificity=0.9, repair_rate=0.2, break_rate=0.7), -0.0530, -0.0225),
]


@pytest.mark.parametrize(("setting", "without", "with_gate"), TABLE)
def test_gains_with_and_without_the_gate_are_those_of_drafts_corrected_one_by_one(
    setting: Setting, without: float, with_gate: float
) -> None:
    plain = simulate_one_round(setting, n=100_000, seed=0)
    gated = simulate_one_round(setting, n=100_000, seed=0, gating="check_after_fix")
    assert plain.law == pytest.approx(without) and plain.agrees()
    assert gated.law == pytest.approx(with_gate) and gated.agrees()


@pytest.mark.parametrize("shared", [0.0, 0.3, 1.0])
def test_a_gate_whose_critic_repeats_its_errors_protects_less(shared: float) -> None:
    setting = TABLE[1][0]
    run = simulate_one_round(setting, n=100_000, seed=0, gating="check_after_fix", shared_errors=shared)
    assert run.agrees()
    if shared == 1:
        assert run.law == pytest.approx(TABLE[1][1])


def test_the_break_even_moves_as_the_table_says() -> None:
    for (setting, *_), (plain, gated) in zip(TABLE, [(0.737, 0.882), (0.5, 0.636), (0.588, 0.72)], strict=True):
        verdicts = VerdictRates.judging_all(sensitivity=setting.sensitivity, specificity=setting.specificity)
        expected_by_gate: dict[Gating, float] = {"none": plain, "check_after_fix": gated}
        for gating, expected in expected_by_gate.items():
            rates = round_rates(
                verdicts,
                repair_rate=setting.repair_rate,
                break_rate=setting.break_rate,
                gating=gating,
            )
            assert break_even(rates) == pytest.approx(expected, abs=5e-4)


@given(INNER, INNER, INNER, INNER)
def test_the_break_even_odds_are_the_ratios_times_what_redrafts_repair_and_break(
    s: float, t: float, f: float, b: float
) -> None:
    verdicts = VerdictRates.judging_all(sensitivity=s, specificity=t)
    plain = break_even_odds(verdicts, repair_rate=f, break_rate=b)
    gated = break_even_odds(verdicts, repair_rate=f, break_rate=b, gating="check_after_fix")
    ratio, odds_ratio = likelihood_ratio(verdicts), diagnostic_odds_ratio(verdicts)
    assert ratio is not None and odds_ratio is not None
    assert plain == pytest.approx(ratio * f / b, rel=1e-6)
    assert gated == pytest.approx(odds_ratio * f / b, rel=1e-6)


@given(INNER, INNER, INNER, INNER, st.floats(0, 1), st.floats(0, 1))
def test_shared_errors_lead_from_the_gate_to_no_gate(
    s: float, t: float, f: float, b: float, one: float, other: float
) -> None:
    verdicts = VerdictRates.judging_all(sensitivity=s, specificity=t)

    def at(shared: float) -> tuple[float, float]:
        rates = gated_rates(sensitivity=s, specificity=t, repair_rate=f, break_rate=b, shared_errors=shared)
        return rates.repaired, rates.broken

    free = round_rates(verdicts, repair_rate=f, break_rate=b)
    gated = round_rates(verdicts, repair_rate=f, break_rate=b, gating="check_after_fix")
    assert at(0.0) == pytest.approx((gated.repaired, gated.broken))
    assert at(1.0) == pytest.approx((free.repaired, free.broken))
    low, high = sorted((one, other))
    assert all(x <= y + 1e-12 for x, y in zip(at(low), at(high), strict=True))


def test_nothing_broken_and_nothing_through_the_gate_have_no_odds() -> None:
    perfect = VerdictRates.judging_all(sensitivity=1.0, specificity=1.0)
    assert diagnostic_odds_ratio(perfect) is None
    assert break_even_odds(perfect, repair_rate=0.5, break_rate=0.5) is None
    assert break_even_odds(perfect, repair_rate=0.0, break_rate=0.5) is None


@pytest.mark.parametrize("bad", [math.nan, -0.1, 30])
def test_shares_that_are_none_are_refused(bad: float) -> None:
    with pytest.raises(Misuse, match="`shared_errors`"):
        gated_rates(sensitivity=0.5, specificity=0.5, repair_rate=0.5, break_rate=0.5, shared_errors=bad)
