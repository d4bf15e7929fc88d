"""A knowledge base: documents of yours, found by their words (and, with an embedder, by their meaning)."""

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from redraft.core import Embedder, Passage
from redraft.errors import Misuse
from redraft.sources.fusion import fused
from redraft.sources.index.catalogue import Catalogue, Known
from redraft.sources.index.connecting import is_catalogue
from redraft.sources.index.fts import FtsIndex
from redraft.sources.index.lookup import Entry, Hit, Lookup
from redraft.sources.index.vectors import Vectors
from redraft.sources.splitting import Splitting
from redraft.sources.words import VERSION as WORDS
from redraft.sources.words import query_words
from redraft.sources.writing import Counts, Writer, text_document, words_in

CATALOGUE, WORDS_FOLDER = "catalogue.db", "words"
"""Names inside the folder of an index whose words are kept by tantivy."""

# Words and meaning each give so many before they are put together.
_DEEP = 50


class Knowledge:
    """Passages of documents, with provenance; a `redraft.core.Source`.

    Made by `open_knowledge`. Searching is safe from several threads and tasks; another process may write meanwhile.

    Attributes:
        name: how records and configuration call it.
        path: where it is; None for one in memory.
    """

    def __init__(
        self, catalogue: Catalogue, lookup: Lookup, *, name: str, path: Path | None, splitting: Splitting,
        embedder: Embedder | None = None, writing: bool = False,
    ) -> None:  # fmt: skip
        self.name, self.path, self.splitting = name, path, splitting
        self.catalogue, self.lookup = catalogue, lookup
        self._vectors = None if embedder is None else Vectors(catalogue, embedder)
        self._lacks_vectors = embedder is not None and writing

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.name!r}, {self.n_passages} passages)"

    @property
    def version(self) -> str:
        """Stands for what is in it and for how it is searched."""
        with self.catalogue.lock, self.catalogue.told():
            content = self.catalogue.content
        meaning = "" if self._vectors is None else f"/{self._vectors.version}"
        return f"{WORDS}/{self.lookup.version}{meaning}/{content[:16]}"

    @property
    def n_passages(self) -> int:
        """Passages of all documents."""
        with self.catalogue.lock, self.catalogue.told():
            return self.catalogue.n_passages

    def documents(self) -> list[Known]:
        """All documents, by name."""
        with self.catalogue.lock, self.catalogue.told():
            return self.catalogue.documents()

    async def search(self, query: str, n: int = 5) -> tuple[Passage, ...]:
        """The `n` passages, or fewer, that answer `query` best, the best first; of two with the same text, one.

        With an embedder, the first search of a knowledge base that may be changed makes the vectors that are missing.

        Args:
            query: words to look for, as a person would write them; operators of a query language are words like others.
            n: passages at most, 1 or more.

        Raises:
            Misuse: when `n` is less than 1.
            SourceError: when the index cannot be read.
            ModelError: when the embedder gives no usable answer.
        """
        if self._vectors is None:
            return await asyncio.to_thread(self.find, query, n)
        if self._lacks_vectors:
            self._lacks_vectors = False
            await self._vectors.fill()
        by_words, by_meaning = await asyncio.gather(
            asyncio.to_thread(self._hits, query, max(_DEEP, 2 * n)), self._vectors.nearest(query, max(_DEEP, 2 * n))
        )
        ranked = fused([[hit.passage for hit in by_words], [hit.passage for hit in by_meaning]])
        return await asyncio.to_thread(self._passages, [Hit(*pair) for pair in ranked], _at_least_1(n))

    def find(self, query: str, n: int = 5) -> tuple[Passage, ...]:
        """As `search`, by words alone, for callers without an event loop."""
        return self._passages(self._hits(query, 2 * _at_least_1(n)), n)

    def _hits(self, query: str, limit: int) -> list[Hit]:
        words = query_words(query)
        return self.lookup.find(words, limit) if words else []

    def _passages(self, hits: Sequence[Hit], n: int) -> tuple[Passage, ...]:
        with self.catalogue.lock, self.catalogue.told():
            found = self.catalogue.found([hit.passage for hit in hits])
        shown: dict[str, Passage] = {}
        for number, score in hits:
            # What another process has just removed is in no answer.
            if number in found and len(shown) < n:
                passage = found[number].passage
                shown.setdefault(
                    " ".join(passage.text.split()),
                    Passage(text=passage.text, provenance=passage.provenance, title=passage.title, score=score),
                )
        return tuple(shown.values())

    def add_texts(
        self, texts: Mapping[str, str] | Iterable[tuple[str, str]], *, date: str | None = None, whole: bool = False
    ) -> Counts:
        """Index texts under their names; a text replaces the one that had its name.

        Args:
            texts: name and text of each document.
            date: ISO date of all of them; None when not known.
            whole: whether each text is one passage; by default long ones are cut.

        Raises:
            SourceError: when the index cannot be written.
        """
        writer = self.writer()
        for name, text in texts.items() if isinstance(texts, Mapping) else texts:
            writer.put(text_document(name, text, date=date, is_whole=whole))
        return writer.finish()

    def remove(self, names: Iterable[str]) -> int:
        """Take documents out by name; how many there were."""
        writer = self.writer()
        for name in names:
            writer.remove(name)
        return writer.finish().removed

    def writer(self) -> Writer:
        """What takes documents in and out; see `redraft.sources.adding` for files."""
        return Writer(self.catalogue, self.lookup, self.splitting)

    async def embed(self) -> int:
        """Have the embedder turn every passage that has no vector yet into one; how many there were.

        Stopped half-way, it goes on where it was.

        Raises:
            Misuse: when the knowledge base was opened without an embedder.
            SourceError: when the index cannot be written.
            ModelError: when the embedder gives no usable answer.
        """
        if self._vectors is None:
            raise Misuse("there is no embedder; give one to `open_knowledge(..., embedder=...)`")
        return await self._vectors.fill()

    def close(self) -> None:
        """Let go of the files."""
        self.lookup.close()
        self.catalogue.close()


def open_knowledge(
    path: str | Path | None = None,
    *,
    name: str | None = None,
    backend: str | None = None,
    writing: bool | None = None,
    embedder: Embedder | None = None,
    splitting: Splitting | None = None,
) -> Knowledge:
    """The knowledge base at `path`.

    Args:
        path: a file (SQLite FTS5) or a folder (tantivy); None for one in memory.
        name: how records call it; by default the path's last part.
        backend: ``fts5`` or ``tantivy`` for a new one; an existing one has its own.
        writing: whether it may be changed, and made when there is none; by default only one in memory is.
        embedder: finds passages by meaning, too, once `Knowledge.embed` has been run.
        splitting: how documents are cut when they are added.

    Raises:
        Misuse: when `path` is something else, or has another backend.
        MissingExtra: when the backend is not installed.
        SourceError: when there is none and it is not to be made, or it cannot be opened.
    """
    if backend not in (None, "fts5", "tantivy"):
        raise Misuse(f"`backend` must be 'fts5' or 'tantivy', got {backend!r}")
    path = None if path is None else Path(path)
    writes = path is None if writing is None else writing
    is_folder = path is not None and (backend == "tantivy" or (path / CATALOGUE).exists())
    if path is None and backend == "tantivy":
        raise Misuse("an index of tantivy is a folder; give its path, or leave out `backend`")
    if path is not None and path.is_dir() and not is_folder:
        raise Misuse(f"{path} is a folder, but no index of tantivy; give a file, or backend='tantivy' for a new one")
    file = path / CATALOGUE if is_folder and path is not None else path
    catalogue = Catalogue(file, backend="tantivy" if is_folder else backend, writing=writes)
    lookup: Lookup
    if is_folder and path is not None:
        from redraft.sources.index.tantivy_folder import TantivyIndex

        lookup = TantivyIndex(path / WORDS_FOLDER, catalogue, writing=writes)
        if writes:
            lookup.catch_up(lambda i: [Entry(one, i, words_in(kept)) for one, kept in catalogue.passages_of(i)])
    else:
        lookup = FtsIndex(catalogue)
    shown = name or ("knowledge" if path is None else path.stem)
    how = splitting or Splitting()
    return Knowledge(catalogue, lookup, name=shown, path=path, splitting=how, embedder=embedder, writing=writes)


def is_knowledge(path: Path) -> bool:
    """Whether a path leads to a knowledge base."""
    return is_catalogue(path / CATALOGUE if path.is_dir() else path)


def _at_least_1(n: int) -> int:
    if n < 1:
        raise Misuse(f"`n` passages must be 1 or more, got {n!r}")
    return n
