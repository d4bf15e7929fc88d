"""`redraft eval`: what a correction and its critics are worth; one file for each command of the group."""

import typer

from redraft.cli import eval_code, eval_embedded, eval_logic, eval_steps

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None)
app.command("embedded")(eval_embedded.command)
app.command("code")(eval_code.command)
app.command("logic")(eval_logic.command)
app.command("steps")(eval_steps.command)


@app.callback()
def _eval() -> None:
    """Measure what a correction and its critics are worth."""
