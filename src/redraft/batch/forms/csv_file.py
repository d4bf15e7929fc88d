"""CSV with a header: a column ``prompt`` and, if it likes, ``id``; results get further columns."""

import csv
import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TextIO

from redraft.batch.config import FormName
from redraft.batch.entries import Entry, entry_from
from redraft.batch.outcome import COLUMNS, Outcome, input_names, result_row
from redraft.errors import Misuse

_LONGEST_FIELD = 2**31 - 1
"""The csv module's own limit, 131,072 characters, is less than a long prompt has."""


class CsvReader:
    """Reads prompts from a CSV file."""

    form: FormName = "csv"

    def __init__(self, path: Path) -> None:
        """Read from `path`, whose first row names the columns.

        Raises:
            Misuse: when there is no column ``prompt``.
        """
        self._path = path
        with self._open() as file:
            self.columns: Sequence[str] = next(csv.reader(file), [])
        if "prompt" not in self.columns:
            raise Misuse(
                f"{path.name!r} needs a column 'prompt', it has {', '.join(map(repr, self.columns)) or 'none'}"
            )

    def count(self) -> None:
        """Not known: a field may hold line ends."""

    def entries(self) -> Iterator[Entry]:
        """See `Reader`; a row's line is the one it ends on."""
        csv.field_size_limit(_LONGEST_FIELD)
        with self._open() as file:
            rows = csv.reader(file, strict=True)
            next(rows)
            while True:
                try:
                    fields = next(rows, None)
                except csv.Error as error:
                    yield Entry(
                        line=rows.line_num, row={}, problem=f"is not CSV: {error}; quote fields with quotes in them"
                    )
                    continue
                if fields is None:
                    return
                if fields:
                    yield self._entry(rows.line_num, fields)

    def _entry(self, line: int, fields: list[str]) -> Entry:
        if len(fields) != len(self.columns):
            problem = (
                f"has {len(fields)} fields where the header has {len(self.columns)}; quote fields with commas in them"
            )
            return Entry(line=line, row={}, problem=problem)
        return entry_from(line, dict(zip(self.columns, fields, strict=True)))

    def _open(self) -> TextIO:
        # A byte that is no UTF-8 becomes half a surrogate: the text goes through, and comes out as the same byte.
        return self._path.open(encoding="utf-8-sig", errors="surrogateescape", newline="")


class CsvWriter:
    """Writes results as CSV: the input's columns, then ours; what is missing is an empty field."""

    def __init__(self, path: Path, columns: Sequence[str]) -> None:
        """Write to `path`, made anew; `columns` are the input's, empty when its rows differ."""
        self._file = path.open("w", encoding="utf-8", errors="surrogateescape", newline="")
        kept = input_names(columns).values()
        # Rows that differ cannot have columns of their own; their prompts are found by id and line.
        self._rows = csv.DictWriter(self._file, [*kept, *COLUMNS], extrasaction="ignore", restval="")
        self._rows.writeheader()

    def write(self, entry: Entry, outcome: Outcome | None) -> None:
        """See `Writer`."""
        row = result_row(entry, outcome)
        self._rows.writerow({k: str(v).lower() if isinstance(v, bool) else v for k, v in row.items()})

    def flush(self) -> None:
        """See `Writer`."""
        self._file.flush()

    def close(self) -> None:
        """See `Writer`."""
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()
