"""`redraft eval logic`: formal programs that models wrote, decided by the solvers."""

from pathlib import Path
from typing import Annotated

import typer

from redraft.cli._options import Json


def command(
    data: Annotated[list[Path], typer.Argument(metavar="DATA...", help="Files of logic_programs or folio rows.")],
    limit: Annotated[int | None, typer.Option("--limit", metavar="N", min=1, help="Only the first N programs.")] = None,
    timeout: Annotated[float, typer.Option("--timeout", metavar="S", min=0.1, help="Seconds for one program.")] = 5.0,
    list_: Annotated[
        bool, typer.Option("--list", help="Also list every gold program that disagrees with its label.")
    ] = False,
    json: Json = False,
) -> None:
    """Measure how many stored programs the critic of logic can read and decide, and how many of those it gets right.

    For each set and model, on the half of the problems that the critic was developed on and on the other one; with and
    without repairs; the votes of several models; processor time; beside what a plain translation reached. No model is
    asked.
    """
    from redraft.cli._output import data_console, print_json, talk
    from redraft.evals.logic.run import LogicEvalConfig, evaluate_logic
    from redraft.evals.logic.tables import misses, tables
    from redraft.report.tables import for_terminal

    config = LogicEvalConfig(data=tuple(data), limit=limit, timeout_s=timeout)
    console = talk()
    result = evaluate_logic(config, on_progress=lambda line: console.print(line, markup=False, soft_wrap=True))
    if json:
        print_json(result)
        return
    shown = data_console()
    for table in tables(result):
        shown.print(for_terminal(table))
    if list_:
        for block in misses(result):
            shown.print(block, markup=False, soft_wrap=True)
