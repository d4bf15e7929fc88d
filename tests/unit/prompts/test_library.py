import importlib.resources

import pytest

from redraft.errors import Misuse
from redraft.prompts import LANGUAGES, PromptText, load, names


def test_every_text_exists_in_every_language_with_the_same_places() -> None:
    assert "self_check" in names()
    for name in names():
        texts = [load(name, language) for language in LANGUAGES]
        assert [text.language for text in texts] == list(LANGUAGES), name
        assert len({text.places for text in texts}) == 1, name
        assert all(text.text.strip() for text in texts), name


def test_every_file_of_texts_is_a_loadable_text() -> None:
    files = {f.name for f in importlib.resources.files("redraft.prompts").joinpath("texts").iterdir()}
    assert files == {f"{name}.{language}.md" for name in names() for language in LANGUAGES}


def test_a_missing_language_falls_back_to_english_and_says_so() -> None:
    assert load("self_check", "de") == load("self_check", "en")
    assert load("self_check", "de").language == "en"
    assert load("self_check", "zh-Hant").language == "zh-Hant"


@pytest.mark.parametrize("name", ["no_such_text", "", "../library", "self_check.en"])
def test_an_unknown_name_is_refused_with_the_known_ones(name: str) -> None:
    with pytest.raises(Misuse, match=r"there are .*self_check") as caught:
        load(name, "en")
    assert repr(name) in str(caught.value)


def test_a_language_is_never_used_as_a_path() -> None:
    assert load("self_check", "en.md/../self_check.en").language == "en"


def test_texts_are_loaded_once() -> None:
    assert load("self_check", "en") is load("self_check", "en")


def test_the_digest_follows_the_text_and_nothing_else() -> None:
    text = PromptText(name="a", language="en", text="Hello $who")
    assert text.digest == PromptText(name="b", language="zh-Hant", text="Hello $who").digest
    assert text.digest != PromptText(name="a", language="en", text="Hello  $who").digest
    assert text.digest == "b2bcdc09d2ef"
    assert load("self_check", "en").digest != load("self_check", "zh-Hant").digest


@pytest.mark.parametrize(
    "value", ["$who", "${who}", "$$", "{who}", "{0}", "%(who)s", "\\1", "\\g<0>", "$", "a\nb\0", "\ud800"]
)
def test_values_go_in_verbatim(value: str) -> None:
    assert PromptText(name="a", language="en", text="<${who}> costs $$5, $other").fill(who=value, other=value) == (
        f"<{value}> costs $5, {value}"
    )


def test_a_missing_and_an_unknown_value_are_refused() -> None:
    text = PromptText(name="greeting", language="en", text="Hello $who from $where")
    with pytest.raises(
        Misuse, match=r"'greeting' \(en\) has the places \['where', 'who'\]; missing: \['where'\], unknown: \['when'\]"
    ):
        text.fill(who="you", when="now")
    with pytest.raises(Misuse, match=r"missing: \[\], unknown: \['when'\]"):
        text.fill(who="you", where="here", when="now")


def test_a_text_without_places_is_filled_with_nothing() -> None:
    assert PromptText(name="a", language="en", text="Wait.").fill() == "Wait."
