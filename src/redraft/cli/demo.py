"""`redraft demo`: a small model corrects itself before your eyes, and a report says what that was worth."""

from pathlib import Path
from typing import Annotated

import typer

from redraft.cli._options import Json, RunSeed

DEFAULT_OUT = Path("redraft-demo.html")


def command(
    problem: Annotated[
        str | None,
        typer.Option(
            "--problem", metavar="TEXT", help='Correct one problem live, such as "make 46 10 3 12" or "dinner".'
        ),
    ] = None,
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help="Where the HTML report goes.")] = DEFAULT_OUT,
    seed: RunSeed = 0,
    json: Json = False,
) -> None:
    """Watch a small model correct itself.

    No key, no network, half a minute. The embedded model answers problems it has not seen: `count` corrected by its
    own check, then `pref` aligned by rewards alone. Everything is computed now; the report is one HTML file.
    """
    from redraft.cli.views import demo_run

    if problem is None:
        demo_run.whole(out, seed=seed, as_json=json)
    elif not demo_run.one_problem(problem, seed=seed, as_json=json):
        raise typer.Exit(1)
