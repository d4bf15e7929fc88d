import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from redraft.critics.translation.mqm.categories import Category, Severity
from redraft.critics.translation.mqm.marking import Marked
from redraft.critics.translation.mqm.weighing import Penalty, penalty_of, words_in


def error(area: str, severity: Severity, kind: str | None = None) -> Marked:
    return Marked(category=Category(area, kind), severity=severity, side="translation", start=0, end=1, said="x")


def test_points_add_up_as_in_the_shared_task() -> None:
    errors = [error("accuracy", "major", "omission"), error("style", "minor"), error("fluency", "minor", "punctuation")]
    penalty = penalty_of(errors, "one two three four", tolerance=4)
    assert (penalty.severe, penalty.light) == (5, 1.1)
    assert penalty.points_per_100_words == pytest.approx(152.5)


def test_a_non_translation_is_severe_whatever_is_written_beside_it() -> None:
    penalty = penalty_of([error("non-translation", "minor")], "a", tolerance=4)
    assert (penalty.severe, penalty.passed) == (25, False)


def test_no_error_scores_one_and_one_major_error_fails_in_a_text_of_any_length() -> None:
    assert penalty_of([], "a", tolerance=4).score == 1.0
    for n_words in (1, 25, 10_000):
        assert not Penalty(severe=5, light=0, n_words=n_words, tolerance=4.99).passed


def test_minor_errors_thin_out_in_a_long_text() -> None:
    short = Penalty(severe=0, light=6, n_words=25, tolerance=4)
    long = Penalty(severe=0, light=6, n_words=50, tolerance=4)
    assert (short.passed, long.passed) == (False, True)
    assert Penalty(severe=0, light=4, n_words=3, tolerance=4).score == 0.5


@given(st.floats(0, 100), st.floats(0, 100), st.floats(0, 50), st.integers(0, 500), st.floats(0.5, 4.9))
def test_more_points_never_score_higher(
    severe: float, light: float, more: float, n_words: int, tolerance: float
) -> None:
    base = Penalty(severe=severe, light=light, n_words=n_words, tolerance=tolerance)
    for worse in (
        Penalty(severe=severe + more, light=light, n_words=n_words, tolerance=tolerance),
        Penalty(severe=severe, light=light + more, n_words=n_words, tolerance=tolerance),
    ):
        assert 0 < worse.score <= base.score <= 1


def test_languages_without_spaces_are_counted_by_characters() -> None:
    counts = {"one two  three": 3, "": 0, "紅色按鈕": 4, "按 OK 鈕": 3, "สวัสดี": 6, "ボタン": 3}
    assert {text: words_in(text) for text in counts} == counts
    assert all(words_in(a + " " + b) == words_in(a) + words_in(b) for a, b in itertools.product(counts, counts))
