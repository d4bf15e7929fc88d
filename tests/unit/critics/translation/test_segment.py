"""What is to be translated is read from labels or from the request; what cannot be read is said, never guessed."""

import pytest

from redraft.core import Message, Prompt
from redraft.critics.translation import Segment, segment_of
from redraft.errors import CriticFailed


def labelled(**metadata: str) -> Prompt:
    return Prompt.from_messages((Message.of("user", "Please do it."),), metadata=metadata)


def read(text: str, *, system: str | None = None) -> tuple[str, str | None, str | None]:
    found = segment_of(Prompt.of(text, system=system))
    return found.source, found.source_language, found.target_language


def test_labels_are_believed_first() -> None:
    prompt = labelled(source=" A house. ", source_language="English", target_language="zh-tw")
    assert segment_of(prompt) == Segment(source=" A house. ", source_language="en", target_language="zh-TW")


def test_labels_without_languages_take_those_that_settle_them() -> None:
    found = segment_of(labelled(source="A house."), source_language="en", target_language="Deutsch")
    assert (found.source_language, found.target_language) == ("en", "de")


@pytest.mark.parametrize(
    ("asked", "source", "source_language", "target_language"),
    [
        ("Translate the following text from English into German: Hello, world!", "Hello, world!", "en", "de"),
        ("Translate into Traditional Chinese:\n\nHello {name}: you", "Hello {name}: you", None, "zh-Hant"),
        ("Translate to Chinese (Traditional): hello", "hello", None, "zh-Hant"),
        ("Please translate this to pt-BR:\n```\nHi\n```", "Hi", None, "pt-BR"),
        ('Translate "Good morning" into German.', "Good morning", None, "de"),
        ("Translate to German, keeping placeholders.\n\nSave %s to: disk", "Save %s to: disk", None, "de"),
        ("One.\nTwo.\n\nTranslate the above text into French.", "One.\nTwo.", None, "fr"),
        ("Translate into German: Translate into French: hi", "Translate into French: hi", None, "de"),
        ("請把以下英文翻譯成德文：Hello", "Hello", "en", "de"),
        ("将下面的句子从英文翻译成中文：\nHello there.", "Hello there.", "en", "zh"),
        ("Übersetze den folgenden Text aus dem Englischen ins Deutsche: Hello", "Hello", "en", "de"),
    ],
)
def test_requests_are_read(asked: str, source: str, source_language: str | None, target_language: str) -> None:
    assert read(asked) == (source, source_language, target_language)


def test_a_request_of_the_system_message_is_about_what_the_user_says() -> None:
    assert read("It rains.", system="You translate from English to German.") == ("It rains.", "en", "de")


def test_a_prompt_that_asks_for_no_translation_is_refused_with_what_to_do() -> None:
    with pytest.raises(CriticFailed, match=r"begins 'What is 2\+2\?'.*Translate into German.*metadata"):
        read("What is 2+2?")


def test_a_request_without_a_text_is_refused() -> None:
    with pytest.raises(CriticFailed, match="no request for a translation can be read"):
        read("Translate to German:")


def test_an_unknown_language_is_named() -> None:
    with pytest.raises(CriticFailed, match=r"no known language is called 'Klingon'.*IETF tag"):
        read("Translate to Klingon: hi")


def test_a_long_text_is_read_at_its_ends_only() -> None:
    text = "word " * 100_000
    assert read(f"Translate into German:\n{text}")[0] == text.strip()
