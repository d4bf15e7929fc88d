"""Bytes into characters: as the file says, else UTF-8, else what the bytes look like, which is then told."""

import codecs
from typing import NamedTuple

from redraft.errors import MissingExtra

# The longer marks first: that of UTF-32 begins like that of UTF-16.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Bytes that are looked at to guess an encoding or to see that a file is no text.
_SAMPLE_BYTES, _HEAD_BYTES = 2**18, 2**13


class Unreadable(Exception):  # named for what the file is
    """A file that holds no text that can be read; the message says why and what to do. It stays inside this package."""


class Decoded(NamedTuple):
    """Characters, and what was assumed to read them; empty when nothing was."""

    text: str
    assumed: str


def decoded(data: bytes, *, declared: str | None = None) -> Decoded:
    """The characters of a file, every end of a line a line feed.

    Args:
        data: its bytes.
        declared: the encoding that the document itself names, if it does.

    Raises:
        Unreadable: when it is binary, or in no encoding that can be told.
        MissingExtra: when the encoding has to be guessed and what guesses is not installed.
    """
    mark = next((name for sign, name in _MARKS if data.startswith(sign)), None)
    if mark is None and b"\0" in data[:_HEAD_BYTES]:
        raise Unreadable("is binary, not text; leave it out, or give the text in it as a file of its own")
    for name in (mark, declared, "utf-8"):
        if name is None:
            continue
        try:
            return Decoded(_lines(data.decode(name)), "")
        except (UnicodeDecodeError, LookupError) as error:
            if name == mark:
                raise Unreadable(f"begins as {name} and is not: {error}; save it as UTF-8") from error
    return _guessed(data)


def _guessed(data: bytes) -> Decoded:
    try:
        from charset_normalizer import from_bytes
    except ImportError as error:
        raise MissingExtra(
            "a file that is not UTF-8 needs its encoding guessed; install what guesses with: pip install "
            "'redraft[facts]', or save the file as UTF-8"
        ) from error
    # A sample may end within a character; the guess is then held against the whole file.
    best = from_bytes(data[:_SAMPLE_BYTES]).best()
    if best is None:
        raise Unreadable("is in no encoding that can be told from its bytes; save it as UTF-8")
    try:
        return Decoded(_lines(data.decode(best.encoding)), f"read as {best.encoding}, for it is not UTF-8")
    except UnicodeDecodeError as error:
        text = data.decode(best.encoding, "replace")
        if text.count("\ufffd") > len(text) / 1000:
            raise Unreadable(f"looks like {best.encoding} and is not: {error}; save it as UTF-8") from error
        return Decoded(_lines(text), f"read as {best.encoding}, with signs that it has no characters for")


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")
