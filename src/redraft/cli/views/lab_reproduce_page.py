"""The report of a run of the lab: findings in words first, then every experiment with its figures, then the table."""

import os
import platform
from collections.abc import Sequence
from typing import NamedTuple

from redraft.core.version import VERSION
from redraft.report import page as html
from redraft.report.figures import on_page
from redraft.report.markup import Html, element
from redraft.report.tables import Column, Row, Table, for_page
from redraft.theory.experiments.comparing import as_table
from redraft.theory.experiments.experiment import Result
from redraft.theory.experiments.measured import Compared
from redraft.theory.experiments.sizes import Size

_TITLE = "Self-correction as alignment in context, run again"


class Costs(NamedTuple):
    """What the run took.

    Attributes:
        wall_s: seconds that this command took.
        cpu_s: seconds of processor time of every job, also of earlier runs in this folder.
        computed: whether this command computed anything.
        processes: workers.
        device: that aligners were trained on.
    """

    wall_s: float
    cpu_s: float
    computed: bool
    processes: int
    device: str


def reproduce_page(results: Sequence[Result], rows: Sequence[Compared], size: Size, costs: Costs) -> str:
    """The whole document."""
    lead = (
        "What “A Theoretical Understanding of Self-Correction through In-context Alignment” (NeurIPS 2024) proves and "
        "measures, computed again from nothing, beside rules that need no training and beside what its "
        "authors printed. "
        f"{len(results)} experiments, {costs.cpu_s / 60:.1f} minutes of processor time."
    )
    if size.name == "tiny":
        lead += " The tiny size is made to look at this page: aligners take four steps, and their figures mean nothing."
    figures = [figure for result in results for figure in result.findings.key_figures]
    return html.page(
        _TITLE,
        lead,
        html.section("In short", html.key_figures(figures) if figures else Html(), _first_findings(results)),
        *(_experiment(result) for result in results),
        html.section(
            "Paper v here",
            html.paragraph(
                "Every number of the paper that could be recovered, beside what was measured here. Where "
                "the two do not "
                "measure the same thing, or nothing was printed, the last column says why."
            ),
            for_page(as_table(rows)),
        ),
        html.section("How this was made", for_page(_cost_table(results)), html.facts(_facts(size, costs))),
    )


def _first_findings(results: Sequence[Result]) -> Html:
    said = (
        element("li", element("b", f"{result.title}. "), result.findings.words[0])
        for result in results
        if result.findings.words
    )
    return element("ul", *said)


def _experiment(result: Result) -> Html:
    findings = result.findings
    return html.section(
        result.title,
        element("p", f"Answers {result.answers}.", class_="note"),
        element("ul", *(element("li", sentence) for sentence in findings.words)),
        *(on_page(figure, figure.description) for figure in findings.figures),
        *(html.aside(note) for note in findings.notes),
    )


def _cost_table(results: Sequence[Result]) -> Table:
    return Table(
        title="Processor time, seconds",
        columns=(Column("experiment", "left"), Column("its own"), Column("trainings it needed"), Column("version")),
        rows=tuple(
            Row((result.name, f"{result.cpu_s:.0f}", f"{result.shared_cpu_s:.0f}", result.version))
            for result in results
        ),
        note="A training that several experiments need ran once and stands in the row of each.",
    )


def _facts(size: Size, costs: Costs) -> dict[str, str]:
    seeds = ", ".join(map(str, size.seeds))
    time = f"{costs.cpu_s:.0f} s of processor time in all"
    if costs.computed:
        time += f"; this command took {costs.wall_s:.0f} s with {costs.processes} workers of one thread"
    return {
        "Size": f"{size.name}; seeds {seeds}; {size.n_held_out:,} held-out tasks",
        "Time": time,
        "Device of the trainings": costs.device,
        "Machine": f"{os.cpu_count() or 1} cores, {platform.system()} {platform.machine()}, "
        f"Python {platform.python_version()}, Redraft {VERSION}",
        "Beside this page": "every figure as SVG, PNG and CSV in the folder of its experiment; this table as "
        "paper_v_here.csv; config.json says everything that was set",
    }
