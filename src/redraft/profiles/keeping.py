"""The store of a correction: opened before money is spent, closed when the correction is over."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

from redraft.engine.plan import Plan
from redraft.profiles.assembly import Assembly

if TYPE_CHECKING:
    from redraft.store import RecordStore


@asynccontextmanager
async def recording(assembly: Assembly) -> AsyncIterator[Plan]:
    """The assembly's plan with the recorder it is meant to have, and under watch where its profile is.

    Raises:
        StoreError: when the store cannot be opened.
        SettingsError: when the profile is to be watched and there is no store to do it in.
    """
    plan, store = assembly.plan, assembly.store
    watched = assembly.settings.in_use.monitor is not None
    if store is None and watched:
        store = _store_of_watch(assembly)
    if store is None or (plan.recorder is not None and not watched):
        yield plan
    elif not isinstance(store, str):
        yield await _kept_in(store, assembly)
    else:
        opened = await asyncio.to_thread(_open, store)
        try:
            yield await _kept_in(opened, assembly)
        finally:
            await asyncio.to_thread(opened.close)


async def _kept_in(store: "RecordStore", assembly: Assembly) -> Plan:
    """The plan with what an opened store does for it."""
    plan, table = assembly.plan, assembly.settings.in_use.monitor
    keeps = store if plan.recorder is None and assembly.store is not None else plan.recorder
    if table is None:
        return replace(plan, recorder=keeps)
    # Imported here: like the store itself, for those who have a use for it only.
    from redraft.profiles.monitoring import WatchedRecorder, guarded, watch_of

    watch = watch_of(plan, assembly.settings, store.database)
    assert watch is not None
    recorder = None if keeps is None else WatchedRecorder(keeps, watch)
    return replace(await guarded(plan, watch, fallback=table.fallback), recorder=recorder)


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
