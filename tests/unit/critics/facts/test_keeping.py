"""What earlier attempts were found to say is taken over, as far as it still says the same."""

import json
from dataclasses import replace

import pytest

from redraft.core import Attempt, Context, Critique, Draft, Prompt, Provenance
from redraft.critics.facts.checks import Discrepancy
from redraft.critics.facts.claims import Claim
from redraft.critics.facts.keeping import KEPT_AS, Earlier, carried_over, earlier, kept
from redraft.critics.facts.results import Result
from redraft.critics.facts.sentences import sentences_of

TEXT = "The tower is old. It stands in Paris. Is it red?"
OLD = Claim(text="The tower is old.", start=0, end=17)
STANDS = Claim(text="The tower stands in Paris.", start=18, end=37, query="tower place")
RED = Claim(text="Is it red?", start=38, end=48, checkable=False, clear=False)
REFUTED = Result(
    claim=OLD, verdict="refuted", by="model", quote="The tower is new.", reasoning="Old is not new.",
    source=Provenance(document="tower.txt", start=3, end=20, sha256="ab", date="2024-01-01"),
    discrepancies=(Discrepancy(kind="name", claimed="old", claim_start=13, claim_end=16, found="new", passage_start=13,
                               passage_end=16),),
    queries=("old tower", "tower"),
)  # fmt: skip
FAILED = Result(claim=STANDS, verdict="not_enough", by="model", why="no_reply", failed=True)
UNKNOWN_VERDICT = json.dumps([{"claim": "a", "start": 0, "end": 1, "verdict": "true", "by": "model"}])


def critique(details: str, version: str = "1") -> Critique:
    return Critique(critic="facts", kind="external", version=version, reason="open", details={KEPT_AS: details})


def before(*critiques: Critique, text: str = TEXT) -> Earlier:
    context = Context(prompt=Prompt.of("q")).with_attempt(Attempt(draft=Draft.of(text), critiques=critiques))
    return earlier(context, "facts", "1", [text])


def test_claims_and_verdicts_come_back_as_they_were() -> None:
    found = before(critique(kept([OLD, STANDS, RED], {OLD.text: REFUTED})))
    assert found.results == {OLD.text: REFUTED}
    assert found.claims["The tower is old."] == (OLD,)
    assert found.claims["It stands in Paris."] == (replace(STANDS, start=0, end=19),)
    assert found.claims["Is it red?"][0].checkable is False


def test_a_verdict_that_failed_is_asked_for_again() -> None:
    assert before(critique(kept([STANDS], {STANDS.text: FAILED}))).results == {}


def test_another_version_knows_nothing() -> None:
    assert before(critique(kept([OLD], {OLD.text: REFUTED}), version="2")).results == {}


@pytest.mark.parametrize(
    "details",
    ["", "{", "[1]", "{}", "null", '[{"claim": "x"}]', "[" * 100_000, UNKNOWN_VERDICT],
)
def test_details_that_others_changed_are_left_alone(details: str) -> None:
    assert before(critique(details)).results == {}


def test_unchanged_sentences_keep_their_claims_wherever_they_stand() -> None:
    found = before(critique(kept([OLD, STANDS, RED], {})))
    text = f"Yes! {TEXT.replace('Is it red?', 'It is red.')}"
    sentences = sentences_of(text)
    claims = carried_over(found, sentences, text)
    assert [len(of_sentence) for of_sentence in claims] == [0, 1, 1, 0]
    assert [text[c.start : c.end] for of_sentence in claims for c in of_sentence] == [
        "The tower is old.",
        "It stands in Paris.",
    ]


def test_a_sentence_whose_pronoun_stands_for_something_else_now_is_read_anew() -> None:
    found = before(critique(kept([OLD, STANDS, RED], {})))
    text = "The bridge is old. It stands in Paris. Is it red?"
    assert [len(claims) for claims in carried_over(found, sentences_of(text), text)] == [0, 0, 1]


def test_chinese_sentences_are_told_apart_by_their_characters() -> None:
    text = "鐵塔很老。它在巴黎。"
    claim = Claim(text="鐵塔在巴黎。", start=5, end=10)
    found = before(critique(kept([claim], {})), text=text)
    for new, known in (("鐵塔很高。它在巴黎。", [0, 1]), ("大橋很老。它在巴黎。", [0, 0])):
        assert [len(claims) for claims in carried_over(found, sentences_of(new), new)] == known


def test_a_sentence_with_a_claim_that_reaches_into_the_next_is_read_anew() -> None:
    found = before(critique(kept([replace(OLD, end=25), STANDS], {})))
    assert "The tower is old." not in found.claims


def test_what_is_kept_is_json_in_the_language_of_the_draft() -> None:
    row = json.loads(kept([replace(OLD, text="火星")], {}))[0]
    assert (row["claim"], "火星" in kept([replace(OLD, text="火星")], {})) == ("火星", True)
