"""Passages are exact stretches of the text: whole sentences where they fit, under one heading, not too long."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from redraft.errors import Misuse
from redraft.sources.extracting.extracted import Extracted, Heading
from redraft.sources.splitting import Splitting, split

SMALL = Splitting(max_characters=50, overlap_characters=20)


def passages(text: str, how: Splitting = SMALL) -> list[str]:
    return [text[start:end] for start, end, _ in split(Extracted(text=text), how)]


def test_passages_hold_whole_sentences() -> None:
    text = "One is first. Two is second! Is three third? Four ends it."
    assert passages(text, Splitting(max_characters=50, overlap_characters=0)) == [
        "One is first. Two is second! Is three third?",
        "Four ends it.",
    ]


def test_the_next_passage_begins_with_the_last_sentences_again() -> None:
    text = "Ada wrote notes. She knew Babbage. He built engines. They were never done."
    assert passages(text) == [
        "Ada wrote notes. She knew Babbage.",
        "She knew Babbage. He built engines.",
        "He built engines. They were never done.",
    ]


def test_an_abbreviation_ends_no_sentence() -> None:
    text = "In 1903 Dr. A. Smith met J. R. Jones at St. Ives. They talked, e.g. of bees, for hours and hours."
    assert passages(text, Splitting(max_characters=60, overlap_characters=0)) == [
        "In 1903 Dr. A. Smith met J. R. Jones at St. Ives.",
        "They talked, e.g. of bees, for hours and hours.",
    ]


def test_chinese_sentences_end_without_a_blank() -> None:
    assert passages("居里夫人出生於華沙。" * 8, Splitting(max_characters=50, overlap_characters=0)) == [
        "居里夫人出生於華沙。" * 5,
        "居里夫人出生於華沙。" * 3,
    ]


def test_a_sentence_that_is_too_long_is_cut_between_words() -> None:
    found = passages("word " * 30)
    assert max(map(len, found)) <= 50
    assert {piece for one in found for piece in one.split()} == {"word"}


def test_no_passage_reaches_over_a_heading_and_titles_show_the_path() -> None:
    text = "Intro.\n# Curie\nBorn.\n## Paris\nStudied.\n## Prizes\nTwo.\n# Turing\nCiphers.\n"
    headings = tuple(
        Heading(text.index(f"{'#' * level} {words}\n"), level, words)
        for level, words in ((1, "Curie"), (2, "Paris"), (2, "Prizes"), (1, "Turing"))
    )
    spans = split(Extracted(text=text, title="People", headings=headings), Splitting())
    assert [(text[s:e].replace("\n", " "), title) for s, e, title in spans] == [
        ("Intro.", "People"),
        ("# Curie Born.", "People > Curie"),
        ("## Paris Studied.", "People > Curie > Paris"),
        ("## Prizes Two.", "People > Curie > Prizes"),
        ("# Turing Ciphers.", "People > Turing"),
    ]


def test_a_heading_that_another_follows_at_once_is_no_passage_of_its_own() -> None:
    text = "# One\n\n## Two\n\nWords.\n\n## Three\nMore.\n"
    headings = (Heading(0, 1, "One"), Heading(7, 2, "Two"), Heading(text.index("## Three"), 2, "Three"))
    spans = split(Extracted(text=text, headings=headings), Splitting())
    assert [(text[s:e], title) for s, e, title in spans] == [
        ("# One\n\n## Two\n\nWords.", "One > Two"),
        ("## Three\nMore.", "One > Three"),
    ]
    page = Extracted(text="One line.\n\nAnother.\n\n", headings=(Heading(0, 1, "p. 1"), Heading(11, 1, "p. 2")))
    assert [title for _, _, title in split(page, Splitting())] == ["p. 1", "p. 2"]


def test_a_row_is_a_passage() -> None:
    text = "name: Ada\nname: Alan"
    spans = split(Extracted(text=text, title="people.csv", rows=((0, 9), (10, 20))), Splitting())
    assert [text[s:e] for s, e, _ in spans] == ["name: Ada", "name: Alan"]


def test_bounds_that_cannot_work_are_refused() -> None:
    with pytest.raises(Misuse, match="50 or more, got 10"):
        Splitting(max_characters=10)
    with pytest.raises(Misuse, match="fewer than half"):
        Splitting(max_characters=100, overlap_characters=50)


def test_a_text_without_words_has_no_passages() -> None:
    assert passages("") == passages(" \n\t\n ") == []


LANGUAGE = st.text(st.sampled_from('ab.。!? \n"#-12居'), max_size=600)


@given(LANGUAGE, st.integers(50, 120), st.integers(0, 24))
def test_passages_are_exact_ordered_and_cover_every_word(text: str, most: int, overlap: int) -> None:
    spans = split(Extracted(text=text), Splitting(max_characters=most, overlap_characters=overlap))
    covered = set()
    for start, end, _ in spans:
        assert 0 <= start < end <= len(text)
        assert end - start <= most
        assert text[start:end] == text[start:end].strip()
        covered |= set(range(start, end))
    assert {i for i, c in enumerate(text) if not c.isspace()} <= covered
    assert [span.start for span in spans] == sorted({span.start for span in spans})
    assert [span.end for span in spans] == sorted({span.end for span in spans})
