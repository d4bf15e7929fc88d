"""Text as words with places, stems and sentences."""

import pytest

from redraft.critics.facts.checks.words import stem_of, words_of


def sentences(text: str) -> list[str]:
    """The words of each sentence, signs left out."""
    found: dict[int, list[str]] = {}
    for word in words_of(text):
        if word.kind != "sign":
            found.setdefault(word.sentence, []).append(word.text)
    return [" ".join(words) for words in found.values()]


def test_places_are_those_of_the_text() -> None:
    text = "Dr. Ada O. Quill's 1,250.5 km, 三百 (U.S.) Ph.D. naïve\n\nend"
    assert all(text[word.start : word.end] == word.text for word in words_of(text))
    assert "".join(word.text for word in words_of(text)) == "".join(text.split())


def test_initials_and_abbreviations_end_no_sentence() -> None:
    assert sentences("William O. Douglas met Dr. Quill. He left.") == ["William O Douglas met Dr Quill", "He left"]


def test_a_small_letter_goes_on_with_a_sentence() -> None:
    assert sentences("He came! and went. Then 5 more.") == ["He came and went", "Then 5 more"]


def test_chinese_sentences_end_without_a_blank() -> None:
    assert len(sentences("他來了。她走了!")) == 2


@pytest.mark.parametrize(
    ("one", "other"),
    [("displaced", "displaces"), ("planned", "planning"), ("cities", "city"), ("founded", "established"),
     ("doctorate", "phd"), ("won", "winning"), ("movies", "film")],
)  # fmt: skip
def test_forms_of_one_word_have_one_stem(one: str, other: str) -> None:
    assert stem_of(one) == stem_of(other)


@pytest.mark.parametrize(("one", "other"), [("iron", "copper"), ("born", "die"), ("class", "clas"), ("north", "south")])
def test_other_words_have_other_stems(one: str, other: str) -> None:
    assert stem_of(one) != stem_of(other)


def test_an_abbreviation_is_one_word_without_its_points() -> None:
    words = words_of("U.S. and Ph.D.")
    assert [word.lower for word in words] == ["us", "and", "phd"]
