"""Records for people: one as a story, many as a table."""

import asyncio
from pathlib import Path
from typing import NamedTuple

from rich.text import Text

from redraft.cli._output import data_console, print_json, shows_colors, talk, write_line
from redraft.cli.views import certified
from redraft.core import Record
from redraft.report import page
from redraft.report.story import story_of
from redraft.report.tables import Column, Row, Table, for_terminal
from redraft.report.terminal import trajectory
from redraft.report.text import counted, printable, shortened
from redraft.settings import Settings, store_url
from redraft.store import RecordStore, Summary, encode_record

_COLUMNS = (
    Column("record", "left"),
    Column("started (UTC)", "left"),
    Column("model", "left"),
    Column("reason", "left"),
    Column("answer", "left"),
    Column("attempts"),
    Column("calls"),
    Column("tokens"),
)


def told(id: str, settings: Settings, *, html: Path | None, as_json: bool, no_color: bool) -> None:
    """One record: as a story on stdout, or as JSON, and as a page if one is wanted."""
    record = asyncio.run(_found(id, settings))
    if html is not None:
        page.write_page(html, story_page(record))
        talk(no_color=no_color).print(Text(f"written: {html.resolve()}", style="dim"), soft_wrap=True)
    if as_json:
        write_line(encode_record(record))
    elif html is None:
        console = data_console(no_color=no_color)
        console.print(trajectory(story_of(record), colors=shows_colors(console)))
        under = certified.of_record(record)
        if under is not None:
            console.print(Text(f"certificate: {printable(under)}"))


def listed(settings: Settings, *, limit: int, as_json: bool, no_color: bool) -> None:
    """The newest records."""
    found = asyncio.run(_newest(settings, limit))
    summaries = found.summaries
    if as_json:
        print_json(summaries)
        return
    if not summaries:
        talk(no_color=no_color).print(Text(f"no records in {found.store} yet; `redraft correct` makes them"))
        return
    rows = tuple(_row(summary) for summary in summaries)
    table = Table(title=f"The {counted(len(rows), 'newest record', 'newest records')}", columns=_COLUMNS, rows=rows)
    data_console(no_color=no_color).print(for_terminal(table))


def story_page(record: Record) -> str:
    """A record as one HTML page."""
    settings = record.settings
    critics = ", ".join(f"{critic['name']} ({critic['kind']})" for critic in settings.get("critics", ()))
    named = {
        "Record": record.id,
        "Started": f"{record.created_at} UTC",
        "Model": str(settings.get("model", "not said")),
        "Critics": critics or "none",
        "Panel": str(settings.get("panel", {}).get("name", "not said")),
        "Strategy": str(settings.get("strategy", "not said")),
        "Seed": str(settings.get("seed", "not said")),
        "Redraft": record.redraft_version,
    }
    under = certified.of_record(record)
    if under is not None:
        named["Certificate"] = under
    if record.resumes is not None:
        named["Goes on from"] = record.resumes
    return page.page(
        "A correction, step by step",
        f"“{shortened(record.context.prompt.text, 200)}”",
        page.section("What happened", page.trajectory(story_of(record))),
        page.section("With what", page.facts(named)),
    )


def _row(summary: Summary) -> Row:
    outcome = "accepted" if summary.accepted else "kept" if summary.n_attempts else "none"
    return Row(
        (
            summary.id[:12],
            summary.created_at[:19].replace("T", " "),
            summary.model or "",
            summary.reason,
            f"{outcome}, changed" if summary.changed else outcome,
            str(summary.n_attempts),
            str(summary.calls),
            f"{summary.tokens:,}",
        )
    )


async def _found(id: str, settings: Settings) -> Record:
    with RecordStore.open(store_url(settings)) as store:
        if id == "last":
            newest = await store.list(limit=1)
            id = newest[0].id if newest else id
        return await store.get(id)


class Newest(NamedTuple):
    """The newest records, and the address without its password of the store that has them."""

    summaries: tuple[Summary, ...]
    store: str


async def _newest(settings: Settings, limit: int) -> Newest:
    with RecordStore.open(store_url(settings)) as store:
        return Newest(await store.list(limit=limit), store.database.shown)
