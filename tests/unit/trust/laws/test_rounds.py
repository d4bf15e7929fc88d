import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from redraft.errors import Misuse
from redraft.trust.laws import (
    Gating,
    RoundRates,
    VerdictRates,
    after_rounds,
    best_rounds,
    break_even,
    contraction,
    gain,
    half_life,
    helps,
    likelihood_ratio,
    needed_precision,
    precision,
    round_rates,
)

CASES = [(0.9, 0.8, 0.4, 0.3), (0.6, 0.7, 0.3, 0.6), (0.99, 0.5, 0.9, 0.1)]


def critic(sensitivity: float, specificity: float) -> VerdictRates:
    return VerdictRates.judging_all(sensitivity=sensitivity, specificity=specificity)


@pytest.mark.parametrize(("s", "t", "f", "b"), CASES)
@pytest.mark.parametrize("gating", ["none", "check_after_fix"])
def test_the_chain_agrees_with_drafts_that_are_corrected_one_by_one(
    s: float, t: float, f: float, b: float, gating: Gating
) -> None:
    rng, n = np.random.default_rng(0), 400_000
    right = rng.random(n) < 0.7
    rates = round_rates(critic(s, t), repair_rate=f, break_rate=b, gating=gating)
    for n_rounds in (1, 2, 3):
        flagged = rng.random(n) < np.where(right, 1 - t, s)
        after = np.where(right, rng.random(n) >= b, rng.random(n) < f)
        if gating == "check_after_fix":
            flagged &= rng.random(n) < np.where(after, t, 1 - s)
        # Where the state does not change, a gate that refuses and one that admits come to the same.
        right = np.where(flagged, after, right)
        assert after_rounds(0.7, rates, n_rounds=n_rounds) == pytest.approx(right.mean(), abs=0.003)


@pytest.mark.parametrize(("s", "t", "f", "b"), CASES)
def test_a_round_helps_below_the_break_even_and_does_harm_above(s: float, t: float, f: float, b: float) -> None:
    rates = round_rates(critic(s, t), repair_rate=f, break_rate=b)
    even = break_even(rates)
    assert even is not None
    assert after_rounds(even, rates) == pytest.approx(even)
    assert after_rounds(even - 0.01, rates) > even - 0.01 and after_rounds(even + 0.01, rates) < even + 0.01
    assert after_rounds(0.1, rates, n_rounds=2000) == pytest.approx(even)
    ratio = likelihood_ratio(critic(s, t))
    assert ratio is not None and even / (1 - even) == pytest.approx(ratio * f / b)


def test_a_gate_moves_the_break_even_by_the_odds_of_the_critic() -> None:
    plain = break_even(round_rates(critic(0.7, 0.8), repair_rate=0.3, break_rate=0.3))
    gated = break_even(round_rates(critic(0.7, 0.8), repair_rate=0.3, break_rate=0.3, gating="check_after_fix"))
    assert plain is not None and gated is not None
    assert plain / (1 - plain) == pytest.approx(0.7 / 0.2)
    assert gated / (1 - gated) == pytest.approx((0.7 * 0.8) / (0.3 * 0.2))


def test_a_critic_that_flags_nothing_changes_nothing() -> None:
    assert break_even(round_rates(critic(0.0, 1.0), repair_rate=1.0, break_rate=1.0)) is None
    assert likelihood_ratio(critic(0.9, 1.0)) is None and likelihood_ratio(critic(0.9, 0.1)) == pytest.approx(1.0)


def test_a_rate_outside_its_range_is_refused_by_name() -> None:
    with pytest.raises(Misuse, match="`break_rate` must lie in"):
        round_rates(critic(0.5, 0.5), repair_rate=0.5, break_rate=30)
    with pytest.raises(Misuse, match="`found` must lie in"):
        critic(50, 0.5)


@pytest.mark.parametrize("gating", ["none", "check_after_fix"])
def test_drafts_that_cannot_be_judged_stay_and_replace_none(gating: Gating) -> None:
    s, t, f, b, judged = 0.8, 0.9, 0.5, 0.4, 0.3  # seven drafts of ten it cannot judge, right or wrong
    rates = VerdictRates(
        found=s * judged, false_alarms=(1 - t) * judged, admitted_bad=(1 - s) * judged, admitted_good=t * judged
    )
    rng, n = np.random.default_rng(0), 400_000
    right = rng.random(n) < 0.6
    flagged = (rng.random(n) < judged) & (rng.random(n) < np.where(right, 1 - t, s))
    after = np.where(right, rng.random(n) >= b, rng.random(n) < f)
    if gating == "check_after_fix":
        flagged &= (rng.random(n) < judged) & (rng.random(n) < np.where(after, t, 1 - s))
    expected = np.where(flagged, after, right).mean()
    rounds = round_rates(rates, repair_rate=f, break_rate=b, gating=gating)
    assert after_rounds(0.6, rounds) == pytest.approx(expected, abs=0.003)


RATE = st.floats(0, 1)


@given(RATE, RATE, RATE, st.integers(0, 50))
def test_the_accuracy_stays_a_rate_and_moves_towards_the_break_even(a: float, u: float, v: float, n: int) -> None:
    rates = RoundRates(repaired=u, broken=v)
    after = after_rounds(a, rates, n_rounds=n)
    assert 0 <= after <= 1
    even = break_even(rates)
    if even is None:
        assert after == a
    else:
        assert abs(after - even) <= abs(a - even) + 1e-12


@given(RATE, RATE, RATE, st.integers(0, 12))
def test_the_closed_form_is_the_chain_taken_step_by_step(a: float, u: float, v: float, n: int) -> None:
    expected = a
    for _ in range(n):
        expected += (1 - expected) * u - expected * v
    assert after_rounds(a, RoundRates(repaired=u, broken=v), n_rounds=n) == pytest.approx(expected, abs=1e-9)


INNER = st.floats(0.01, 0.99)


@given(INNER, INNER, INNER, INNER, INNER)
def test_three_ways_to_say_that_a_round_helps_agree(a: float, s: float, t: float, f: float, b: float) -> None:
    verdicts = critic(s, t)
    rates = round_rates(verdicts, repair_rate=f, break_rate=b)
    even, ratio = break_even(rates), likelihood_ratio(verdicts)
    found, needed = precision(a, verdicts), needed_precision(repair_rate=f, break_rate=b)
    assert even is not None and ratio is not None and found is not None and needed is not None
    if abs(a - even) > 1e-9:
        assert helps(a, rates) == (a < even) == (a / (1 - a) < ratio * f / b) == (found > needed)
        assert helps(a, rates) == (gain(a, rates) > 0)


def test_half_of_the_distance_is_gone_after_the_half_life() -> None:
    rates = RoundRates(repaired=0.28, broken=0.1)
    life, even = half_life(rates), break_even(rates)
    assert life == pytest.approx(math.log(2) / -math.log(0.62)) and even is not None
    assert contraction(rates) ** life == pytest.approx(0.5)
    assert half_life(RoundRates(repaired=0, broken=0)) is None and half_life(RoundRates(repaired=1, broken=1)) is None
    assert half_life(RoundRates(repaired=0.4, broken=0.6)) == 0


def test_without_a_cost_it_is_all_rounds_or_none() -> None:
    rates = RoundRates(repaired=0.28, broken=0.1)
    assert best_rounds(0.6, rates, max_rounds=7) == 7
    assert best_rounds(0.8, rates, max_rounds=7) == 0
    assert best_rounds(0.6, RoundRates(repaired=0, broken=0), max_rounds=7) == 0


def test_rounds_end_once_one_gains_less_than_it_costs() -> None:
    rates = RoundRates(repaired=0.28, broken=0.1)
    gains = [after_rounds(0.6, rates, n_rounds=n + 1) - after_rounds(0.6, rates, n_rounds=n) for n in range(8)]
    for cost in (0.05, 0.02, 0.01):
        assert best_rounds(0.6, rates, max_rounds=8, cost_per_round=cost) == sum(g > cost for g in gains)
    assert best_rounds(0.6, rates, max_rounds=8, cost_per_round=0.06) == 0


def test_rates_that_leap_over_the_break_even_are_worth_one_round_or_none() -> None:
    rates = RoundRates(repaired=0.9, broken=0.8)
    assert best_rounds(0.1, rates, max_rounds=9) == 1 and best_rounds(0.9, rates, max_rounds=9) == 0


def test_what_is_no_rate_no_count_and_no_cost_is_refused() -> None:
    rates = RoundRates(repaired=0.3, broken=0.1)
    for call in (
        lambda: after_rounds(math.nan, rates),
        lambda: after_rounds(0.5, rates, n_rounds=-1),
        lambda: RoundRates(repaired=math.nan, broken=0.1),
        lambda: helps(1.5, rates),
        lambda: precision(math.nan, critic(0.5, 0.5)),
        lambda: needed_precision(repair_rate=2, break_rate=0.5),
        lambda: best_rounds(0.5, rates, max_rounds=3, cost_per_round=math.nan),
        lambda: best_rounds(0.5, rates, max_rounds=-3),
    ):
        with pytest.raises(Misuse):
            call()
    assert precision(0.5, critic(0.0, 1.0)) is None and needed_precision(repair_rate=0, break_rate=0) is None
