"""Files as lines: what was not changed keeps its bytes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from redraft.critics.patch.text_file import TextFile
from redraft.errors import Misuse


@given(st.binary(max_size=200).filter(lambda data: b"\0" not in data))
def test_what_is_text_comes_back_byte_for_byte(data: bytes) -> None:
    try:
        data.decode()
    except UnicodeDecodeError:
        with pytest.raises(Misuse, match="is not UTF-8"):
            TextFile.of("a.py", data)
    else:
        assert TextFile.of("a.py", data).data == data


def test_a_byte_order_mark_is_kept_and_is_no_part_of_the_first_line() -> None:
    source = TextFile.of("a.py", b"\xef\xbb\xbfx = 1\n")
    assert (source.lines, source.mark) == (("x = 1",), True)
    assert source.with_lines(0, 1, ("x = 2",)).data == b"\xef\xbb\xbfx = 2\n"


@pytest.mark.parametrize(
    ("before", "change", "after"),
    [
        (b"a\r\nb\r\n", (1, 2, ("c", "d")), b"a\r\nc\r\nd\r\n"),
        (b"a\nb", (1, 2, ("c", "d")), b"a\nc\nd"),
        (b"a\nb", (0, 1, ()), b"b"),
        (b"a\nb", (1, 2, ()), b"a"),
        (b"a\nb", (2, 2, ("c",)), b"a\nb\nc"),
        (b"a\r\nb\nc\r\n", (0, 1, ("x",)), b"x\r\nb\nc\r\n"),
        (b"", (0, 0, ("a",)), b"a\n"),
        (b"a\n", (0, 1, ()), b""),
    ],
)
def test_new_lines_end_as_the_file_does_and_old_ones_as_they_did(before, change, after) -> None:
    assert TextFile.of("a.py", before).with_lines(*change).data == after


def test_a_file_that_is_no_text_is_refused_with_the_place() -> None:
    with pytest.raises(Misuse, match=r"'a.bin' is not UTF-8 \(byte 1 is 0xff\)"):
        TextFile.of("a.bin", b"a\xff")
    with pytest.raises(Misuse, match="NUL character"):
        TextFile.of("a.bin", b"a\0b")
