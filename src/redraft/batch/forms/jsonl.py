"""JSONL: one object per line, with a field ``prompt`` or ``messages`` and, if it likes, an ``id``."""

import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from redraft.batch.config import FormName
from redraft.batch.entries import Entry, entry_from
from redraft.batch.outcome import Outcome, result_row
from redraft.errors import Misuse, StoreError
from redraft.store.codec import decode, encode
from redraft.store.jsonl import read_lines

DEEPEST = 100
"""Levels of lists and objects that a line may have. No message or tool has a tenth of it, and at some hundreds Python
gives up, at a place that depends on where it stands."""


class JsonlReader:
    """Reads prompts from a JSONL file."""

    form: FormName = "jsonl"
    columns: Sequence[str] = ()

    def __init__(self, path: Path) -> None:
        """Read from `path`."""
        self._path = path

    def count(self) -> int:
        """Lines that are not empty."""
        return sum(1 for _ in lines_of(self._path))

    def entries(self) -> Iterator[Entry]:
        """See `Reader`."""
        for number, line in lines_of(self._path):
            row = object_in(line)
            yield Entry(line=number, row={}, problem=row) if isinstance(row, str) else entry_from(number, row)


class JsonlWriter:
    """Writes results as JSONL: the input's fields, then ours."""

    def __init__(self, path: Path) -> None:
        """Write to `path`, made anew."""
        self._file = path.open("wb")

    def write(self, entry: Entry, outcome: Outcome | None) -> None:
        """See `Writer`."""
        self.write_object(result_row(entry, outcome))

    def write_object(self, row: dict[str, Any]) -> None:
        """Add one object as a line."""
        self._file.write(encode(row).encode() + b"\n")

    def flush(self) -> None:
        """See `Writer`."""
        self._file.flush()

    def close(self) -> None:
        """See `Writer`."""
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()


def lines_of(path: Path) -> Iterator[tuple[int, bytes]]:
    """Lines that are not empty, with their numbers.

    Raises:
        Misuse: when the file cannot be read.
    """
    try:
        yield from read_lines(path)
    except StoreError as error:
        raise Misuse(str(error)) from error


def object_in(line: bytes) -> dict[str, Any] | str:
    """The JSON object in a line, or what is wrong with it."""
    try:
        row = decode(line)
    except ValueError as error:
        return f"is not JSON: {error}; got {line[:80]!r}"
    if not isinstance(row, dict):
        return f"must be a JSON object, got {line[:80]!r}"
    if line.count(b"[") + line.count(b"{") > DEEPEST and _depth(row) > DEEPEST:
        return f"is nested more than {DEEPEST} deep; got {line[:80]!r}"
    return row


def _depth(value: object) -> int:
    """How many lists and objects lie within one another."""
    level, n_levels = [value], 0
    while level:
        level = [inner for outer in level if isinstance(outer, dict | list) for inner in _within(outer)]
        n_levels += 1
    return n_levels - 1


def _within(outer: dict[str, Any] | list[Any]) -> Iterable[object]:
    return outer.values() if isinstance(outer, dict) else outer


def looks_like_openai(path: Path) -> bool:
    """Whether the first line is a request of an OpenAI batch."""
    first = next(lines_of(path), None)
    row = {} if first is None else object_in(first[1])
    return isinstance(row, dict) and {"custom_id", "body"} <= row.keys()
