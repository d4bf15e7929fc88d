"""`redraft eval translation`: the checks of translations on translations whose errors people marked."""

from pathlib import Path
from typing import Annotated

import typer

from redraft.cli._options import Html, Json, RunSeed, needing


def command(
    data: Annotated[Path, typer.Argument(metavar="DATA", help="Translations with marked errors, .jsonl or .jsonl.gz.")],
    limit: Annotated[
        int | None, typer.Option("--limit", metavar="N", min=1, help="Only the first N translations.")
    ] = None,
    list_: Annotated[
        bool, typer.Option("--list", help="Also list every flagged translation with what people marked in it.")
    ] = False,
    html: Html = None,
    seed: RunSeed = 0,
    json: Json = False,
) -> None:
    """Measure the checks of translations against errors that people marked.

    For each check: how many translations it flags, and how much likelier an accuracy or a fluency error is in those
    than in all, on the half of the sources that the checks were developed on and on the other one, reference
    translations apart; then what it finds of faults planted into good translations. No model is asked.
    """
    from redraft.cli._output import data_console, print_json, talk

    with needing("translation"):
        from redraft.cli.views.translation_eval_page import check_page, write_translation_page
        from redraft.evals.translation.run import TranslationEvalConfig, evaluate_translation
        from redraft.evals.translation.tables import flagged_lines, tables
    from redraft.report.tables import for_terminal

    if html is not None:
        check_page(html)
    console = talk()
    result = evaluate_translation(
        TranslationEvalConfig(data=data, limit=limit, seed=seed),
        on_progress=lambda line: console.print(line, markup=False, soft_wrap=True),
    )
    if html is not None:
        write_translation_page(html, result)
        console.print(f"written to {html}", markup=False, soft_wrap=True)
    if json:
        print_json(result)
        return
    shown = data_console()
    for table in tables(result):
        shown.print(for_terminal(table))
    shown.print(f"{result.segments_per_cpu_s:,.0f} translations checked per second of processor time.")
    if list_:
        for block in flagged_lines(result):
            shown.print(block, markup=False, soft_wrap=True)
