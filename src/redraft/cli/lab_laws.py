"""`redraft lab laws`: the laws of self-correction, drawn and simulated."""

from pathlib import Path
from typing import Annotated

import typer

from redraft.cli import _options as options

Names = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[LAW]...",
        help="Which: rounds, heterogeneity, votes, savage, corruption, pairwise, improvement; all if none is named.",
        show_default=False,
    ),
]
Full = Annotated[bool, typer.Option("--full", help="Simulate at the size of the documentation: about a minute.")]
Out = Annotated[Path | None, typer.Option("--out", metavar="DIR", help="Also write pictures (SVG, PNG) and CSV there.")]


def command(
    laws: Names = None,
    full: Full = False,
    seed: options.RunSeed = 0,
    out: Out = None,
    html: options.Html = None,
    json: options.Json = False,
) -> None:
    """Simulate when correcting helps, and hold every law against its simulation.

    Each law says what critics, rounds, votes or rankings come to; each simulation plays drafts, votes or steps one by
    one and knows no law. Shown is how far the simulated points are off; the command fails if a law is.
    """
    from redraft.cli.views import lab_laws

    lab_laws.simulated(lab_laws.Chosen(laws=laws or [], full=full, seed=seed, out=out, html=html), as_json=json)
