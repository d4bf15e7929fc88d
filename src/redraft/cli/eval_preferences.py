"""`redraft eval preferences`: what remembering a person's edits is worth, on a simulated stream of people."""

from typing import Annotated

import typer

from redraft.cli._options import Html, Json, needing


def command(
    people: Annotated[
        list[str] | None,
        typer.Option("--people", metavar="KIND", help="thorough, 'one word', silent or moody; may be repeated."),
    ] = None,
    number: Annotated[int, typer.Option("--number", metavar="N", min=2, help="People of a kind for each seed.")] = 100,
    requests: Annotated[int, typer.Option("--requests", metavar="N", min=3, help="Requests of each person.")] = 24,
    seed: Annotated[
        list[int] | None, typer.Option("--seed", metavar="N", help="Of the people; may be repeated. 0, 1 and 2.")
    ] = None,
    html: Html = None,
    json: Json = False,
) -> None:
    """Measure how much less people have to edit when their earlier edits are remembered.

    Simulated people with hidden preferences ask the embedded model, edit its answers in one of four ways, and ask
    again. The edits of similar requests stand in its context; beside that the last edit only, random edits, no memory,
    another person's edits, and code that copies edits or takes a vote of them without a model. Two or three minutes.
    """
    with needing("embedded"):
        from redraft.cli.views import preferences_eval

    preferences_eval.evaluated(tuple(people or ()), number, requests, tuple(seed or (0, 1, 2)), html=html, as_json=json)
