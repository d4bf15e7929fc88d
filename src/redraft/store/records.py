"""The store: finished records, kept, found and listed."""

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import fields
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple, Self

from sqlalchemy import ColumnElement, Connection, select, tuple_
from sqlalchemy.exc import IntegrityError

from redraft.core import Record
from redraft.errors import StoreError
from redraft.store.codec import decode_record, encode_record
from redraft.store.database import Database
from redraft.store.jsonl import read_lines, written_atomically
from redraft.store.summary import BadLine, Imported, Summary
from redraft.store.tables import RECORDS

PAGE = 500
"""Records read or written in one transaction by exports and imports: some megabytes of memory at most."""

_SUMMARY = [RECORDS.c[field.name] for field in fields(Summary)]
_INSERT = RECORDS.insert()
_MOST = 2**31 - 1
"""What a whole number in a column can be at most in every database; an absurd count is told in full by the document."""


class RecordStore:
    """Records in SQLite or PostgreSQL; a `redraft.core.Recorder`. Append-only: nothing here changes a record.

    May be used from several event loops and threads at once.
    """

    def __init__(self, database: Database) -> None:
        """Keep records in `database`; see `open`."""
        self.database = database

    @classmethod
    def open(cls, url: str) -> Self:
        """The store at `url`, made if there is none yet.

        Args:
            url: a path of an SQLite file, or an SQLAlchemy URL; ``sqlite://`` is a store in memory.

        Raises:
            StoreError: when it cannot be opened, or was written by a newer version.
        """
        return cls(Database(url))

    def close(self) -> None:
        """Finish writing and let go of the database."""
        self.database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    async def write(self, record: Record) -> None:
        """Keep `record`.

        Raises:
            StoreError: when its id is taken, or the database refuses.
        """
        row = row_of(record)
        await self.database.run(lambda connection: insert_record(connection, row))

    async def get(self, id: str) -> Record:
        """The record of that id, or of the one id that begins so.

        Raises:
            StoreError: when there is none or more than one.
        """
        wanted = _column_text(id)

        def find(connection: Connection) -> list[tuple[str, str]]:
            query = select(RECORDS.c.id, RECORDS.c.document)
            exact = connection.execute(query.where(RECORDS.c.id == wanted)).all()
            near = RECORDS.c.id.startswith(wanted, autoescape=True)
            return [(r.id, r.document) for r in exact or connection.execute(query.where(near).limit(3))]

        found = await self.database.run(find) if id else []
        if not found:
            raise StoreError(f"no record {id!r} in {self.database.shown!r}; `redraft show` alone lists all")
        if len(found) > 1:
            some = ", ".join(full_id for full_id, _ in found)
            raise StoreError(f"{id!r} begins more than one record's id ({some}, ...); give more characters")
        return decode_record(found[0][1])

    async def list(
        self,
        *,
        prompt_id: str | None = None,
        profile: str | None = None,
        model: str | None = None,
        reason: str | None = None,
        accepted: bool | None = None,
        since: str | None = None,
        until: str | None = None,
        limit: int | None = 50,
    ) -> tuple[Summary, ...]:
        """Summaries of the records that fit every condition, the newest first.

        Args:
            prompt_id: of this prompt.
            profile: written under this profile.
            model: drafted by this ``provider/model``.
            reason: ended for this reason.
            accepted: whether the returned draft passed.
            since: started at this time or later; UTC, ISO 8601, a date alone will do.
            until: started before this time.
            limit: at most so many; None for all.
        """
        wanted = {"prompt_id": prompt_id, "profile": profile, "model": model, "reason": reason, "accepted": accepted}
        conditions: list[ColumnElement[bool]] = [
            RECORDS.c[name] == _column_value(value) for name, value in wanted.items() if value is not None
        ]
        conditions += [] if since is None else [RECORDS.c.created_at >= since]
        conditions += [] if until is None else [RECORDS.c.created_at < until]
        query = select(*_SUMMARY).where(*conditions).order_by(RECORDS.c.created_at.desc(), RECORDS.c.id).limit(limit)
        rows = await self.database.run(lambda connection: connection.execute(query).mappings().all())
        return tuple(Summary(**row) for row in rows)

    async def documents(self) -> AsyncIterator[str]:
        """Every record as its line of JSON, the oldest first, exactly as it was written."""
        after: Stored | None = None
        while page := await self.database.run(partial(_page_after, after)):
            for stored in page:
                yield stored.document
            after = page[-1]

    async def export_jsonl(self, path: str | Path) -> int:
        """Write every record to a JSONL file, the oldest first, and say how many; a file there is replaced whole.

        Raises:
            StoreError: when the file cannot be written.
        """
        n_records = 0
        with written_atomically(Path(path)) as file:
            async for document in self.documents():
                file.write(document + "\n")
                n_records += 1
        return n_records

    async def import_jsonl(self, path: str | Path) -> Imported:
        """Take in the records of a JSONL file; what is there already stays, bad lines are reported and left out.

        Raises:
            StoreError: when the file cannot be read.
        """
        tally, chunk = Tally(), list[Line]()
        for line, text in read_lines(Path(path)):
            try:
                chunk.append(Line(line, row_of(decode_record(text), text.decode())))
            except StoreError as error:
                tally.bad.append(BadLine(line=line, problem=str(error)))
            if len(chunk) == PAGE:
                tally.add(await self.database.run(partial(_take_in, chunk)))
                chunk = []
        tally.add(await self.database.run(partial(_take_in, chunk)))
        return tally.imported


class Line(NamedTuple):
    """A line of an import, read and found to be a record."""

    number: int
    row: dict[str, Any]


class Tally:
    """What an import did so far."""

    def __init__(self) -> None:
        self.n_written, self.n_present, self.bad = 0, 0, list[BadLine]()

    def add(self, done: Imported) -> None:
        """Count one more chunk."""
        self.n_written += done.n_written
        self.n_present += done.n_present
        self.bad += done.bad

    @property
    def imported(self) -> Imported:
        """The sum, bad lines in the order of the file."""
        bad = tuple(sorted(self.bad, key=lambda b: b.line))
        return Imported(n_written=self.n_written, n_present=self.n_present, bad=bad)


def row_of(record: Record, document: str | None = None) -> dict[str, Any]:
    """The columns of a record; `document` is its text, where there is one already, to be kept to the letter."""
    best, attempts = record.context.best, record.context.attempts
    ending = record.decisions[-1] if record.decisions else None
    row = {
        "id": record.id,
        "created_at": record.created_at,
        "prompt_id": record.context.prompt.id,
        "profile": record.settings.get("profile"),
        "model": record.settings.get("model"),
        "strategy": record.settings.get("strategy"),
        "reason": "none" if ending is None else ending.reason,
        "accepted": ending is not None and ending.action == "accept",
        "changed": best is not None and best.draft.text != attempts[0].draft.text,
        "n_attempts": len(attempts),
        "calls": record.usage.calls,
        "tokens": record.usage.tokens,
        "seconds": record.usage.seconds,
        "usd": record.usage.usd,
        "resumes": record.resumes,
        "schema_version": record.schema_version,
    }
    columns = {name: _column_value(value) for name, value in row.items()}
    return {**columns, "document": encode_record(record) if document is None else document}


def _column_value(value: Any) -> Any:
    """A value in a form that every database has for it; the document keeps it as it is."""
    if isinstance(value, bool | float | None):
        return value
    return max(-_MOST, min(value, _MOST)) if isinstance(value, int) else _column_text(str(value))


def _column_text(text: str) -> str:
    """A text with escapes for what has no form in a database: half a surrogate pair, and the character of number 0."""
    return text.encode(errors="backslashreplace").decode().replace("\0", "\\x00")


def insert_record(connection: Connection, row: Mapping[str, Any]) -> None:
    """Add the row of one record, see `row_of`.

    Raises:
        StoreError: when its id is taken.
    """
    try:
        connection.execute(_INSERT, row)
    except IntegrityError as error:
        what = f"there is a record {row['id']!r} already"
        raise StoreError(f"{what}; a record is written once and never changed") from error


class Stored(NamedTuple):
    """A record as it lies in the store."""

    created_at: str
    id: str
    document: str


def _page_after(after: Stored | None, connection: Connection) -> list[Stored]:
    query = select(RECORDS.c.created_at, RECORDS.c.id, RECORDS.c.document)
    if after is not None:
        query = query.where(tuple_(RECORDS.c.created_at, RECORDS.c.id) > (after.created_at, after.id))
    rows = connection.execute(query.order_by(RECORDS.c.created_at, RECORDS.c.id).limit(PAGE))
    return [Stored(*row) for row in rows]


def _take_in(chunk: Sequence[Line], connection: Connection) -> Imported:
    ids = [line.row["id"] for line in chunk]
    query = select(RECORDS.c.id, RECORDS.c.document).where(RECORDS.c.id.in_(ids))
    present = {row.id: row.document for row in connection.execute(query)}
    new: list[Mapping[str, Any]] = []
    bad: list[BadLine] = []
    n_present = 0
    for number, row in chunk:
        id, document = row["id"], row["document"]
        if id not in present:
            present[id] = document
            new.append(row)
        elif present[id] == document or decode_record(present[id]) == decode_record(document):
            n_present += 1
        else:
            bad.append(BadLine(line=number, problem=f"another record has the id {id!r}; the one in the store stays"))
    if new:
        connection.execute(_INSERT, new)
    return Imported(n_written=len(new), n_present=n_present, bad=tuple(bad))
