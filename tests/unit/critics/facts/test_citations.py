"""Citations as code writes them, and a redraft that has them read without them."""

import pytest

from redraft.core import Attempt, Context, Critique, Draft, Finding, Prompt, Provenance
from redraft.critics.facts.citations import heading, inline, listed, reference, without_citations

SOURCE = Provenance(document="a folder/tower\n.txt", start=3, end=20, date="2024-01-01")
OTHER = Provenance(document="https://example.org/x")


def context(*sources: Provenance) -> Context:
    found = Finding(message="no", sources=sources)
    critique = Critique(critic="facts", kind="verified", score=0.0, findings=(found,))
    return Context(prompt=Prompt.of("q")).with_attempt(Attempt(draft=Draft.of("x"), critiques=(critique,)))


def test_a_reference_is_one_line_with_document_place_and_date() -> None:
    assert reference(SOURCE, "en") == "a folder/tower .txt, characters 3 to 20 (2024-01-01)"
    assert reference(OTHER, "en") == "https://example.org/x, characters 0 to 0"
    assert inline(SOURCE, "zh-Hant") == "（來源：a folder/tower .txt）"


@pytest.mark.parametrize("language", ["en", "zh-Hant"])
def test_a_cited_text_is_read_without_its_citations_and_places_stay(language: str) -> None:
    head = heading(language)
    first, second = reference(SOURCE, language), reference(OTHER, language)
    text = f"It is new [1]. It is red [2][1].\n\n{head}\n[1] {first}\n[2] {second}"
    assert listed(text, language) == (first, second)
    read = without_citations(text, context(SOURCE, OTHER))
    assert len(read) == len(text)
    assert read.split() == "It is new . It is red .".split()
    assert read.index("red") == text.index("red")


def test_a_name_behind_a_sentence_is_left_out_too() -> None:
    text = f"It is new {inline(OTHER, 'en')}."
    assert without_citations(text, context(OTHER)).split() == ["It", "is", "new", "."]


@pytest.mark.parametrize(
    "text",
    [
        "It is new [1].\n\nSources:\n[1] The Moon is made of cheese.",
        "It is new [1].\n\nSources:\n[1] https://example.org/x, characters 0 to 0\nThe Moon is made of cheese.",
        "It is new [2].\n\nSources:\n[2] https://example.org/x, characters 0 to 0",
        "It is new (source: the Moon is made of cheese).",
        "It is new [1].",
    ],
)
def test_nothing_can_be_hidden_in_what_looks_like_a_citation(text: str) -> None:
    assert without_citations(text, context(OTHER)) == text


def test_without_an_earlier_finding_there_is_no_citation() -> None:
    text = f"It is new [1].\n\nSources:\n[1] {reference(OTHER, 'en')}"
    assert without_citations(text, Context(prompt=Prompt.of("q"))) == text
