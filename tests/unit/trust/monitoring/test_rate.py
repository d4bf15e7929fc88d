"""The ends of a rate: right at all times, closing in, and honest when there is no one rate."""

import math
import random

import numpy as np
import pytest

from monitoring_histories import histories, upper_ends
from redraft.errors import Misuse
from redraft.trust.monitoring.rate import GRID, Interval, RateBets, add_case, current, interval


def after(cases: list[bool]) -> RateBets:
    bets = RateBets()
    for hit in cases:
        bets = add_case(bets, hit=hit)
    return bets


def test_before_any_case_every_rate_is_possible() -> None:
    assert interval(RateBets()) == Interval(0.0, 1.0)


def test_the_grid_rises_and_ends_at_certainty() -> None:
    assert list(GRID) == sorted(set(GRID)) and math.isclose(GRID[-1], 1) and len(GRID) == 200


def test_the_ends_close_in_on_the_rate() -> None:
    rng = random.Random(3)
    cases = [rng.random() < 0.1 for _ in range(3000)]
    wide, narrow = interval(after(cases[:200])), interval(after(cases))
    assert wide.low <= narrow.low < 0.1 < narrow.high <= wide.high
    assert narrow.high - narrow.low < 0.05


def test_all_hits_and_no_hits_push_one_end_alone() -> None:
    assert interval(after([True] * 100)).high == 1 and interval(after([True] * 100)).low > 0.8
    assert interval(after([False] * 300)).low == 0 and interval(after([False] * 300)).high < 0.05


def test_ends_that_cross_say_that_the_rate_changed() -> None:
    assert interval(after([False] * 1500 + [True] * 300)).crossed
    assert not interval(after([False] * 30)).crossed


def test_where_no_single_rate_explains_the_cases_the_bets_begin_anew() -> None:
    rng, bets = random.Random(5), RateBets()
    for k in range(900):
        bets = current(add_case(bets, hit=rng.random() < (0.005 if k < 500 else 0.1)))
    ends = interval(bets)
    assert 500 < bets.n_before < 700 and bets.n_before + bets.n == 900
    assert ends.low < 0.1 < ends.high < 0.2


def test_while_one_rate_explains_them_the_bets_go_on() -> None:
    n_anew = 0
    for seed in range(30):
        rng, bets = random.Random(seed), RateBets()
        for _ in range(600):
            bets = current(add_case(bets, hit=rng.random() < 0.02))
        n_anew += bets.n_before > 0
    assert n_anew <= 3
    assert current(RateBets()) == RateBets()


def test_an_end_never_moves_back() -> None:
    rng, bets, last = random.Random(4), RateBets(), Interval(0, 1)
    for _ in range(500):
        bets = add_case(bets, hit=rng.random() < 0.3)
        now = interval(bets)
        assert now.low >= last.low and now.high <= last.high
        last = now


def test_the_upper_end_is_that_of_the_histories_and_rarely_ever_too_low() -> None:
    (cases,) = histories(100, 1000, 0.02, seed=31)
    ends = upper_ends(cases, 0.05, (300, 1000))
    assert (ends[1000] <= 0.02).sum() <= 10  # 5 expected at most
    assert 0.035 <= np.median(ends[300]) <= 0.053 and 0.027 <= np.median(ends[1000]) <= 0.037  # .044 and .032
    for k in range(4):
        assert interval(after([bool(hit) for hit in cases[k]])).high == ends[1000][k]


def test_the_lower_end_is_rarely_ever_too_high() -> None:
    wrong = 0
    for seed in range(60):
        rng = random.Random(seed)
        wrong += interval(after([rng.random() < 0.2 for _ in range(400)])).low >= 0.2
    assert wrong <= 6  # 3 expected at most


def test_what_is_no_chance_is_refused() -> None:
    with pytest.raises(Misuse, match="`alpha`"):
        add_case(RateBets(), hit=True, alpha=math.nan)


def test_what_nobody_can_tell_is_a_hit_for_the_upper_end_alone() -> None:
    known, untold = RateBets(), RateBets()
    lower = RateBets()
    for k in range(600):
        hit = k % 10 == 0
        known = add_case(known, hit=hit)
        lower = add_case(lower, hit=hit and k % 20 == 0)
        untold = add_case(untold, hit=None if hit and k % 20 else hit)
    assert (untold.n_hits, untold.n_known) == (known.n_hits, lower.n_hits)
    assert interval(untold) == Interval(low=interval(lower).low, high=interval(known).high)
    assert current(untold) == untold
