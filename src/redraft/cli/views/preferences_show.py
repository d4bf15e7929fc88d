"""A profile for people: all of it, what holds for one request, or as JSON lines."""

import asyncio
from pathlib import Path
from typing import Any

from rich.text import Text

from redraft.cli._output import data_console, print_json, talk, write_line
from redraft.core import Prompt
from redraft.critics.preferences import Preference, Profile, read_profile, retrieve
from redraft.critics.preferences.critic import superseded_in_words
from redraft.critics.preferences.instructing import instruction
from redraft.report.tables import Column, Row, Table, for_terminal
from redraft.report.text import printable, shortened
from redraft.store.codec import encode

_WIDTH = 90
_COLUMNS = (
    Column("id", "left"), Column("date", "left"), Column("on", "left"), Column("preference", "left"),
    Column("checked by code", "left"), Column("for", "left"),
)  # fmt: skip


def shown(path: Path, *, as_json: bool) -> None:
    """Every preference, and what of the file could not be read.

    Raises:
        Misuse: when the file cannot be read.
    """
    profile = read_profile(path)
    problems_told(profile)
    if as_json:
        rows = [row_of(preference) for preference in profile.preferences]
        print_json({"profile": profile.name, "preferences": rows, "problems": profile.problems})
        return
    if not profile.preferences:
        talk().print(Text("no preference yet; `redraft preferences learn` makes them"))
        return
    data_console().print(for_terminal(_table(profile.preferences, f"Preferences in {path.name}")))


def shown_for(path: Path, request: str, *, as_json: bool) -> None:
    """What holds for a request, what gives way to something newer, and what the writer would be told.

    Raises:
        Misuse: when the file cannot be read.
    """
    profile = read_profile(path)
    problems_told(profile)
    retrieved = asyncio.run(retrieve(profile.preferences, request))
    told = instruction(Prompt.of(request), retrieved)
    gave_way = [superseded_in_words(one) for one in retrieved.superseded]
    if as_json:
        rows = [row_of(preference) for preference in retrieved.preferences]
        print_json({"preferences": rows, "superseded": gave_way, "instruction": told})
        return
    console = data_console()
    if told is None:
        talk().print(Text("no preference is known for such a request"))
        return
    console.print(for_terminal(_table(retrieved.preferences, "What holds for this request")))
    for line in gave_way:
        console.print(Text(printable(line), style="yellow"), soft_wrap=True)
    console.print(Text("\nWhat the writer would be told:\n", style="bold"))
    console.print(Text(printable(told)), soft_wrap=True)


def exported(path: Path, *, as_json: bool) -> None:
    """Every preference as a line of JSON on stdout, or all of them as one list.

    Raises:
        Misuse: when the file cannot be read.
    """
    profile = read_profile(path)
    problems_told(profile)
    rows = [row_of(preference) for preference in profile.preferences]
    if as_json:
        print_json(rows)
        return
    for row in rows:
        write_line(encode(row))


def problems_told(profile: Profile) -> None:
    """Say what of a profile could not be read, with the line; the rest goes on."""
    for problem in profile.problems:
        said = f"{profile.name}, line {problem.line}: {problem.message}; this entry is left out"
        talk().print(Text(printable(said), style="red"), soft_wrap=True)


def row_of(preference: Preference) -> dict[str, Any]:
    """A preference in plain values, named as in the file."""
    written = preference.written
    return {
        "id": preference.id,
        "date": preference.date,
        "on": preference.on,
        "preference": preference.says,
        "checks": [str(check) for check in preference.checks],
        "context": preference.context,
        "before": None if written is None else written.before,
        "after": None if written is None else written.after,
        "record": None if written is None else written.record or None,
        "by": preference.by,
    }


def _table(preferences: tuple[Preference, ...], title: str) -> Table:
    return Table(title=title, columns=_COLUMNS, rows=tuple(_row(preference) for preference in preferences))


def _row(preference: Preference) -> Row:
    checks = ", ".join(map(str, preference.checks)) or "-"
    where = shortened(preference.context, 30) or "everywhere"
    on = "yes" if preference.on else "no"
    return Row(
        (preference.id, preference.date or "-", on, shortened(preference.says, _WIDTH), shortened(checks, 60), where)
    )
