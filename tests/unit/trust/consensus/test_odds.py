from math import log

import pytest
from hypothesis import given
from hypothesis import strategies as st

from redraft.errors import Misuse
from redraft.trust.consensus.odds import evidence, log_odds, minority_share, posterior
from redraft.trust.consensus.reliability import Reliability

RATES = Reliability(sensitivity=0.9, specificity=0.7)


def test_a_pass_and_a_flag_weigh_differently() -> None:
    assert evidence(1.0, RATES) == pytest.approx(log(0.7 / 0.1))
    assert evidence(0.0, RATES) == pytest.approx(log(0.3 / 0.9))


def test_the_threshold_of_the_critic_says_what_is_a_pass() -> None:
    strict = Reliability(sensitivity=0.9, specificity=0.7, threshold=0.8)
    assert evidence(0.79, strict) < 0 < evidence(0.8, strict)


def test_a_coin_says_nothing() -> None:
    coin = Reliability(sensitivity=0.4, specificity=0.6)
    assert evidence(1.0, coin) == pytest.approx(0)
    assert evidence(0.0, coin) == pytest.approx(0)


def test_a_calibrated_score_adds_what_it_knows_beyond_the_base_rate() -> None:
    graded = Reliability(sensitivity=0.9, specificity=0.7, base_rate=0.8)
    assert evidence(0.8, graded) == pytest.approx(0)
    # Where drafts are acceptable as often as in its data, its score is the answer.
    assert posterior([evidence(0.3, graded)], prior=0.8) == pytest.approx(0.3)
    # Where they are rarer, so is the answer: odds of 3/7 become those odds times (1/4) / (4/1).
    assert posterior([evidence(0.3, graded)], prior=0.2) == pytest.approx((3 / 7 / 16) / (1 + 3 / 7 / 16))


def test_a_calibrated_score_of_one_is_as_sure_as_its_data_allow() -> None:
    few = Reliability(sensitivity=0.9, specificity=0.7, base_rate=0.5, n_bad=4, n_good=4)
    assert evidence(1.0, few) == pytest.approx(log(9))
    many = Reliability(sensitivity=0.9, specificity=0.7, base_rate=0.5, n_bad=1e6, n_good=1e6)
    unknown = Reliability(sensitivity=0.9, specificity=0.7, base_rate=0.5)
    assert evidence(0.0, many) == evidence(0.0, unknown) == pytest.approx(-log(999))


def test_the_posterior_never_overflows() -> None:
    assert posterior([1e4], prior=0.5) == 1.0
    assert posterior([-1e4], prior=0.5) == 0.0
    assert posterior([], prior=0.3) == pytest.approx(0.3)


def test_the_smaller_side_of_the_evidence() -> None:
    assert minority_share([2.0, -1.0, -1.0]) == 0.5
    assert minority_share([3.0, -1.0]) == 0.25
    assert minority_share([1.0, 2.0]) == minority_share([]) == minority_share([0.0]) == 0.0


@given(st.lists(st.floats(-50, 50), max_size=8))
def test_a_smaller_side_is_never_more_than_half(contributions: list[float]) -> None:
    share = minority_share(contributions)
    assert 0 <= share <= 0.5
    assert share == pytest.approx(minority_share([-one for one in contributions]))


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        (lambda: log_odds(1.0), "strictly between 0 and 1, got 1.0"),
        (lambda: log_odds(float("nan")), "got nan"),
        (lambda: evidence(1.2, RATES), r"a score must lie in \[0, 1\], got 1\.2"),
        (lambda: evidence(float("nan"), RATES), "got nan"),
        (lambda: posterior([float("inf")], prior=0.5), r"contributions must be finite, got \[inf\]"),
        (lambda: posterior([], prior=0.0), "got 0.0"),
    ],
)
def test_what_is_no_evidence_is_refused(wrong: object, message: str) -> None:
    with pytest.raises(Misuse, match=message):
        wrong()  # type: ignore[operator] # a function
