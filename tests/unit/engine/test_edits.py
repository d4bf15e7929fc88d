import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from redraft.core import Critique, Draft, Finding, Location
from redraft.engine.edits import applied, edits_between, with_edits
from redraft.errors import ModelReplyError
from support.critics import attempt, context_of


def rebuilt(old, edits):
    for edit in reversed(edits):
        start, end = int(edit.location.start), int(edit.location.end)
        assert old[start:end] == edit.old
        old = old[:start] + edit.new + old[end:]
    return old


@given(st.text(alphabet="ab .\n", max_size=40), st.text(alphabet="ab .\n", max_size=40))
def test_applying_the_edits_gives_the_new_text(old, new):
    assert rebuilt(old, edits_between(old, new)) == new


def test_a_changed_word_is_one_edit_at_its_place():
    (edit,) = edits_between("the sky is green today", "the sky is blue today")
    assert (edit.old, edit.new, edit.location.start, edit.location.end) == ("green", "blue", 11, 16)


def test_neighbouring_words_are_one_edit():
    (edit,) = edits_between("one two three four", "one 2 3 four")
    assert (edit.old, edit.new) == ("two three", "2 3")


def test_equal_texts_have_no_edits():
    assert edits_between("same", "same") == ()


def test_an_edit_answers_the_finding_whose_span_it_touches():
    findings = (
        ("rules#0", Finding(message="too long", location=Location(start=0, end=3))),
        ("rules#1", Finding(message="wrong colour", location=Location(start=11, end=16))),
    )
    (edit,) = edits_between("the sky is green today", "the sky is blue today", findings)
    assert (edit.finding, edit.reason) == ("rules#1", "wrong colour")


def test_a_single_finding_about_the_whole_draft_explains_every_edit():
    edits = edits_between(
        "a b c",
        "x b y",
        (
            (
                "rules#0",
                Finding(message="letters"),
            ),
        ),
    )
    assert [edit.finding for edit in edits] == ["rules#0", "rules#0"]


def test_the_record_shows_what_changed_against_the_parent():
    finding = Finding(message="wrong colour", location=Location(start=11, end=16))
    judged = Critique(critic="rules", kind="verified", score=0.0, findings=(finding,))
    first = replace(attempt("the sky is green", 0.0), critiques=(judged,))
    second = attempt("the sky is blue", 1.0, round=1)
    second = replace(second, draft=replace(second.draft, parent=0))
    filled = with_edits(context_of("q", [first, second]))
    assert filled.attempts[0].edits == ()
    assert [(e.old, e.new, e.finding) for e in filled.attempts[1].edits] == [("green", "blue", "rules#0")]


def test_edits_written_by_the_model_are_applied_to_the_standing_draft_with_their_reasons():
    context = context_of("q", [attempt("the sky is green, grass is green", 0.0)])
    reply = json.dumps([{"old": "sky is green", "new": "sky is blue", "reason": "it is day"}])
    draft = replace(applied(Draft.of(f"```json\n{reply}\n```"), context), parent=0, round=1)
    assert draft.text == "the sky is blue, grass is green"
    (edit,) = with_edits(context.with_attempt(replace(attempt("", 1.0), draft=draft))).attempts[1].edits
    assert (edit.old, edit.reason) == ("sky is green", "it is day")


def test_the_writers_own_reasons_outlive_a_second_look():
    context = context_of("q", [attempt("the sky is green", 0.0)])
    reply = json.dumps([{"old": "green", "new": "blue", "reason": "it is day"}])
    draft = replace(applied(Draft.of(reply), context), parent=0, round=1)
    once = with_edits(context.with_attempt(replace(attempt("", 1.0), draft=draft)))
    assert with_edits(once) == once and once.attempts[1].edits[0].reason == "it is day"
    assert once.attempts[1].draft.extra == {}


def test_a_field_of_the_endpoint_called_edits_is_left_alone():
    draft = Draft(parts=Draft.of("b").parts, by="m", parent=0, round=1, extra={"edits": "theirs"})
    filled = with_edits(context_of("q", [attempt("a", 0.0), replace(attempt("b", 1.0), draft=draft)]))
    assert filled.attempts[1].draft.extra == {"edits": "theirs"} and filled.attempts[1].edits[0].new == "b"


@pytest.mark.parametrize(
    ("reply", "complaint"),
    [
        ("the new text", "a list of edits was asked for"),
        ('{"old": "a"}', "a JSON list of edits was asked for"),
        ('[{"old": "is", "new": "was"}]', "exactly once"),
        ('[{"old": "missing", "new": "x"}]', "exactly once"),
        ('[{"old": "", "new": "x"}]', "exactly once"),
        ('[{"old": "the sky", "new": "x"}, {"old": "sky is", "new": "y"}]', "overlap"),
    ],
)
def test_a_reply_that_is_no_clear_list_of_edits_is_refused(reply, complaint):
    context = context_of("q", [attempt("the sky is green, it is", 0.0)])
    with pytest.raises(ModelReplyError, match=complaint):
        applied(Draft.of(reply), context)
