"""`redraft doctor`: what works here, and what to install for the rest."""

import typer

from redraft.cli import _options as options


def command(config: options.Config = None, json: options.Json = False) -> None:
    """Say what works here and what to install for what does not.

    Exit code 1 when something is broken; a missing optional package is not.
    """
    from redraft.cli.views import doctor_run

    if not doctor_run.examined(config, as_json=json):
        raise typer.Exit(1)
