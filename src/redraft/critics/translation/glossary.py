"""Glossaries: a file of terms with their translations, or a table of settings; what cannot be read is told by line."""

import csv
import hashlib
import io
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from redraft.core import Provenance
from redraft.critics.translation.termbase import terms_of_termbase
from redraft.errors import Misuse

_MAX_BYTES = 20_000_000
_HEADS = {
    "source": "source", "term": "source", "source term": "source", "原文": "source",
    "target": "target", "translation": "target", "target term": "target", "譯文": "target",
    "forbidden": "forbidden", "not": "forbidden", "禁用": "forbidden",
    "case": "case", "case-sensitive": "case", "大小寫": "case",
    "note": "note", "comment": "note", "備註": "note",
}  # fmt: skip
_YES, _NO = frozenset({"yes", "true", "1", "x", "是"}), frozenset({"", "no", "false", "0", "否"})
_MAX_SHOWN = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A term and how it is to be translated.

    Attributes:
        source: the term in the source language.
        targets: its translations; any of them will do. None for a term that only forbids.
        forbidden: what it must not be translated as.
        case_matters: whether the translation has to be written in the glossary's letters, small and capital.
        line: of the file, from 1; 0 for a table of settings.
        provenance: where it stands, for findings; None for a table of settings.
    """

    source: str
    targets: tuple[str, ...]
    forbidden: tuple[str, ...] = ()
    case_matters: bool = False
    line: int = 0
    provenance: Provenance | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Glossary:
    """Terms, and what of their file could not be used.

    Attributes:
        name: of the file; ``terms`` for a table of settings.
        terms: in the order of the file, at least one.
        faults: a line for each row that was left out, naming file and line.
        sha256: of the file's bytes or the table; names what verdicts rest on.
    """

    name: str
    terms: tuple[Term, ...]
    faults: tuple[str, ...]
    sha256: str


class _Row(NamedTuple):
    line: int
    start: int
    end: int
    source: str
    target: str
    forbidden: str
    case: str


def read_glossary(path: str | Path) -> Glossary:
    """The glossary of a file: CSV or TSV (source, target, forbidden, case), or a termbase in XML (TBX).

    Several translations of a term, and several forbidden ones, are separated by ``|``. A row that cannot be used is
    left out and told in `Glossary.faults`; the others are used.

    Raises:
        Misuse: when the file cannot be read, is not UTF-8, or has no row that can be used; the message names file and
            line and says what to do.
    """
    path = Path(path)
    content = _bytes_of(path)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise Misuse(
            f"the glossary {path}, line {line}, is not UTF-8: byte {content[error.start]:#04x}; save it as UTF-8"
        ) from error
    if not text.strip():
        raise Misuse(f"the glossary {path} is empty; write a row 'source term,target term' for each term")
    sha256 = hashlib.sha256(content).hexdigest()
    faults: list[str] = []
    if path.suffix.lower() in (".tbx", ".xml") or text.lstrip().startswith("<"):
        rows = [_Row(*one, forbidden="", case="") for one in terms_of_termbase(text, str(path), faults)]
    else:
        rows = list(_rows(text, str(path), "\t" if _is_tabbed(path, text) else ",", faults))
    date = datetime.fromtimestamp(path.stat().st_mtime, UTC).date().isoformat()
    terms = _terms(rows, str(path), faults, lambda row: Provenance(
        document=path.name, start=row.start, end=row.end, sha256=sha256, date=date
    ))  # fmt: skip
    if not terms:
        told = "; ".join(faults[:3])
        raise Misuse(f"the glossary {path} has no term that can be used{f': {told}' if told else ''}; write a row "
                     "'source term,target term' for each term")  # fmt: skip
    return Glossary(name=path.name, terms=terms, faults=tuple(faults), sha256=sha256)


def glossary_of(terms: Mapping[str, str]) -> Glossary:
    """The glossary of a table of settings: ``{"hard drive" = "Festplatte|Festplattenlaufwerk"}``.

    Raises:
        Misuse: when it is empty, or a term has no words or no translation.
    """
    if not terms:
        raise Misuse('the table `terms` is empty; write term = "translation", or leave it out')
    faults: list[str] = []
    rows = [_Row(0, 0, 0, source, target, "", "") for source, target in terms.items()]
    made = _terms(rows, "terms", faults, lambda row: None)
    if faults:
        raise Misuse(f'{faults[0]}; write term = "translation"')
    whole = "\x1f".join(f"{source}\x1e{target}" for source, target in terms.items())
    return Glossary(name="terms", terms=made, faults=(), sha256=hashlib.sha256(whole.encode()).hexdigest())


def _bytes_of(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            content = file.read(_MAX_BYTES + 1)
    except OSError as error:
        raise Misuse(f"the glossary {str(path)!r} cannot be read: {error.strerror or error}; check the path") from error
    if len(content) > _MAX_BYTES:
        raise Misuse(f"the glossary {str(path)!r} is larger than {_MAX_BYTES:,} bytes; give a smaller file")
    return content


def _is_tabbed(path: Path, text: str) -> bool:
    first = text.lstrip("\n").partition("\n")[0]
    return path.suffix.lower() in (".tsv", ".tab") or ("\t" in first and "," not in first)


def _rows(text: str, name: str, separator: str, faults: list[str]) -> Iterator[_Row]:
    starts = [0]
    for line_ in text.splitlines(keepends=True):
        starts.append(starts[-1] + len(line_))
    reader = csv.reader(io.StringIO(text), delimiter=separator, strict=True)
    heads: dict[str, int] | None = None
    while True:
        line = min(reader.line_num, len(starts) - 1) + 1
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            faults.append(f"{name}, line {reader.line_num}: {error}; quote the field, or take the quotation mark out")
            continue
        cells = [cell.strip() for cell in row]
        if not any(cells) or cells[0].startswith("#"):
            continue
        if heads is None:
            named = {_HEADS[cell.casefold()]: at for at, cell in enumerate(cells) if cell.casefold() in _HEADS}
            heads = named if "source" in named else {"source": 0, "target": 1, "forbidden": 2, "case": 3}
            if "source" in named:
                continue

        def cell_of(head: str, cells: list[str] = cells, heads: dict[str, int] = heads) -> str:
            at = heads.get(head)
            return cells[at] if at is not None and at < len(cells) else ""

        start, end = starts[line - 1], starts[min(reader.line_num, len(starts) - 1)]
        yield _Row(line, start, end, *(cell_of(head) for head in ("source", "target", "forbidden", "case")))


def _terms(
    rows: Iterable[_Row], name: str, faults: list[str], place: Callable[[_Row], Provenance | None]
) -> tuple[Term, ...]:
    found: list[Term] = []
    first: dict[str, Term] = {}
    for row in rows:
        where = f"{name}, line {row.line}" if row.line else name
        targets, forbidden = _listed(row.target), _listed(row.forbidden)
        problem = _problem(row, targets, forbidden)
        earlier = first.get(row.source.casefold())
        if problem is None and earlier is not None:
            if {one.casefold() for one in earlier.targets} == {one.casefold() for one in targets}:
                continue  # said twice, but the same
            problem = (
                f"{row.source[:_MAX_SHOWN]!r} is {row.target[:_MAX_SHOWN]!r} here and "
                f"{'|'.join(earlier.targets)[:_MAX_SHOWN]!r} in line {earlier.line}; the first one is used: keep one "
                "row, with its translations separated by |"
            )
        if problem is not None:
            faults.append(f"{where}: {problem}")
            continue
        term = Term(
            source=row.source, targets=targets, forbidden=forbidden, case_matters=row.case.casefold() in _YES,
            line=row.line, provenance=place(row),
        )  # fmt: skip
        first[row.source.casefold()] = term
        found.append(term)
    return tuple(found)


def _problem(row: _Row, targets: tuple[str, ...], forbidden: tuple[str, ...]) -> str | None:
    """What is wrong with a row, with what to do; None when it can be used."""
    if not row.source:
        return f"a term without words, translated as {row.target[:_MAX_SHOWN]!r}; write the source term first"
    if not targets and not forbidden:
        return f"{row.source[:_MAX_SHOWN]!r} has no translation; write it in the second column"
    both = next((one for one in targets if one.casefold() in {no.casefold() for no in forbidden}), None)
    if both is not None:
        return f"{both[:_MAX_SHOWN]!r} is both wanted and forbidden for {row.source[:_MAX_SHOWN]!r}; keep one of them"
    if row.case.casefold() not in _YES | _NO:
        return f"the column of case says {row.case[:_MAX_SHOWN]!r}; write yes or no"
    return None


def _listed(cell: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(part for piece in re.split(r"[|｜]", cell) if (part := " ".join(piece.split()))))
