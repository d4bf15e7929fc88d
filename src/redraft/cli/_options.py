"""Options that several commands share, so that they read and behave the same everywhere."""

from pathlib import Path
from typing import Annotated

import typer

Json = Annotated[bool, typer.Option("--json", help="Print the result as JSON on stdout.")]
Seed = Annotated[int, typer.Option("--seed", help="Fixes every random draw.")]
NoColor = Annotated[bool, typer.Option("--no-color", help="Mark changes by characters; NO_COLOR does the same.")]
Html = Annotated[Path | None, typer.Option("--html", metavar="FILE", help="Also write it as one HTML page.")]
