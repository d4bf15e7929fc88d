import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from redraft.errors import Misuse
from redraft.trust.auroc import auroc
from redraft.trust.intervals import Estimate


def by_definition(scores: list[float], acceptable: list[bool]) -> float:
    """Every pair of an acceptable output and another: 1 for a win, a half for a tie."""
    good = [score for score, label in zip(scores, acceptable, strict=True) if label]
    bad = [score for score, label in zip(scores, acceptable, strict=True) if not label]
    wins = [1.0 if g > b else 0.5 if g == b else 0.0 for g in good for b in bad]
    return sum(wins) / len(wins)


def area(scores: list[float], acceptable: list[bool], clusters: list[int] | None = None) -> Estimate:
    found = auroc(scores, acceptable, list(range(len(scores))) if clusters is None else clusters)
    assert found is not None
    return found


@given(st.lists(st.tuples(st.sampled_from([0.0, 0.2, 0.5, 0.9, 1.0]), st.booleans()), min_size=2, max_size=30))
def test_it_is_the_share_of_pairs_won_ties_half(pairs: list[tuple[float, bool]]) -> None:
    scores, acceptable = [score for score, _ in pairs], [label for _, label in pairs]
    found = auroc(scores, acceptable, range(len(pairs)), n_boot=20)
    if len(set(acceptable)) < 2:
        assert found is None
    else:
        assert found is not None and found.value == pytest.approx(by_definition(scores, acceptable), abs=1e-12)
        assert found.n == len(pairs) and 0 <= found.low <= found.high <= 1


def test_a_perfect_critic_has_all_pairs_an_inverted_one_none_and_an_idle_one_half() -> None:
    labels = [True, False] * 30
    scores = [float(label) for label in labels]
    perfect, inverted, idle = area(scores, labels), area([1 - s for s in scores], labels), area([0.5] * 60, labels)
    assert (perfect.value, inverted.value, idle.value) == (1.0, 0.0, 0.5)
    assert perfect.low == pytest.approx(0.8865, abs=1e-4) and perfect.high == 1.0  # Wilson, 30 of 30
    assert inverted.high == pytest.approx(1 - perfect.low) and inverted.low == 0.0
    assert idle.low == idle.high == 0.5  # whatever is drawn, equal scores say nothing


def test_repeating_every_output_within_its_problem_adds_no_certainty() -> None:
    rng = np.random.default_rng(0)
    labels = [bool(label) for label in rng.random(60) < 0.5]
    scores = [float(s) for s in rng.normal(size=60) + np.array(labels)]
    once = area(scores, labels)
    thrice = area(scores * 3, labels * 3, list(range(60)) * 3)
    assert thrice.value == pytest.approx(once.value)
    assert thrice.high - thrice.low == pytest.approx(once.high - once.low, rel=0.01)
    assert thrice.n == 60


def test_the_interval_holds_the_truth_about_as_often_as_it_says() -> None:
    # Scores of both classes are normal, a standard deviation apart: the area is the probability that the difference of
    # two such scores is positive, Phi(1 / sqrt 2).
    truth, n_runs, held = 0.7602499, 200, 0
    rng = np.random.default_rng(1)
    for _ in range(n_runs):
        common = np.repeat(rng.normal(size=30), 4)  # outputs of one problem share half of what makes their score
        labels = rng.random(120) < 0.5
        scores = np.sqrt(0.5) * (common + rng.normal(size=120)) + labels
        found = auroc(scores.tolist(), labels.tolist(), [i // 4 for i in range(120)], n_boot=200)
        assert found is not None
        held += found.low <= truth <= found.high
    assert 0.9 <= held / n_runs <= 0.99


def test_the_weights_of_many_cases_are_taken_in_parts_with_the_same_result(monkeypatch: pytest.MonkeyPatch) -> None:
    labels = [i % 3 == 0 for i in range(40)]
    scores = [(i * 7) % 11 / 11 for i in range(40)]
    whole = area(scores, labels)
    monkeypatch.setattr("redraft.trust.auroc._CELLS", 500)
    assert area(scores, labels) == whole


def test_resamples_without_one_of_the_classes_are_left_out() -> None:
    found = area([0.9, 0.1, 0.4, 0.6], [True, False, False, True], [0, 0, 0, 1])
    assert found.low <= found.value <= found.high


def test_lengths_that_differ_are_refused() -> None:
    with pytest.raises(Misuse, match="got 1 scores, 2 labels and 1 clusters"):
        auroc([0.5], [True, False], ["a"])


def test_a_score_that_is_no_number_is_refused() -> None:
    with pytest.raises(Misuse, match="a score must be a number, got nan"):
        auroc([0.5, float("nan")], [True, False], range(2))
