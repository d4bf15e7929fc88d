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


def from_csv(text: str, *, delimiter: str | None = None) -> Extracted:
    """The rows of a table whose first line names the columns.

    Args:
        text: the file.
        delimiter: between fields; by default whichever of ``, ; tab |`` the first line has most of.

    Raises:
        Unreadable: when there is no line of names.
    """
    first = text.lstrip("\n").partition("\n")[0]
    sign = delimiter or max(_DELIMITERS, key=first.count)
    table = _Table()
    before = csv.field_size_limit(_FIELD_CHARACTERS)
    try:
        reader = csv.reader(text.split("\n"), delimiter=sign, strict=True)
        names: list[str] | None = None
        while True:
            line = reader.line_num + 1
            try:
                fields = next(reader)
            except StopIteration:
                break
            except csv.Error as error:
                table.fault(f"line {line}", f"is no row: {error}; it is left out")
                continue
            if not any(field.strip() for field in fields):
                continue
            if names is None:
                names = [field.strip() for field in fields]
            elif len(fields) != len(names):
                n = f"{len(fields)} field{'s' * (len(fields) != 1)} where the first line names {len(names)}"
                table.fault(f"line {line}", f"has {n}; it is left out")
            else:
                table.add(zip(names, fields, strict=True))
    finally:
        csv.field_size_limit(before)
    if names is None:
        raise Unreadable("has no rows; its first line must name the columns")
    return table.extracted()


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
        if self._n_faults <= _TOLD_FAULTS:
            self._faults.append(Fault(place, problem))

    def extracted(self) -> Extracted:
        """All rows."""
        more = self._n_faults - len(self._faults)
        faults = [*self._faults, *([Fault("further lines", f"{more:,} more are left out, too")] if more else [])]
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
