"""A model reads the evidence: its verdict, and whether what it quotes stands there."""

import asyncio

import pytest

from redraft.critics.facts.reading import Reading, find_quote, quotes_in, read_evidence
from redraft.models import ScriptedModel
from support.facts import TOWER, passage, verdict_reply

PASSAGES = (passage("The Seine flows through Paris.", "seine.txt"), passage(TOWER, title="The tower", start=100))


def read(reply: str, language: str = "en") -> Reading:
    model = ScriptedModel(reply)
    claim = "The Eiffel Tower was completed in 1887."
    return asyncio.run(read_evidence(claim, PASSAGES, model, language, prompt_id="p", seed=0, max_tokens=None))


def test_a_verdict_with_words_of_a_passage_points_at_them_in_the_document() -> None:
    reading = read(verdict_reply("refuted", "completed in 1889"))
    assert reading.verdict == "refuted"
    assert reading.cited is not None
    assert (reading.cited.quote, reading.cited.source.document) == ("completed in 1889", "tower.txt")
    assert (reading.cited.source.start, reading.cited.source.end) == (121, 138)


@pytest.mark.parametrize(
    ("line", "verdict"),
    [
        ("Verdict: supported", "supported"),
        ("**Verdict:** refuted.", "refuted"),
        ("verdict: Not enough", "not_enough"),
        ("Verdict: not enough evidence", "not_enough"),
        ("結論：支持", "supported"),
        ("結論：反駁", "refuted"),
        ("結論：不足", "not_enough"),
    ],
)
def test_verdicts_are_read_in_both_languages(line: str, verdict: str) -> None:
    assert read(f"Compared.\n{line}", "zh-Hant").verdict == verdict


@pytest.mark.parametrize(
    "reply",
    [
        "",
        "supported",
        "Verdict: maybe",
        "Verdict: supported\nVerdict: refuted",
        "Verdict: refuted\nor so",
        "> Verdict: x",
    ],
)
def test_a_reply_without_one_clear_verdict_is_not_guessed_at(reply: str) -> None:
    reading = read(reply)
    assert reading.verdict is None
    assert reading.problem


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ('Quote: "completed in 1889"', "completed in 1889"),
        ("Quote: “completed in 1889”", "completed in 1889"),
        ('**Quote 2:** "he said "no" then"', 'he said "no" then'),
        ("引文：「火星有兩顆衛星」", "火星有兩顆衛星"),
        ("Quote: completed in 1889", "completed in 1889"),
        ('- Quote: "open', '"open'),
    ],
)
def test_quotations_are_found_in_a_reply(line: str, words: str) -> None:
    assert quotes_in(f"It says so.\n{line}\nVerdict: supported") == (words,)


@pytest.mark.parametrize(
    "quote", ["completed in 1887", "Completed in 1889", "in 1889", "1889", "Paris", "completed … Paris"]
)
def test_words_that_do_not_stand_there_or_are_too_few_show_nothing(quote: str) -> None:
    assert find_quote(quote, PASSAGES) is None
    assert read(verdict_reply("refuted", quote)).cited is None


def test_a_second_quotation_counts_where_the_first_stands_nowhere() -> None:
    reading = read('Quote: "made up words"\nQuote: "completed in 1889"\nVerdict: refuted')
    assert (reading.n_quotes, reading.cited is not None) == (2, True)


def test_a_passage_that_is_not_the_documents_own_text_is_cited_as_a_whole() -> None:
    shortened = passage(TOWER)
    shortened = type(shortened)(text=TOWER[4:], provenance=shortened.provenance)
    cited = find_quote("completed in 1889", (shortened,))
    assert cited is not None
    assert cited.source == shortened.provenance
