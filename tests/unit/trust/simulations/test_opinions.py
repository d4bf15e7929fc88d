import numpy as np
import pytest

from redraft.errors import Misuse
from redraft.trust.simulations.opinions import simulate_opinions

RATES = [(0.9, 0.6), (0.7, 0.8), (0.6, 0.95)]


@pytest.mark.parametrize("linkage", [0.0, 0.7, 1.0])
def test_each_critic_has_its_rates_however_far_it_errs_with_others(linkage: float) -> None:
    passed, acceptable = simulate_opinions(20_000, RATES, [0, 0, 1], linkage=linkage, prior=0.4, seed=1)
    assert acceptable.mean() == pytest.approx(0.4, abs=0.015)
    assert 1 - passed[~acceptable].mean(axis=0) == pytest.approx([s for s, _ in RATES], abs=0.02)
    assert passed[acceptable].mean(axis=0) == pytest.approx([t for _, t in RATES], abs=0.02)


def test_critics_of_one_family_err_together_and_others_do_not() -> None:
    passed, acceptable = simulate_opinions(20_000, RATES, [0, 0, 1], linkage=0.7, seed=2)
    r = np.corrcoef(passed[acceptable].T)
    assert r[0, 1] > 0.3
    assert abs(r[0, 2]) < 0.03
    alike, _ = simulate_opinions(500, [(0.8, 0.8)] * 2, [0, 0], linkage=1.0, seed=3)
    assert (alike[:, 0] == alike[:, 1]).all()


def test_the_same_seed_gives_the_same_votes() -> None:
    one, two = (simulate_opinions(50, RATES, [0, 1, 2], linkage=0.5, seed=4) for _ in range(2))
    assert (one.passed == two.passed).all()


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"n": 0}, "got 0,"),
        ({"linkage": 1.5}, "got 5, 1.5"),
        ({"prior": float("nan")}, "nan"),
        ({"families": [0, 1]}, "each critic has rates and a family"),
        ({"families": [0, -1, 1]}, "a family from 0"),
        ({"rates": [(1.0, 0.5)] * 3}, "strictly between 0 and 1"),
    ],
)
def test_what_cannot_be_drawn_is_refused(changes: dict[str, object], message: str) -> None:
    values: dict[str, object] = {"n": 5, "rates": RATES, "families": [0, 0, 1], "linkage": 0.5, **changes}
    with pytest.raises(Misuse, match=message):
        simulate_opinions(**values)  # type: ignore[arg-type] # by name
