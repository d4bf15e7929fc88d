"""What is known of watched profiles: events that are only ever added, and the states that they amount to.

An event and what it makes of the states are written in one transaction, and whoever writes about a profile holds the
lock on it until then. So several processes, also on several machines, lose nothing and count nothing twice, and a state
is always that of exactly the events before it. What a state means is not known here: it is a text that the caller's
fold reads and writes.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import Connection, and_, bindparam, exists, select, update
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


Fold = Callable[[Mapping[str, str]], Folded]
"""From the states by critic to new ones; pure, for it may be called twice. A profile never seen has no states."""


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
            events: at least one.
            fold: gives the new states and the events that follow.

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
            if connection.execute(_TAKEN, {"of_profile": profile, "of_key": events[0].key}).first() is not None:
                return None
            rows = connection.execute(_READ, {"of_profile": profile}).all()
            before = {row.critic: row.document for row in rows if row.document}
            folded = fold(before)
            known = {row.critic for row in rows}
            for critic, document in folded.states.items():
                if critic not in known:
                    connection.execute(begin, {"profile": profile, "critic": critic, "document": document})
                elif document != before.get(critic):
                    connection.execute(_WRITE, {"of_profile": profile, "of_critic": critic, "new_document": document})
            connection.execute(_ADD, [_row(profile, event) for event in (*events, *folded.events)])
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
