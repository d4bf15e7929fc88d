import numpy as np
import pytest

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
    first = generator(0, "a", 0.1).random()
    assert first == generator(0, "a", 0.1).random()
    assert first not in (generator(0, "a", 0.2).random(), generator(1, "a", 0.1).random())
