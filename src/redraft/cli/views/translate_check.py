"""A file of segments examined for the command line: what critics find, as tables, JSON or a page."""

import asyncio
from collections.abc import Sequence
from pathlib import Path

from redraft.batch.checking import CheckReport, check_segments
from redraft.batch.translating import TranslationConfig, reader_of
from redraft.cli._output import data_console, print_json, talk
from redraft.cli.views import translate_page
from redraft.cli.views import translate_tables as tables
from redraft.cli.views.counting_live import CountingLive
from redraft.cli.views.translate_run import MOST_SHOWN, tell_faults
from redraft.critics.translation.glossary import read_glossary
from redraft.errors import Misuse
from redraft.profiles.critics import critic_from
from redraft.report import page as html_page
from redraft.report.tables import for_terminal
from redraft.settings import Settings


def checked(
    config: TranslationConfig, critics: Sequence[str], settings: Settings, *, html: Path | None, as_json: bool
) -> bool:
    """Examine every translation of the file and show what was found.

    Returns:
        Whether no translation was refuted and no segment is bad.

    Raises:
        Misuse: when there is no critic, or the file cannot be read.
    """
    if not critics:
        raise Misuse("--check-only needs a critic, got --critic none; leave it out for the checks by code")
    if html is not None:
        html_page.check_writable(html)
    glossary = None if config.glossary is None else read_glossary(config.glossary)
    reader = reader_of(config, None)
    made = [critic_from(name, settings) for name in critics]
    n = reader.count()
    with CountingLive(talk(), what="segment") as live:
        report = asyncio.run(
            check_segments(
                reader,
                made,
                timeout_s=settings.in_use.critic_timeout_s,
                on_checked=lambda done: live.show(done, n, "checked"),
            )
        )
    if html is not None:
        html_page.write_page(html, translate_page.check_page(report, config.input.name, critics))
    if as_json:
        print_json(report)
    else:
        _show(report)
    tell_faults(talk(), () if glossary is None else glossary.faults)
    return report.n_of("refuted") == report.n_of("bad") == 0


def _show(report: CheckReport) -> None:
    shown = data_console()
    found = [tables.verdict_table(report), tables.kinds_table(report), tables.findings_table(report, most=MOST_SHOWN)]
    found += [tables.left_table(report.left)] if report.left else []
    for table in found:
        if table is not None:
            shown.print(for_terminal(table))
