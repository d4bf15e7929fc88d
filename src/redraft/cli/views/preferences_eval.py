"""Preferences on a simulated stream, for the command line: tables, JSON, and a page with the curves."""

from pathlib import Path
from typing import cast

from rich.text import Text

from redraft.cli._output import data_console, print_json, talk
from redraft.evals.preferences import PreferencesEvalConfig, PreferencesResult, evaluate_preferences
from redraft.evals.preferences.people import KINDS, WHIM_RATE, Kind
from redraft.evals.preferences.tables import figure, sentence, tables
from redraft.report import page
from redraft.report.figures import on_page
from redraft.report.plots import check_available
from redraft.report.tables import for_page, for_terminal

_NOTES = (
    (
        "Each simulated person likes one of 81 codes in each of three themes. The model is told the theme and the "
        "earlier edits, never the code. It is the small model that ships with Redraft; nothing here was measured on a "
        "large one."
    ),
    (
        "In this world requests repeat exactly, so code that copies an edited answer does as well as one can; it could "
        "not write a new answer. It stands here so that nobody takes the model's part for more than it is."
    ),
    f"A moody person draws each slot anew {WHIM_RATE:.0%} of the time, so their cost cannot reach 0 with any memory.",
)


def evaluated(
    kinds: tuple[str, ...], n_people: int, n_steps: int, seeds: tuple[int, ...], *, html: Path | None, as_json: bool
) -> None:
    """Play all streams, and show them.

    Raises:
        Misuse: when there are no such people, or the page cannot be written.
        MissingExtra: without ctranslate2, and for a page without matplotlib.
    """
    if html is not None:
        check_available()
        page.check_writable(html)
    config = PreferencesEvalConfig(
        kinds=cast("tuple[Kind, ...]", kinds or KINDS), n_people=n_people, n_steps=n_steps, seeds=seeds
    )
    console = talk()
    result = evaluate_preferences(config, on_progress=lambda line: console.print(line, markup=False, soft_wrap=True))
    if html is not None:
        page.write_page(html, _page(result))
        console.print(Text(f"written: {html.resolve()}", style="dim"), soft_wrap=True)
    if as_json:
        print_json(result)
        return
    shown = data_console()
    for table in tables(result):
        shown.print(for_terminal(table))
    shown.print(Text(sentence(result)), soft_wrap=True)


def _page(result: PreferencesResult) -> str:
    config, curve = result.config, figure(result)
    return page.page(
        "Preferences learnt from edits",
        sentence(result),
        page.section("Cost by request", on_page(curve, curve.description)),
        page.section("Figures", *(for_page(table, wide=True) for table in tables(result))),
        page.section(
            "How to read this",
            *(page.paragraph(note) for note in _NOTES),
            page.facts(
                {
                    "Model": result.model,
                    "People": f"{config.n_people} of each kind for each seed: {', '.join(map(str, config.seeds))}",
                    "Requests": f"{config.n_steps} of each person",
                }
            ),
        ),
    )
