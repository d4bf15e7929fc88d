import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import betabinom, binom

from redraft.errors import Misuse
from redraft.trust.laws import (
    best_threshold,
    best_threshold_formula,
    effective_votes,
    flag_ratio,
    likelihood_ratio,
    majority,
    saturated_ratio,
    vote_counts,
    voted_rates,
    voting_gain,
)
from redraft.trust.simulations import Setting, simulate_flag_ratio, simulate_voting

HARMFUL = {"sensitivity": 0.6, "specificity": 0.7, "repair_rate": 0.3, "break_rate": 0.6}
INNER = st.floats(0.02, 0.98)
# k, gain of a majority, best threshold and its gain at an accuracy of .8
TABLE = [(1, -0.108, 2, 0.0), (3, -0.065, 4, 0.0), (5, -0.037, 4, 0.005), (9, -0.003, 6, 0.017), (15, 0.023, 9, 0.029)]


@pytest.mark.parametrize(("k", "by_majority", "h", "at_best"), TABLE)
def test_a_majority_can_do_harm_where_the_best_threshold_does_not(
    k: int, by_majority: float, h: int, at_best: float
) -> None:
    assert voting_gain(0.8, n_votes=k, threshold=majority(k), **HARMFUL) == pytest.approx(by_majority, abs=6e-4)
    plan = best_threshold(0.8, n_votes=k, **HARMFUL)
    assert (plan.threshold, plan.gain) == (h, pytest.approx(at_best, abs=6e-4))


@pytest.mark.parametrize(("k", "h"), [(1, 1), (5, 3), (5, 4), (9, 6)])
@pytest.mark.parametrize("correlation", [0.0, 0.3])
def test_gains_agree_with_votes_cast_one_by_one(k: int, h: int, correlation: float) -> None:
    setting = Setting(accuracy=0.8, **HARMFUL)
    assert simulate_voting(setting, n_votes=k, threshold=h, n=50_000, seed=0, correlation=correlation).agrees()


RATIOS = [
    (0.0, [3.5, 14.4, 224, 1.23e6]),
    (0.1, [3.5, 8.1, 16.1, 26.7]),
    (0.3, [3.5, 5.0, 5.8, 6.2]),
    (0.6, [3.5, 3.8, 3.9, 3.9]),
]


@pytest.mark.parametrize(("correlation", "expected"), RATIOS)
def test_votes_of_one_mind_saturate(correlation: float, expected: list[float]) -> None:
    found = [flag_ratio(k, sensitivity=0.7, specificity=0.8, correlation=correlation) for k in (1, 5, 15, 51)]
    assert found == pytest.approx(expected, rel=0.015)
    if correlation:
        limit = saturated_ratio(sensitivity=0.7, specificity=0.8, correlation=correlation)
        many = flag_ratio(4001, sensitivity=0.7, specificity=0.8, correlation=correlation)
        assert limit == pytest.approx(many, rel=0.01) and limit > expected[-1]


@pytest.mark.parametrize(("correlation", "k"), [(0.0, 5), (0.1, 15), (0.3, 5), (0.6, 15)])
def test_likelihood_ratios_agree_with_votes_cast_one_by_one(correlation: float, k: int) -> None:
    run = simulate_flag_ratio(sensitivity=0.7, specificity=0.8, n_votes=k, correlation=correlation, n=50_000, seed=0)
    assert run.agrees()


@given(st.integers(1, 60), INNER, st.floats(0.01, 0.99))
def test_vote_counts_are_the_binomial_and_the_beta_binomial(k: int, rate: float, correlation: float) -> None:
    counts = np.arange(k + 1)
    total = (1 - correlation) / correlation
    assert vote_counts(k, rate) == pytest.approx(binom.pmf(counts, k, rate), abs=1e-10)
    expected = betabinom.pmf(counts, k, rate * total, (1 - rate) * total)
    assert vote_counts(k, rate, correlation=correlation) == pytest.approx(expected, rel=1e-6, abs=1e-10)


@settings(max_examples=200)
@given(st.integers(1, 25), INNER, INNER, INNER, INNER, INNER, st.sampled_from([0.0, 0.2, 0.7]))
def test_the_best_threshold_is_the_best_of_all_and_never_does_harm(
    k: int, a: float, s: float, t: float, f: float, b: float, correlation: float
) -> None:
    critic = {"sensitivity": s, "specificity": t, "repair_rate": f, "break_rate": b, "correlation": correlation}
    plan = best_threshold(a, n_votes=k, **critic)
    gains = [voting_gain(a, n_votes=k, threshold=h, **critic) for h in range(k + 2)]
    assert plan.gain >= 0
    assert gains[plan.threshold] == pytest.approx(max(gains), abs=1e-12)
    if max(gains) > 1e-9 and sorted(gains)[-2] < max(gains) - 1e-9:
        assert plan.threshold == int(np.argmax(gains))


@given(st.integers(1, 40), INNER, INNER, INNER, INNER, INNER)
def test_the_closed_form_names_the_same_threshold(k: int, a: float, s: float, t: float, f: float, b: float) -> None:
    if s + t < 1.02:
        return
    critic = {"sensitivity": s, "specificity": t, "repair_rate": f, "break_rate": b}
    nudged = {best_threshold_formula(min(0.999, a * (1 + e)), n_votes=k, **critic) for e in (-1e-9, 0.0, 1e-9)}
    if len(nudged) == 1:  # else a number of votes speaks for neither side, and rounding decides
        assert best_threshold(a, n_votes=k, **critic).threshold == min(max(nudged.pop(), 0), k + 1)


@given(INNER, INNER, st.integers(0, 9), st.sampled_from([0.0, 0.4]))
def test_a_higher_threshold_flags_less(s: float, t: float, h: int, correlation: float) -> None:
    low = voted_rates(9, h, sensitivity=s, specificity=t, correlation=correlation)
    high = voted_rates(9, h + 1, sensitivity=s, specificity=t, correlation=correlation)
    assert high.found <= low.found + 1e-12 and high.false_alarms <= low.false_alarms + 1e-12


def test_rates_of_none_and_all_are_taken() -> None:
    perfect = {"sensitivity": 1.0, "specificity": 1.0, "repair_rate": 0.5, "break_rate": 0.5}
    assert best_threshold(0.9, n_votes=5, **perfect) == (1, pytest.approx(0.05))
    assert best_threshold(0.9, n_votes=5, **{**perfect, "repair_rate": 0.0, "specificity": 0.9}).gain == 0
    assert best_threshold(1.0, n_votes=5, **HARMFUL).threshold == 6
    useless = {"sensitivity": 0.3, "specificity": 0.3, "repair_rate": 0.9, "break_rate": 0.1}
    assert best_threshold(0.1, n_votes=5, **useless).threshold == 0


def test_one_vote_is_a_critic_and_votes_that_say_the_same_are_one() -> None:
    one = likelihood_ratio(voted_rates(1, 1, sensitivity=0.7, specificity=0.8))
    assert one == pytest.approx(3.5) == flag_ratio(9, sensitivity=0.7, specificity=0.8, correlation=1.0)
    assert effective_votes(51, 0.3) == pytest.approx(3.1875) and effective_votes(7, 0) == 7
    assert flag_ratio(3, sensitivity=0.7, specificity=1.0) is None
    assert saturated_ratio(sensitivity=0.7, specificity=1.0, correlation=0.5) is None


def test_votes_that_make_no_sense_are_refused() -> None:
    for call in (
        lambda: vote_counts(0, 0.5),
        lambda: vote_counts(3, math.nan),
        lambda: vote_counts(3, 0.5, correlation=-0.2),
        lambda: voted_rates(3, 5, sensitivity=0.5, specificity=0.5),
        lambda: voted_rates(3, 1, sensitivity=math.nan, specificity=0.5),
        lambda: majority(0),
        lambda: best_threshold(math.nan, n_votes=3, **HARMFUL),
        lambda: effective_votes(3, 1.5),
        lambda: flag_ratio(3, sensitivity=0.7, specificity=0.8, threshold=9),
    ):
        with pytest.raises(Misuse):
            call()
    with pytest.raises(Misuse, match="use `best_threshold`"):
        best_threshold_formula(1.0, n_votes=3, **HARMFUL)
    with pytest.raises(Misuse, match="independent votes do not saturate"):
        saturated_ratio(sensitivity=0.7, specificity=0.8, correlation=0)
