"""`redraft show`: the whole story of a record, or the records there are."""

from typing import Annotated

import typer

from redraft.cli import _options as options


def command(
    record: Annotated[
        str | None, typer.Argument(metavar="[RECORD]", help="Its id or the beginning of it; last for the newest.")
    ] = None,
    html: options.Html = None,
    limit: Annotated[int, typer.Option("--limit", metavar="N", min=1, help="Records to list.")] = 20,
    config: options.Config = None,
    no_color: options.NoColor = False,
    json: options.Json = False,
) -> None:
    """Show what happened in a correction.

    Every attempt with its changes, its verdicts and the decisions on it. Without a record the newest ones are listed.
    """
    from redraft.cli.views import show_run
    from redraft.settings import read_settings

    settings = read_settings(config)
    if record is None:
        show_run.listed(settings, limit=limit, as_json=json, no_color=no_color)
    else:
        show_run.told(record, settings, html=html, as_json=json, no_color=no_color)
