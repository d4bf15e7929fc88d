"""A watched profile begun anew."""

import asyncio

from rich.text import Text

from redraft import profiles
from redraft.cli._output import print_json, talk
from redraft.errors import Misuse
from redraft.profiles.monitoring import watch_of
from redraft.report.text import counted
from redraft.settings import Settings, store_url
from redraft.store import RecordStore


def reset(settings: Settings, reason: str, *, as_json: bool) -> None:
    """Begin the figures of the profile in use anew.

    Raises:
        Misuse: when it is not watched, or the reason is empty.
    """
    if not reason.strip():
        raise Misuse(f"a reset needs its reason, got {reason!r}; say what was done about the alarm")
    plan = profiles.assemble({"config": settings}).plan
    with RecordStore.open(store_url(settings)) as store:
        watch = watch_of(plan, settings, store.database)
        if watch is None:
            table = f"[profiles.{settings.profile}.monitor]"
            raise Misuse(f"profile {settings.profile!r} is not watched; add {table} to redraft.toml")
        n_resets = asyncio.run(watch.reset(reason))
    if as_json:
        print_json({"profile": settings.profile, "resets": n_resets, "reason": reason})
    talk().print(
        Text(
            f"profile {settings.profile}: figures begin anew ({counted(n_resets, 'reset')}); what happened stays known"
        ),
        soft_wrap=True,
    )
