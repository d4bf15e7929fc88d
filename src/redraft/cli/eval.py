"""`redraft eval`: what a correction and its critics are worth; one file for each command of the group."""

import typer

from redraft.cli import eval_embedded

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None)
app.command("embedded")(eval_embedded.command)


@app.callback()
def _eval() -> None:
    """Measure what a correction and its critics are worth."""
