"""Paired gains: their intervals hold the truth as often as they say, also where hardly anything changes."""

import random

import pytest

from redraft.errors import Misuse
from redraft.evals.prove.gains import Gain, paired_gain, standard_error, tasks_needed


def gained(n_repaired: int, n_broken: int, n: int) -> Gain:
    before = [False] * n_repaired + [True] * n_broken + [True] * (n - n_repaired - n_broken)
    after = [True] * n_repaired + [False] * n_broken + [True] * (n - n_repaired - n_broken)
    gain = paired_gain(before, after)
    assert gain is not None
    return gain


def test_a_gain_is_what_was_repaired_less_what_was_broken() -> None:
    gain = gained(9, 3, 60)
    assert gain.change.value == pytest.approx(0.1) and gain.repaired.value == 0.15 and gain.broken.value == 0.05
    assert gain.change.low < 0.1 < gain.change.high and gain.change.n == 60


def test_no_change_is_not_called_certain() -> None:
    gain = gained(0, 0, 60)
    assert gain.change.value == 0 and gain.change.low == -gain.change.high and 0.03 < gain.change.high < 0.09


def test_a_handful_of_repairs_proves_nothing() -> None:
    # A sign test gives four repairs and no breakage a p-value of .125; resampling would call them certain.
    assert not gained(4, 0, 60).change.excludes_zero
    assert gained(8, 0, 60).change.excludes_zero and gained(0, 8, 60).change.high < 0


@pytest.mark.parametrize(("p_repaired", "p_broken"), [(0.02, 0.0), (0.05, 0.05), (0.3, 0.1), (0.0, 0.15)])
def test_the_interval_holds_the_truth_in_19_of_20_runs(p_repaired: float, p_broken: float) -> None:
    rng, n_held, n_runs = random.Random(3), 0, 1500
    for _ in range(n_runs):
        draws = [rng.random() for _ in range(60)]
        n_repaired = sum(draw < p_repaired for draw in draws)
        n_broken = sum(p_repaired <= draw < p_repaired + p_broken for draw in draws)
        change = gained(n_repaired, n_broken, 60).change
        n_held += change.low <= p_repaired - p_broken <= change.high
    assert n_held / n_runs > 0.935  # .95 less two and a half standard errors of this count


def test_the_tasks_needed_grow_as_the_gain_shrinks() -> None:
    assert tasks_needed(gained(12, 2, 60)) < tasks_needed(gained(6, 3, 60)) < tasks_needed(gained(5, 5, 60))
    # 2.8 standard errors of a gain of .1 with .2 of the tasks changed: (1.96 + .84)^2 (.2 - .01) / .01.
    assert tasks_needed(gained(150, 50, 1000)) == pytest.approx(149, abs=1)
    assert tasks_needed(gained(0, 0, 60)) > 1000


def test_a_standard_error_is_never_nothing() -> None:
    assert standard_error(gained(0, 0, 50)) == pytest.approx(0.01)
    assert standard_error(gained(10, 10, 100)) == pytest.approx((0.2 / 100) ** 0.5)


def test_pairs_are_pairs() -> None:
    assert paired_gain([], []) is None
    with pytest.raises(Misuse, match="got 1 and 2 tasks"):
        paired_gain([True], [True, False])
