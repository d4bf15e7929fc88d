"""What is known of watched profiles: events that are only ever added, and the states that they amount to.

An event and what it makes of the states are written in one transaction, and whoever writes about a profile holds the
lock on it until then. So several processes, also on several machines, lose nothing and count nothing twice, and a state
is always that of exactly the events before it. What a state means is not known here: it is a text that the caller's
fold reads and writes.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import Connection, and_, bindparam, exists, func, select, update
from sqlalchemy.dialects import postgresql, sqlite

from redraft.store.database import Database
from redraft.store.tables import MONITOR_EVENTS, MONITOR_STATES

WHOLE = ""
"""The critic under which the state of a profile as a whole is kept."""

_OF = and_(MONITOR_STATES.c.profile == bindparam("of_profile"), MONITOR_STATES.c.critic == bindparam("of_critic"))
_BEGIN = {
    "sqlite": sqlite.insert(MONITOR_STATES).on_conflict_do_nothing(),
    "postgresql": postgresql.insert(MONITOR_STATES).on_conflict_do_nothing(),
}
# SQLite has no locks on rows and needs none: its transactions here begin with the right to write (see `database`).
_LOCK = select(MONITOR_STATES.c.document).where(_OF).with_for_update()
_READ = select(MONITOR_STATES.c.critic, MONITOR_STATES.c.document).where(
    MONITOR_STATES.c.profile == bindparam("of_profile")
)
_WRITE = update(MONITOR_STATES).where(_OF).values(document=bindparam("new_document"))
_ADD = MONITOR_EVENTS.insert()
_PAGE = 50
"""Events that are read at once where all that wait may be many."""
_TAKEN = select(MONITOR_EVENTS).where(
    MONITOR_EVENTS.c.profile == bindparam("of_profile"), MONITOR_EVENTS.c.key == bindparam("of_key")
)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewEvent:
    """Something that happened to a profile and is to be kept.

    Attributes:
        key: what may happen to the profile once only has the same key each time, such as ``label of RECORD``.
        kind: what happened.
        at: when, in UTC, ISO 8601.
        document: the rest, as JSON text.
        record_id: the record that it is about; None when it is about none.
    """

    key: str
    kind: str
    at: str
    document: str
    record_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptEvent:
    """An event in the store.

    Attributes:
        number: rises in the order in which the events of a profile were taken in.
        profile: whose it is.
        key: as in `NewEvent`.
        kind: what happened.
        at: when, in UTC, ISO 8601.
        document: the rest, as JSON text.
        record_id: the record that it is about; None when it is about none.
    """

    number: int
    profile: str
    key: str
    kind: str
    at: str
    document: str
    record_id: str | None


class Folded(NamedTuple):
    """What an event makes of a profile: new states by critic, those left out staying, and what follows from it."""

    states: Mapping[str, str]
    events: tuple[NewEvent, ...] = ()


class Pair(NamedTuple):
    """An event about a record, and what else happened to that record, the oldest first."""

    event: KeptEvent
    others: tuple[KeptEvent, ...]


class Seen:
    """What a fold may look at: how things stand in its transaction, the events that it is about included."""

    def __init__(self, connection: Connection, profile: str, states: Mapping[str, str]) -> None:
        """Look at one profile through an open transaction.

        Args:
            connection: of the transaction.
            profile: whose events are looked at.
            states: by critic; a profile never seen has none.
        """
        self.states = states
        self._connection, self._profile = connection, profile

    @property
    def newest(self) -> int:
        """The number of the profile's newest event; 0 when there is none."""
        query = select(func.max(MONITOR_EVENTS.c.number)).where(MONITOR_EVENTS.c.profile == self._profile)
        return self._connection.execute(query).scalar() or 0

    def event(self, key: str) -> KeptEvent | None:
        """The event of that key; None when it has not happened."""
        wanted = {"of_profile": self._profile, "of_key": key}
        row = self._connection.execute(_TAKEN, wanted).mappings().first()
        return None if row is None else KeptEvent(**row)

    def pairs(self, kinds: Sequence[str], others: Sequence[str], *, after: int) -> Iterator[Pair]:
        """Events of some kinds with a higher number than `after`, the oldest first, with those of other kinds.

        They are read as they are asked for, a page at a time.
        """
        while True:
            page = self._connection.execute(
                select(MONITOR_EVENTS)
                .where(MONITOR_EVENTS.c.profile == self._profile, MONITOR_EVENTS.c.kind.in_(kinds))
                .where(MONITOR_EVENTS.c.number > after)
                .order_by(MONITOR_EVENTS.c.number)
                .limit(_PAGE)
            ).mappings()
            events = [KeptEvent(**row) for row in page]
            beside: dict[str | None, list[KeptEvent]] = {event.record_id: [] for event in events}
            found = self._connection.execute(
                select(MONITOR_EVENTS)
                .where(MONITOR_EVENTS.c.profile == self._profile, MONITOR_EVENTS.c.kind.in_(others))
                .where(MONITOR_EVENTS.c.record_id.in_([*beside]))
                .order_by(MONITOR_EVENTS.c.number)
            ).mappings()
            for row in found:
                beside[row["record_id"]].append(KeptEvent(**row))
            for event in events:
                yield Pair(event, tuple(beside[event.record_id]))
            if len(events) < _PAGE:
                return
            after = events[-1].number


Fold = Callable[[Seen], Folded]
"""From what is there to new states and what follows; it changes nothing itself, for it may be called twice."""


class MonitorStore:
    """Events and states of watched profiles, in the same database as the records."""

    def __init__(self, database: Database) -> None:
        """Keep them in `database`; open one with `redraft.store.RecordStore`."""
        self._database = database

    @property
    def shown(self) -> str:
        """The address without its password."""
        return self._database.shown

    async def take_in(self, profile: str, events: Sequence[NewEvent], fold: Fold) -> tuple[NewEvent, ...] | None:
        """Add events and what they make of the states, in one transaction.

        Args:
            profile: whose they are.
            events: what happened; none to have only the states looked at again.
            fold: gives the new states and the events that follow; it sees `events` among what happened.

        Returns:
            The events that followed, which were added as well; None when an event of the first one's key was there
            already, and nothing was done.

        Raises:
            StoreError: when the database refuses.
            RedraftError: what the fold raises; nothing is written then.
        """

        def work(connection: Connection) -> tuple[NewEvent, ...] | None:
            begin = _BEGIN.get(connection.dialect.name, MONITOR_STATES.insert())
            connection.execute(begin, {"profile": profile, "critic": WHOLE, "document": ""})
            connection.execute(_LOCK, {"of_profile": profile, "of_critic": WHOLE}).one()
            first = {"of_profile": profile, "of_key": events[0].key} if events else None
            if first is not None and connection.execute(_TAKEN, first).first() is not None:
                return None
            if events:
                connection.execute(_ADD, [_row(profile, event) for event in events])
            rows = connection.execute(_READ, {"of_profile": profile}).all()
            before = {row.critic: row.document for row in rows if row.document}
            folded = fold(Seen(connection, profile, before))
            known = {row.critic for row in rows}
            for critic, document in folded.states.items():
                if critic not in known:
                    connection.execute(begin, {"profile": profile, "critic": critic, "document": document})
                elif document != before.get(critic):
                    connection.execute(_WRITE, {"of_profile": profile, "of_critic": critic, "new_document": document})
            if folded.events:
                connection.execute(_ADD, [_row(profile, event) for event in folded.events])
            return folded.events

        return await self._database.run(work)

    async def states(self, profile: str) -> dict[str, str]:
        """The states of a profile by critic; none for one that was never watched."""
        rows = await self._database.run(lambda connection: connection.execute(_READ, {"of_profile": profile}).all())
        return {row.critic: row.document for row in rows if row.document}

    async def profiles(self) -> tuple[str, ...]:
        """The profiles that were ever watched, sorted."""
        query = select(MONITOR_STATES.c.profile).distinct().order_by(MONITOR_STATES.c.profile)
        return tuple(await self._database.run(lambda connection: connection.execute(query).scalars().all()))

    async def events(
        self, profile: str, *kinds: str, after: int = 0, newest: int | None = None
    ) -> tuple[KeptEvent, ...]:
        """The events of these kinds, the oldest first.

        Args:
            profile: whose they are.
            *kinds: all kinds when none is named.
            after: only those with a higher number.
            newest: only so many, the newest; None for all.
        """
        conditions = [MONITOR_EVENTS.c.profile == profile, MONITOR_EVENTS.c.number > after]
        conditions += [MONITOR_EVENTS.c.kind.in_(kinds)] if kinds else []
        query = select(MONITOR_EVENTS).where(*conditions).order_by(MONITOR_EVENTS.c.number.desc()).limit(newest)
        rows = await self._database.run(lambda connection: connection.execute(query).mappings().all())
        return tuple(KeptEvent(**row) for row in reversed(rows))

    async def event(self, profile: str, key: str) -> KeptEvent | None:
        """The event of that key; None when it has not happened."""
        wanted = {"of_profile": profile, "of_key": key}
        row = await self._database.run(lambda connection: connection.execute(_TAKEN, wanted).mappings().first())
        return None if row is None else KeptEvent(**row)

    async def pairs(
        self, profile: str, kinds: Sequence[str], others: Sequence[str], *, after: int = 0
    ) -> tuple[Pair, ...]:
        """As `Seen.pairs`, all of them at once."""
        return await self._database.run(
            lambda connection: tuple(Seen(connection, profile, {}).pairs(kinds, others, after=after))
        )

    async def open_events(self, profile: str, kind: str, closed_by: str, *, after: int = 0) -> tuple[KeptEvent, ...]:
        """The events of `kind` about records about which there is none of kind `closed_by`, the oldest first.

        Args:
            profile: whose they are.
            kind: what is sought.
            closed_by: what settles it.
            after: only those with a higher number.
        """
        other = MONITOR_EVENTS.alias()
        settled = exists().where(
            other.c.profile == profile, other.c.kind == closed_by, other.c.record_id == MONITOR_EVENTS.c.record_id
        )
        query = (
            select(MONITOR_EVENTS)
            .where(MONITOR_EVENTS.c.profile == profile, MONITOR_EVENTS.c.kind == kind)
            .where(MONITOR_EVENTS.c.number > after, ~settled)
            .order_by(MONITOR_EVENTS.c.number)
        )
        rows = await self._database.run(lambda connection: connection.execute(query).mappings().all())
        return tuple(KeptEvent(**row) for row in rows)


def _row(profile: str, event: NewEvent) -> dict[str, Any]:
    return {
        "profile": profile,
        "key": event.key,
        "kind": event.kind,
        "record_id": event.record_id,
        "at": event.at,
        "document": event.document,
    }
