"""`redraft eval code`: the critic of code measured on solutions whose verdicts are known."""

from pathlib import Path
from typing import Annotated

import typer

from redraft.cli._options import Json


def command(
    data: Annotated[
        Path, typer.Argument(metavar="DATA", help="Solutions with their tests and verdicts (form code_solutions).")
    ],
    limit: Annotated[
        int | None, typer.Option("--limit", metavar="N", min=1, help="Only the first N solutions.")
    ] = None,
    concurrency: Annotated[
        int, typer.Option("--concurrency", metavar="N", min=1, help="Solutions judged side by side.")
    ] = 2,
    json: Json = False,
) -> None:
    """Measure the critic of code on stored solutions.

    With their tests: how often running them in the sandbox says what is stored, and why not where it does not. Without
    them: what the critic finds with the examples of the request and static checks alone, and what each check adds.
    """
    from redraft.cli._output import data_console, print_json, talk
    from redraft.evals.code import CodeEvalConfig, as_tables, evaluate_code
    from redraft.report.tables import for_terminal

    console = talk()
    config = CodeEvalConfig(data=data, limit=limit, concurrency=concurrency)
    result = evaluate_code(config, on_progress=lambda line: console.print(line, markup=False, soft_wrap=True))
    if json:
        print_json(result)
        return
    out = data_console()
    for table in as_tables(result):
        out.print(for_terminal(table))
