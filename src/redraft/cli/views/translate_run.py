"""A file of segments for the command line: a progress bar, then what became of the segments."""

import asyncio
import sys
from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import NamedTuple

from rich.console import Console
from rich.text import Text

from redraft.batch.config import BatchConfig
from redraft.batch.forms.bilingual.writing import SegmentResult
from redraft.batch.translating import (
    TranslationConfig,
    TranslationReport,
    against_references,
    reader_of,
    references_of,
    translate_file,
)
from redraft.cli._output import data_console, print_json, talk
from redraft.cli.views import translate_page
from redraft.cli.views.batch_run import BatchLive
from redraft.cli.views.forecasts import show_forecast
from redraft.cli.views.translate_tables import MEANINGS, against, left_table, outcome_table, reference_table
from redraft.critics.translation.glossary import read_glossary
from redraft.errors import Misuse
from redraft.profiles.critics import table_of
from redraft.profiles.estimate import estimate
from redraft.report import page as html_page
from redraft.report.tables import for_terminal
from redraft.report.terminal import cost
from redraft.report.text import printable, shortened
from redraft.settings import Settings

MOST_SHOWN = 40
_WIDEST = 100


def critics_for(settings: Settings, *, asked: bool, profile: str | None, glossary: Path | None) -> Sequence[str]:
    """Names of the critics: those asked for, or the profile's when one was chosen, after the checks by code.

    Args:
        settings: in force.
        asked: whether critics were named on the command line.
        profile: the profile that was named there; None for none.
        glossary: terms that the checks by code hold translations against.

    Raises:
        Misuse: when a glossary is given and the checks by code have settings of their own.
    """
    chosen = settings.in_use.critics if asked or profile is not None else ()
    tables = [settings.critics.get(name) or table_of(name) for name in chosen]
    if asked and not chosen:
        return ()
    if any(table is not None and table.type == "translation" for table in tables):
        if glossary is not None:
            raise Misuse("--glossary goes with the usual checks; put `glossary` into the table of your own critic")
        return chosen
    return ("translation" if glossary is None else f"translation:{glossary}", *chosen)


class Running(NamedTuple):
    """How the batch runs; see `BatchConfig`."""

    concurrency: int | None
    retry_failed: bool
    fresh: bool


def batch_for(
    input: Path, output: Path | None, settings: Settings, critics: Sequence[str], running: Running
) -> BatchConfig:
    """The batch that writes the file anew, by default beside it."""
    return BatchConfig(
        input=input,
        output=input.with_name(f"{input.stem}.redraft{input.suffix}") if output is None else output,
        choices={"config": settings, "critics": list(critics)},
        concurrency=running.concurrency,
        retry_failed=running.retry_failed,
        fresh=running.fresh,
    )


def forecast(config: TranslationConfig, batch: BatchConfig, *, as_json: bool) -> bool:
    """Say what the file would take; bad segments and those left alone are not counted.

    Returns:
        True: there is nothing that could fail.
    """
    reader = reader_of(config, None if config.glossary is None else read_glossary(config.glossary))
    reader.count()
    entries = [entry for entry in reader.entries() if entry.prompt is not None]
    given = {entry.prompt.id: entry.draft for entry in entries if entry.prompt is not None and entry.draft is not None}
    prompts = (entry.prompt for entry in entries if entry.prompt is not None)
    show_forecast(asyncio.run(estimate(prompts, given=given, **batch.choices)), as_json=as_json)
    return True


def translated(
    config: TranslationConfig, batch: BatchConfig, *, reference: Path | None, html: Path | None, as_json: bool
) -> bool:
    """Check and correct the file and say what became of its segments.

    Returns:
        Whether no segment failed, and no translation stands in the file that a critic refuted.
    """
    if html is not None:
        html_page.check_writable(html)
    references = None if reference is None else references_of(reference, config.options)
    console = talk()
    with BatchLive(console) as live:
        try:
            report = asyncio.run(translate_file(config, batch, watch=live.watch))
        except KeyboardInterrupt:
            print("the same command goes on from here", file=sys.stderr)
            raise
    compared = None if references is None else against_references(report, config, references)
    if html is not None:
        html_page.write_page(html, translate_page.outcome_page(report, compared, config.input.name))
    if as_json:
        counts: dict[str, int] = {what: report.counts.get(what, 0) for what in MEANINGS}
        counts["refuted"] = len(report.refuted)
        references_said = {} if compared is None else {"against_references": compared}
        print_json({**asdict(report), "counts": counts, **references_said})
    else:
        shown = data_console()
        shown.print(for_terminal(outcome_table(report)))
        if report.left:
            shown.print(for_terminal(left_table(report.left)))
        if compared is not None:
            shown.print(for_terminal(reference_table(compared)))
    _tell(console, report, config.input)
    return report.counts.get("failed", 0) == len(report.refuted) == 0


def _tell(console: Console, report: TranslationReport, input: Path) -> None:
    tell_faults(console, report.glossary_faults)
    failed = [(one, one.why) for one in report.segments if one.what == "failed"]
    _tell_places(console, input, failed, "more that failed")
    refuted = [(one, f"{one.what} although refuted: {against(one)}") for one in report.refuted]
    _tell_places(console, input, refuted, "more that are still refuted")
    progress = report.batch.progress
    resumed = f", {progress.n_resumed} finished before" if progress.n_resumed else ""
    spent = replace(progress.usage, seconds=report.batch.seconds)
    console.print(Text(f"{cost(spent)}{resumed} · {report.batch.output}", style="dim"), soft_wrap=True)


def _tell_places(console: Console, input: Path, told: Sequence[tuple[SegmentResult, str]], more: str) -> None:
    for segment, why in told[:MOST_SHOWN]:
        said = f"{input}:{segment.line}: {segment.id}: {why}"
        console.print(Text(shortened(said, 4 * _WIDEST), style="yellow"), soft_wrap=True)
    if len(told) > MOST_SHOWN:
        console.print(Text(f"and {len(told) - MOST_SHOWN:,} {more}", style="yellow"))


def tell_faults(console: Console, faults: Sequence[str]) -> None:
    """Say which rows of a glossary were left out."""
    for fault in faults:
        console.print(Text(f"glossary: {printable(fault)}", style="yellow"), soft_wrap=True)
