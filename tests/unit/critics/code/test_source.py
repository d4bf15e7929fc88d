import ast

from hypothesis import given
from hypothesis import strategies as st

from redraft.critics.code.source import from_text, lines_of, parsed


def test_lines_are_those_that_python_counts() -> None:
    assert lines_of("a\r\nb\rc\n\x0bd\u2028e") == ["a\r\n", "b\r", "c\n", "\x0bd\u2028e"]


@given(st.text())
def test_lines_hold_the_whole_text(text: str) -> None:
    assert "".join(lines_of(text)) == text


def test_a_column_and_a_width_are_a_place() -> None:
    text = "xx\nvalue = nothing\n"
    place = from_text(text, 3, len(text)).location(1, 8, 7)
    assert place is not None
    assert text[int(place.start) : int(place.end)] == "nothing"


def test_a_column_beyond_the_line_is_its_last_character() -> None:
    text = "x = (\n"
    place = from_text(text, 0, len(text)).location(1, 99)
    assert place is not None
    assert text[int(place.start) : int(place.end)] == "("


def test_lines_that_are_not_there_have_no_place() -> None:
    source = from_text("x = 1", 0, 5)
    assert [source.location(number) for number in (None, 0, 2)] == [None, None, None]
    assert (source.own_number(1), source.own_number(2), source.line(1), source.line(7)) == (1, None, "x = 1", "")


def test_what_cannot_be_parsed_has_no_tree() -> None:
    assert isinstance(parsed("x = 1"), ast.Module)
    assert [parsed(code) for code in ("x = ", "\x00", "'\ud800", "(" * 9999, "x" + ".y" * 100_000)] == [None] * 5
