import numpy as np
import pytest

from redraft.errors import Misuse
from redraft.trust.calibration import Curve, calibration, expected_error


def curve(scores: list[float], acceptable: list[bool], n_bins: int = 10) -> Curve:
    found = calibration(scores, acceptable, range(len(scores)), n_bins=n_bins)
    assert found is not None
    return found


def test_a_critic_with_two_scores_has_two_bins() -> None:
    found = curve([0.0] * 30 + [1.0] * 10, [False] * 27 + [True] * 3 + [True] * 8 + [False] * 2)
    assert [(one.n, one.score, one.acceptable.value) for one in found.bins] == [(30, 0.0, 0.1), (10, 1.0, 0.8)]
    assert found.calibration_error == pytest.approx((30 * 0.1 + 10 * 0.2) / 40)
    assert found.brier_loss.value == pytest.approx(5 / 40)


def test_many_scores_fall_into_bins_of_equal_mass() -> None:
    scores = [i / 999 for i in range(1000)]
    found = curve(scores, [i % 2 == 0 for i in range(1000)])
    assert [one.n for one in found.bins] == [100] * 10
    assert all(one.low <= one.score <= one.high for one in found.bins)
    assert [one.low for one in found.bins] == sorted(one.low for one in found.bins)


def test_equal_scores_share_a_bin_however_many_they_are() -> None:
    scores = [0.5] * 800 + [i / 200 for i in range(200)]
    found = curve(scores, [True] * 1000)
    holding = [one for one in found.bins if one.low <= 0.5 <= one.high]
    assert len(holding) == 1 and holding[0].n >= 801
    assert sum(one.n for one in found.bins) == 1000


def test_scores_that_are_the_probabilities_have_a_small_error_and_inverted_ones_a_large_one() -> None:
    rng = np.random.default_rng(0)
    scores = rng.random(4000)
    labels = [bool(label) for label in rng.random(4000) < scores]
    good, bad = curve(scores.tolist(), labels), curve((1 - scores).tolist(), labels)
    assert good.calibration_error < 0.03 and bad.calibration_error > 0.4
    assert good.brier_loss.value == pytest.approx(1 / 6, abs=0.01)  # the mean of p (1 - p) over uniform p
    assert bad.brier_loss.value == pytest.approx(1 / 2, abs=0.02)
    assert sum(one.acceptable.low <= one.score <= one.acceptable.high for one in good.bins) >= 8


def test_without_scores_there_is_no_curve() -> None:
    assert calibration([], [], []) is None


def test_lengths_that_differ_and_no_bins_are_refused() -> None:
    with pytest.raises(Misuse, match="got 1, 2 and 1 of them"):
        calibration([0.5], [True, False], ["a"])
    with pytest.raises(Misuse, match="`n_bins` 0"):
        calibration([0.5], [True], ["a"], n_bins=0)


def test_the_calibration_error_of_calibrated_scores_may_be_none_and_that_of_others_not() -> None:
    rng = np.random.default_rng(0)
    held = {"calibrated": 0, "too sure": 0}
    for _ in range(40):
        scores = rng.random(400)
        labels = [bool(x) for x in rng.random(400) < scores]
        sure = [float(s) for s in np.where(scores > 0.5, 1.0, 0.0)]
        one = expected_error([float(s) for s in scores], labels, range(400), n_boot=300)
        other = expected_error(sure, labels, range(400), n_boot=300)
        assert one is not None and other is not None
        held["calibrated"] += one.low == 0
        held["too sure"] += other.low <= 0.25 <= other.high  # the truth: each verdict is right three times of four
    assert min(held.values()) >= 37


def test_a_calibration_error_needs_scores_and_lies_within_its_interval() -> None:
    assert expected_error([], [], []) is None
    made = expected_error([0.2] * 10, [True] * 2 + [False] * 8, range(10))
    assert made is not None and made.value == made.low == 0 and 0 < made.high < 0.4


@pytest.mark.parametrize("score", [float("nan"), -0.1, 1.1])
def test_what_is_no_score_has_no_curve(score: float) -> None:
    with pytest.raises(Misuse, match=r"a score must lie in \[0, 1\], got"):
        calibration([0.5, score], [True, False], range(2))
