"""Labelled outputs from a file: JSON lines, gzipped or not, in any form that is known."""

import gzip
import hashlib
import json
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from itertools import islice
from pathlib import Path
from typing import Any

from redraft.errors import Misuse
from redraft.evals.labelled.forms import FORMS
from redraft.evals.labelled.output import LabelledOutput

Row = Mapping[str, Any]

_GZIP, _BOM = b"\x1f\x8b", b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """How the rows of one kind of data become labelled outputs.

    Attributes:
        name: as it is given with ``--form``.
        recognises: whether a row is of this form; looks at its keys.
        outputs: the outputs of a row, usually one; gets the row and its number, the first being 0, for rows without an
            id of their own. Raises `Misuse` for a row that does not fit: the message says what is missing and what to
            do, file and line are added here.
        merged: makes one output of those that are about one answer, where the data has a row for each mark; needs all
            of them at once. None where every row stands for itself.
    """

    name: str
    recognises: Callable[[Row], bool]
    outputs: Callable[[Row, int], Iterable[LabelledOutput]]
    merged: Callable[[Iterable[LabelledOutput]], Iterable[LabelledOutput]] | None = None


def form_names() -> tuple[str, ...]:
    """The names of the known forms, the generic one last."""
    return tuple(form.name for form in _forms())


def read_labelled(path: str | Path, *, form: str | None = None, limit: int | None = None) -> Iterator[LabelledOutput]:
    """The labelled outputs of a file, in its order, read line by line.

    Args:
        path: JSON lines (``.jsonl``), or the same gzipped.
        form: name of the form; None to recognise it from the first row.
        limit: outputs at most, 1 or more; None for all.

    Raises:
        Misuse: when the file or a row of it cannot be read; the message names the file, the line and what to do.
    """
    path = Path(path)
    if limit is not None and limit < 1:
        raise Misuse(f"`limit` must be 1 or more, got {limit!r}; leave it out for all outputs")
    chosen = _named(form_of(path, form))
    outputs = _outputs(path, chosen)
    return islice(outputs if chosen.merged is None else chosen.merged(outputs), limit)


def form_of(path: str | Path, form: str | None = None) -> str:
    """The name of the form that a file is read in: `form` where it is given, else that of the first row.

    Raises:
        Misuse: when there is no such form, or the first row cannot be read.
    """
    if form is not None:
        return _named(form).name
    number, row = next(read_rows(Path(path)))
    return recognised(row, f"{path}, line {number}").name


def read_rows(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """The objects of a file of JSON lines, gzipped or not, each with the number of its line, the first being 1.

    Raises:
        Misuse: when there is none, or the file or a line of it cannot be read.
    """
    found = False
    with _opened(path) as file:
        for number, line in enumerate(file, start=1):
            text = line.removeprefix(_BOM) if number == 1 else line
            if text.strip():
                found = True
                yield number, _object(text, f"{path}, line {number}")
    if not found:
        raise Misuse(f"{path} is empty; give a file of JSON lines, one labelled output in each")


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file's bytes, in hexadecimal: what names the data that figures were measured on.

    Raises:
        Misuse: when the file cannot be read.
    """
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise _unreadable(path, error) from error


def recognised(row: Row, where: str) -> Form:
    """The form that a row is of.

    Raises:
        Misuse: when no form knows it; `where` is named in the message.
    """
    found = next((form for form in _forms() if form.recognises(row)), None)
    if found is None:
        raise Misuse(
            f"{where}: no known form has the keys {', '.join(map(repr, row)) or '(none)'}; "
            "write rows with prompt, answer and acceptable, name the form with --form "
            f"(known: {', '.join(form_names())}), or have them labelled: `redraft critics measure --labels-from`"
        )
    return found


def _outputs(path: Path, form: Form) -> Iterator[LabelledOutput]:
    lines_by_id: dict[str, int] = {}
    for index, (number, row) in enumerate(read_rows(path)):
        where = f"{path}, line {number}"
        try:
            outputs = tuple(form.outputs(row, index))
        except Misuse as error:
            raise Misuse(f"{where} (form {form.name}): {error}") from error
        for output in outputs:
            if output.id in lines_by_id:
                raise Misuse(
                    f"{where}: the id {output.id!r} is that of line {lines_by_id[output.id]} too; "
                    "give each output an id of its own, or none"
                )
            lines_by_id[output.id] = number
            yield output


def _forms() -> Iterator[Form]:
    for name in FORMS:
        form: Form = import_module(f"redraft.evals.labelled.forms.{name}").FORM
        yield form


def _named(name: str) -> Form:
    for form in _forms():
        if form.name == name:
            return form
    raise Misuse(f"no form of data is called {name!r}; known: {', '.join(form_names())}")


@contextmanager
def _opened(path: Path) -> Iterator[Iterable[bytes]]:
    try:
        with path.open("rb") as file:
            packed = file.read(2) == _GZIP
            if path.suffix == ".gz" and not packed and path.stat().st_size:
                raise Misuse(f"{path} is not a gzip file although it is called one; gzip it, or rename it to .jsonl")
            file.seek(0)
            if not packed:
                yield file
                return
            with gzip.open(file) as unpacked:
                yield unpacked
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise Misuse(f"{path} is a broken gzip file: {error}; copy it again") from error
    except OSError as error:
        raise _unreadable(path, error) from error


def _unreadable(path: Path, error: OSError) -> Misuse:
    return Misuse(f"cannot read {str(path)!r}: {error.strerror or error}; check the path")


def _object(line: bytes, where: str) -> dict[str, Any]:
    try:
        row = json.loads(line.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise Misuse(
            f"{where} is not UTF-8: byte {line[error.start]:#04x} at {error.start}; save the file as UTF-8"
        ) from error
    except (ValueError, RecursionError) as error:
        raise Misuse(f"{where} is not JSON: {error}; got {line[:60]!r}; write one object on each line") from error
    if not isinstance(row, dict):
        raise Misuse(f"{where} must be a JSON object, got {line[:60]!r}; write one object on each line")
    return row
