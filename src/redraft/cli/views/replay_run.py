"""A replay for the command line: progress on stderr, tables on stdout, a page if one is wanted."""

import asyncio
from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.text import Text

from redraft.cli._output import data_console, print_json, talk
from redraft.cli.views import replay_tables
from redraft.cli.views.counting_live import CountingLive
from redraft.core import Critic
from redraft.engine.plan import Plan
from redraft.errors import MissingExtra
from redraft.models import ScriptedModel
from redraft.profiles import assemble
from redraft.profiles.critics import critic_from
from redraft.report.page import check_writable, write_page
from redraft.report.plots import check_available
from redraft.report.tables import for_terminal
from redraft.settings import Settings
from redraft.store import RecordStore

if TYPE_CHECKING:
    from redraft.evals.replay.problems import Problem
    from redraft.evals.replay.run import Replayed

AT_ONCE = 8
"""Problems side by side where a critic waits for an endpoint; one at a time where all compute here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """What the command line asked for; see the options of `redraft replay`."""

    data: str
    form: str | None
    by: str | None
    limit: int | None
    concurrency: int | None
    store: str | None
    html: Path | None
    listing: bool


def replayed(chosen: Chosen, settings: Settings, *, as_json: bool) -> None:
    """Replay and show what came of it.

    Raises:
        Misuse: when data, critics or places to write cannot be used.
        MissingExtra: when the statistics or the page need a package that is not installed.
    """
    if chosen.html is not None:
        check_writable(chosen.html)
        check_available()
    try:
        from redraft.evals.replay.result import result_of
    except ModuleNotFoundError as error:
        raise MissingExtra("numpy is needed for intervals; install it with: pip install 'redraft[report]'") from error
    from redraft.evals.replay.reading import read_problems

    plan = plan_for(settings)
    problems = read_problems(chosen.data, form=chosen.form, by=chosen.by, limit=chosen.limit)
    at_once = 1 if all(critic.kind == "verified" for critic in plan.critics) else AT_ONCE
    done = asyncio.run(_played(problems, plan, chosen, chosen.concurrency or at_once))
    result = result_of(done)
    if chosen.html is not None:
        from redraft.cli.views.replay_page import replay_page

        write_page(chosen.html, replay_page(result, done, data=Path(chosen.data).name))
        talk().print(Text(f"written: {chosen.html.resolve()}", style="dim"), soft_wrap=True)
    if as_json:
        lines = {"problems": [_line(one) for one in done]} if chosen.listing else {}
        print_json(asdict(result) | lines)
        return
    console = data_console()
    tables = [*replay_tables.tables_of(result), *([replay_tables.list_table(done)] if chosen.listing else [])]
    for table in tables:
        console.print(for_terminal(table))
    for sentence in replay_tables.sentences(result):
        console.print(Text(sentence))


def plan_for(settings: Settings) -> Plan:
    """The plan of the profile in use; its critics are made without the model that writes, which nobody asks."""
    critics: Sequence[Critic] = [critic_from(name, settings) for name in settings.in_use.critics]
    return assemble({"config": settings, "model": ScriptedModel(name="stored"), "critics": critics}).plan


async def _played(
    problems: "Sequence[Problem]", plan: Plan, chosen: Chosen, concurrency: int
) -> "tuple[Replayed, ...]":
    from redraft.evals.replay.run import replay

    n_done = n_accepted = 0
    with (
        CountingLive(talk(), what="problem") as live,
        nullcontext() if chosen.store is None else RecordStore.open(chosen.store) as store,
    ):

        def show(one: "Replayed") -> None:
            nonlocal n_done, n_accepted
            n_done, n_accepted = n_done + 1, n_accepted + one.accepted
            live.show(n_done, len(problems), f"{n_accepted:,} accepted, {n_done - n_accepted:,} kept")

        return await replay(problems, replace(plan, recorder=store), concurrency=concurrency, on_replayed=show)


def _line(one: "Replayed") -> dict[str, Any]:
    return {
        "id": one.problem.id,
        "passed": [attempt.passed for attempt in one.record.context.attempts],
        "acceptable": [answer.acceptable for answer in one.problem.answers],
        "final": one.final,
        "accepted": one.accepted,
        "reason": one.record.decisions[-1].reason,
        "record": one.record.id,
    }
