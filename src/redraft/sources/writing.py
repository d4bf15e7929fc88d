"""Documents into an index, batch by batch: each batch is there as a whole or not at all."""

import hashlib
from dataclasses import dataclass

from redraft.sources.extracting.extracted import Extracted
from redraft.sources.index.catalogue import Catalogue, Kept, Known
from redraft.sources.index.lookup import Entry, Lookup
from redraft.sources.splitting import Span, Splitting, split
from redraft.sources.words import VERSION as WORDS
from redraft.sources.words import words_of

BATCH_PASSAGES = 5_000
"""Passages after which a batch is written: some two seconds of work, which is what a kill can cost."""

# Tidying up costs time by the size of the whole index, so that it is not done for a few new passages.
_WORTH_SETTLING = 0.1

_READING = "read-1"
"""Changes whenever the text that is extracted from a file could."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """What adding did to the index, in documents.

    Attributes:
        new: that were not there before.
        changed: that were there with other bytes, or read in another way.
        unchanged: that were there as they are; their files were not read again where size and date were the same.
        removed: that are no more where they were.
        passages: that were written for the new and the changed ones.
    """

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    removed: int = 0
    passages: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A document that was read and is to be indexed.

    Attributes:
        name: path or address.
        sha256: of its bytes.
        size: in bytes.
        extracted: what it says.
        date: ISO date; None when not known.
        mtime_ns: when its file was last changed, in nanoseconds; None for what is no file.
        is_whole: whether it is one passage, however long.
    """

    name: str
    sha256: str
    size: int
    extracted: Extracted
    date: str | None = None
    mtime_ns: int | None = None
    is_whole: bool = False


def how_read(splitting: Splitting) -> str:
    """The version of everything between a file's bytes and the words of its passages."""
    return f"{_READING}/{splitting.version}/{WORDS}"


def sha256_of(data: bytes) -> str:
    """The hash that says whether a document is as it was, in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


class Writer:
    """Takes documents in and out of an index.

    Args:
        catalogue: where the documents are kept.
        lookup: where their words are.
        splitting: how documents are cut.
    """

    def __init__(self, catalogue: Catalogue, lookup: Lookup, splitting: Splitting) -> None:
        self._catalogue, self._lookup, self._splitting = catalogue, lookup, splitting
        self.how = how_read(splitting)
        self._waiting: dict[str, tuple[Known, list[Kept], list[list[str]]]] = {}
        self._leaving: list[str] = []
        self._n_waiting = 0
        self._counts = {"new": 0, "changed": 0, "unchanged": 0, "removed": 0, "passages": 0}

    @property
    def counts(self) -> Counts:
        """What was written so far."""
        return Counts(**self._counts)

    def put(self, document: Document) -> None:
        """Take a document in with the batch; it replaces the one of the same name."""
        kept, words = self._cut(document)
        known = Known(
            id=0, name=_clean(document.name), sha256=document.sha256, date=document.date,
            title=_clean(document.extracted.title), how=self.how + ("/whole" if document.is_whole else ""),
            size=document.size, mtime_ns=document.mtime_ns, n_passages=len(kept),
        )  # fmt: skip
        _, replaced, _ = self._waiting.get(known.name, (None, (), None))
        self._waiting[known.name] = known, kept, words
        self._n_waiting += len(kept) - len(replaced)
        if self._n_waiting >= BATCH_PASSAGES:
            self.write()

    def remove(self, name: str) -> None:
        """Take a document out with the batch."""
        self._leaving.append(name)

    def same(self, known: Known, *, size: int, mtime_ns: int | None, date: str | None) -> None:
        """Note that a document is as it was, whatever its file's date says."""
        self._counts["unchanged"] += 1
        if (size, mtime_ns, date) != (known.size, known.mtime_ns, known.date):
            with self._catalogue.transaction():
                self._catalogue.touch(known, size=size, mtime_ns=mtime_ns, date=date)

    def write(self) -> None:
        """Write the batch.

        Raises:
            SourceError: when the index cannot be written; nothing of the batch is then in it.
        """
        if not self._waiting and not self._leaving:
            return
        counts = dict(self._counts)
        try:
            with self._catalogue.transaction():
                for name in self._leaving:
                    counts["removed"] += self._take_out(name)
                entries: list[Entry] = []
                for known, kept, words in self._waiting.values():
                    entries += self._take_in(known, kept, words, counts)
                self._lookup.add(entries)
        except BaseException:
            self._lookup.forgotten()
            raise
        self._lookup.written()
        self._counts, self._waiting, self._leaving, self._n_waiting = counts, {}, [], 0

    def finish(self) -> Counts:
        """Write what is left, and tidy the index up when a good part of it is new.

        Returns:
            What was done in all.

        Raises:
            SourceError: when the index cannot be written.
        """
        self.write()
        with self._catalogue.lock:
            n_passages = self._catalogue.n_passages
        if self._counts["passages"] > n_passages * _WORTH_SETTLING:
            self._lookup.settle()
        return self.counts

    def _take_in(self, known: Known, kept: list[Kept], words: list[list[str]], counts: dict[str, int]) -> list[Entry]:
        before = self._catalogue.known(known.name)
        if before is not None and _identity(before) == _identity(known):
            counts["unchanged"] += 1  # another process was quicker, or a text was given twice
            return []
        counts["new" if before is None else "changed"] += 1
        counts["passages"] += len(kept)
        if before is not None:
            self._take_out(known.name)
        number, ids = self._catalogue.put(known, kept)
        return [Entry(i, number, found) for i, found in zip(ids, words, strict=True)]

    def _take_out(self, name: str) -> int:
        known = self._catalogue.known(name)
        if known is None:
            return 0
        gone = self._catalogue.take_out(known)
        self._lookup.drop(known.id, [number for number, _ in gone])
        return 1

    def _cut(self, document: Document) -> tuple[list[Kept], list[list[str]]]:
        extracted = document.extracted
        spans = (
            [Span(0, len(extracted.text), extracted.title)] if document.is_whole else split(extracted, self._splitting)
        )
        kept, words = [], []
        for start, end, title in spans:
            text, title = _clean(extracted.text[start:end]), _clean(title)
            found = words_of(f"{title}\n{text}")
            kept.append(Kept(start, end, title, text, len(found)))
            words.append(found)
        return kept, words


def _identity(known: Known) -> tuple[str, str, str, str | None]:
    return known.sha256, known.how, known.title, known.date


def words_in(kept: Kept) -> list[str]:
    """The words that a passage was indexed with: those of its title and its text."""
    return words_of(f"{kept.title}\n{kept.text}")


def text_document(
    name: str, text: str, *, title: str = "", date: str | None = None, is_whole: bool = False
) -> Document:
    """A document that is a text in memory."""
    data = text.encode("utf-8", "surrogatepass")
    extracted = Extracted(text=_clean(text), title=title, date=date)
    return Document(
        name=name, sha256=sha256_of(data), size=len(data), extracted=extracted, date=date, is_whole=is_whole
    )


def _clean(text: str) -> str:
    """The text with a replacement sign for every half character, which no file could hold; as long as it was."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return "".join("\ufffd" if "\ud800" <= c <= "\udfff" else c for c in text)
    return text
