"""Labels for corrections that the audit drew: listed, asked for one by one, from a file, from a critic."""

import asyncio
import sys
from pathlib import Path
from typing import NamedTuple

from rich.text import Text

from redraft.cli._output import data_console, print_json, talk
from redraft.cli.views.monitor_status import reported
from redraft.cli.views.monitor_tables import due as due_table
from redraft.core import Record, rng_for
from redraft.errors import Misuse, RedraftError, StoreError
from redraft.profiles.critics import critic_from
from redraft.profiles.feedback import Feedback, Verdict, give_feedback, said_of
from redraft.profiles.monitoring import Watch
from redraft.profiles.monitoring.auditing import Audited, audit_by
from redraft.profiles.monitoring.summaries import is_changed
from redraft.profiles.monitoring.webhooks import address_of
from redraft.report.tables import for_terminal
from redraft.report.text import counted, printable
from redraft.settings import Settings, store_url
from redraft.store import RecordStore
from redraft.store.codec import decode
from redraft.store.jsonl import read_lines
from redraft.store.monitoring import KeptEvent, MonitorStore

_HOW = "y yes, n no, u nobody can tell, s skip this one, q stop"


def listed(settings: Settings, *, as_json: bool) -> None:
    """What waits for a label under the profile in use."""
    (report,) = asyncio.run(reported(settings, settings.profile))
    if as_json:
        print_json(report.due)
    elif report.due:
        data_console().print(for_terminal(due_table(report)))
    else:
        talk().print(Text(f"nothing waits for a label under profile {settings.profile}"))


def from_file(path: Path, settings: Settings, *, by: str, as_json: bool) -> bool:
    """Take in the labels of a file of JSON lines; a line that cannot be taken is told and left out.

    Returns:
        Whether all of them were taken in.
    """
    taken, problems = asyncio.run(_from_file(path, settings, by))
    for line, problem in problems:
        talk().print(Text(printable(f"{path}, line {line}: {problem}"), style="red"), soft_wrap=True)
    _told(taken, as_json=as_json)
    return not problems


def from_critic(name: str, settings: Settings, *, as_json: bool) -> None:
    """Have a verified critic label what waits; what it cannot judge goes on waiting."""
    done = asyncio.run(_from_critic(name, settings))
    if as_json:
        print_json(done)
        return
    n_unjudged = sum(one.labelling is None for one in done)
    said = f"{counted(len(done) - n_unjudged, 'correction')} labelled by {name}"
    talk().print(Text(f"{said}, {n_unjudged} that it could not judge" if n_unjudged else said))
    for one in done:
        for alarm in one.labelling.alarms if one.labelling is not None else ():
            talk().print(Text(printable(f"alarm: {alarm}"), style="bold red"), soft_wrap=True)


def asked(settings: Settings, *, by: str, as_json: bool) -> None:
    """Ask for the label of each correction that waits, on stderr; answers come from stdin."""
    taken = asyncio.run(_asked(settings, by))
    _told(taken, as_json=as_json)


class _Taken(NamedTuple):
    taken: list[Feedback]
    problems: list[tuple[int, str]]


async def _from_file(path: Path, settings: Settings, by: str) -> _Taken:
    done = _Taken([], [])
    with RecordStore.open(store_url(settings)) as store:
        for number, line in read_lines(path):
            try:
                said = said_of(decode(line), by=by)
                given = await give_feedback(
                    said.record_id, said.verdict, profile=settings.profile, config=settings, store=store
                )
                done.taken.append(given)
            except (Misuse, StoreError, ValueError) as error:
                done.problems.append((number, str(error)))
    return done


async def _from_critic(name: str, settings: Settings) -> list[Audited]:
    critic = critic_from(name, settings)
    table = settings.in_use.monitor
    done = []
    with RecordStore.open(store_url(settings)) as store:
        watch = Watch(MonitorStore(store.database), settings.profile, address=address_of(table, settings.profile))
        for event in await watch.due():
            done.append(await audit_by(critic, await _record(event, store), watch))
        await watch.tell()
    return done


async def _record(event: KeptEvent, store: RecordStore) -> Record:
    assert event.record_id is not None
    return await store.get(event.record_id)


async def _asked(settings: Settings, by: str) -> list[Feedback]:
    taken: list[Feedback] = []
    with RecordStore.open(store_url(settings)) as store:
        waiting = await Watch(MonitorStore(store.database), settings.profile).due()
        talk().print(Text(f"{counted(len(waiting), 'correction')} waiting for a label · {_HOW}" if waiting else
                          f"nothing waits for a label under profile {settings.profile}"))  # fmt: skip
        for number, event in enumerate(waiting, start=1):
            record = await _record(event, store)
            talk().print(Text(f"\n{number} of {len(waiting)} · record {record.id[:12]}", style="dim"))
            labels = _ask(record)
            if labels == "q":
                break
            if not isinstance(labels, str):
                draft_right, returned_right = labels["draft"], labels["returned"]
                unclear = draft_right is None or returned_right is None
                verdict = Verdict(draft_right=draft_right, returned_right=returned_right, unclear=unclear, by=by)
                try:
                    given = await give_feedback(record.id, verdict, config=settings, store=store)
                except RedraftError as error:  # somebody else was quicker: theirs counts, the rest goes on
                    talk().print(Text(printable(str(error)), style="yellow"), soft_wrap=True)
                    continue
                taken.append(given)
    return taken


def _ask(record: Record) -> dict[str, bool | None] | str:
    """Both labels, None where nobody can tell, or ``s`` or ``q``.

    The answers come in an order drawn by chance, so that nobody expects the second one to be better.
    """
    console, context = talk(), record.context
    assert context.best is not None
    console.print(Text(printable(context.prompt.text), style="bold"), soft_wrap=True)
    answers = [("draft", context.attempts[0].draft.text)]
    answers += [("returned", context.best.draft.text)] if is_changed(record) else []
    rng_for(0, "order", record.id).shuffle(answers)
    labels: dict[str, bool | None] = {}
    for letter, (which, text) in zip("AB", answers, strict=False):
        console.print(Text(f"answer {letter}: ", style="dim") + Text(printable(text)), soft_wrap=True)
        said = _answer(f"is answer {letter} right? ")
        if said in "sq":
            return said
        labels[which] = None if said == "u" else said == "y"
    return {"draft": labels["draft"], "returned": labels.get("returned", labels["draft"])}


def _answer(question: str) -> str:
    while True:
        print(question, end="", file=sys.stderr, flush=True)
        line = sys.stdin.readline()
        said = line.strip().lower()[:1] if line else "q"  # the end of the input stops
        if said and said in "ynusq":
            return said
        print(_HOW, file=sys.stderr)


def _told(taken: list[Feedback], *, as_json: bool) -> None:
    if as_json:
        print_json(taken)
    n_counted = sum(given.counted for given in taken)
    talk().print(Text(f"{counted(len(taken), 'label')} taken in, {n_counted} of them counted"))
    for given in taken:
        if given.why and not as_json:
            talk().print(Text(printable(f"{given.record_id[:12]} was not counted: {given.why}"), style="dim"))
        for alarm in given.alarms:
            talk().print(Text(printable(f"alarm: {alarm}"), style="bold red"), soft_wrap=True)
