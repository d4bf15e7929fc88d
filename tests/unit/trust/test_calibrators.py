import math
import sys
from collections.abc import Callable
from itertools import pairwise

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.isotonic import IsotonicRegression

from redraft.errors import MissingExtra, Misuse
from redraft.trust.calibration import expected_error
from redraft.trust.calibrators import FOLDS, NEEDED, _parts, fit, fitted, not_fitted
from redraft.trust.knots import Method

Floats = npt.NDArray[np.float64]
METHODS: tuple[Method, ...] = ("table", "logistic", "isotonic")
GRID = np.linspace(0.02, 0.98, 97)


def logistic(scores: Floats) -> Floats:
    """A critic that is too sure, and says yes too often."""
    return np.asarray(1 / (1 + np.exp(0.7 - 0.4 * np.log(scores / (1 - scores)))))


def steps(scores: Floats) -> Floats:
    return np.where(scores < 0.3, 0.1, np.where(scores < 0.8, 0.45, 0.9))


def as_they_are(scores: Floats) -> Floats:
    return scores


def sampled(truth: Callable[[Floats], Floats], n: int, *, seed: int, levels: int = 0) -> tuple[list[float], list[bool]]:
    """Scores, graded or of few levels, with labels drawn by the true map."""
    rng = np.random.default_rng(seed)
    scores = rng.uniform(0.01, 0.99, n) if not levels else (rng.integers(0, levels, n) + 0.5) / levels
    return [float(s) for s in scores], [bool(x) for x in rng.random(n) < truth(scores)]


def test_a_logistic_curve_is_found_to_within_its_sampling_error() -> None:
    # Its two parameters are known to .04 and .03 logits from 3,000 labels, its chances to about .01.
    errors = []
    for seed in range(6):
        made = fit(*sampled(logistic, 3000, seed=seed), "logistic")
        errors.append(np.sqrt(np.mean([(made.chance(s) - p) ** 2 for s, p in zip(GRID, logistic(GRID), strict=True)])))
    assert np.mean(errors) < 0.015 and max(errors) < 0.03


def test_steps_are_found_where_the_curve_is_none() -> None:
    scores, labels = sampled(steps, 3000, seed=0)
    made = fitted(scores, labels, range(3000))
    assert made.calibrator.method == "isotonic" and made.losses["isotonic"] < made.losses["logistic"]
    for place in (0.15, 0.55, 0.9):
        # 600 to 1,500 labels on each step: a standard error of .013 at most.
        assert made.calibrator.chance(place) == pytest.approx(float(steps(np.array(place))), abs=0.04)


def test_few_distinct_scores_get_the_shares_of_their_own_outputs() -> None:
    scores, labels = [0.0] * 8 + [0.5] * 4 + [1.0] * 8, [False] * 7 + [True] + [True, False] * 2 + [True] * 8
    made = fit(scores, labels, "table")
    # As if by two further outputs of the overall share, 11 of 20.
    assert made.scores == (0.0, 0.5, 1.0)
    assert made.chances == pytest.approx(((1 + 1.1) / 10, (2 + 1.1) / 6, (8 + 1.1) / 10))


def test_a_verdict_of_yes_or_no_gets_two_chances_and_is_never_certain() -> None:
    scores, labels = [0.0] * 40 + [1.0] * 60, [False] * 40 + [True] * 60
    made = fitted(scores, labels, range(100)).calibrator
    assert made.method == "table" and 0 < made.chance(0.0) < 0.05 and 0.95 < made.chance(1.0) < 1


@pytest.mark.parametrize("method", METHODS)
@given(cases=st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=4, max_size=40))
@settings(max_examples=25, deadline=None)
def test_every_method_is_monotone_and_never_certain(method: Method, cases: list[tuple[float, bool]]) -> None:
    scores, labels = [s for s, _ in cases] + [0.2, 0.7], [x for _, x in cases] + [False, True]
    made = fit(scores, labels, method)
    chances = [made.chance(s) for s in sorted([*scores, *np.linspace(0, 1, 30)])]
    assert all(low <= high for low, high in pairwise(chances))
    assert chances[0] > 0 and chances[-1] < 1


def test_knots_say_what_the_fitted_models_say() -> None:
    scores, labels = sampled(steps, 400, seed=1)
    theirs = IsotonicRegression(y_min=1 / 402, y_max=401 / 402, out_of_bounds="clip").fit(scores, labels).predict(GRID)
    ours = fit(scores, labels, "isotonic")
    assert [ours.chance(s) for s in GRID] == pytest.approx(list(theirs))
    # A logistic curve is straight in logits: any three chances of it say so.
    curve = fit(scores, labels, "logistic")
    logits = [math.log(c / (1 - c)) for c in (curve.chance(s) for s in (0.05, 0.3, 0.6, 0.9))]
    slopes = [
        (b - a) / (math.log(t / (1 - t)) - math.log(s / (1 - s)))
        for (s, a), (t, b) in pairwise(zip((0.05, 0.3, 0.6, 0.9), logits, strict=True))
    ]
    assert slopes == pytest.approx([slopes[0]] * 3, rel=0.01)


def test_a_critic_that_is_wrong_way_round_gets_the_same_chance_everywhere() -> None:
    scores, labels = sampled(lambda s: 0.9 - 0.8 * s, 400, seed=2)
    made = fitted(scores, labels, range(400))
    assert made.calibrator.chances[-1] - made.calibrator.chances[0] < 0.05
    assert made.calibrator.chance(0.5) == pytest.approx(sum(labels) / 400, abs=0.03)


@pytest.mark.parametrize(("truth", "levels"), [(logistic, 0), (steps, 0), (logistic, 5)])
def test_calibrated_scores_are_calibrated_on_data_that_the_fit_never_saw(
    truth: Callable[[Floats], Floats], levels: int
) -> None:
    for seed in range(2):
        made = fitted(*sampled(truth, 800, seed=seed, levels=levels), range(800))
        scores, labels = sampled(truth, 6000, seed=100 + seed, levels=levels)
        chances = [made.calibrator.chance(s) for s in scores]
        before, after = (expected_error(s, labels, range(6000), n_boot=100) for s in (scores, chances))
        assert before is not None and after is not None and after.value < 0.055 and after.value < before.value / 1.7
        said, seen = (
            made.brier_gain,
            np.mean([(s - x) ** 2 - (c - x) ** 2 for s, c, x in zip(scores, chances, labels, strict=True)]),
        )
        assert said.excludes_zero and said.low < seen < said.high


def test_scores_that_are_probabilities_already_are_said_to_gain_nothing() -> None:
    n_better = 0
    for seed in range(8):
        made = fitted(*sampled(as_they_are, 200, seed=seed), range(200))
        n_better += made.brier_gain.low > 0
        assert abs(made.brier_gain.value) < 0.02
    assert n_better <= 1


def test_losses_before_and_after_are_paired_and_of_the_same_outputs() -> None:
    scores, labels = sampled(logistic, 300, seed=3)
    made = fitted(scores, labels, range(300))
    assert made.brier_before.value == pytest.approx(
        np.mean([(s - x) ** 2 for s, x in zip(scores, labels, strict=True)])
    )
    assert made.brier_gain.value == pytest.approx(made.brier_before.value - made.brier_after.value)
    assert sum(one.n for one in made.bins) == 300 and set(made.losses) == {"logistic", "isotonic"}
    assert made.error_after.value < made.error_before.value


def test_a_critic_of_two_scores_has_two_bins_after_calibrating_too() -> None:
    scores, labels = [0.0] * 150 + [1.0] * 150, [i % 3 == 0 for i in range(150)] + [i % 5 > 0 for i in range(150)]
    made = fitted(scores, labels, range(300))
    assert [one.n for one in made.bins] == [150, 150] and made.error_after.value < 0.01 < made.error_before.value


def test_parts_keep_problems_whole_and_leave_both_labels_in_what_remains() -> None:
    labels = np.array([True] * 95 + [False, False] + [True] * 3)
    clusters = [f"p{i // 5}" for i in range(95)] + ["q", "r", "s", "s", "s"]
    parts = _parts(labels, clusters, 0)
    assert len(parts) == FOLDS and np.sum(parts, axis=0).tolist() == [1] * 100
    for part in parts:
        inside = {clusters[i] for i in np.flatnonzero(part)}
        assert not inside & {clusters[i] for i in np.flatnonzero(~part)}
        assert set(labels[~part]) == {True, False}


def test_the_order_of_outputs_changes_nothing() -> None:
    scores, labels = sampled(steps, 120, seed=6)
    names = [f"p{i // 2}" for i in range(120)]
    order = np.random.default_rng(0).permutation(120)
    one = fitted(scores, labels, names)
    other = fitted([scores[i] for i in order], [labels[i] for i in order], [names[i] for i in order])
    assert one.calibrator.chances == pytest.approx(other.calibrator.chances)
    assert one.brier_after.value == pytest.approx(other.brier_after.value)


def test_too_few_labels_are_refused_and_it_says_how_many_are_needed() -> None:
    labels = [True] * 40 + [False] * (NEEDED - 1)
    with pytest.raises(
        Misuse, match=r"40 acceptable from 40 problems and 9 not acceptable from 9 problems; it needs 10"
    ):
        fitted([0.5] * 49, labels, range(49))
    assert not_fitted([*labels, False], range(50)) is None
    few_problems = not_fitted([*labels, False], [0] * 40 + [1, 2, 3, 4] * 2 + [1, 2])
    assert few_problems is not None and "10 not acceptable from 4 problems" in few_problems


def test_labels_of_one_kind_fit_nothing() -> None:
    with pytest.raises(Misuse, match="got only acceptable ones of 3"):
        fit([0.1, 0.2, 0.3], [True] * 3, "table")
    with pytest.raises(Misuse, match="50 acceptable from 50 problems and 0 not acceptable from 0 problems"):
        fitted([0.5] * 50, [True] * 50, range(50))


@pytest.mark.parametrize("score", [math.nan, -0.1, 1.5])
def test_what_is_no_score_is_refused(score: float) -> None:
    with pytest.raises(Misuse, match=r"a score must lie in \[0, 1\], got"):
        fit([0.1, score], [True, False], "isotonic")
    with pytest.raises(Misuse, match="got 1 scores, 2 labels and 2 problems"):
        fitted([0.1], [True, False], [0, 1])


def test_without_scikit_learn_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    for package in ("sklearn.isotonic", "sklearn.linear_model"):
        monkeypatch.setitem(sys.modules, package, None)
    for method in METHODS:
        with pytest.raises(MissingExtra, match=r"redraft\[trust\]"):
            fit([0.1, 0.9], [False, True], method)
