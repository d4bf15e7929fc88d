"""ICU messages are read as a tree, or refused at the character where reading stops."""

import pytest

from redraft.critics.translation.icu import Malformed, is_message, literal_places, read_message

MESSAGE = "{who} has {n, plural, offset:1 =0 {none} one {# file} other {# files, {size, number}}}"


def test_arguments_and_branches_are_read_in_order() -> None:
    names = [(argument.name, argument.type) for argument in read_message(MESSAGE).walk()]
    assert names == [("who", ""), ("n", "plural"), ("size", "number")]
    branches = read_message(MESSAGE).arguments[1].branches
    assert list(branches) == ["=0", "one", "other"]
    assert [branches[key].has_hash for key in branches] == [False, True, True]


def test_only_arguments_with_a_type_make_a_message() -> None:
    assert is_message(MESSAGE)
    assert is_message("{when, date}")
    assert not is_message("{name}, {{x}}, {n , m}")


def test_apostrophes_quote_braces() -> None:
    assert [one.name for one in read_message("It''s '{literal}' and {real, number}").walk()] == ["real"]
    assert [one.name for one in read_message("L'argument {n, number}").walk()] == ["n"]


def test_what_a_reader_sees_is_told_from_syntax() -> None:
    text = "{n, plural, one {# file} other {# files}} in {where}."
    seen = "".join(sign for sign, keep in zip(text, literal_places(text), strict=True) if keep)
    assert seen == " file files in ."


@pytest.mark.parametrize(
    ("broken", "at"),
    [("{n, plural, one {x}", 0), ("a } b", 2), ("{n, plural, {x}}", 11), ("{}", 1), ("{n plural}", 3)],
)
def test_a_broken_message_is_refused_where_reading_stops(broken: str, at: int) -> None:
    with pytest.raises(Malformed) as caught:
        read_message(broken)
    assert caught.value.at == at


def test_deep_nesting_is_refused_before_it_exhausts_the_stack() -> None:
    with pytest.raises(Malformed, match="deep"):
        read_message("{n, select, other {" * 5000)
