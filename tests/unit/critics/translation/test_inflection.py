"""Forms of a word are found by stem, by dictionary, and inside compounds."""

import pytest

from redraft.critics.translation.inflection import is_form_of, keys_of, makes_compounds


@pytest.mark.parametrize(
    ("word", "term", "language"),
    [
        ("drives", "drive", "en"), ("Häusern", "Haus", "de"), ("Festplatten", "Festplatte", "de"),
        ("Festplattenlaufwerk", "Festplatte", "de"), ("Wohnhaus", "Haus", "de"), ("children", "child", "en"),
        ("ging", "gehen", "de"), ("FILES", "file", "en-GB"),
        ("المستخدم", "مستخدم", "ar"), ("ملفات", "ملف", "ar"), ("בקובץ", "קובץ", "he"),
    ],
)  # fmt: skip
def test_forms_are_recognised(word: str, term: str, language: str) -> None:
    assert is_form_of(word, term, language)


@pytest.mark.parametrize(
    ("word", "term", "language"),
    [("Laufwerk", "Festplatte", "de"), ("driver", "house", "en"), ("Eiche", "Ei", "de"), ("houses", "house", None)],
)
def test_other_words_are_not(word: str, term: str, language: str | None) -> None:
    assert not is_form_of(word, term, language)


def test_forms_of_a_word_share_a_key_and_other_words_do_not() -> None:
    assert keys_of("children", "en") & keys_of("child", "en")
    assert not keys_of("house", "en") & keys_of("child", "en")
    assert keys_of("Häusern", None) == {"häusern"}
    assert makes_compounds("de-AT")
    assert not makes_compounds("en")
    assert not makes_compounds(None)
