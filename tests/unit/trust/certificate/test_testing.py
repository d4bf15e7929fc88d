import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from redraft.errors import Misuse
from redraft.trust.certificate.exact import binomial_tail
from redraft.trust.certificate.outcomes import Case
from redraft.trust.certificate.testing import certify, shared_delta

KEPT = Case(score=None, draft_right=True, result_right=True)


def fix(score: float) -> Case:
    return Case(score=score, draft_right=False, result_right=True)


def flip(score: float) -> Case:
    return Case(score=score, draft_right=True, result_right=False)


some_cases = st.lists(
    st.builds(
        Case,
        score=st.one_of(st.none(), st.floats(0, 1)),
        draft_right=st.sampled_from([True, False, None]),
        result_right=st.sampled_from([True, False, None]),
    ),
    min_size=1,
    max_size=300,
)


@given(cases=some_cases, epsilon=st.floats(0.01, 0.5), delta=st.floats(0.01, 0.4))
def test_what_is_certified_is_a_prefix_of_the_grid_and_holds_its_p_values(
    cases: list[Case], epsilon: float, delta: float
) -> None:
    found = certify(cases, epsilon=epsilon, delta=delta)
    certified = [row.certified for row in found.rows]
    assert certified == sorted(certified, reverse=True)
    for row in found.rows:
        assert row.p_value == float(binomial_tail(row.n_flips, row.n, epsilon))
        assert row.n_flips + row.n_fixes <= row.n_replaced <= found.n
    assert all(row.p_value <= delta for row in found.rows if row.certified)
    # Flips only grow along the grid, so nothing behind the first failure would pass by itself either.
    assert all(row.p_value > delta for row in found.rows if not row.certified)


@given(cases=some_cases)
def test_the_chosen_threshold_is_certified_gains_and_no_certified_one_gains_more(cases: list[Case]) -> None:
    found = certify(cases, epsilon=0.05, delta=0.1)
    certified = [row for row in found.rows if row.certified]
    if found.chosen is None:
        assert all(row.net <= 0 for row in certified)
    else:
        assert found.chosen.certified
        assert found.chosen.net == max(row.net for row in certified) > 0


def test_the_strictest_of_equal_gains_is_chosen() -> None:
    found = certify([fix(0.92)] * 5 + [KEPT] * 295, epsilon=0.01, delta=0.05)
    assert found.chosen is not None
    assert (found.chosen.threshold, found.chosen.net, found.n_certified) == (0.92, 5, 61)


def test_one_flip_among_299_cases_ends_the_sequence_for_one_percent() -> None:
    cases = [fix(0.95)] * 4 + [flip(0.7)] + [KEPT] * 294
    found = certify(cases, epsilon=0.01, delta=0.05)
    assert found.chosen is not None
    assert found.chosen.threshold == 0.95
    assert [row.threshold for row in found.rows if row.certified][-1] == 0.71


def test_where_nothing_gains_nothing_is_chosen_although_it_is_certified() -> None:
    found = certify([flip(0.9), fix(0.8)] + [KEPT] * 598, epsilon=0.01, delta=0.05)
    assert found.n_certified == 61
    assert found.chosen is None


def test_among_right_drafts_only_those_are_counted() -> None:
    wrong = Case(score=None, draft_right=False, result_right=False)
    cases = [KEPT] * 149 + [wrong] * 500 + [fix(0.9)]
    assert certify(cases, epsilon=0.02, delta=0.05, among="right").n == 149
    assert certify(cases, epsilon=0.02, delta=0.05, among="right").n_certified == 61
    assert certify(cases[1:], epsilon=0.02, delta=0.05, among="right").n_certified == 0


def test_what_could_not_be_told_counts_as_broken() -> None:
    untold = Case(score=0.9, draft_right=True, result_right=None)
    found = certify([untold, fix(0.95), fix(0.95)] + [KEPT] * 296, epsilon=0.01, delta=0.05)
    assert found.chosen is not None
    assert [row.threshold for row in found.rows if row.certified][-1] == 0.91


def test_several_slices_share_delta() -> None:
    assert shared_delta(0.05, 4) == 0.0125
    with pytest.raises(Misuse, match="one slice at least, got 0"):
        shared_delta(0.05, 0)


def test_bad_figures_and_empty_data_are_refused() -> None:
    with pytest.raises(Misuse, match="no case to test on"):
        certify([], epsilon=0.01, delta=0.05)
    with pytest.raises(Misuse, match="got nan"):
        Case(score=float("nan"), draft_right=True, result_right=True)
    with pytest.raises(Misuse, match="`epsilon`"):
        certify([KEPT], epsilon=0.0, delta=0.05)
    with pytest.raises(Misuse, match="strictest threshold down"):
        certify([KEPT], epsilon=0.1, delta=0.05, grid=(0.5, 0.9))
    with pytest.raises(Misuse, match=r"thresholds lie in \[0, 1\]"):
        certify([KEPT], epsilon=0.1, delta=0.05, grid=(float("nan"),))
    with pytest.raises(Misuse, match="one threshold at least"):
        certify([KEPT], epsilon=0.1, delta=0.05, grid=())


def test_drafts_nobody_could_tell_do_not_make_the_rate_among_right_drafts_look_low() -> None:
    # 40 % of the drafts are right, and 2.4 % of those are broken; most wrong ones cannot be scored. Of those, half are
    # replaced with a low score, which may not dilute what is counted at a strict threshold.
    rng = np.random.default_rng(1)
    n_runs, n_wrong = 300, 0
    for _ in range(n_runs):
        n_right = int(rng.binomial(1_000, 0.4))
        n_flips = int(rng.binomial(n_right, 0.024))
        n_untold = int(rng.binomial(1_000 - n_right, 0.95))
        n_fixes = 1_000 - n_right - n_untold
        cases = [flip(0.9)] * n_flips + [KEPT] * (n_right - n_flips) + [fix(0.9)] * n_fixes
        cases += [Case(score=None, draft_right=None, result_right=None)] * (n_untold // 2)
        cases += [Case(score=0.1, draft_right=None, result_right=None)] * (n_untold - n_untold // 2)
        found = certify(cases, epsilon=0.02, delta=0.05, among="right")
        n_wrong += any(row.certified for row in found.rows if row.threshold <= 0.9)
    # The test errs in 1.1 % of such runs; counting all that nobody could tell, it would in 80 %, and counting at every
    # threshold those that are replaced at the loosest one, in 26 % (20,000 runs each).
    assert n_wrong <= 0.05 * n_runs
