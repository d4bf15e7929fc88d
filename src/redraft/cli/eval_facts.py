"""`redraft eval facts`: retrieval and checks by code on claims whose labels are known."""

from pathlib import Path
from typing import Annotated

import typer

from redraft.cli._options import Html, Json, RunSeed, needing


def command(
    data: Annotated[
        list[Path],
        typer.Argument(metavar="DATA...", help="Claims with passages, labelled claims, corrected answers; JSON lines."),
    ],
    list_: Annotated[
        bool, typer.Option("--list", help="Also list what code and people see otherwise, with the evidence.")
    ] = False,
    seed: RunSeed = 0,
    json: Json = False,
    html: Html = None,
) -> None:
    """Measure the critic of facts on claims whose labels are known.

    Whether the passages that decide a claim are found; what checks by code say of one claim beside one passage; which
    false claims and planted errors they find, and which true claims they accuse; what the critic flags in whole
    answers. Figures stand apart for the half of the claims that the checks were developed on and for the other one. No
    model is asked.
    """
    from redraft.cli._output import data_console, print_json, talk

    with needing("facts"):
        from redraft.evals.facts.run import FactsEvalConfig, evaluate_facts
        from redraft.evals.facts.tables import disagreements, tables
    from redraft.report.page import check_writable, write_page
    from redraft.report.tables import for_terminal

    if html is not None:
        check_writable(html)
    console = talk()
    result = evaluate_facts(
        FactsEvalConfig(data=tuple(data), seed=seed),
        on_progress=lambda line: console.print(line, markup=False, soft_wrap=True),
    )
    if html is not None:
        from redraft.cli.views.facts_eval_page import facts_page

        write_page(html, facts_page(result))
        console.print(f"page written to {html}", markup=False, soft_wrap=True)
    if json:
        print_json(result)
        return
    shown = data_console()
    for table in tables(result):
        shown.print(for_terminal(table))
    if list_:
        for block in disagreements(result):
            shown.print(block, markup=False, soft_wrap=True)
