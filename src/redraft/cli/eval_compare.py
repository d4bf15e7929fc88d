"""`redraft eval compare A B`: two evaluations, paired by sample and seed."""

from pathlib import Path
from typing import Annotated

import typer

from redraft.cli._options import Html, Json


def command(
    a: Annotated[Path, typer.Argument(metavar="A", help="Folder of an evaluation, or its result.json.")],
    b: Annotated[Path, typer.Argument(metavar="B", help="Another one.")],
    html: Html = None,
    json: Json = False,
) -> None:
    """Compare two evaluations on the samples and seeds that they have in common.

    Shows B minus A for every way of answering with its paired interval, and for the parts of the data; both are
    corrected for how many are looked at. Says what else differs, such as data or scorers.
    """
    from redraft.cli.views import eval_compare

    eval_compare.compared(a, b, html=html, as_json=json)
