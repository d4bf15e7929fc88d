import numpy as np
import pytest

from redraft.errors import Misuse
from redraft.trust.calibration import Curve, calibration


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
