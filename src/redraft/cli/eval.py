"""`redraft eval`: what a correction and its critics are worth; one file for each command of the group."""

from typing import Any

import typer
from typer.core import TyperGroup

from redraft.cli import (
    eval_bbq,
    eval_code,
    eval_compare,
    eval_embedded,
    eval_facts,
    eval_jailbreak,
    eval_logic,
    eval_preferences,
    eval_run,
    eval_steps,
    eval_translation,
)

DEFAULT = "run"


class DefaultingGroup(TyperGroup):
    """A group whose first argument may be left out when it is the usual command: ``redraft eval count``."""

    # Any: typer brings its own copy of click or uses the installed one, as its version has it.
    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """The command that is named first, else the usual one with all arguments."""
        known = bool(args) and args[0] in self.commands
        return super().resolve_command(ctx, args if known else [DEFAULT, *args])


app = typer.Typer(
    cls=DefaultingGroup,
    no_args_is_help=True,
    rich_markup_mode=None,
    # Options before the name belong to the usual command, too: `redraft eval --model embedded count`.
    context_settings={"ignore_unknown_options": True},
)
app.command(DEFAULT)(eval_run.command)
app.command("compare")(eval_compare.command)
app.command("embedded")(eval_embedded.command)
app.command("bbq")(eval_bbq.command)
app.command("code")(eval_code.command)
app.command("facts")(eval_facts.command)
app.command("jailbreak")(eval_jailbreak.command)
app.command("logic")(eval_logic.command)
app.command("preferences")(eval_preferences.command)
app.command("steps")(eval_steps.command)
app.command("translation")(eval_translation.command)


@app.callback()
def _eval() -> None:
    """Measure what a correction and its critics are worth.

    `redraft eval NAME|FILE` is short for `redraft eval run NAME|FILE`.
    """
