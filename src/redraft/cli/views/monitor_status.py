"""How watched profiles stand, in a terminal, as JSON and as a page."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from rich.text import Text

from redraft.cli._output import data_console, print_json, talk
from redraft.cli.views import monitor_tables as tables
from redraft.errors import Misuse
from redraft.profiles.monitoring import Watch
from redraft.profiles.monitoring.report import ProfileReport, report_of
from redraft.profiles.monitoring.webhooks import address_of
from redraft.report.page import check_writable, write_page
from redraft.report.plots import check_available
from redraft.report.tables import for_terminal
from redraft.report.text import printable
from redraft.settings import Settings, StoreTable, did_you_mean, store_url
from redraft.store import RecordStore
from redraft.store.monitoring import MonitorStore

MOST_ALARMS = 20
"""Alarms that a look at the status tells a webhook of; one that does not arrive ends it."""

NOTHING = (
    "no profile is watched in this store yet; add [profiles.NAME.monitor] to redraft.toml, with epsilon = 0.02 if "
    "there is no certificate, and correct something"
)


def with_store(settings: Settings, store: str | None) -> Settings:
    """The settings with another store, if one is given."""
    return settings if store is None else replace(settings, store=StoreTable(url=store))


def shown(settings: Settings, profile: str | None, *, html: Path | None, as_json: bool) -> None:
    """Show every watched profile, or one.

    Raises:
        Misuse: when that one was never watched.
    """
    if html is not None:
        check_available()
        check_writable(html)
    reports = asyncio.run(reported(settings, profile, with_curve=html is not None))
    if html is not None:
        from redraft.cli.views.monitor_page import status_page

        write_page(html, status_page(reports))
        talk().print(Text(f"written: {html.resolve()}", style="dim"), soft_wrap=True)
    if as_json:
        print_json(reports)
        return
    if not reports:
        talk().print(Text(NOTHING), soft_wrap=True)
        return
    console = data_console()
    for report in reports:
        for table in tables.of_profile(report):
            console.print(for_terminal(table))
        if report.otherwise:
            said = f"the settings now say {report.otherwise}; it counts from the next `redraft monitor reset` on"
            console.print(Text(said, style="yellow"), soft_wrap=True)
        for alarm in report.alarms:
            style = "bold red" if alarm.stands else "yellow"
            console.print(Text(printable(tables.told(alarm, report)), style=style), soft_wrap=True)


async def reported(settings: Settings, profile: str | None, *, with_curve: bool = False) -> tuple[ProfileReport, ...]:
    """The reports of every watched profile in the store, or of one; what is overdue is counted, and webhooks told.

    Raises:
        Misuse: when that one was never watched.
    """
    now = datetime.now(UTC).isoformat(timespec="seconds")
    found = []
    with RecordStore.open(store_url(settings)) as store:
        kept = MonitorStore(store.database)
        known = await kept.profiles()
        if profile is not None and profile not in known:
            raise Misuse(f"profile {profile!r} was never watched in {kept.shown!r}; {did_you_mean(profile, known)}")
        for name in known if profile is None else (profile,):
            table = settings.profiles[name].monitor if name in settings.profiles else None
            watch = Watch(kept, name, address=address_of(table, name))
            await watch.catch_up()
            await watch.tell(most=MOST_ALARMS)
            report = await report_of(kept, name, table=table, now=now, with_curve=with_curve)
            found += [] if report is None else [report]
    return tuple(found)
