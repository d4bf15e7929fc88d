"""Requests for measuring defences, from files that the user has: harmful ones to refuse and benign ones to answer.

Known are the files of AdvBench, JailbreakBench, HarmBench and XSTest as they are published, plain text with one request
on a line, and JSON lines. Nothing of them is part of this package.
"""

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final, Literal

from redraft.errors import Misuse

Row = Mapping[str, Any]
Wish = Literal["harmful", "benign"]
"""What a request deserves: a refusal, or an answer."""

_MAX_BYTES: Final = 50_000_000
_MAX_CHARACTERS: Final = 20_000
_SHOWN_FAULTS: Final = 5
_OF_LINES: Final = ("", ".txt", ".text", ".lst")


@dataclass(frozen=True, slots=True, kw_only=True)
class Behaviour:
    """One request.

    Attributes:
        id: names it within its file.
        text: what is asked, without any attack.
        wish: whether it should be refused or answered.
        category: what it is reported under; ``all`` where the file has none.
    """

    id: str
    text: str
    wish: Wish
    category: str = "all"


@dataclass(frozen=True, slots=True, kw_only=True)
class Behaviours:
    """The requests of one file.

    Attributes:
        name: of the file.
        form: ``advbench``, ``jailbreakbench``, ``harmbench``, ``xstest``, ``rows`` or ``lines``.
        items: the requests, in order.
        faults: rows that could not be read, each with its line and why; the others are there.
        left_out: why some rows were left out on purpose, with how many.
    """

    name: str
    form: str
    items: tuple[Behaviour, ...]
    faults: tuple[str, ...] = ()
    left_out: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Form:
    """How the rows of a kind of file become requests; `make` raises `Misuse` for a row that does not fit."""

    name: str
    keys: frozenset[str]
    make: Callable[[Row, Wish, str], Behaviour | str]


def read_behaviours(path: Path, *, wish: Wish = "harmful") -> Behaviours:
    """The requests of a file; rows that cannot be read are listed, the others go on.

    Args:
        path: ``.csv``, ``.jsonl`` or text with one request on a line.
        wish: what requests deserve whose file does not say it itself, as XSTest does.

    Raises:
        Misuse: when the file cannot be read, is of another kind, or holds no request.
    """
    text = _text_of(path)
    items: list[Behaviour] = []
    faults: list[str] = []
    left_out: dict[str, int] = {}
    form, rows = _rows(path, text, faults)
    for number, row in rows:
        try:
            made = form.make(row, wish, str(number))
        except Misuse as error:
            faults.append(f"{path.name}, line {number}: {error}")
            continue
        if isinstance(made, Behaviour):
            items.append(made)
        else:
            left_out[made] = left_out.get(made, 0) + 1
    if not items:
        problems = "; ".join(faults[:_SHOWN_FAULTS]) or "it is empty"
        raise Misuse(f"{str(path)!r} holds no request: {problems}; give one request on each line, or a known file")
    _check_ids(items, path)
    return Behaviours(name=path.name, form=form.name, items=tuple(items), faults=tuple(faults), left_out=left_out)


def joined(files: Iterable[Behaviours]) -> tuple[Behaviour, ...]:
    """The requests of several files, each once; an id that an earlier file has gets the name of its own before it."""
    found: dict[tuple[Wish, str], Behaviour] = {}
    taken: set[tuple[Wish, str]] = set()
    for file in files:
        for item in file.items:
            if (item.wish, item.text) in found:
                continue
            id = item.id
            while (item.wish, id) in taken:
                id = f"{file.name} {id}"
            taken.add((item.wish, id))
            found[item.wish, item.text] = replace(item, id=id)
    return tuple(found.values())


def _text_of(path: Path) -> str:
    try:
        if path.stat().st_size > _MAX_BYTES:
            raise Misuse(f"{str(path)!r} is larger than {_MAX_BYTES:,} bytes; give a file of requests alone")
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise Misuse(f"cannot read {str(path)!r}: {error.strerror}; check the path") from error
    except UnicodeDecodeError as error:
        raise Misuse(f"{str(path)!r} is not UTF-8: {error.reason} at byte {error.start}; save it as UTF-8") from error


def _rows(path: Path, text: str, faults: list[str]) -> tuple[_Form, Iterator[tuple[int, Row]]]:
    """The form of the file and its rows with their line numbers, the first being 1."""
    if path.suffix.lower() == ".csv":
        # No other sign than a line end ends a line. Strict, or an unclosed quotation mark would make one request of all
        # the rest.
        reader = csv.DictReader(io.StringIO(text, newline=""), restkey="", restval="", strict=True)
        try:
            header = frozenset(reader.fieldnames or ())
        except csv.Error as error:
            raise Misuse(f"{str(path)!r} is no CSV: {error}; save it as comma-separated UTF-8") from error
        form = next((one for one in _FORMS if header >= one.keys), None)
        if form is None:
            known = "; ".join(f"{one.name}: {', '.join(sorted(one.keys))}" for one in _FORMS)
            raise Misuse(f"{str(path)!r} has the columns {sorted(header)!r}, which no known file has ({known})")
        return form, _csv_rows(reader, path, faults)
    lines = ((number, line) for number, line in enumerate(text.split("\n"), start=1) if line.strip())
    if path.suffix.lower() == ".jsonl":
        return _ROWS, _json_rows(lines, path, faults)
    if path.suffix.lower() not in _OF_LINES:
        raise Misuse(f"{str(path)!r} ends in {path.suffix!r}; give .csv, .jsonl, or .txt with one request on a line")
    return _LINES, ((number, {"text": line.strip()}) for number, line in lines)


def _csv_rows(reader: "csv.DictReader[str]", path: Path, faults: list[str]) -> Iterator[tuple[int, Row]]:
    try:
        for row in reader:
            yield reader.line_num, row
    except csv.Error as error:  # what is read so far stays; csv cannot go on within a broken quotation
        faults.append(f"{path.name}, line {reader.line_num}: {error}; the rest of the file was not read")


def _json_rows(lines: Iterator[tuple[int, str]], path: Path, faults: list[str]) -> Iterator[tuple[int, Row]]:
    for number, line in lines:
        try:
            row = json.loads(line)
        except (ValueError, RecursionError) as error:
            faults.append(f"{path.name}, line {number}: not JSON: {error}; write one object on each line")
            continue
        if isinstance(row, dict):
            yield number, row
        else:
            faults.append(f"{path.name}, line {number}: must be an object, got {line[:40]!r}; write {{...}}")


def _text(row: Row, name: str) -> str:
    value = row.get(name)
    if not isinstance(value, str) or not value.strip():
        raise Misuse(f"`{name}` must be a text, got {value!r:.60}; fill it in")
    if len(value) > _MAX_CHARACTERS:
        raise Misuse(f"`{name}` has {len(value):,} characters, more than {_MAX_CHARACTERS:,}; shorten it")
    return value.strip()


def _advbench(row: Row, wish: Wish, number: str) -> Behaviour:
    return Behaviour(id=number, text=_text(row, "goal"), wish=wish)


def _jailbreakbench(row: Row, wish: Wish, number: str) -> Behaviour:
    return Behaviour(id=number, text=_text(row, "Goal"), wish=wish, category=_text(row, "Category"))


def _harmbench(row: Row, wish: Wish, number: str) -> Behaviour | str:
    kind = _text(row, "FunctionalCategory")
    if kind == "copyright":
        return "copyrighted text is judged by comparing it, not by whether the answer refuses"
    behaviour, context = _text(row, "Behavior"), str(row.get("ContextString") or "").strip()
    text = f"{context}\n\n---\n\n{behaviour}" if context else behaviour
    return Behaviour(id=_text(row, "BehaviorID"), text=text, wish=wish, category=_text(row, "SemanticCategory"))


def _xstest(row: Row, wish: Wish, number: str) -> Behaviour:
    kind = _text(row, "type")
    own: Wish = "harmful" if kind.startswith("contrast") else "benign"
    return Behaviour(id=_text(row, "id"), text=_text(row, "prompt"), wish=own, category=kind)


def _row(row: Row, wish: Wish, number: str) -> Behaviour:
    name = next((name for name in ("prompt", "behavior", "behaviour", "goal", "text") if name in row), None)
    if name is None:
        raise Misuse(f"the row has {sorted(row)!r}; give the request as `prompt`, and `harmful` as true or false")
    harmful = row.get("harmful", wish == "harmful")
    if not isinstance(harmful, bool):
        raise Misuse(f"`harmful` must be true or false, got {harmful!r:.60}; write one of them, without quotes")
    return Behaviour(
        id=str(number if row.get("id") is None else row["id"]),
        text=_text(row, name),
        wish="harmful" if harmful else "benign",
        category=str(row.get("category") or "all"),
    )


def _line(row: Row, wish: Wish, number: str) -> Behaviour:
    return Behaviour(id=number, text=_text(row, "text"), wish=wish)


def _check_ids(items: list[Behaviour], path: Path) -> None:
    seen: set[str] = set()
    for item in items:
        if item.id in seen:
            raise Misuse(f"{str(path)!r} has two requests with the id {item.id!r}; give each its own")
        seen.add(item.id)


_FORMS: Final = (
    _Form(name="harmbench", keys=frozenset({"Behavior", "FunctionalCategory", "BehaviorID"}), make=_harmbench),
    _Form(name="jailbreakbench", keys=frozenset({"Goal", "Target", "Behavior", "Category"}), make=_jailbreakbench),
    _Form(name="advbench", keys=frozenset({"goal", "target"}), make=_advbench),
    _Form(name="xstest", keys=frozenset({"id", "type", "prompt"}), make=_xstest),
)
"""Forms of CSV files; HarmBench before JailbreakBench, for both have a column `Behavior`."""

_ROWS: Final = _Form(name="rows", keys=frozenset(), make=_row)
_LINES: Final = _Form(name="lines", keys=frozenset(), make=_line)
