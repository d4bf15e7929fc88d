"""Files into a knowledge base, as far as they changed: what is as it was is not read, what is gone is taken out."""

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from redraft.errors import MissingExtra
from redraft.sources.extracting.decoding import Unreadable
from redraft.sources.extracting.extracted import Extracted, Fault
from redraft.sources.extracting.files import extracted_from
from redraft.sources.index.catalogue import Known
from redraft.sources.knowledge import Knowledge
from redraft.sources.walking import Walked, walk
from redraft.sources.writing import Counts, Document, Writer, sha256_of

MAX_FILE_BYTES = 64 * 2**20


@dataclass(frozen=True, slots=True, kw_only=True)
class Added:
    """What came of adding files.

    Attributes:
        counts: documents and passages.
        faults: what could not be read, in order; a document that was there before stays as it was.
        assumed: files of which something was guessed, such as the encoding, and what.
        removed: names of the documents that are gone.
        passed_over: endings of the names of files of other kinds, and how many there are of each.
    """

    counts: Counts
    faults: tuple[Fault, ...]
    assumed: tuple[Fault, ...]
    removed: tuple[str, ...]
    passed_over: dict[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far adding is: files looked at, of how many, and the one that is next."""

    n_done: int
    n_files: int
    file: str


def add_files(
    knowledge: Knowledge,
    paths: Sequence[str | Path],
    *,
    max_file_bytes: int = MAX_FILE_BYTES,
    rehash: bool = False,
    on_progress: Callable[[Progress], None] = lambda progress: None,
) -> Added:
    """Index the files at and below some paths, under their absolute paths.

    A file whose size and date are as they were is not read; one with another date and the same bytes is unchanged. What
    was indexed from below these paths and is there no more is removed. Killed, it has done what it did; run again, it
    does the rest.

    Args:
        knowledge: where to; opened for writing.
        paths: folders and files.
        max_file_bytes: a larger file is a fault.
        rehash: read every file, for file systems whose dates cannot be trusted.
        on_progress: told before each file.

    Raises:
        Misuse: when one of the paths is not there.
        SourceError: when the index cannot be written.
    """
    run = _Run(knowledge, max_file_bytes=max_file_bytes, rehash=rehash)
    walked = walk([Path(path) for path in paths])
    for number, file in enumerate(walked.files):
        on_progress(Progress(n_done=number, n_files=len(walked.files), file=str(file)))
        run.take(file)
    gone = _gone(run.known, [Path(name_of(os.path.abspath(path))) for path in paths], walked)
    for name in gone:
        run.writer.remove(name)
    counts = run.writer.finish()
    on_progress(Progress(n_done=len(walked.files), n_files=len(walked.files), file=""))
    return Added(
        counts=counts, faults=(*walked.faults, *run.faults), assumed=tuple(run.assumed), removed=gone,
        passed_over=walked.passed_over,
    )  # fmt: skip


class _Run:
    """One run of adding: each file is held against what is known of it."""

    def __init__(self, knowledge: Knowledge, *, max_file_bytes: int, rehash: bool) -> None:
        self.writer: Writer = knowledge.writer()
        self.known = {known.name: known for known in knowledge.documents()}
        self.faults: list[Fault] = []
        self.assumed: list[Fault] = []
        self._max_file_bytes, self._rehash = max_file_bytes, rehash
        self._index = set() if knowledge.path is None else {Path(os.path.abspath(knowledge.path))}

    def take(self, file: Path) -> None:
        """Take in a file if it is new or changed."""
        if file in self._index:
            return
        name = name_of(file)
        known = self.known.get(name)
        try:
            stat = file.stat()
            size, mtime_ns = stat.st_size, stat.st_mtime_ns
            is_known = known is not None and known.how == self.writer.how
            if known is not None and is_known and not self._rehash and (known.size, known.mtime_ns) == (size, mtime_ns):
                self.writer.same(known, size=size, mtime_ns=mtime_ns, date=known.date)
                return
            if size > self._max_file_bytes:
                most = self._max_file_bytes // 2**20
                raise Unreadable(f"has {size / 2**20:,.1f} MB, more than {most:,}; raise --max-file-mb, or cut it")
            data = file.read_bytes()
        except OSError as error:
            self._fault(Fault(name, f"cannot be read: {error.strerror}"), known)
            return
        except Unreadable as error:
            self._fault(Fault(name, str(error)), known)
            return
        sha256 = sha256_of(data)
        if known is not None and is_known and known.sha256 == sha256:
            self.writer.same(known, size=size, mtime_ns=mtime_ns, date=known.date)
            return
        extracted = self._read(file, data, known)
        if extracted is not None:
            date = extracted.date or datetime.fromtimestamp(mtime_ns / 1e9, UTC).date().isoformat()
            self.writer.put(
                Document(name=name, sha256=sha256, size=size, extracted=extracted, date=date, mtime_ns=mtime_ns)
            )

    def _read(self, file: Path, data: bytes, known: Known | None) -> Extracted | None:
        """What the file says; None when that cannot be read, which is then a fault."""
        try:
            extracted = extracted_from(file, data)
        except (Unreadable, MissingExtra) as error:
            self._fault(Fault(str(file), str(error)), known)
            return None
        for place, problem in extracted.faults:
            self.faults.append(Fault(f"{file}, {place}", problem))
        if extracted.assumed:
            self.assumed.append(Fault(str(file), extracted.assumed))
        return extracted

    def _fault(self, fault: Fault, known: Known | None) -> None:
        stays = "; what was indexed from it before stays" if known is not None else ""
        self.faults.append(Fault(fault.place, f"{fault.problem}{stays}"))


def name_of(file: str | Path) -> str:
    r"""The name that a file's document is kept under: its path; a byte that is no character is written ``\xff``."""
    return os.fsencode(file).decode("utf-8", "backslashreplace")


def _gone(known: dict[str, Known], roots: list[Path], walked: Walked) -> tuple[str, ...]:
    """Documents from below the roots that are there no more; what a fault hides is not known to be gone."""
    there = {name_of(file) for file in walked.files}
    hidden = [Path(name_of(fault.place)) for fault in walked.faults]
    return tuple(
        name
        for name, document in known.items()
        if name not in there
        and document.mtime_ns is not None
        and any(root in Path(name).parents for root in roots)
        and not any(place == Path(name) or place in Path(name).parents for place in hidden)
    )
