"""A batch for the command line: a progress bar, then what became of the prompts."""

import asyncio
import sys
from dataclasses import replace
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
from rich.progress import Progress as Bar
from rich.text import Text

from redraft.batch import BatchConfig, BatchReport, Progress, run_batch
from redraft.batch.forms import reader_for
from redraft.cli._output import print_json, talk
from redraft.cli.views import certified
from redraft.cli.views.forecasts import show_forecast
from redraft.profiles import assemble
from redraft.profiles.estimate import estimate
from redraft.report.terminal import cost
from redraft.report.text import counted, printable

_SHOWN_BAD_LINES = 20


def forecast(batch: BatchConfig, *, as_json: bool) -> None:
    """Say what the batch would take; bad lines are left out."""
    entries = reader_for(batch.input, batch.input_form).entries()
    prompts = (entry.prompt for entry in entries if entry.prompt is not None)
    show_forecast(asyncio.run(estimate(prompts, **batch.choices)), as_json=as_json)


def corrected(batch: BatchConfig, *, as_json: bool) -> bool:
    """Correct the file and say what became of it.

    Returns:
        Whether every line got an answer.
    """
    console = talk()
    assembly = assemble(batch.choices)
    certified.warn_if_void(console, assembly.plan.guarantee)
    certified.warn_of_alarm(console, assembly.settings)
    with BatchLive(console) as live:
        try:
            report = asyncio.run(run_batch(batch, watch=live.watch))
        except KeyboardInterrupt:
            print("the same command goes on from here", file=sys.stderr)
            raise
    if as_json:
        print_json(report)
    _tell(console, report)
    return report.progress.n_failed == report.progress.n_bad == 0


class BatchLive:
    """A progress bar on a terminal, nothing elsewhere."""

    def __init__(self, console: Console) -> None:
        columns = (BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(), TextColumn("{task.description}"))
        self._bar = Bar(*columns, console=console, transient=True, disable=not console.is_terminal)
        self._task = self._bar.add_task("starting", total=None)

    def __enter__(self) -> Self:
        self._bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._bar.stop()

    def watch(self, progress: Progress) -> None:
        """Take notice of one more result, or of what is waited for."""
        if progress.n_elsewhere and progress.n_done == 0:
            has = "other machines have " + counted(progress.n_elsewhere, "prompt")
            self._bar.console.print(Text(f"waiting: {has} of this run", style="yellow"), soft_wrap=True)
        said = f"{progress.n_accepted} accepted, {progress.n_changed} changed, {progress.n_failed} failed"
        self._bar.update(self._task, total=progress.n_total, completed=progress.n_done, description=said)


def _tell(console: Console, report: BatchReport) -> None:
    progress = report.progress
    for bad in report.bad_lines[:_SHOWN_BAD_LINES]:
        console.print(Text(f"line {bad.line}: {printable(bad.problem)}", style="yellow"), soft_wrap=True)
    if len(report.bad_lines) > _SHOWN_BAD_LINES:
        console.print(Text(f"and {counted(len(report.bad_lines) - _SHOWN_BAD_LINES, 'more bad line')}", style="yellow"))
    resumed = f", {progress.n_resumed} finished before" if progress.n_resumed else ""
    console.print(
        Text(
            f"{counted(progress.n_done, 'line')}{resumed}: {progress.n_accepted} accepted, "
            f"{progress.n_changed} changed, {progress.n_failed} without an answer, {progress.n_bad} bad"
        ),
        soft_wrap=True,
    )
    spent = replace(progress.usage, seconds=report.seconds)  # the wall's, not the sum of calls that ran side by side
    console.print(Text(f"{cost(spent)} · {report.output}", style="dim"), soft_wrap=True)
