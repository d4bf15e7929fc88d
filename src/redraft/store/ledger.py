"""The ledger of a batch: which prompt is whose, which is done, and what its model calls answered so far.

A prompt is leased to one worker at a time. Its record and the note that it is done are written in one transaction, so
there is exactly one record for each prompt whatever is killed when. The answered calls of an unfinished prompt are kept
until then: after a crash only the calls that were in flight are made again.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import Connection, CursorResult, and_, bindparam, delete, func, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import IntegrityError

from redraft.core import Draft, Record
from redraft.errors import StoreError
from redraft.store.codec import decode_as, encode
from redraft.store.database import Database
from redraft.store.records import insert_record, row_of
from redraft.store.tables import CALLS, ITEMS, META

LEASE_S = 900.0
"""Seconds after which another worker may take over a prompt whose worker is silent. Every answered call renews the
lease when a third of it is over, so this must only outlast one call with its retries, and a half again."""


# Built once: to put a statement together costs SQLAlchemy five times what it costs to run it.
_ITEM = and_(ITEMS.c.run == bindparam("of_run"), ITEMS.c.key == bindparam("of_key"))
_MINE = and_(_ITEM, ITEMS.c.owner == bindparam("of_owner"), ITEMS.c.record_id.is_(None))
_CALLS = and_(CALLS.c.run == bindparam("of_run"), CALLS.c.key == bindparam("of_key"))
_FIND = select(ITEMS).where(_ITEM)
# Where the database does not make writers wait for one another, two workers may begin the same prompt at once: the
# second one's row is left out instead of failing.
_BEGIN = {
    "sqlite": sqlite.insert(ITEMS).on_conflict_do_nothing(),
    "postgresql": postgresql.insert(ITEMS).on_conflict_do_nothing(),
}
_BEGIN_AGAIN = (
    update(ITEMS)
    .where(_ITEM)
    .values({name: bindparam(f"new_{name}") for name in ("owner", "leased_until", "tries")})
    .values(record_id=None, failed=False)
)
_RENEW = update(ITEMS).where(_MINE).values(leased_until=bindparam("new_leased_until"))
_FINISH = (
    update(ITEMS)
    .where(_MINE)
    .values(record_id=bindparam("new_record_id"), failed=bindparam("new_failed"), owner=None, leased_until=0.0)
)
_KEEP = CALLS.insert()
_KEPT = select(CALLS.c.request, CALLS.c.number, CALLS.c.reply).where(_CALLS)
_DROP = delete(CALLS).where(_CALLS)


class LeaseLost(StoreError):
    """The lease of a prompt ran out and another worker took over: the record of that one counts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """What the ledger says when a worker asks for a prompt.

    Attributes:
        key: the prompt's key in its run.
        state: ``mine`` to work on it now, ``done`` when there is a record, ``busy`` while another worker has it.
        tries: how often it was begun, this time included.
        record_id: the record, when done.
    """

    key: str
    state: Literal["mine", "done", "busy"]
    tries: int
    record_id: str | None = None


class Ledger:
    """The prompts of one run, in the same database as the records."""

    def __init__(
        self,
        database: Database,
        *,
        run: str,
        owner: str,
        lease_s: float = LEASE_S,
        clock: Callable[[], float] = time.time,
    ) -> None:
        """Work on `run` as `owner`.

        Args:
            database: where the ledger and the records are.
            run: names the batch; workers of one run share its prompts.
            owner: names this worker, different for each.
            lease_s: seconds after which others may take over a prompt that this worker is silent about.
            clock: seconds since the epoch; the same on all machines, give or take much less than a lease.
        """
        self.run, self.owner = run, owner
        self._database, self._lease_s, self._clock = database, lease_s, clock
        # When the leases of the prompts at work were last renewed, so that not every call costs an update.
        self._renewed: dict[str, float] = {}

    async def claim(self, key: str, *, retry_failed: bool = False) -> Claim:
        """Ask for the prompt `key`; with `retry_failed` also when its record says that it failed."""

        def work(connection: Connection) -> Claim:
            now = self._clock()
            item = connection.execute(_FIND, self._address(key)).one_or_none()
            tries = 1 if item is None else item.tries + 1
            lease = {"owner": self.owner, "leased_until": now + self._lease_s, "tries": tries}
            if item is None:
                begin = _BEGIN.get(connection.dialect.name, ITEMS.insert())
                done = connection.execute(begin, {"run": self.run, "key": key, "failed": False, **lease})
                if done.rowcount == 0:
                    return Claim(key=key, state="busy", tries=tries)
            elif item.record_id is not None and not (retry_failed and item.failed):
                return Claim(key=key, state="done", tries=item.tries, record_id=item.record_id)
            elif item.record_id is None and item.leased_until > now:
                return Claim(key=key, state="busy", tries=item.tries)
            else:
                connection.execute(_BEGIN_AGAIN, self._address(key, **lease))
            self._renewed[key] = now
            return Claim(key=key, state="mine", tries=tries)

        return await self._database.run(work)

    async def complete(self, key: str, record: Record, *, failed: bool) -> None:
        """Keep the record and note in the same transaction that the prompt is done; its kept calls go.

        Raises:
            LeaseLost: when another worker took over; nothing is written then.
        """
        row = row_of(record)
        self._renewed.pop(key, None)

        def work(connection: Connection) -> None:
            self._check(connection.execute(_FINISH, self._mine(key, record_id=record.id, failed=failed)), key)
            insert_record(connection, row)
            connection.execute(_DROP, self._address(key))

        await self._database.run(work)

    async def answered(self, key: str) -> dict[tuple[str, int], tuple[Draft, ...]]:
        """The kept calls of an unfinished prompt: (digest of the request, its number among equals) to the drafts."""
        rows = await self._database.run(lambda connection: connection.execute(_KEPT, self._address(key)).all())
        return {(row.request, row.number): decode_as(row.reply, tuple[Draft, ...]) for row in rows}

    async def keep_answer(self, key: str, request: str, number: int, drafts: tuple[Draft, ...]) -> None:
        """Keep what a call answered until its prompt is done, and renew the prompt's lease in good time.

        Raises:
            LeaseLost: when another worker took over.
        """
        row = {"run": self.run, "key": key, "request": request, "number": number, "reply": encode(drafts)}
        now = self._clock()
        due = now - self._renewed.get(key, 0.0) > self._lease_s / 3

        def work(connection: Connection) -> None:
            if due:
                lease = self._mine(key, leased_until=now + self._lease_s)
                self._check(connection.execute(_RENEW, lease), key)
            try:
                connection.execute(_KEEP, row)
            except IntegrityError as error:
                raise self._lost(key) from error

        await self._database.run(work)
        if due:
            self._renewed[key] = now

    async def take_over(self, owners: str) -> int:
        """End this run's leases of all workers whose names begin so, and say how many; only for who knows them dead."""
        leased = and_(
            ITEMS.c.run == self.run, ITEMS.c.record_id.is_(None), ITEMS.c.owner.startswith(owners, autoescape=True)
        )
        query = update(ITEMS).where(leased).values(owner=None, leased_until=0.0)
        return await self._database.run(lambda connection: connection.execute(query).rowcount)

    async def n_leased(self) -> int:
        """Prompts of this run that a worker has now."""
        leased = (ITEMS.c.run == self.run, ITEMS.c.record_id.is_(None), ITEMS.c.leased_until > self._clock())
        query = select(func.count()).select_from(ITEMS).where(*leased)
        return await self._database.run(lambda connection: connection.execute(query).scalar_one())

    async def source(self) -> str | None:
        """Where the prompts of this run come from, as `set_source` was told; None when it was not."""
        query = select(META.c.value).where(META.c.name == self._source_name)
        return await self._database.run(lambda connection: connection.execute(query).scalar_one_or_none())

    async def set_source(self, source: str) -> None:
        """Note where the prompts of this run come from."""

        def work(connection: Connection) -> None:
            connection.execute(delete(META).where(META.c.name == self._source_name))
            connection.execute(META.insert(), {"name": self._source_name, "value": source})

        await self._database.run(work)

    async def forget(self) -> None:
        """Start the run anew: its prompts are undone and its kept calls gone; the records stay in the store."""

        def work(connection: Connection) -> None:
            for table in (ITEMS, CALLS):
                connection.execute(delete(table).where(table.c.run == self.run))

        await self._database.run(work)

    async def n_done(self) -> int:
        """Prompts of this run that have a record."""
        query = select(func.count()).select_from(ITEMS).where(ITEMS.c.run == self.run, ITEMS.c.record_id.is_not(None))
        return await self._database.run(lambda connection: connection.execute(query).scalar_one())

    @property
    def _source_name(self) -> str:
        return f"source of {self.run}"

    def _address(self, key: str, **new: object) -> dict[str, object]:
        return {"of_run": self.run, "of_key": key, **{f"new_{name}": value for name, value in new.items()}}

    def _mine(self, key: str, **new: object) -> dict[str, object]:
        return {"of_owner": self.owner, **self._address(key, **new)}

    def _check(self, done: CursorResult[Any], key: str) -> None:
        if done.rowcount != 1:
            raise self._lost(key)

    def _lost(self, key: str) -> LeaseLost:
        return LeaseLost(
            f"the lease of {key!r} ran out after {self._lease_s:g} s and another worker took over; "
            "its record counts: give a longer lease"
        )
