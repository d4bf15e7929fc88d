"""One look at a fixed set, held against sums by hand and against scipy."""

import math

import pytest
from scipy.stats import binom, fisher_exact

from redraft.errors import Misuse
from redraft.trust.monitoring.fixed_set import p_at_most, p_no_worse


def test_the_promise_is_held_against_the_exact_binomial() -> None:
    assert math.isclose(p_at_most(1, 2, 0.1), 1 - 0.81)
    for n_broken, n, epsilon in ((0, 10, 0.05), (4, 200, 0.01), (30, 1000, 0.02), (7, 7, 0.4)):
        assert math.isclose(p_at_most(n_broken, n, epsilon), binom.sf(n_broken - 1, n, epsilon), abs_tol=1e-10)


def test_now_is_held_against_before_by_fishers_exact_test() -> None:
    for now, before in (((5, 100), (2, 300)), ((0, 50), (0, 50)), ((3, 10), (9, 10)), ((1, 1), (0, 1))):
        table = [[now[0], now[1] - now[0]], [before[0], before[1] - before[0]]]
        expected = fisher_exact(table, alternative="greater").pvalue
        assert math.isclose(p_no_worse(*now, *before), expected, rel_tol=1e-9)


@pytest.mark.parametrize("counts", [(-1, 5), (6, 5)])
def test_counts_that_cannot_be_are_refused(counts: tuple[int, int]) -> None:
    with pytest.raises(Misuse, match="broken cases lie between"):
        p_at_most(*counts, 0.02)
    with pytest.raises(Misuse, match="broken cases lie between"):
        p_no_worse(1, 5, *counts)


def test_a_bound_that_is_none_is_refused() -> None:
    with pytest.raises(Misuse, match="`epsilon`"):
        p_at_most(1, 5, math.nan)
