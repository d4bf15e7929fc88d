"""`redraft lab attend`: where a trained aligner looks, beside the heads of the construction."""

from pathlib import Path
from typing import Annotated

import typer

from redraft.cli import _options as options

From = Annotated[
    Path | None,
    typer.Option("--aligner", metavar="DIR", help="A folder of redraft lab train; a small one is trained if left out."),
]
Tokens = Annotated[
    str, typer.Option("--tokens", metavar="FORM", help="Of the one that is trained: packed or interleaved.")
]
Which = Annotated[int, typer.Option("--task", metavar="N", min=0, help="The held-out task that is shown alone.")]
Tasks = Annotated[
    int,
    typer.Option(
        "--tasks", metavar="N", min=4, help="Held-out tasks: one half picks heads, figures are means over the other."
    ),
]
Out = Annotated[Path | None, typer.Option("--out", metavar="DIR", help="Write the figures there: SVG, PNG and CSV.")]


def command(
    aligner: From = None,
    tokens: Tokens = "packed",
    task: Which = 0,
    tasks: Tasks = 2048,
    out: Out = None,
    html: options.Html = None,
    seed: options.RunSeed = 1,
    json: options.Json = False,
) -> None:
    """Show where the heads of a trained aligner look.

    For each head: how far its attention correlates with that of three ideal heads. TOP looks at the best response so
    far, AVERAGE at every response by how well the prediction agrees with it: these two are the construction's. WORST
    looks at the worst response so far. Beside it stands the same head before its training. One half of the tasks picks
    the most similar heads, the other half is what the figures are read on.
    """
    from redraft.cli.views import lab_attend

    chosen = lab_attend.Chosen(aligner=aligner, tokens=tokens, which=task, n_tasks=tasks, out=out, html=html, seed=seed)
    lab_attend.attended(chosen, as_json=json)
