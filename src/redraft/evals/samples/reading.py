"""Samples from a file: JSON lines, gzipped or not, or CSV."""

import csv
import gzip
import json
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

from redraft.errors import Misuse
from redraft.evals.labelled.reading import read_rows, sha256_of
from redraft.evals.sample import Sample
from redraft.evals.samples.data import SampleData, case_hash
from redraft.evals.samples.forms import FORMS
from redraft.evals.samples.forms.base import SampleForm
from redraft.evals.samples.forms.refused import REFUSED, why_refused

_HOW = 'write rows with prompt and reference, such as {"prompt": "2 + 2?", "reference": 4}'
_LONGEST_CELL = 10_000_000


def form_names() -> tuple[str, ...]:
    """The names of the known forms, the generic one last."""
    return FORMS


def read_samples(path: str | Path, *, form: str | None = None, limit: int | None = None) -> tuple[Sample, ...]:
    """The samples of a file; see `read_data`."""
    return read_data(path, form=form, limit=limit).samples


def read_data(path: str | Path, *, form: str | None = None, limit: int | None = None) -> SampleData:
    """The samples of a file, in its order, with what names the file.

    Rows that ask the same are one sample.

    Args:
        path: JSON lines (``.jsonl``), the same gzipped, or ``.csv``.
        form: name of the form; None to recognise it from the first row.
        limit: samples at most, 1 or more; None for all.

    Raises:
        Misuse: when the file or a row of it cannot be used; the message names the file, the line and what to do.
    """
    path = Path(path)
    if limit is not None and limit < 1:
        raise Misuse(f"`limit` must be 1 or more, got {limit!r}; leave it out for all samples")
    chosen = None if form is None else _named(form)
    samples: dict[str, Sample] = {}
    lines: dict[str, int] = {}
    n_rows = 0
    for number, row in _rows(path):
        where = f"{path}, line {number}"
        chosen = chosen or _recognised(row, where)
        try:
            sample = _sample(chosen, row)
        except Misuse as error:
            raise Misuse(f"{where} (form {chosen.name}): {error}") from error
        key = case_hash(sample.prompt)
        if key not in samples and len(samples) == limit:
            break
        n_rows += 1
        _check_new(sample, samples.get(key), lines, number, where)
        samples.setdefault(key, sample)
    assert chosen is not None
    return SampleData(
        name=path.name,
        form=chosen.name,
        sha256=sha256_of(path),
        samples=tuple(samples.values()),
        n_rows=n_rows,
        n_repeated=n_rows - len(samples),
    )


def _sample(form: SampleForm, row: dict[str, Any]) -> Sample:
    missing = sorted(form.keys - row.keys())
    if missing:
        raise Misuse(f"`{missing[0]}` is missing, the row has {', '.join(map(repr, row)) or 'nothing'}; add it")
    return form.sample(row)


def _check_new(sample: Sample, earlier: Sample | None, lines: dict[str, int], number: int, where: str) -> None:
    """Refuse a row that contradicts an earlier one, or has its id."""
    if earlier is not None:
        if earlier.scorer != sample.scorer:
            raise Misuse(
                f"{where} asks what line {lines[earlier.prompt.id]} asks, with another reference; decide on one of them"
            )
        return
    if sample.prompt.id in lines:
        raise Misuse(
            f"{where}: the id {sample.prompt.id!r} is that of line {lines[sample.prompt.id]} too; "
            "give each sample an id of its own, or none"
        )
    lines[sample.prompt.id] = number


def _recognised(row: dict[str, Any], where: str) -> SampleForm:
    for name in FORMS:
        form = _named(name)
        if row.keys() >= form.keys:
            return form
    refused = why_refused(row)
    if refused is not None:
        raise Misuse(f"{where}: no new answer can be scored by {refused.name}: {refused.why}")
    keys = ", ".join(map(repr, row)) or "(none)"
    raise Misuse(f"{where}: no known form has the keys {keys}; {_HOW}, or name the form with --form")


def _named(name: str) -> SampleForm:
    if name in REFUSED:
        raise Misuse(f"no new answer can be scored by {name}: {REFUSED[name].why}")
    if name not in FORMS:
        raise Misuse(f"no form of data is called {name!r}; known: {', '.join(FORMS)}")
    form: SampleForm = import_module(f"redraft.evals.samples.forms.{name}").FORM
    return form


def _rows(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    name = path.name.removesuffix(".gz")
    return _csv_rows(path) if name.endswith(".csv") else read_rows(path)


def _csv_rows(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    csv.field_size_limit(_LONGEST_CELL)
    opened = gzip.open if path.suffix == ".gz" else open
    try:
        with opened(path, "rt", encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file, strict=True)
            empty = True
            for cells in reader:
                empty = False
                if None in cells or None in cells.values():
                    raise Misuse(f"{path}, line {reader.line_num} has not one cell for each column; quote its commas")
                yield reader.line_num, _from_cells(cells)
    except OSError as error:
        raise Misuse(f"cannot read {str(path)!r}: {error.strerror or error}; check the path") from error
    except (csv.Error, UnicodeDecodeError, EOFError) as error:
        raise Misuse(f"{path} is no CSV in UTF-8: {error}; save it again") from error
    if empty:
        raise Misuse(f"{path} is empty; {_HOW}")


def _from_cells(cells: dict[str, str]) -> dict[str, Any]:
    """A row of a CSV as one of JSON; empty cells are missing, but for the reference's."""
    row: dict[str, Any] = {"groups": {}, "metadata": {}}
    for column, text in cells.items():
        kind, _, name = column.partition(":")
        if name and kind in ("group", "metadata"):
            row["groups" if kind == "group" else kind][name] = text
        elif column == "choices" and text:
            row[column] = [option.strip() for option in text.split("|")]
        elif text or column == "reference":
            row[column] = text
    if row.get("scorer") == "json" and "reference" in row:
        try:
            row["reference"] = json.loads(row["reference"])
        except ValueError as error:
            raise Misuse(f"the reference {row['reference']!r:.60} is no JSON: {error}") from error
    return {name: value for name, value in row.items() if value not in ({},)}
