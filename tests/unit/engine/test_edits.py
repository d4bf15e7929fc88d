import json
from dataclasses import replace

import pytest
from hypothesis import given, reject
from hypothesis import strategies as st

from redraft.core import Critique, Draft, Finding, Location, Provenance, Rendering
from redraft.engine.edits import applied, edits_between, with_edits
from redraft.engine.limiting import REFUSED
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


LIMITED = Rendering(form="edits", within="findings")


def refuted(text, *wrong, source=None):
    """A draft with a finding at each of some words."""
    sources = () if source is None else (source,)
    findings = tuple(
        Finding(
            message=f"{w} is wrong", location=Location(start=text.index(w), end=text.index(w) + len(w)), sources=sources
        )
        for w in wrong
    )
    standing = attempt(text, 0.0)
    critique = replace(standing.critiques[0], findings=findings)
    return context_of("q", [replace(standing, critiques=(critique,), verdict=critique)])


def limited(context, *edits):
    reply = json.dumps([{"old": old, "new": new, "reason": "so it is"} for old, new in edits])
    return applied(Draft.of(reply), context, LIMITED)


def test_edits_outside_what_is_wrong_are_refused_and_told_and_the_others_carried_out():
    context = refuted("the sky is green, grass is green", "the sky is green")
    draft = limited(context, ("green", "blue"), ("grass is green", "grass is red"), ("sky is grey", "x"))
    assert draft.text == "the sky is blue, grass is green"
    assert [(edit["old"], edit["why"]) for edit in draft.extra[REFUSED]] == [
        ("grass is green", "it lies outside what is called wrong"),
        ("sky is grey", "it does not stand in the answer"),
    ]


def test_refused_edits_stay_in_the_record():
    context = refuted("the sky is green, grass is green", "the sky is green")
    draft = replace(limited(context, ("grass", "moss")), parent=0, round=1)
    told = with_edits(context.with_attempt(replace(attempt("", 1.0), draft=draft))).attempts[1]
    assert (told.draft.text, told.edits) == ("the sky is green, grass is green", ())
    assert told.draft.extra[REFUSED][0]["new"] == "moss"


@given(st.lists(st.tuples(st.text("abc .", min_size=1, max_size=8), st.text("abc .", max_size=8)), max_size=5))
def test_whatever_is_written_the_rest_stays_byte_for_byte(edits):
    text = "aab cab. bca bac. cab abc."
    start, end = 9, 17
    context = refuted(text, text[start:end])
    try:
        draft = limited(context, *edits)
    except ModelReplyError:  # two edits overlap
        reject()
    assert draft.text.startswith(text[:start])
    assert draft.text.endswith(text[end:])


def test_what_is_carried_out_is_followed_by_its_citation():
    source = Provenance(document="sky.txt", start=0, end=16)
    context = refuted("The sky is green. Grass is green.", "The sky is green.", source=source)
    reply = json.dumps([{"old": "green", "new": "blue"}])
    draft = applied(Draft.of(reply), context, replace(LIMITED, cite="numbered"))
    assert draft.text == "The sky is blue [1]. Grass is green.\n\nSources:\n[1] sky.txt, characters 0 to 16"
    told = with_edits(context.with_attempt(replace(attempt("", 1.0), draft=replace(draft, parent=0, round=1))))
    answered = [(edit.finding, edit.old, edit.reason) for edit in told.attempts[1].edits]
    assert answered == [
        ("fixed#0", "green", "The sky is green. is wrong"),
        (None, "", "the evidence is cited"),
    ]
