"""A file as text with exact places: read with its encoding, changed at some places, and otherwise the same bytes.

Whatever the encoding, places are counted in the UTF-8 form of the text, without its byte order mark; XML parsers count
so, too. Files are held in memory, once.
"""

import codecs
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from redraft.errors import Misuse

MAX_BYTES = 512 * 2**20
"""The largest file; translators split far smaller ones, and a file is held in memory."""

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


class Splice(NamedTuple):
    """New text for a place.

    Attributes:
        start: first byte of the place, in UTF-8.
        end: one past its last; the same as `start` for an insertion.
        new: what stands there from now on.
    """

    start: int
    end: int
    new: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FileText:
    """A file's text.

    Attributes:
        path: the file.
        utf8: its text in UTF-8, without a byte order mark.
        encoding: Python's name of the encoding it is in.
        mark: its byte order mark; empty without one.
    """

    path: Path
    utf8: bytes
    encoding: str
    mark: bytes

    def at(self, start: int, end: int) -> str:
        """The text of a place."""
        return self.utf8[start:end].decode()

    def line_of(self, place: int) -> int:
        """The line that a byte stands on, from 1."""
        return self.utf8.count(b"\n", 0, place) + 1

    def holds(self, text: str) -> bool:
        """Whether the encoding has all characters of `text`."""
        try:
            text.encode(self.encoding)
        except UnicodeEncodeError:
            return False
        return True

    def with_splices(self, splices: Iterable[Splice]) -> bytes:
        """The bytes of the file with new text at some places; every other byte is as it was."""
        pieces, at = [self.mark], 0
        for splice in sorted(splices):
            assert at <= splice.start <= splice.end <= len(self.utf8), f"splices overlap or lie outside: {splice}"
            pieces += [self._bytes(self.utf8[at : splice.start]), splice.new.encode(self.encoding)]
            at = splice.end
        pieces.append(self._bytes(self.utf8[at:]))
        return b"".join(pieces)

    def _bytes(self, utf8: bytes) -> bytes:
        return utf8 if self.encoding == "utf-8" else utf8.decode().encode(self.encoding)


def read_text(path: Path, declared: Callable[[bytes], str | None]) -> FileText:
    """The text of a file.

    Args:
        path: the file.
        declared: the encoding that the beginning of a file without a byte order mark declares; None for UTF-8.

    Raises:
        Misuse: when it cannot be read, is empty, too large, or not in the encoding that it declares.
    """
    try:
        with path.open("rb") as file:
            raw = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise Misuse(f"cannot read {str(path)!r}: {error.strerror}; check the path") from error
    if len(raw) > MAX_BYTES:
        raise Misuse(f"{path} is larger than {MAX_BYTES // 2**20} MiB; split it")
    if not raw.strip():
        raise Misuse(f"{path} is empty; give a file with segments")
    mark, encoding = next(((mark, name) for mark, name in _MARKS if raw.startswith(mark)), (b"", ""))
    body = raw[len(mark) :]
    encoding = encoding or _codec(declared(body[:4096]) or "utf-8", path)
    try:
        text = body.decode(encoding)
        utf8 = text.encode()
    except UnicodeDecodeError as error:
        line = body.count(b"\n", 0, error.start) + 1
        found = body[error.start : error.start + 1].hex()
        raise Misuse(
            f"{path}, line {line}: is not {encoding} as the file says: byte 0x{found} at {error.start + len(mark)}; "
            "save it in one encoding and declare that"
        ) from error
    except UnicodeEncodeError as error:
        raise Misuse(f"{path} holds half a character ({error.object[error.start]!r}); save it again") from error
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise Misuse(f"{path}, line {line}: holds NUL, as UTF-16 without a byte order mark does; save it as UTF-8")
    if encoding != "utf-8" and text.encode(encoding) != body:
        raise Misuse(f"{path} cannot be written back in {encoding} byte for byte; save it as UTF-8")
    return FileText(path=path, utf8=body if encoding == "utf-8" else utf8, encoding=encoding, mark=mark)


def _codec(name: str, path: Path) -> str:
    try:
        found = codecs.lookup(name).name
    except LookupError as error:
        raise Misuse(f"{path} declares the encoding {name!r}, which is not known; save it as UTF-8") from error
    # Python's utf-16 writes a mark of its own at the beginning of each piece.
    if found in ("utf-16", "utf-32") or not codecs.lookup(found)._is_text_encoding:
        raise Misuse(f"{path} declares the encoding {name!r} without a byte order mark; save it as UTF-8")
    return found
