"""Whether words stand in a text: exactly, but for white space and what nobody sees."""

import pytest

from redraft.critics.facts.quotes import MAX_QUOTE, Span, locate, one_line, same


@pytest.mark.parametrize(
    ("words", "text", "found"),
    [
        ("two moons", "Mars has two moons.", "two moons"),
        ("two moons", "Mars has two\n   moons.", "two\n   moons"),
        ("two  \t moons", "Mars has two moons.", "two moons"),
        (" two moons ", "Mars has two moons.", "two moons"),
        ("two moons", "Mars has tw\u00ado\u200b moons.", "tw\u00ado\u200b moons"),
        ("tw⟦U+200B⟧o moons", "Mars has tw\u200bo moons.", "tw\u200bo moons"),
        ("兩顆衛星", "火星有兩顆衛星。", "兩顆衛星"),
    ],
)
def test_words_that_stand_there_are_found_where_they_stand(words: str, text: str, found: str) -> None:
    span = locate(words, text)
    assert span is not None
    assert text[span.start : span.end] == found


@pytest.mark.parametrize(
    "words", ["Two moons", "two moon s", "two … moons", "three moons", "two moons!", "", "  ", "\u200b", "x" * 5000]
)
def test_words_that_are_a_little_different_do_not_stand_there(words: str) -> None:
    assert locate(words, f"Mars has two moons. {'x' * (MAX_QUOTE + 1)}") is None


def test_a_quotation_is_found_at_its_first_place() -> None:
    assert locate("ab", "ab ab") == Span(0, 2)


def test_hidden_characters_make_no_difference_and_letters_do() -> None:
    assert same("a  b", "a\u200b b\n")
    assert not same("a b", "a c")


def test_a_line_for_a_message_is_short_and_shows_nothing_hidden() -> None:
    assert one_line("a\n\u202eb", 10) == "a b"
    assert one_line("abcdef", 4) == "abc…"
