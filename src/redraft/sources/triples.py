"""Statements of RDF files and of tables with subject, predicate and object: found by their words, or looked up exactly.

Every statement is also written out as a sentence of labels ("Marie Curie birth place Warsaw."), one on each line; that
is the text of the document, and what positions count in. Such sentences are found as passages of other documents are.
"""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import unquote

from redraft.core import Passage, Provenance
from redraft.errors import MissingExtra, Misuse, SourceError
from redraft.sources.extracting.extracted import Extracted, Fault
from redraft.sources.knowledge import Knowledge, open_knowledge
from redraft.sources.statements import OWN, StatementFile, read_statements
from redraft.sources.writing import Document

if TYPE_CHECKING:
    import pyoxigraph as ox

_LABELS = (
    "http://www.w3.org/2004/02/skos/core#prefLabel",
    "http://www.w3.org/2000/01/rdf-schema#label",
    "http://xmlns.com/foaf/0.1/name",
    "http://schema.org/name",
    "https://schema.org/name",
)
"""Predicates that name their subject, the most telling first."""

_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|[_-]+")
_SHOWN_NAMES = 8


class _Place(NamedTuple):
    document: str
    start: int
    end: int
    sha256: str
    date: str


class Triples:
    """Statements, searched as a `redraft.core.Source` and looked up by subject and predicate.

    Made by `read_triples`.

    Attributes:
        name: how records call it.
        faults: what could not be read of the files; the rest is there.
    """

    def __init__(self, name: str, knowledge: Knowledge, store: "ox.Store", faults: Sequence[Fault]) -> None:
        self.name, self.faults = name, tuple(faults)
        self._knowledge, self._store = knowledge, store
        self._places: dict[ox.Quad, _Place] = {}
        self._named: dict[str, set[Any]] = {}
        self._names: dict[str, list[str]] = {}

    @property
    def version(self) -> str:
        """Stands for the statements and for how they are searched."""
        return f"triples-1/{self._knowledge.version}"

    @property
    def n_statements(self) -> int:
        """Statements of all files; one that stands in two counts twice."""
        return len(self._store)

    async def search(self, query: str, n: int = 5) -> tuple[Passage, ...]:
        """The `n` statements, or fewer, whose labels answer `query` best.

        Raises:
            Misuse: when `n` is less than 1.
        """
        return await self._knowledge.search(query, n)

    def look_up(self, subject: str, predicate: str | None = None) -> tuple[Passage, ...]:
        """All statements of a subject, or those with this predicate; none when there is none.

        Args:
            subject: an IRI, or a label in any case.
            predicate: the same; None for every predicate.
        """
        found: dict[ox.Quad, None] = {}
        predicates = [None] if predicate is None else self._meant(predicate)
        for node in self._meant(subject):
            for edge in predicates:
                found |= dict.fromkeys(self._store.quads_for_pattern(node, edge, None, None))
        return tuple(self._passage(quad, place) for quad in found if (place := self._places.get(quad)) is not None)

    def _meant(self, word: str) -> "list[Any]":
        """What an IRI or a label stands for, in a fixed order."""
        return sorted(self._named.get(_folded(word), ()), key=str)

    def _passage(self, quad: "ox.Quad", place: _Place) -> Passage:
        return Passage(
            text=self._sentence(quad),
            title=self._title(quad.subject),
            score=1.0,
            provenance=Provenance(
                document=place.document, start=place.start, end=place.end, sha256=place.sha256, date=place.date
            ),
        )

    def name_nodes(self) -> None:
        """Note what every node is called: by its labels, and by the end of its IRI."""
        package = _package()
        for predicate in _LABELS:
            quads = self._store.quads_for_pattern(None, package.NamedNode(predicate), None, None)
            for quad in sorted(quads, key=lambda quad: _preference(quad.object)):
                self._call(quad.subject, str(getattr(quad.object, "value", "")))
        for quad in self._store:
            for node in (quad.subject, quad.predicate, quad.object):
                if isinstance(node, package.NamedNode):
                    self._named.setdefault(node.value.casefold(), set()).add(node)
                    self._call(node, _local_name(node.value), is_last=True)

    def _call(self, node: Any, name: str, *, is_last: bool = False) -> None:
        names = self._names.setdefault(str(node), [])
        # The end of an IRI names what has no label, and is a way to look it up in any case.
        if name and name not in names and not (is_last and names):
            names.append(name)
        self._named.setdefault(_folded(name), set()).add(node)

    def _label(self, term: Any) -> str:
        names = self._names.get(str(term))
        words = names[0] if names else str(getattr(term, "value", ""))
        return " ".join(words.split())

    def _title(self, term: Any) -> str:
        return "; ".join(self._names.get(str(term), [])[:_SHOWN_NAMES])

    def _sentence(self, quad: "ox.Quad") -> str:
        return f"{self._label(quad.subject)} {self._label(quad.predicate)} {self._label(quad.object)}."

    def write_out(self, file: StatementFile) -> None:
        """Index the statements of a file, each as a sentence on a line of its own."""
        lines, titles, rows, length = [], [], [], 0
        for quad in dict.fromkeys(file.quads):
            line = self._sentence(quad)
            self._places[quad] = _Place(file.name, length, length + len(line), file.sha256, file.date)
            # That something is called what it is called answers no query; it can be looked up.
            if getattr(quad.predicate, "value", "") not in _LABELS:
                rows.append((length, length + len(line)))
                titles.append(self._title(quad.subject))
            lines.append(line)
            length += len(line) + 1
        writer = self._knowledge.writer()
        writer.put(
            Document(
                name=file.name, sha256=file.sha256, size=file.size, date=file.date,
                extracted=Extracted(text="\n".join(lines), rows=tuple(rows), row_titles=tuple(titles)),
            )
        )  # fmt: skip
        writer.finish()


def read_triples(paths: Sequence[str | Path], *, name: str | None = None) -> Triples:
    """The statements of some files, kept in memory.

    A statement that cannot be read is a fault, and reading goes on behind it; a file that cannot be read is one, too.

    Args:
        paths: Turtle, N-Triples, N-Quads, TriG, RDF/XML, JSON-LD, or CSV and TSV.
        name: how records call the source; by default the first file's name.

    Raises:
        Misuse: when no path is given.
        MissingExtra: when pyoxigraph is not installed.
        SourceError: when no statement could be read at all.
    """
    if not paths:
        raise Misuse("there are no files of statements; give at least one")
    package = _package()
    faults: list[Fault] = []
    files = [file for path in paths if (file := read_statements(Path(path), package, faults)) is not None]
    if not any(file.quads for file in files):
        told = "; ".join(map(str, faults[:3])) or "the files are empty"
        raise SourceError(f"no statement could be read: {told}")
    store = package.Store()
    for file in files:
        store.extend(file.quads)
    triples = Triples(name or Path(paths[0]).stem, open_knowledge(), store, faults)
    triples.name_nodes()
    for file in files:
        triples.write_out(file)
    return triples


def _local_name(iri: str) -> str:
    """The end of an IRI as words: ``…/birthPlace`` is ``birth place``."""
    if iri.startswith(OWN):
        return unquote(iri.removeprefix(OWN))
    name = unquote(re.split(r"[/#:]", iri.rstrip("/#"))[-1])
    words = " ".join(_CAMEL.sub(" ", name).split())
    return words.lower() if name[:1].islower() else words


def _preference(label: Any) -> tuple[int, str, str]:
    """Sorts labels: without a language or in English first, then by language and words."""
    language = str(getattr(label, "language", None) or "")
    return int(language[:2].lower() not in ("", "en")), language, str(getattr(label, "value", label))


def _folded(word: str) -> str:
    return " ".join(word.split()).casefold()


def _package() -> Any:
    try:
        import pyoxigraph
    except ImportError as error:
        raise MissingExtra("statements need pyoxigraph; install it with: pip install 'redraft[facts]'") from error
    return pyoxigraph
