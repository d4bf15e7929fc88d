import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.integrate import quad
from scipy.special import hyp1f1

from redraft.errors import Misuse
from redraft.trust.laws import (
    Gating,
    VerdictRates,
    after_rounds,
    after_rounds_of,
    best_cap,
    beta_prompts,
    given_prompts,
    limit_of,
    round_rates,
)
from redraft.trust.simulations import Setting, simulate_mixed_prompts

SETTING = Setting(accuracy=0.6, sensitivity=0.7, specificity=0.8, repair_rate=0.4, break_rate=0.5)
VERDICTS = VerdictRates.judging_all(sensitivity=0.7, specificity=0.8)
RATES = st.lists(st.floats(0, 1), min_size=3, max_size=3)
# Accuracy after 1, 3 and 10 rounds; 10,000 stands for prompts that are all alike.
TABLE = [(10_000, [0.652, 0.704, 0.736]), (2.0, [0.651, 0.676, 0.672]), (0.5, [0.651, 0.651, 0.609])]


@pytest.mark.parametrize(("concentration", "expected"), TABLE)
def test_one_round_helps_while_many_do_harm_where_prompts_differ(concentration: float, expected: list[float]) -> None:
    prompts = beta_prompts(repair_rate=0.4, break_rate=0.5, concentration=concentration)
    found = [after_rounds_of(0.6, VERDICTS, prompts, n_rounds=n) for n in (1, 3, 10)]
    assert found == pytest.approx(expected, abs=0.0015)  # the table is itself a simulation of 200,000 drafts


@pytest.mark.parametrize("concentration", [2.0, 0.5])
@pytest.mark.parametrize("gating", ["none", "check_after_fix"])
def test_rounds_agree_with_prompts_played_one_by_one(concentration: float, gating: Gating) -> None:
    history = simulate_mixed_prompts(SETTING, concentration=concentration, n_rounds=10, n=50_000, seed=0, gating=gating)
    assert all(run.agrees() for run in history)


@pytest.mark.parametrize("concentration", [0.1, 0.5, 2.0, 20.0])
def test_the_limit_is_the_integral_computed_another_way(concentration: float) -> None:
    c, s, alarms = concentration, 0.7, 0.2

    # u / (u + v) is the integral of u exp(-r u) exp(-r v) over r: the means of the factors are Kummer's functions.
    def part(z: float) -> float:
        r = math.exp(z)
        return float(s * 0.4 * hyp1f1(0.4 * c + 1, c + 1, -s * r) * hyp1f1(0.5 * c, c, -alarms * r) * r)

    expected = sum(quad(part, low, low + 5)[0] for low in range(-40, 140, 5))
    prompts = beta_prompts(repair_rate=0.4, break_rate=0.5, concentration=c)
    assert limit_of(0.6, VERDICTS, prompts) == pytest.approx(expected, abs=2e-5)


@given(RATES, RATES, RATES, st.integers(0, 20))
def test_given_prompts_are_the_mean_of_their_own_chains(f: list[float], b: list[float], a: list[float], n: int) -> None:
    prompts = given_prompts(f, b, weights=[1, 2, 1])
    chains = [
        after_rounds(a_i, round_rates(VERDICTS, repair_rate=f_i, break_rate=b_i), n_rounds=n)
        for a_i, f_i, b_i in zip(a, f, b, strict=True)
    ]
    found = after_rounds_of(a, VERDICTS, prompts, n_rounds=n)
    assert found == pytest.approx(np.average(chains, weights=[1, 2, 1]))
    assert 0 <= found <= 1


def test_the_best_cap_is_few_rounds_where_prompts_differ_and_all_where_they_do_not() -> None:
    prompts = beta_prompts(repair_rate=0.4, break_rate=0.5, concentration=0.5)
    assert best_cap(0.6, VERDICTS, prompts, max_rounds=10) == 2
    alike = given_prompts([0.4], [0.5])
    assert best_cap(0.6, VERDICTS, alike, max_rounds=10) == 10
    assert best_cap(0.6, VERDICTS, alike, max_rounds=10, cost_per_round=0.06) == 0
    assert best_cap(0.6, VERDICTS, alike, max_rounds=10, gating="check_after_fix", cost_per_round=0.03) == 3


def test_each_kind_of_prompt_may_start_where_it_is() -> None:
    prompts = given_prompts([0.0, 1.0], [0.0, 0.0])
    assert after_rounds_of([0.2, 0.8], VERDICTS, prompts, n_rounds=0) == pytest.approx(0.5)
    # What is never repaired and never broken stays; what is only repaired gets right in the end.
    assert limit_of([0.2, 0.8], VERDICTS, prompts) == pytest.approx(0.6)


def test_prompts_that_make_no_sense_are_refused() -> None:
    prompts = given_prompts([0.4, 0.5], [0.5, 0.1])
    for call in (
        lambda: given_prompts([0.4], [0.5, 0.1]),
        lambda: given_prompts([math.nan], [0.5]),
        lambda: given_prompts([0.4], [0.5], weights=[0.0]),
        lambda: given_prompts([0.4], [0.5], weights=[math.nan]),
        lambda: beta_prompts(repair_rate=0.0, break_rate=0.5, concentration=1),
        lambda: beta_prompts(repair_rate=math.nan, break_rate=0.5, concentration=1),
        lambda: beta_prompts(repair_rate=0.4, break_rate=0.5, concentration=math.nan),
        lambda: after_rounds_of([0.1, 0.2, 0.3], VERDICTS, prompts, n_rounds=1),
        lambda: after_rounds_of(math.nan, VERDICTS, prompts, n_rounds=1),
        lambda: after_rounds_of(0.5, VERDICTS, prompts, n_rounds=-1),
        lambda: best_cap(0.5, VERDICTS, prompts, max_rounds=2, cost_per_round=math.nan),
    ):
        with pytest.raises(Misuse):
            call()
