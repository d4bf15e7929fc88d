"""Every check has a name of its own and advice for its findings, in both languages."""

from redraft.critics.translation.checks import CHECKS, NAMES
from redraft.prompts import LANGUAGES, load_phrases


def test_names_are_unique_and_have_advice() -> None:
    assert len(set(NAMES)) == len(NAMES) == len(CHECKS) + 2
    for language in LANGUAGES:
        phrases = load_phrases("translation", language)
        assert {f"{name}_advice" for name in NAMES if name != "glossary"} <= phrases.keys()


def test_both_languages_have_the_same_phrases_with_the_same_places() -> None:
    english, chinese = (load_phrases("translation", language) for language in LANGUAGES)
    assert {key: text.places for key, text in english.items()} == {key: text.places for key, text in chinese.items()}
