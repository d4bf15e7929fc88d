import math
import random

import pytest

from redraft.errors import Misuse
from redraft.evals.comparing.paired import holm, paired_difference, sign_flip_p


def test_the_difference_is_that_of_the_rates() -> None:
    first, second = [True] * 6 + [False] * 4, [True] * 3 + [False] * 7
    found = paired_difference(first, second, range(10))
    assert found is not None
    assert (found.value, found.n) == (pytest.approx(0.3), 10)
    assert found.low < 0.3 < found.high


def test_the_interval_of_independent_pairs_is_the_published_one() -> None:
    # Agresti and Min add half a case to each cell: b = 9, c = 3 of 60 become 9.5 and 3.5 of 62.
    first = [True] * 9 + [False] * 3 + [True] * 48
    second = [False] * 9 + [True] * 3 + [True] * 48
    found = paired_difference(first, second, range(60))
    assert found is not None
    middle = 6 / 62
    half = 1.959964 * math.sqrt((13 - 62 * middle**2) / 62**2)
    # Ours has the variance between clusters (60/59) and Student's t, which are a few percent more.
    assert found.low == pytest.approx(middle - half, abs=0.006)
    assert found.high == pytest.approx(middle + half, abs=0.006)
    assert found.high - found.low > 2 * half


def test_where_all_pairs_agree_the_interval_is_not_a_point() -> None:
    found = paired_difference([True] * 20, [True] * 20, range(20))
    assert found is not None
    assert found.value == 0
    assert found.low < 0 < found.high


def test_of_one_problem_nothing_is_known_and_of_none_there_is_no_figure() -> None:
    found = paired_difference([True] * 5, [False] * 5, ["same"] * 5)
    assert found is not None
    assert (found.value, found.low, found.high, found.n) == (1, -1, 1, 1)
    assert paired_difference([], [], []) is None


def test_repeated_cases_of_the_same_problems_are_no_further_evidence() -> None:
    first, second = [True, True, True, False] * 5, [True, False, False, False] * 5
    problems = list(range(20))
    once = paired_difference(first, second, problems)
    thrice = paired_difference(first * 3, second * 3, problems * 3)
    assert once is not None
    assert thrice is not None
    assert thrice.n == once.n == 20
    assert thrice.high - thrice.low == pytest.approx(once.high - once.low, rel=0.1)


def test_the_interval_holds_the_truth_as_often_as_it_says() -> None:
    rng = random.Random(0)
    n_runs, n_held = 600, 0
    for _ in range(n_runs):
        first, second, problems = [], [], []
        for problem in range(60):
            shared = rng.random()  # the same problem in two seeds: not independent
            for _ in range(2):
                draw = shared if rng.random() < 0.5 else rng.random()
                first.append(draw < 0.12 or draw > 0.6)
                second.append(0.12 <= draw < 0.16 or draw > 0.6)
                problems.append(problem)
        found = paired_difference(first, second, problems)
        assert found is not None
        n_held += found.low <= 0.08 <= found.high
    assert n_held / n_runs >= 0.93


def test_the_p_value_of_few_problems_is_counted_out() -> None:
    # Five problems, all in favour: 2 of 32 exchanges part the two as far.
    assert sign_flip_p([True] * 5, [False] * 5, range(5)) == 2 / 32
    assert sign_flip_p([True, False], [False, True], range(2)) == 1
    assert sign_flip_p([True] * 9, [True] * 9, range(9)) == 1
    assert sign_flip_p([], [], []) == 1


def test_the_p_value_of_many_problems_is_that_of_the_binomial_test() -> None:
    # 15 against 5: the two-sided binomial test says .0414.
    first, second = [True] * 15 + [False] * 5, [False] * 15 + [True] * 5
    assert sign_flip_p(first, second, range(20)) == pytest.approx(0.0414, abs=0.008)


def test_equal_ways_are_called_different_in_one_of_twenty_at_most() -> None:
    rng = random.Random(1)
    n_called = 0
    for _ in range(400):
        first = [rng.random() < 0.5 for _ in range(12)]
        second = [rng.random() < 0.5 for _ in range(12)]
        n_called += sign_flip_p(first, second, range(12)) <= 0.05
    assert n_called / 400 <= 0.07


def test_many_p_values_are_corrected_as_published() -> None:
    assert holm([0.01, 0.04, 0.03, 0.005]) == pytest.approx((0.03, 0.06, 0.06, 0.02))
    assert holm([0.9, 0.8]) == (1, 1)
    assert holm([]) == ()


def test_what_cannot_be_paired_is_refused() -> None:
    with pytest.raises(Misuse, match="got 2, 1 and 2 of them"):
        paired_difference([True, True], [True], [1, 2])
    with pytest.raises(Misuse, match="`level` must lie strictly"):
        paired_difference([True], [True], [1], level=1)
    with pytest.raises(Misuse, match="p-values lie in"):
        holm([float("nan")])
