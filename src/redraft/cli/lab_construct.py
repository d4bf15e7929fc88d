"""`redraft lab construct`: one construction, block by block."""

from pathlib import Path
from typing import Annotated

import typer

from redraft.cli import _options as options

Name = Annotated[str | None, typer.Argument(metavar="NAME", help="Which; without a name they are listed.")]
Responses = Annotated[
    int | None, typer.Option("--responses", metavar="N", help="Responses to rank, else 4, or as many as rewards.")
]
Width = Annotated[int, typer.Option("--width", metavar="D", help="Numbers in a response.")]
Steps = Annotated[int, typer.Option("--steps", metavar="K", help="Gradient steps.")]
Temperature = Annotated[
    float | None,
    typer.Option("--temperature", metavar="T", help="What rewards are multiplied by; chosen by their gap if left out."),
]
Rewards = Annotated[
    str | None, typer.Option("--rewards", metavar="LIST", help="The critic's rewards, else drawn: 0.9,0.2,0.5")
]
Out = Annotated[
    Path | None, typer.Option("--out", metavar="DIR", help="Also write pictures (SVG, PNG), CSV and JSON there.")
]
Export = Annotated[
    Path | None, typer.Option("--export", metavar="DIR", help="Also write it there as a module for transformers.")
]


def command(
    name: Name = None,
    responses: Responses = None,
    width: Width = 3,
    steps: Steps = 1,
    seed: options.RunSeed = 0,
    temperature: Temperature = None,
    rewards: Rewards = None,
    out: Out = None,
    html: options.Html = None,
    export: Export = None,
    json: options.Json = False,
) -> None:
    """Show an exact construction at work: where each head looks, what is masked, how far the answer is.

    A construction is a transformer whose weights were written down, not trained; in its context it takes a step of
    gradient descent on the critic's ranking. Shown is one problem, block by block, beside gradient descent itself.

    Without a name the constructions are listed: what each needs, and how exact it is.
    """
    from redraft.cli.views import lab_construct

    chosen = lab_construct.Chosen(
        name=name,
        n_responses=responses,
        width=width,
        n_steps=steps,
        seed=seed,
        temperature=temperature,
        rewards=rewards,
        out=out,
        html=html,
        export=export,
    )
    lab_construct.constructed(chosen, as_json=json)
