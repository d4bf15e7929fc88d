"""The index of words for large collections: tantivy, in a folder beside the catalogue.

tantivy skips passages that cannot be among the best, so that a search of all words stays quick in large collections.
Its commits and those of the catalogue are two: the catalogue is written first and notes which documents' words are
still missing, or still there; whoever opens the index next to write finishes what a killed process left. A search
leaves out what the catalogue no longer has.
"""

import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from redraft.errors import MissingExtra, SourceError
from redraft.sources.index.catalogue import Catalogue
from redraft.sources.index.lookup import Entry, Hit
from redraft.sources.words import PREFIX

if TYPE_CHECKING:
    import tantivy

_TOKENIZER = "words"
_HEAP_BYTES = 64 * 2**20
_WAIT_S, _NAP_S = 120.0, 0.05


class TantivyIndex:
    """An index of words in tantivy.

    Args:
        folder: where it lies.
        catalogue: whose passages they are.
        writing: whether it may be made and changed.

    Raises:
        MissingExtra: when tantivy is not installed.
        SourceError: when the folder is no index of tantivy.
    """

    version = "tantivy-1"

    def __init__(self, folder: Path, catalogue: Catalogue, *, writing: bool) -> None:
        self._tantivy, self._catalogue, self._folder = _package(), catalogue, folder
        self._writer: tantivy.IndexWriter | None = None
        self._index = self._opened(writing=writing)
        whitespace = self._tantivy.TextAnalyzerBuilder(self._tantivy.Tokenizer.whitespace()).build()
        self._index.register_tokenizer(_TOKENIZER, whitespace)
        self._touched: set[int] = set()

    def _opened(self, *, writing: bool) -> "tantivy.Index":
        build = self._tantivy.SchemaBuilder()
        build.add_text_field("words", stored=False, tokenizer_name=_TOKENIZER, index_option="freq")
        build.add_unsigned_field("passage", stored=False, indexed=True, fast=True)
        build.add_unsigned_field("document", stored=False, indexed=True, fast=False)
        self._schema = build.build()
        try:
            if writing:
                self._folder.mkdir(parents=True, exist_ok=True)
            return self._tantivy.Index(self._schema, path=str(self._folder), reuse=True)
        except (ValueError, OSError) as error:
            raise SourceError(f"{self._folder}: no index of tantivy can be opened: {error}; index anew") from error

    def add(self, entries: Sequence[Entry]) -> None:
        """Take in passages; they are found once `written` was called."""
        writer = self._writing()
        for entry in entries:
            document = self._tantivy.Document()
            document.add_text("words", " ".join(entry.words))
            document.add_unsigned("passage", entry.passage)
            document.add_unsigned("document", entry.document)
            writer.add_document(document)
        self._touched |= {entry.document for entry in entries}

    def drop(self, document: int, passages: Sequence[int]) -> None:
        """Take out all passages of a document."""
        self._writing().delete_documents_by_term("document", document)
        self._catalogue.connection.execute("INSERT OR IGNORE INTO dropped VALUES (?)", (document,))
        self._touched.add(document)

    def written(self) -> None:
        """Commit, and note in the catalogue that its documents are in here."""
        if self._writer is None:
            return
        try:
            self._writer.commit()
            self._released()
        except ValueError as error:
            raise SourceError(f"{self._folder}: the words cannot be written: {error}; check the disk") from error
        rows = [(document,) for document in sorted(self._touched)]
        with self._catalogue.transaction():
            run = self._catalogue.connection.executemany
            run("UPDATE documents SET is_in_words = 1 WHERE id = ?", rows)
            run("DELETE FROM dropped WHERE document = ?", rows)
        self._touched = set()

    def settle(self) -> None:
        """Nothing to do: tantivy joins its pieces by itself."""

    def forgotten(self) -> None:
        """Undo what was added and dropped since the last commit."""
        if self._writer is not None:
            self._writer.rollback()
            self._released()
        self._touched = set()

    def catch_up(self, entries_of: Callable[[int], list[Entry]]) -> None:
        """Take in and out what a killed process left behind."""
        run = self._catalogue.connection.execute
        behind = "SELECT id FROM documents WHERE is_in_words = 0 AND n_passages > 0 UNION SELECT document FROM dropped"
        with self._catalogue.lock, self._catalogue.told():
            if not run(behind).fetchone():
                return
        with self._catalogue.transaction():
            for (document,) in run(behind).fetchall():
                self._writing().delete_documents_by_term("document", document)
                self.add(entries_of(document))
                self._touched.add(document)
        self.written()

    def find(self, words: Sequence[str], limit: int) -> list[Hit]:
        """The passages with any of `words`, the best first."""
        one, schema = self._tantivy.Query, self._schema
        should = self._tantivy.Occur.Should
        clauses = [
            (should, one.regex_query(schema, "words", f"{word[:-1]}.*"))
            if word.endswith(PREFIX)
            else (should, one.term_query(schema, "words", word, index_option="freq"))
            for word in words
        ]
        try:
            self._index.reload()
            searcher = self._index.searcher()
            # Counting would make it score every passage with any of the words.
            found = searcher.search(one.boolean_query(clauses), limit=limit, count=False).hits
            numbers = searcher.fast_field_values("passage", [address for _, address in found])
        except (ValueError, OSError) as error:
            raise SourceError(f"{self._folder}: cannot be searched: {error}; index anew") from error
        hits = [Hit(int(number), float(score)) for number, (score, _) in zip(numbers, found, strict=True)]
        return sorted(hits, key=lambda hit: (-hit.score, hit.passage))

    def close(self) -> None:
        """Give up what was not written."""
        self.forgotten()

    def _writing(self) -> "tantivy.IndexWriter":
        """The one writer that an index has; another process may hold it for the moment of a commit."""
        began = time.monotonic()
        while self._writer is None:
            try:
                self._writer = self._index.writer(heap_size=_HEAP_BYTES, num_threads=1)
            except ValueError as error:
                if time.monotonic() - began > _WAIT_S or "lock" not in str(error).lower():
                    raise SourceError(f"{self._folder}: {error}; try again when no other process writes") from error
                time.sleep(_NAP_S)
        return self._writer

    def _released(self) -> None:
        if self._writer is not None:
            with suppress(ValueError):
                self._writer.wait_merging_threads()
            self._writer = None


def _package() -> Any:
    try:
        import tantivy
    except ImportError as error:
        raise MissingExtra(
            "this index needs tantivy; install it with: pip install 'redraft[facts]', or index into a file"
        ) from error
    return tantivy
