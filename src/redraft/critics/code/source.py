"""Python source that was taken out of a draft, and where each of its lines stands in it."""

import ast
import re
from collections.abc import Iterable
from dataclasses import dataclass

from redraft.core import Location
from redraft.critics.code.parsing import tree_of

# What ends a line for Python's own parser; `str.splitlines` knows more, and would count lines otherwise.
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")


def lines_of(text: str) -> list[str]:
    """The lines of `text` with their endings, as Python's parser counts them."""
    return _LINE.findall(text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Code to judge.

    Attributes:
        code: the program: what the prompt gave (imports, the header of a function) and what the draft wrote.
        offsets: for each line of `code` the character of `draft.text` that its first character is; None for a line
            that the draft did not write.
        shifts: for each line how many characters of indentation were put before what the draft wrote; empty for none.
    """

    code: str
    offsets: tuple[int | None, ...]
    shifts: tuple[int, ...] = ()

    def line(self, number: int | None) -> str:
        """The text of a line (from 1) without white space around it; empty when there is no such line."""
        lines = lines_of(self.code)
        return lines[number - 1].strip() if number is not None and 1 <= number <= len(lines) else ""

    def own_number(self, number: int | None) -> int | None:
        """The number of a line among those that the draft wrote, from 1; None for one that it did not write."""
        if number is None or not 1 <= number <= len(self.offsets) or self.offsets[number - 1] is None:
            return None
        return sum(offset is not None for offset in self.offsets[:number])

    def location(self, number: int | None, column: int | None = None, width: int | None = None) -> Location | None:
        """The place in the draft's text.

        Args:
            number: line of `code`, from 1.
            column: character of that line, from 0; None for the whole line without the white space around it.
            width: characters from there on; None for the rest of the line.

        Returns:
            None for a line that the draft did not write.
        """
        if number is None or not 1 <= number <= len(self.offsets):
            return None
        start = self.offsets[number - 1]
        if start is None:
            return None
        line = lines_of(self.code)[number - 1]
        shift = self.shifts[number - 1] if self.shifts else 0
        end = len(line.rstrip())
        wanted = len(line) - len(line.lstrip()) if column is None else column
        first = min(max(wanted, 0), max(end - 1, 0))
        last = end if width is None else min(first + max(width, 1), end)
        return Location(start=start + max(first - shift, 0), end=start + max(last - shift, first - shift, 0))


def parsed(code: str) -> ast.Module | None:
    """The syntax tree of `code`; None when it has none."""
    try:
        return tree_of(code)
    # Null characters and lone surrogates are ValueErrors; very deep nesting ends the parser in the other three ways.
    except (SyntaxError, ValueError, RecursionError, MemoryError, OverflowError):
        return None


def from_text(text: str, start: int, end: int) -> Source:
    """A source that is a run of characters of the draft's text."""
    lines = lines_of(text[start:end])
    offsets, at = [], start
    for line in lines:
        offsets.append(at)
        at += len(line)
    return Source(code="".join(lines), offsets=tuple(offsets), shifts=(0,) * len(lines))


def dedented(source: Source, n: int) -> Source:
    """`source` with up to `n` characters of indentation taken from each line, as of a fenced block inside a list."""
    lines, offsets = [], []
    for line, offset in zip(lines_of(source.code), source.offsets, strict=True):
        taken = min(n, len(line) - len(line.lstrip(" \t")))
        lines.append(line[taken:])
        offsets.append(None if offset is None else offset + taken)
    return Source(code="".join(lines), offsets=tuple(offsets), shifts=source.shifts)


def indented(source: Source, indent: str) -> Source:
    """`source` with its first line indented, which models often forget when they go on writing a function."""
    shifts = list(source.shifts) or [0] * len(source.offsets)
    shifts[0] += len(indent)
    return Source(code=indent + source.code, offsets=source.offsets, shifts=tuple(shifts))


def after(prefix: str, source: Source) -> Source:
    """`source` behind code that the prompt gave."""
    given = prefix if not prefix or prefix.endswith(("\n", "\r")) else f"{prefix}\n"
    n = len(lines_of(given))
    return Source(
        code=given + source.code,
        offsets=(None,) * n + source.offsets,
        shifts=(0,) * n + (source.shifts or (0,) * len(source.offsets)),
    )


def joined(sources: Iterable[Source]) -> Source:
    """Several blocks as one program, in their order, with an empty line between them."""
    whole: Source | None = None
    for source in sources:
        whole = source if whole is None else _one_after_the_other(whole, source)
    assert whole is not None
    return whole


def _one_after_the_other(first: Source, second: Source) -> Source:
    # Either way the gap is one line more: without the first newline the last line of `first` would go on.
    gap = "\n" if first.code.endswith(("\n", "\r")) else "\n\n"
    return Source(
        code=first.code + gap + second.code,
        offsets=(*first.offsets, None, *second.offsets),
        shifts=(*first.shifts, 0, *second.shifts),
    )
