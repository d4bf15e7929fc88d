"""`redraft eval steps`: the critic of steps on chains whose mistakes are known."""

from pathlib import Path
from typing import Annotated

import typer

from redraft.cli._options import Json, RunSeed


def command(
    data: Annotated[Path, typer.Argument(metavar="DATA", help="Labelled outputs, .jsonl or .jsonl.gz.")],
    form: Annotated[str | None, typer.Option("--form", metavar="FORM", help="Form of the rows, if not seen.")] = None,
    limit: Annotated[int | None, typer.Option("--limit", metavar="N", min=1, help="Only the first N outputs.")] = None,
    list_: Annotated[
        bool, typer.Option("--list", help="Also list every false alarm and missed step, with the evidence.")
    ] = False,
    seed: RunSeed = 0,
    json: Json = False,
) -> None:
    """Measure the critic of steps on chains of reasoning whose labels are known.

    Precision, recall, false alarms and the share of first wrong steps found exactly, for each task or model, on the
    half of the problems that the critic was developed on and on the other one, beside what a simpler critic reached.
    No model is asked.
    """
    from redraft.cli._output import data_console, print_json, talk
    from redraft.evals.steps.run import StepsEvalConfig, evaluate_steps
    from redraft.evals.steps.tables import disagreements, tables
    from redraft.report.tables import for_terminal

    config = StepsEvalConfig(data=data, form=form, limit=limit, seed=seed)
    console = talk()
    result = evaluate_steps(config, on_progress=lambda line: console.print(line, markup=False, soft_wrap=True))
    if json:
        print_json(result)
        return
    shown = data_console()
    for table in tables(result):
        shown.print(for_terminal(table))
    if list_:
        for block in disagreements(result):
            shown.print(block, markup=False, soft_wrap=True)
