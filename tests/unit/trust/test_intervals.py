import itertools
from math import comb

import numpy as np
import pytest

from redraft.errors import Misuse
from redraft.trust.intervals import Estimate, clustered_mean, clustered_proportion, proportion


def test_the_wilson_interval_agrees_with_published_values() -> None:
    # Newcombe (1998), table I, method 3: the four worked examples.
    published = {
        (81, 263): (0.2553, 0.3662),
        (15, 148): (0.0624, 0.1605),
        (0, 20): (0.0, 0.1611),
        (1, 29): (0.0061, 0.1718),
    }
    for (n_hits, n), (low, high) in published.items():
        estimate = proportion(n_hits, n)
        assert estimate is not None
        assert (round(estimate.low, 4), round(estimate.high, 4)) == (low, high)


def test_the_interval_holds_the_truth_as_often_as_it_says_on_average_over_rates() -> None:
    n = 20
    coverages = []
    for rate in np.linspace(0.05, 0.95, 19):
        chance = [comb(n, k) * rate**k * (1 - rate) ** (n - k) for k in range(n + 1)]
        ends = [proportion(k, n) for k in range(n + 1)]
        coverages.append(sum(c for c, e in zip(chance, ends, strict=True) if e is not None and e.low <= rate <= e.high))
    assert 0.94 < np.mean(coverages) < 0.97


def test_no_hits_and_all_hits_end_exactly_at_zero_and_one() -> None:
    none, every = proportion(0, 7), proportion(7, 7)
    assert none is not None
    assert every is not None
    assert (none.value, none.low) == (0.0, 0.0)
    assert (every.value, every.high) == (1.0, 1.0)


def test_without_a_case_there_is_no_estimate() -> None:
    assert proportion(0, 0) is None
    assert clustered_mean([], []) is None


def test_impossible_counts_are_refused() -> None:
    with pytest.raises(Misuse, match="got n_hits=3 and n=2"):
        proportion(3, 2)
    with pytest.raises(Misuse, match=r"got 1\.5"):
        proportion(1, 2, level=1.5)
    with pytest.raises(Misuse, match="got 2 values and 1 clusters"):
        clustered_mean([1.0, 0.0], ["a"])


def test_repeating_every_case_within_its_cluster_adds_no_certainty() -> None:
    values = [float(v) for v in [1, 0, 1, 1, 0, 1, 0, 1] * 5]
    once = clustered_mean(values, range(40))
    thrice = clustered_mean([v for v in values for _ in range(3)], [i for i in range(40) for _ in range(3)])
    assert once == thrice
    assert once is not None
    assert once.n == 40


def test_the_bootstrap_agrees_with_every_resample_there_is() -> None:
    values, clusters = [1.0, 0.0, 0.0, 3.0], ["a", "a", "b", "c"]
    groups = [[1.0, 0.0], [0.0], [3.0]]
    every = [sum(map(sum, pick)) / sum(map(len, pick)) for pick in itertools.product(groups, repeat=3)]
    estimate = clustered_mean(values, clusters, n_boot=20_000)
    assert estimate is not None
    assert estimate.value == 1.0
    exact = np.quantile(every, [0.025, 0.975], method="inverted_cdf")  # 27 resamples: nothing to interpolate
    assert (estimate.low, estimate.high) == pytest.approx(tuple(exact))


def test_the_same_seed_gives_the_same_interval_and_another_seed_another() -> None:
    values = list(np.random.default_rng(0).normal(size=50))
    assert clustered_mean(values, range(50)) == clustered_mean(values, range(50))
    assert clustered_mean(values, range(50)) != clustered_mean(values, range(50), seed=1)


def test_only_an_interval_on_one_side_of_zero_excludes_it() -> None:
    assert Estimate(value=0.1, low=0.01, high=0.2, n=9).excludes_zero
    assert Estimate(value=-0.1, low=-0.2, high=-0.01, n=9).excludes_zero
    assert not Estimate(value=0.1, low=0.0, high=0.2, n=9).excludes_zero


def test_one_case_in_each_cluster_is_the_wilson_interval() -> None:
    assert clustered_proportion([True] * 3 + [False] * 7, range(10)) == proportion(3, 10)
    assert clustered_proportion([], []) is None


def test_repeating_every_case_within_its_cluster_adds_no_certainty_to_a_rate() -> None:
    hits = [True, True, False, True, False, True, True, True] * 10
    once, thrice = clustered_proportion(hits, range(80)), clustered_proportion(hits * 3, [*range(80)] * 3)
    assert once is not None
    assert thrice is not None
    assert (thrice.value, thrice.n) == (once.value, 80)
    assert thrice.high - thrice.low == pytest.approx(once.high - once.low, rel=0.03)


def test_where_all_cases_agree_each_cluster_counts_as_one_case_at_most() -> None:
    every, as_one = clustered_proportion([True] * 40, [i // 4 for i in range(40)]), proportion(10, 10)
    assert every is not None
    assert as_one is not None
    assert (every.value, every.high) == (1.0, 1.0)
    assert every.low == pytest.approx(as_one.low, abs=0.1) and every.low < as_one.low
    alone = clustered_proportion([False] * 3, "aaa")
    assert alone is not None
    assert (alone.value, alone.low, alone.n) == (0.0, 0.0, 1)
    assert alone.high == pytest.approx(0.7935, abs=1e-4)


def test_clusters_within_which_cases_differ_are_not_more_certain_than_independent_cases() -> None:
    mixed = clustered_proportion([True, False] * 50, [i // 2 for i in range(100)])
    independent = proportion(50, 100)
    assert mixed is not None
    assert independent is not None
    assert mixed.low <= independent.low
    assert mixed.high >= independent.high


@pytest.mark.parametrize("rate", [0.5, 0.9, 0.98])
def test_the_clustered_interval_holds_the_truth_where_a_bootstrap_does_not(rate: float) -> None:
    # 20 problems of 1 to 5 outputs; a problem's own rate varies (beta, intra-cluster correlation .3).
    rng, n_runs, held, held_by_bootstrap = np.random.default_rng(0), 300, 0, 0
    for _ in range(n_runs):
        sizes = rng.integers(1, 6, 20)
        rates = rng.beta(rate * 0.7 / 0.3, (1 - rate) * 0.7 / 0.3, 20)
        clusters = np.repeat(np.arange(20), sizes).tolist()
        hits = (rng.random(len(clusters)) < np.repeat(rates, sizes)).tolist()
        found, other = clustered_proportion(hits, clusters), clustered_mean(hits, clusters, n_boot=200)
        assert found is not None
        assert other is not None
        held += found.low <= rate <= found.high
        held_by_bootstrap += other.low <= rate <= other.high
    assert held / n_runs > 0.92
    assert held > held_by_bootstrap or rate == 0.5
