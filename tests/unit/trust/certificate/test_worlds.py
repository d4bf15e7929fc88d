from dataclasses import replace

import numpy as np

from redraft.trust.certificate.exact import upper_bound
from redraft.trust.certificate.planning import power
from redraft.trust.certificate.worlds import (
    GOOD,
    LINEAR_GRID,
    WEAK,
    Verdict,
    draw,
    lower_bound,
    oracle_gain,
    simulate,
    simulate_among_right,
    simulate_net,
)

DELTA = 0.05


def by_rule(verdicts: tuple[Verdict, ...]) -> dict[str, Verdict]:
    return {verdict.rule: verdict for verdict in verdicts}


def test_certified_thresholds_keep_the_promise_and_the_rule_without_correction_does_not() -> None:
    for world, epsilon, n in ((GOOD, 0.01, 300), (GOOD, 0.05, 60), (WEAK, 0.02, 150), (WEAK, 0.05, 200)):
        found = by_rule(simulate(world, n=n, epsilon=epsilon, delta=DELTA, n_runs=1000, seed=1))
        assert found["exact, loosest"].violations_at_least <= DELTA
        assert found["Hoeffding-Bentkus, loosest"].n_violations <= found["exact, loosest"].n_violations
        assert found["Bonferroni, loosest"].n_violations <= found["exact, loosest"].n_violations
        assert found["exact, best net gain"].n_violations <= found["exact, loosest"].n_violations
        assert found["no correction, loosest"].violations_at_least > DELTA


def test_a_risk_just_above_epsilon_everywhere_is_certified_no_more_often_than_delta() -> None:
    for epsilon, n in ((0.01, 300), (0.02, 500), (0.05, 1000)):
        # With so flat a slope even the strictest threshold lets in nearly everything that breaks.
        world = replace(WEAK, flip_rate=1.001 * epsilon, flip_slope=1e-9)
        (exact, *_) = simulate(world, n=n, epsilon=epsilon, delta=DELTA, n_runs=1000, seed=2)
        assert exact.violations_at_least <= DELTA
        assert exact.n_violations == exact.n_on


def test_calibrations_draw_the_rates_of_their_world() -> None:
    drawn = draw(GOOD, n=500, grid=LINEAR_GRID, n_runs=2000, rng=np.random.default_rng(3))
    error = np.sqrt(0.105 / (500 * 2000))
    assert np.abs(drawn.flips.mean(axis=0) / 500 - GOOD.risk(LINEAR_GRID)).max() < 4 * error
    assert np.abs((drawn.fixes - drawn.flips).mean(axis=0) / 500 - GOOD.gain(LINEAR_GRID)).max() < 8 * error
    assert np.all(np.diff(drawn.flips, axis=1) >= 0)


def test_the_power_of_the_sequence_is_the_power_at_each_threshold() -> None:
    n, epsilon, grid = 300, 0.02, LINEAR_GRID
    drawn = draw(GOOD, n=n, grid=grid, n_runs=2000, rng=np.random.default_rng(4))
    passed = (upper_bound(drawn.flips, n, delta=DELTA) <= epsilon).mean(axis=0)
    expected = power(GOOD.risk(grid), n, epsilon=epsilon, delta=DELTA)
    assert np.abs(passed - expected).max() < 4 * np.sqrt(0.25 / 2000)


def test_where_no_threshold_gains_a_net_gain_is_hardly_ever_confirmed() -> None:
    assert oracle_gain(WEAK, epsilon=0.05) == 0.0
    verdict, lost = simulate_net(WEAK, n=600, epsilon=0.05, delta=DELTA, n_runs=1000, seed=5)
    assert lower_bound(round(lost * 1000), 1000) <= DELTA
    assert verdict.violations_at_least <= DELTA


def test_among_right_drafts_whose_number_is_chance_the_promise_holds_too() -> None:
    for epsilon, n in ((0.02, 250), (0.05, 500)):
        found = simulate_among_right(GOOD, right_rate=0.7, n=n, epsilon=epsilon, delta=DELTA, n_runs=1000, seed=7)
        assert found.violations_at_least <= DELTA
        assert found.n_on > 900


def test_a_good_critic_gains_most_of_what_could_be_gained() -> None:
    best = oracle_gain(GOOD, epsilon=0.02)
    found = by_rule(simulate(GOOD, n=500, epsilon=0.02, delta=DELTA, n_runs=1000, seed=6))
    assert 0.7 * best < found["exact, best net gain"].net_gain <= best
