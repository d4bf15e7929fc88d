import math
from collections.abc import Callable

import numpy as np
import pytest

from redraft.errors import Misuse
from redraft.trust.simulations import (
    Setting,
    blurred,
    displaced,
    shuffled,
    simulate_confident,
    simulate_flag_ratio,
    simulate_gain,
    simulate_list,
    simulate_mixed_prompts,
    simulate_noise,
    simulate_one_round,
    simulate_pair,
    simulate_redrawn,
    simulate_rounds,
    simulate_shuffled,
    simulate_stopping,
    simulate_voting,
    simulate_whole_lists,
)
from redraft.trust.simulations.comparison import Comparison, generator, of_means, of_pairs, of_ratios, of_shares


def test_a_law_that_is_right_agrees_and_one_that_is_wrong_does_not() -> None:
    run = Comparison(law=0.5, measured=0.53, standard_error=0.01, n=100)
    assert run.agrees() and not run.agrees(n_errors=2)
    assert run.agrees(within=0.02, n_errors=1.5)
    assert run.difference == pytest.approx(0.03)


def test_without_chance_only_rounding_is_forgiven() -> None:
    assert Comparison(law=0.0, measured=1e-15, standard_error=0.0, n=9).agrees()
    assert not Comparison(law=0.0, measured=1e-6, standard_error=0.0, n=9).agrees()


def test_standard_errors_are_the_scatter_of_repetitions() -> None:
    rng = np.random.default_rng(0)
    kinds = {
        "shares": lambda: of_shares(0.3, rng.random(400) < 0.3),
        "means": lambda: of_means(0.0, rng.standard_normal(400)),
        "ratios": lambda: of_ratios(0.5, 1 + rng.standard_normal(400), 2 + rng.standard_normal(400)),
    }
    for name, draw in kinds.items():
        runs = [draw() for _ in range(400)]
        scatter = np.std([run.measured for run in runs])
        assert np.mean([run.standard_error for run in runs]) == pytest.approx(scatter, rel=0.15), name
        assert np.mean([run.agrees(n_errors=2) for run in runs]) == pytest.approx(0.954, abs=0.04), name


def test_what_rests_on_the_same_draws_is_compared_draw_by_draw() -> None:
    laws = np.random.default_rng(0).standard_normal(100)
    run = of_pairs(laws, laws + 0.1)
    assert run.standard_error == pytest.approx(0, abs=1e-12) and run.difference == pytest.approx(0.1)


def test_every_setting_has_draws_of_its_own() -> None:
    first = generator(0, 9, "a", 0.1).random()
    assert first == generator(0, 9, "a", 0.1).random()
    assert first not in (generator(0, 9, "a", 0.2).random(), generator(1, 9, "a", 0.1).random())


SETTING = Setting(accuracy=0.6, sensitivity=0.7, specificity=0.8, repair_rate=0.4, break_rate=0.5)
WRONG: list[Callable[[], object]] = [
    lambda: simulate_rounds(SETTING, n_rounds=2, n=1, seed=0),
    lambda: simulate_rounds(SETTING, n_rounds=-1, n=9, seed=0),
    lambda: Setting(accuracy=math.nan, sensitivity=0.7, specificity=0.8, repair_rate=0.4, break_rate=0.5),
    lambda: simulate_one_round(SETTING, n=9, seed=0, gating="check_after_fix", shared_errors=2),
    lambda: simulate_mixed_prompts(SETTING, concentration=math.nan, n_rounds=1, n=9, seed=0),
    lambda: simulate_voting(SETTING, n_votes=3, threshold=5, n=9, seed=0),
    lambda: simulate_voting(SETTING, n_votes=3, threshold=2, n=9, seed=0, correlation=1.0),
    lambda: simulate_flag_ratio(sensitivity=0.7, specificity=1.0, n_votes=3, correlation=0.1, n=9, seed=0),
    lambda: simulate_shuffled(8, 9, n_dimensions=2, n=9, seed=0),
    lambda: simulate_shuffled(8, 2, n_dimensions=0, n=9, seed=0),
    lambda: simulate_redrawn(1, 0.5, n=9, seed=0),
    lambda: simulate_redrawn(8, math.nan, n=9, seed=0),
    lambda: simulate_noise(shuffled(9), 8, name="too many", n=9, seed=0),
    lambda: blurred(math.nan),
    lambda: displaced(-0.1),
    lambda: simulate_confident(8, 4, confidence=math.nan, n_dimensions=2, n=9, seed=0),
    lambda: simulate_whole_lists(8, 1.5, confidence=1.0, n_dimensions=2, n=9, seed=0),
    lambda: simulate_pair(0.7, 0.0, n=9, seed=0),
    lambda: simulate_list(1, 0.7, confidence=1.0, n=9, seed=0),
    lambda: simulate_stopping(math.nan, n=9, seed=0),
    lambda: simulate_gain(8, -1, n=9, seed=0),
]


@pytest.mark.parametrize("call", WRONG)
def test_a_simulation_of_what_cannot_be_is_refused(call: Callable[[], object]) -> None:
    with pytest.raises(Misuse, match="must"):
        call()
