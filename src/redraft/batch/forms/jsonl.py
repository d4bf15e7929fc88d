"""JSONL: one object per line, with a field ``prompt`` or ``messages`` and, if it likes, an ``id``."""

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from redraft.batch.config import FormName
from redraft.batch.entries import Entry, entry_from
from redraft.batch.outcome import Outcome, result_row
from redraft.errors import Misuse, StoreError
from redraft.store.codec import decode, encode
from redraft.store.jsonl import read_lines


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
    return row if isinstance(row, dict) else f"must be a JSON object, got {line[:80]!r}"


def looks_like_openai(path: Path) -> bool:
    """Whether the first line is a request of an OpenAI batch."""
    first = next(lines_of(path), None)
    row = {} if first is None else object_in(first[1])
    return isinstance(row, dict) and {"custom_id", "body"} <= row.keys()
