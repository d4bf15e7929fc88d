"""The text of one file as lines, and its bytes again: line ends and the byte order mark stay as they are."""

import codecs
import re
from collections import Counter
from dataclasses import dataclass

from redraft.errors import Misuse

# The ends of lines that files are written with. A lone carriage return, a form feed and their like stay inside a line.
_ENDS = re.compile(r"(\r?\n)")


@dataclass(frozen=True, slots=True, kw_only=True)
class TextFile:
    """A text file.

    Attributes:
        path: its place below the project's folder, with forward slashes.
        lines: its lines without their ends.
        ends: the end of each line: a line feed, with or without a carriage return, or nothing for a last line that
            has none.
        mark: whether it begins with a byte order mark.
    """

    path: str
    lines: tuple[str, ...]
    ends: tuple[str, ...]
    mark: bool = False

    @classmethod
    def of(cls, path: str, data: bytes) -> "TextFile":
        """The file at `path` with this content.

        Raises:
            Misuse: when it is no text in UTF-8.
        """
        mark = data.startswith(codecs.BOM_UTF8)
        try:
            text = data.removeprefix(codecs.BOM_UTF8).decode("utf-8")
        except UnicodeDecodeError as error:
            raise Misuse(
                f"{path!r} is not UTF-8 (byte {error.start} is {data[error.start]:#04x}); convert it, or leave it out"
            ) from None
        if "\0" in text:
            raise Misuse(f"{path!r} holds a NUL character, so it is no text; leave it out")
        pieces = _ENDS.split(text)
        lines, ends = pieces[::2], [*pieces[1::2], ""]
        if not lines[-1]:  # what follows the last line end is no line
            lines, ends = lines[:-1], ends[:-1]
        return cls(path=path, lines=tuple(lines), ends=tuple(ends), mark=mark)

    @property
    def data(self) -> bytes:
        """The file's content."""
        return (codecs.BOM_UTF8 if self.mark else b"") + self.text.encode()

    @property
    def text(self) -> str:
        """Its text with the line ends it has, without a byte order mark."""
        return "".join(line + end for line, end in zip(self.lines, self.ends, strict=True))

    @property
    def end(self) -> str:
        """The line end that most of its lines have; a line feed where there is none."""
        counted = Counter(end for end in self.ends if end)
        return counted.most_common(1)[0][0] if counted else "\n"

    def with_lines(self, start: int, stop: int, new: tuple[str, ...]) -> "TextFile":
        """The file with other lines in place of those from `start` up to, not including, `stop`.

        Lines that stay keep their ends. New ones get the file's usual end, and the last line of the file has one only
        if the last line had one before.
        """
        ends = list(self.ends[:start]) + [self.end] * len(new) + list(self.ends[stop:])
        lines = (*self.lines[:start], *new, *self.lines[stop:])
        if ends and self.ends:
            # Only where the last line is another than before can its end be wrong.
            ends[-1] = (ends[-1] or self.end) if self.ends[-1] else ""
            ends[:-1] = [end or self.end for end in ends[:-1]]
        return TextFile(path=self.path, lines=lines, ends=tuple(ends), mark=self.mark)
