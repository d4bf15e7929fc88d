"""CSV, TSV and JSON lines: each row is a passage that names its columns."""

import csv
import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from redraft.sources.extracting.decoding import Unreadable
from redraft.sources.extracting.extracted import Extracted, Fault

_TOLD_FAULTS = 20
_FIELD_CHARACTERS = 1_000_000
_DELIMITERS = ",;\t|"
# A row that goes on for longer has a quote that is not closed. To see it costs reading that far, which is not done for
# ever.
_MAX_ROW_LINES, _BEGINNINGS = 1_000, 10_000


def from_csv(text: str, *, delimiter: str | None = None) -> Extracted:
    """The rows of a table whose first line names the columns.

    Args:
        text: the file.
        delimiter: between fields; by default whichever of ``, ; tab |`` the first line has most of.

    Raises:
        Unreadable: when there is no line of names.
    """
    first = text.lstrip("\n").partition("\n")[0]
    table = _Table()
    names: list[str] | None = None
    for line, row in csv_rows(text, delimiter or max(_DELIMITERS, key=first.count)):
        if isinstance(row, str):
            table.fault(f"line {line}", f"is no row: {row}; it is left out")
        elif names is None:
            names = [field.strip() for field in row]
        elif len(row) != len(names):
            n = f"{len(row)} field{'s' * (len(row) != 1)} where the first line names {len(names)}"
            table.fault(f"line {line}", f"has {n}; it is left out")
        else:
            table.add(zip(names, row, strict=True))
    if names is None:
        raise Unreadable("has no rows; its first line must name the columns")
    return table.extracted()


def csv_rows(text: str, delimiter: str) -> Iterator[tuple[int, list[str] | str]]:
    """The rows of a table that are not blank: the line each begins in, and its fields or what is wrong with it.

    A quote that is never closed costs its own line, not all that follows: reading begins again behind that line.
    """
    lines = text.split("\n")
    begin, n_begun = 0, 0
    while begin < len(lines):
        n_begun += 1
        if n_begun > _BEGINNINGS:
            yield begin + 1, "too many quotes before are not closed, and what follows is not read"
            return
        for place, row in _from(lines, begin, delimiter):
            if isinstance(row, int):  # where to begin again
                begin = row
                break
            if isinstance(row, str) or any(field.strip() for field in row):
                yield place, row
        else:
            return


def _from(lines: list[str], begin: int, delimiter: str) -> Iterator[tuple[int, list[str] | str | int]]:
    """Rows from a line on, until one is broken over several lines: that one is told, and then where to go on."""
    most = begin  # lines that the reader may take

    def given() -> Iterator[str]:
        for place in range(begin, len(lines)):
            if place >= most:
                return
            yield f"{lines[place]}\n"

    reader = csv.reader(given(), delimiter=delimiter, strict=True)
    while True:
        first = begin + reader.line_num + 1
        most = first + _MAX_ROW_LINES
        try:
            # Set for each row and not for good: the limit is one of the whole process.
            before = csv.field_size_limit(_FIELD_CHARACTERS)
            try:
                row = next(reader)
            finally:
                csv.field_size_limit(before)
        except StopIteration:
            return
        except csv.Error as error:
            yield first, str(error)
            if begin + reader.line_num > first:
                yield first, first
            continue
        yield first, row


def from_json_lines(text: str) -> Extracted:
    """The objects of a file with one JSON object on each line; nested values are named by their path."""
    table = _Table()
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except (ValueError, RecursionError) as error:
            table.fault(f"line {number}", f"is no JSON: {error}; it is left out")
            continue
        if isinstance(row, Mapping):
            table.add(_flat(row))
        else:
            table.fault(f"line {number}", f"is {type(row).__name__}, not a JSON object; it is left out")
    return table.extracted()


class _Table:
    """Rows as text, each on a line of its own."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._rows: list[tuple[int, int]] = []
        self._length = 0
        self._faults: list[Fault] = []
        self._n_faults = 0
        self._last = Fault("", "")

    def add(self, fields: Iterable[tuple[str, str]]) -> None:
        """Take in a row; empty fields say nothing."""
        told = [(" ".join(name.split()), " ".join(value.split())) for name, value in fields]
        line = "; ".join(f"{name}: {value}" if name else value for name, value in told if value)
        if line:
            self._rows.append((self._length, self._length + len(line)))
            self._lines.append(line)
            self._length += len(line) + 1

    def fault(self, place: str, problem: str) -> None:
        """Note a row that is left out; of very many, the first ones are told."""
        self._n_faults += 1
        self._last = Fault(place, problem)
        if self._n_faults <= _TOLD_FAULTS:
            self._faults.append(Fault(place, problem))

    def extracted(self) -> Extracted:
        """All rows."""
        more = self._n_faults - len(self._faults)
        told = [Fault("further lines", f"{more:,} more are left out, the last: {self._last}")] if more else []
        faults = [*self._faults, *told]
        return Extracted(text="\n".join(self._lines), rows=tuple(self._rows), faults=tuple(faults))


def _flat(row: Mapping[str, Any], before: str = "") -> Iterator[tuple[str, str]]:
    """Every value with the path that leads to it, such as ``author.name``."""
    for key, value in row.items():
        name = f"{before}{key}"
        if isinstance(value, Mapping):
            yield from _flat(value, f"{name}.")
        elif isinstance(value, list) and all(not isinstance(one, dict | list) for one in value):
            yield name, ", ".join(_shown(one) for one in value if one is not None)
        elif isinstance(value, list):
            yield name, json.dumps(value, ensure_ascii=False)
        elif value is not None:
            yield name, _shown(value)


def _shown(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
