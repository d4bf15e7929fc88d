"""The store of a correction: opened before money is spent, closed when the correction is over."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from redraft.engine.plan import Plan
from redraft.profiles.assembly import Assembly
from redraft.settings import Settings

if TYPE_CHECKING:
    from redraft.profiles.monitoring import Watch
    from redraft.store import RecordStore


@asynccontextmanager
async def recording(assembly: Assembly) -> AsyncIterator[Plan]:
    """The assembly's plan with the recorder it is meant to have, and under watch where its profile is.

    Raises:
        StoreError: when the store cannot be opened.
        SettingsError: when the profile is to be watched and there is no store to do it in.
    """
    plan, store = assembly.plan, assembly.store
    is_watched = assembly.settings.in_use.monitor is not None
    if store is None and is_watched:
        store = _store_of_watch(assembly)
    if store is None or (plan.recorder is not None and not is_watched):
        yield plan
    elif not isinstance(store, str):
        yield await _kept_in(store, assembly)
    else:
        opened = await asyncio.to_thread(_open, store)
        try:
            yield await _kept_in(opened, assembly)
        finally:
            await asyncio.to_thread(opened.close)


class Under(NamedTuple):
    """A plan as it may run now, and who learns from its records."""

    plan: Plan
    watch: "Watch | None"


async def watched(plan: Plan, settings: Settings, store: "RecordStore") -> Under:
    """The plan as it may run under the watch that the profile in use asks for; as it is when it asks for none.

    Raises:
        SettingsError: when nothing says what is promised, or a value cannot work.
        MissingExtra: without the packages that watching needs.
    """
    table = settings.in_use.monitor
    if table is None:
        return Under(plan, None)
    # Imported here: like the store itself, for those who have a use for it only.
    from redraft.profiles.monitoring import guarded, watch_of

    watch = watch_of(plan, settings, store.database)
    assert watch is not None
    return Under(await guarded(plan, watch, fallback=table.fallback), watch)


async def _kept_in(store: "RecordStore", assembly: Assembly) -> Plan:
    """The plan with what an opened store does for it."""
    plan, watch = await watched(assembly.plan, assembly.settings, store)
    recorder = store if plan.recorder is None and assembly.store is not None else plan.recorder
    if watch is not None and recorder is not None:
        from redraft.profiles.monitoring import WatchedRecorder

        recorder = WatchedRecorder(recorder, watch)
    return replace(plan, recorder=recorder)


def _store_of_watch(assembly: Assembly) -> str:
    """Where the profile is watched when this correction keeps no record of its own: an alarm counts all the same."""
    settings = assembly.settings
    if settings.store.url is None:
        path = ("profiles", settings.profile, "monitor")
        advice = 'add [store] url = "records.db", or give the store'
        raise settings.written.refused(path, " needs a store to remember what it saw", advice)
    return settings.store.url


def _open(url: str) -> "RecordStore":
    # Imported here: SQLAlchemy takes a quarter of a second, for those who keep records only.
    from redraft.store import RecordStore

    return RecordStore.open(url)
