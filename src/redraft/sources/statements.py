"""Files of statements, read one statement after the other; one that is broken hides none of the others."""

import os
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote

from redraft.sources.extracting.decoding import Unreadable, decoded
from redraft.sources.extracting.extracted import Fault
from redraft.sources.extracting.rows import csv_rows
from redraft.sources.writing import sha256_of

ENDINGS = (".ttl", ".nt", ".rdf", ".xml", ".owl", ".jsonld", ".nq", ".trig", ".csv", ".tsv")
"""Endings of the names of files that are read; one of a table has columns subject, predicate and object."""

MAX_FILE_BYTES = 256 * 2**20
_TOLD_FAULTS = 20
OWN = "urn:redraft:"
_IRI = re.compile(r"(?:https?://|urn:)[^\s<>\"{}|\\^`]+")
_COLUMNS = ("subject", "predicate", "object")


class StatementFile(NamedTuple):
    """A file that was read, with its statements in the file's order."""

    name: str
    sha256: str
    size: int
    date: str
    quads: list[Any]


def read_statements(path: Path, package: Any, faults: list[Fault]) -> StatementFile | None:
    """A file with its statements, each in a graph that stands for the file; None when it cannot be read."""
    try:
        stat = path.stat()
        if stat.st_size > MAX_FILE_BYTES:
            raise Unreadable(f"has more than {MAX_FILE_BYTES // 2**20} MB; cut it into several files")
        data = path.read_bytes()
        name = os.path.abspath(path)
        graph = package.NamedNode(OWN + quote(name))
        quads = [package.Quad(*triple, graph) for triple in _triples(path, data, package, faults)]
    except OSError as error:
        faults.append(Fault(str(path), f"cannot be read: {error.strerror}"))
        return None
    except Unreadable as error:
        faults.append(Fault(str(path), str(error)))
        return None
    date = datetime.fromtimestamp(stat.st_mtime, UTC).date().isoformat()
    return StatementFile(name, sha256_of(data), len(data), date, quads)


def _triples(path: Path, data: bytes, package: Any, faults: list[Fault]) -> Iterator[tuple[Any, Any, Any]]:
    ending = path.suffix.lower()
    if ending in (".csv", ".tsv"):
        yield from _of_table(path, decoded(data).text, "\t" if ending == ".tsv" else ",", package, faults)
        return
    form = package.RdfFormat.from_extension({"owl": "rdf", "xml": "rdf"}.get(ending[1:], ending[1:]))
    if form is None:
        raise Unreadable(f"has an ending of no known form; known: {', '.join(ENDINGS)}")
    # Relative addresses mean something beside the file, which needs no reading of the file's own address.
    reader = package.parse(input=data, format=form, base_iri=Path(os.path.abspath(path)).as_uri())
    n_faults = 0
    while True:
        try:
            quad = next(reader)
        except StopIteration:
            break
        except (SyntaxError, ValueError) as error:
            n_faults += 1
            if n_faults <= _TOLD_FAULTS:
                line = getattr(error, "lineno", None)
                place = f"{path}, line {line}" if line else str(path)
                faults.append(Fault(place, f"is no statement: {' '.join(str(error).split())[:200]}; it is left out"))
            if n_faults > 100 * _TOLD_FAULTS:
                break
            continue
        yield quad.subject, quad.predicate, quad.object
    if n_faults > _TOLD_FAULTS:
        faults.append(Fault(str(path), f"{n_faults - _TOLD_FAULTS:,} more statements cannot be read"))


def _of_table(path: Path, text: str, sign: str, package: Any, faults: list[Fault]) -> Iterator[tuple[Any, Any, Any]]:
    rows = csv_rows(text, sign)
    _, first = next(rows, (1, ""))
    head = [name.strip().casefold() for name in first] if isinstance(first, list) else []
    if any(name not in head for name in _COLUMNS):
        raise Unreadable(f"has columns {head!r}; the first line must name {', '.join(_COLUMNS)}")
    places = [head.index(name) for name in _COLUMNS]
    n_faults = 0
    for line, row in rows:
        fields = [row[place].strip() if place < len(row) else "" for place in places] if isinstance(row, list) else []
        if not fields or not all(fields):
            n_faults += 1
            problem = f"is no row: {row}" if isinstance(row, str) else "lacks one of its three parts"
            if n_faults <= _TOLD_FAULTS:
                faults.append(Fault(f"{path}, line {line}", f"{problem}; it is left out"))
            continue
        subject, predicate, told = fields
        is_address = _IRI.fullmatch(told) is not None
        yield (
            _node(subject, package), _node(predicate, package),
            _node(told, package) if is_address else package.Literal(told),
        )  # fmt: skip
    if n_faults > _TOLD_FAULTS:
        faults.append(Fault(str(path), f"{n_faults - _TOLD_FAULTS:,} more rows are left out"))


def _node(word: str, package: Any) -> Any:
    return package.NamedNode(word if _IRI.fullmatch(word) else OWN + quote(word, safe=""))
