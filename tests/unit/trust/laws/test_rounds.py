import numpy as np
import pytest

from redraft.errors import Misuse
from redraft.trust.laws import Gating, VerdictRates, after_rounds, break_even, likelihood_ratio, round_rates

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
