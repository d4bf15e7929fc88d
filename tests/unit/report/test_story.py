from dataclasses import replace

from redraft.core import Decision, Draft, Finding, Provenance
from redraft.engine.strategies import BestOfN
from redraft.errors import ModelUnavailable
from redraft.report.marks import marked_in_words
from redraft.report.story import refused_in_words, sources_in_words, story_of
from support.records import record_of


def test_each_attempt_has_its_changes_the_gates_decision_and_what_came_next():
    story = story_of(record_of(["one two", "one three", "one four"], [0.0, 0.0, 1.0]))
    assert [marked_in_words(step.changes) for step in story.steps] == [
        "one two",
        "one [-two-]{+three+}",
        "one [-two-]{+four+}",
    ]
    assert [step.written_from for step in story.steps] == [None, 1, 1]
    assert [step.admission and step.admission.action for step in story.steps] == [None, "keep", "accept"]
    assert [step.decision and step.decision.action for step in story.steps] == ["redraft", "redraft", "accept"]
    assert [step.returned for step in story.steps] == [False, False, True]
    assert story.ending is not None
    assert story.ending.reason == "passed"


def test_samples_of_one_round_share_what_came_next():
    record = record_of(["a", "b", "c"], [0.2, 0.1, 0.9], strategy=BestOfN(n=3))
    story = story_of(record)
    assert [step.admission and step.admission.reason for step in story.steps] == [None, "not_better", "better"]
    assert [step.decision and step.decision.action for step in story.steps] == ["resample", None, "accept"]
    assert [step.written_from for step in story.steps] == [None, None, None]


def test_an_error_ends_a_story_without_losing_what_was_decided_before():
    story = story_of(record_of(["a", ModelUnavailable("gone")], [0.0]))
    assert [step.decision and step.decision.action for step in story.steps] == ["redraft"]
    assert story.ending is not None
    assert (story.ending.reason, story.steps[0].returned) == ("model_error", True)


def test_a_story_without_any_draft_has_only_an_ending():
    story = story_of(record_of([ModelUnavailable("gone")], []))
    assert story.steps == ()
    assert story.ending is not None
    assert story.ending.reason == "model_error"


def test_who_abstains_returns_nothing():
    record = record_of(["a"], [0.0], strategy=BestOfN(n=1))
    abstained = replace(record, decisions=(Decision(action="abstain", reason="unsure"),))
    assert not any(step.returned for step in story_of(abstained).steps)


def test_attempts_of_an_earlier_record_have_no_decision_here():
    record = record_of(["a b", "a c", "a d"], [0.0, 0.0, 1.0])
    # As a resumed record is: the first two attempts came with it, the decisions are those made since.
    resumed = replace(record, decisions=record.decisions[2:], resumes="earlier")
    story = story_of(resumed)
    assert [step.admission and step.admission.action for step in story.steps] == [None, None, "accept"]
    assert [step.decision and step.decision.action for step in story.steps] == [None, "redraft", "accept"]


def test_a_record_without_decisions_can_be_told():
    record = replace(record_of(["a"], [1.0]), decisions=())
    story = story_of(record)
    assert story.ending is None
    assert [step.returned for step in story.steps] == [True]


def test_the_sources_of_a_finding_are_told_with_what_stands_there():
    dated = Provenance(document="a.txt", start=3, end=9, date="2024-05-01")
    finding = Finding(message="no", evidence=("it\nis so",), sources=(dated, Provenance(document="b\u202e.txt")))
    assert sources_in_words(finding) == (
        "source: a.txt, characters 3 to 9 (2024-05-01): “it is so”",
        "source: b\u202e.txt, characters 0 to 0",
    )
    assert sources_in_words(Finding(message="no", evidence=("a quote of the draft",))) == ()


def test_refused_edits_are_told_and_what_is_none_is_left_alone():
    refused = {"old": "three", "new": "two", "why": "it lies outside what is called wrong"}
    draft = replace(Draft.of("x"), extra={"refused_edits": [refused, "theirs"]})
    assert refused_in_words(draft) == ("edit refused: “three” to “two”: it lies outside what is called wrong",)
    assert refused_in_words(replace(draft, extra={"refused_edits": "theirs"})) == ()
    assert refused_in_words(Draft.of("x")) == ()
