"""Documents and their passages in one SQLite file, safe against kills and other processes.

Every change is one transaction in write-ahead mode: a killed run leaves the last whole batch, two processes that write
wait for each other, and readers see the state before or after a batch.
"""

import hashlib
import json
import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from redraft.core import Passage, Provenance
from redraft.errors import Misuse, SourceError
from redraft.sources.index.connecting import APPLICATION_ID, connected, write_ahead

FORMAT = "knowledge-1"
_SCHEMA = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value) WITHOUT ROWID;
CREATE TABLE documents (
    id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL UNIQUE, sha256 TEXT NOT NULL, date TEXT,
    title TEXT NOT NULL, how TEXT NOT NULL, size INTEGER NOT NULL, mtime_ns INTEGER, n_passages INTEGER NOT NULL,
    is_in_words INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE passages (
    id INTEGER PRIMARY KEY AUTOINCREMENT, document INTEGER NOT NULL REFERENCES documents(id),
    start INTEGER NOT NULL, "end" INTEGER NOT NULL, title TEXT NOT NULL, text TEXT NOT NULL, n_words INTEGER NOT NULL
);
CREATE INDEX passages_of_document ON passages(document);
CREATE INDEX documents_not_in_words ON documents(id) WHERE is_in_words = 0;
CREATE TABLE dropped (document INTEGER PRIMARY KEY);
CREATE TABLE vectors (passage INTEGER PRIMARY KEY, vector BLOB NOT NULL);
"""
_MODULUS = 2**256


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A document in the catalogue.

    Attributes:
        id: its number; never used again after it is gone.
        name: path or address.
        sha256: of its bytes.
        date: ISO date; None when not known.
        title: its title; may be empty.
        how: version of reading and splitting that its passages were made with.
        size: of the document, in bytes.
        mtime_ns: when its file was last changed, in nanoseconds; None for what is no file.
        n_passages: passages it was cut into.
    """

    id: int
    name: str
    sha256: str
    date: str | None
    title: str
    how: str
    size: int
    mtime_ns: int | None
    n_passages: int


class Kept(NamedTuple):
    """A passage as it is kept; `n_words` of it and its title."""

    start: int
    end: int
    title: str
    text: str
    n_words: int


class Found(NamedTuple):
    """A kept passage with its provenance."""

    passage: Passage
    n_words: int


class Catalogue:
    """Documents and passages; one connection, used by one thread at a time.

    Args:
        path: the file; None keeps everything in memory.
        backend: what indexes the words, for a new catalogue; None for whatever an existing one says.
        writing: whether it may be changed, and made when there is none.

    Raises:
        Misuse: when the file is there and is no catalogue, or has another backend.
        SourceError: when it cannot be opened.
    """

    def __init__(self, path: Path | None, *, backend: str | None, writing: bool) -> None:
        self.path = path
        self.lock = threading.RLock()
        with self.told():
            self.connection = connected(path, writing=writing)
            self._prepare(backend, writing=writing)

    def _prepare(self, backend: str | None, *, writing: bool) -> None:
        run = self.connection.execute
        if writing and self.path is not None:
            if run("SELECT count(*) = 0 FROM sqlite_master").fetchone()[0]:
                # Before write-ahead mode, which would keep it out of the file's first bytes until all is in the file.
                run(f"PRAGMA application_id = {APPLICATION_ID}")
            write_ahead(self.connection)
            run("PRAGMA synchronous = NORMAL")
        (is_empty,) = run("SELECT count(*) = 0 FROM sqlite_master").fetchone()
        (application,) = run("PRAGMA application_id").fetchone()
        if not is_empty and application != APPLICATION_ID:
            raise Misuse(f"{self.path} is an SQLite file, but no index of passages; give another path for the index")
        if is_empty and not writing:
            raise Misuse(f"{self.path} is empty; index something first, as with `redraft facts add DIR --into INDEX`")
        if is_empty or not self._is_whole():
            with self.transaction():
                if not self._is_whole():  # another process may have been quicker
                    for statement in _SCHEMA.split(";\n"):
                        run(statement)
                    first = {"format": FORMAT, "backend": backend or "fts5", "n_words": 0, "n_passages": 0}
                    self.connection.executemany("INSERT INTO meta VALUES (?, ?)", first.items())
        if (found := self.meta("format")) != FORMAT:
            raise Misuse(f"{self.path} was written by another version ({found!r}, here {FORMAT!r}); index again")
        if backend not in (None, found := self.meta("backend")):
            raise Misuse(f"{self.path} is an index of backend {found!r}, not {backend!r}; give another path for it")

    def _is_whole(self) -> bool:
        return bool(self.connection.execute("SELECT count(*) FROM sqlite_master WHERE name = 'meta'").fetchone()[0])

    @contextmanager
    def told(self) -> Iterator[None]:
        """Turns what SQLite says into our error with the file's name.

        Raises:
            SourceError: for every failure of the database.
        """
        try:
            yield
        except sqlite3.DatabaseError as error:
            what = "the index in memory" if self.path is None else str(self.path)
            if "locked" in str(error):
                advice = "another process is writing; try again when it is done"
            elif "readonly" in str(error):
                advice = "make the file and its folder writable"
            else:
                advice = "check the disk, or write a new index"
            raise SourceError(f"{what}: {error}; {advice}") from error

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing; no other process writes meanwhile."""
        with self.lock, self.told():
            self.connection.execute("BEGIN IMMEDIATE")
            try:
                yield
                self.connection.execute("COMMIT")
            except BaseException:
                if self.connection.in_transaction:
                    self.connection.execute("ROLLBACK")
                raise

    def meta(self, key: str) -> str | None:
        """A value that was kept under a key; None when there is none."""
        row = self.connection.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
        return None if row is None else str(row[0])

    def set_meta(self, key: str, value: str) -> None:
        """Keep a value; inside a transaction."""
        self.connection.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, value))

    def known(self, name: str) -> Known | None:
        """The document of that name."""
        row = self.connection.execute(_ONE_DOCUMENT, (name,)).fetchone()
        return None if row is None else Known(**dict(zip(_KNOWN_FIELDS, row, strict=True)))

    def documents(self) -> list[Known]:
        """All documents, by name."""
        rows = self.connection.execute(_ALL_DOCUMENTS).fetchall()
        return [Known(**dict(zip(_KNOWN_FIELDS, row, strict=True))) for row in rows]

    def put(self, document: Known, passages: Sequence[Kept]) -> tuple[int, list[int]]:
        """Take in a document that is not there yet; inside a transaction.

        Returns:
            The number of the document and those of its passages.
        """
        run = self.connection.execute
        values = (document.name, document.sha256, document.date, document.title, document.how, document.size)
        cursor = run(
            "INSERT INTO documents (name, sha256, date, title, how, size, mtime_ns, n_passages) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (*values, document.mtime_ns, len(passages)),
        )
        number = int(cursor.lastrowid or 0)
        (last,) = run("SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = 'passages'").fetchone()
        ids = list(range(last + 1, last + 1 + len(passages)))
        rows = ((i, number, *passage) for i, passage in zip(ids, passages, strict=True))
        self.connection.executemany("INSERT INTO passages VALUES (?, ?, ?, ?, ?, ?, ?)", rows)
        self._count(document, len(passages), sum(passage.n_words for passage in passages), sign=1)
        return number, ids

    def take_out(self, document: Known) -> list[tuple[int, Kept]]:
        """Remove a document with its passages; inside a transaction.

        Returns:
            The passages that were removed, with their numbers.
        """
        run = self.connection.execute
        rows = run(_PASSAGES, (document.id,)).fetchall()
        run("DELETE FROM vectors WHERE passage IN (SELECT id FROM passages WHERE document = ?)", (document.id,))
        run("DELETE FROM passages WHERE document = ?", (document.id,))
        run("DELETE FROM documents WHERE id = ?", (document.id,))
        gone = [(number, Kept(*rest)) for number, *rest in rows]
        self._count(document, len(gone), sum(passage.n_words for _, passage in gone), sign=-1)
        return gone

    def touch(self, document: Known, *, size: int, mtime_ns: int | None, date: str | None) -> None:
        """Note that a file was changed in its date alone; inside a transaction."""
        values = (size, mtime_ns, date, document.id)
        self.connection.execute("UPDATE documents SET size = ?, mtime_ns = ?, date = ? WHERE id = ?", values)

    def passages_of(self, document: int) -> list[tuple[int, Kept]]:
        """The passages of a document, with their numbers."""
        rows = self.connection.execute(_PASSAGES, (document,)).fetchall()
        return [(number, Kept(*rest)) for number, *rest in rows]

    def found(self, numbers: Sequence[int]) -> dict[int, Found]:
        """The passages with these numbers; those that are gone are left out."""
        rows = self.connection.execute(_WITH_PROVENANCE, (json.dumps(list(numbers)),)).fetchall()
        return {
            number: Found(
                Passage(
                    text=text,
                    title=title,
                    provenance=Provenance(document=name, start=start, end=end, sha256=sha256, date=date),
                ),
                n_words,
            )
            for number, text, title, n_words, start, end, name, sha256, date in rows
        }

    @property
    def n_passages(self) -> int:
        """Passages of all documents."""
        return int(self.meta("n_passages") or 0)

    @property
    def n_words(self) -> int:
        """Words of all passages."""
        return int(self.meta("n_words") or 0)

    @property
    def content(self) -> str:
        """Stands for what is in the catalogue: the same documents, read the same way, give the same."""
        return f"{int(self.meta('content') or '0', 16):064x}"

    def _count(self, document: Known, n_passages: int, n_words: int, *, sign: int) -> None:
        update = "UPDATE meta SET value = value + ? WHERE key = ?"
        self.connection.execute(update, (sign * n_passages, "n_passages"))
        self.connection.execute(update, (sign * n_words, "n_words"))
        # A sum of hashes does not depend on the order in which documents came and went.
        told = f"{document.name}\0{document.sha256}\0{document.how}".encode("utf-8", "surrogatepass")
        term = int.from_bytes(hashlib.sha256(told).digest(), "big")
        total = (int(self.meta("content") or "0", 16) + sign * term) % _MODULUS
        self.set_meta("content", f"{total:x}")

    def close(self) -> None:
        """Fold the write-ahead log into the file, where this connection may, and let go of it."""
        with self.lock:
            self.connection.close()


_KNOWN_FIELDS = ("id", "name", "sha256", "date", "title", "how", "size", "mtime_ns", "n_passages")
_ALL_DOCUMENTS = "SELECT id, name, sha256, date, title, how, size, mtime_ns, n_passages FROM documents ORDER BY name"
_ONE_DOCUMENT = "SELECT id, name, sha256, date, title, how, size, mtime_ns, n_passages FROM documents WHERE name = ?"
_PASSAGES = 'SELECT id, start, "end", title, text, n_words FROM passages WHERE document = ?'
_WITH_PROVENANCE = """
SELECT p.id, p.text, p.title, p.n_words, p.start, p."end", d.name, d.sha256, d.date
FROM passages p JOIN documents d ON d.id = p.document WHERE p.id IN (SELECT value FROM json_each(?))
"""
