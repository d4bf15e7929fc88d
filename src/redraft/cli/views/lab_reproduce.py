"""The experiments of the lab for the command line: their cost first, progress on stderr, findings on stdout."""

import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from rich.text import Text

from redraft.cli._output import data_console, print_json, talk
from redraft.cli.views.lab_live import LabLive
from redraft.cli.views.lab_reproduce_page import Costs, reproduce_page
from redraft.report.page import check_writable, write_page
from redraft.report.plots import check_available
from redraft.report.tables import Column, Row, Table, for_terminal
from redraft.theory.aligners.looking import check_device
from redraft.theory.experiments.comparing import as_csv, as_table, compared
from redraft.theory.experiments.experiment import Experiment, Result
from redraft.theory.experiments.keeping import as_plain, check_folder, open_folder
from redraft.theory.experiments.running import run
from redraft.theory.experiments.sizes import Size, size_of
from redraft.theory.experiments.suite import spent_cpu_s, still_to_run_s, suite

_SIXTY = 60  # seconds in a minute, minutes in an hour


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """What the command line asked for; see the options of `redraft lab reproduce`."""

    out: Path
    size: str
    only: tuple[str, ...]
    seeds: tuple[int, ...] | None
    device: str
    processes: int
    html: Path | None


def estimated(chosen: Chosen, *, as_json: bool) -> None:
    """Say what a run would cost.

    Raises:
        Misuse: when the run itself would be refused for its folder.
    """
    size, experiments = _planned(chosen)
    check_folder(chosen.out, as_plain(size))
    due = still_to_run_s(experiments, chosen.out)
    if as_json:
        print_json({"size": chosen.size, "core_seconds": due, "processes": chosen.processes})
    else:
        data_console().print(for_terminal(_cost_table(experiments, due, chosen)))


def reproduced(chosen: Chosen, *, as_json: bool) -> None:
    """Run what is not there yet, write everything, show the findings.

    Raises:
        Misuse: when the folder holds a run with another configuration, or cannot be written to.
    """
    check_available()
    check_device(chosen.device)
    if chosen.html is not None:
        check_writable(chosen.html)
    size, experiments = _planned(chosen)
    console = talk()
    open_folder(chosen.out, as_plain(size))
    due = still_to_run_s(experiments, chosen.out)
    if any(due.values()):
        console.print(for_terminal(_cost_table(experiments, due, chosen)))
    began_s = time.monotonic()
    with LabLive(console, on_interrupt=f"what is done is kept in {chosen.out}; the same command goes on") as live:
        results = run(experiments, chosen.out, processes=chosen.processes, on_progress=live.show)
    costs = Costs(
        wall_s=time.monotonic() - began_s,
        cpu_s=spent_cpu_s(experiments, chosen.out),
        computed=any(due.values()),
        processes=chosen.processes,
        device=chosen.device,
    )
    rows = compared(results)
    write_page(chosen.out / "paper_v_here.csv", as_csv(rows))
    document = reproduce_page(results, rows, size, costs)
    for path in (chosen.out / "report.html", *([chosen.html] if chosen.html else [])):
        write_page(path, document)
        console.print(Text.assemble("The report: ", (str(path.resolve()), "bold")), soft_wrap=True)
    if as_json:
        print_json({"size": chosen.size, "cpu_s": costs.cpu_s, "results": [_plain(one) for one in results]})
        return
    shown = data_console()
    for result in results:
        shown.print(Text(result.title, style="bold"))
        for sentence in result.findings.words:
            shown.print(Text(f"  {sentence}"))
        shown.print()
    shown.print(for_terminal(as_table(rows)))


def _planned(chosen: Chosen) -> tuple[Size, tuple[Experiment, ...]]:
    size = size_of(chosen.size, chosen.seeds)
    return size, suite(size, device=chosen.device, only=chosen.only)


def _cost_table(experiments: tuple[Experiment, ...], due: dict[str, float], chosen: Chosen) -> Table:
    total = sum(due.values())
    return Table(
        title=f"What is still to run, size {chosen.size}",
        columns=(Column("experiment", "left"), Column("answers", "left"), Column("one core")),
        rows=tuple(Row((one.name, one.answers, _time(due[one.name]))) for one in experiments),
        note=f"Together about {_time(total)} of one core, {_time(total / chosen.processes)} on {chosen.processes} idle "
        "ones; estimated from the number of operations. A GPU takes a small part of a large training's time.",
    )


def _time(seconds: float) -> str:
    if seconds < 2 * _SIXTY:
        return f"{seconds:.0f} s"
    if seconds < 2 * _SIXTY**2:
        return f"{seconds / _SIXTY:.0f} min"
    return f"{seconds / _SIXTY**2:.0f} h"


def _plain(result: Result) -> dict[str, Any]:
    """The result without its pictures."""
    findings = result.findings
    return {
        "name": result.name,
        "title": result.title,
        "answers": result.answers,
        "words": findings.words,
        "rows": [asdict(row) for row in findings.rows],
        "notes": findings.notes,
        "figures": [figure.name for figure in findings.figures],
        "cpu_s": result.cpu_s,
        "shared_cpu_s": result.shared_cpu_s,
    }
