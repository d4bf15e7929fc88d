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
    """The assembly's plan with the recorder it is meant to have.

    Raises:
        StoreError: when the store cannot be opened.
    """
    plan, store = assembly.plan, assembly.store
    if plan.recorder is not None or store is None:
        yield plan
    elif not isinstance(store, str):
        yield replace(plan, recorder=store)
    else:
        opened = await asyncio.to_thread(_open, store)
        try:
            yield replace(plan, recorder=opened)
        finally:
            await asyncio.to_thread(opened.close)


def _open(url: str) -> "RecordStore":
    # Imported here: SQLAlchemy takes a quarter of a second, for those who keep records only.
    from redraft.store import RecordStore

    return RecordStore.open(url)
