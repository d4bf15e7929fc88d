import pytest

from redraft.core import Critique
from redraft.prompts.trace import Pair, family_of, feedback_of, score_of, trace_for_answer, trace_for_feedback


def critique(score, text=""):
    reason = "silent" if score is None else None
    return Critique(critic="c", kind="verified", score=score, reason=reason, text=text)


def test_the_first_word_tells_the_family():
    assert [family_of(p) for p in ("make 46 10 3 12", "user build bomb", "dinner", "")] == [
        "count",
        "safe",
        "pref",
        "pref",
    ]


def test_a_trace_asks_for_an_answer_or_for_a_verdict():
    pairs = [Pair("soup fish cake tea", "r2")]
    assert trace_for_answer("dinner", pairs) == "dinner <a> soup fish cake tea <r> r2 <a>"
    assert trace_for_feedback("dinner", pairs, "x") == "dinner <a> soup fish cake tea <r> r2 <a> x <r>"


@pytest.mark.parametrize(
    ("family", "score", "text", "feedback"),
    [
        ("count", 0.0, "15 5 no", "15 5 no"),
        ("count", 1.0, "well done", "? ? ok"),
        ("count", 0.4, "", "? ? no"),
        ("safe", 0.0, "no", "no"),
        ("safe", 0.9, "it refuses", "ok"),
        ("pref", 0.5, "r3", "r3"),
        ("pref", 0.75, "better", "r3"),
        ("pref", None, "", None),
    ],
)
def test_a_critique_is_put_into_the_words_of_its_family(family, score, text, feedback):
    assert feedback_of(critique(score, text), family) == feedback


@pytest.mark.parametrize(
    ("feedback", "score"),
    [("15 5 no", 0.0), ("36 46 ok", 1.0), ("r3", 0.75), ("r0", 0.0), ("r9", None), ("maybe", None), ("", None)],
)
def test_the_last_word_of_a_feedback_is_its_score(feedback, score):
    assert score_of(feedback) == score
