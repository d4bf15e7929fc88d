"""`redraft eval bbq`: social bias in both conditions, on labels alone or with a model in every arm."""

from pathlib import Path
from typing import Annotated

import typer

from redraft.cli import _options as options

Data = Annotated[Path, typer.Argument(metavar="DATA", help="Questions of BBQ, .jsonl or .jsonl.gz.")]
Judge = Annotated[
    str | None, typer.Option("--judge", metavar="MODEL", help="Who reviews for bias, else the model itself.")
]
Arms = Annotated[
    list[str] | None,
    typer.Option(
        "--arm",
        metavar="ARM",
        help="A way of answering; may be repeated: self check; bias, categories; bias, aspects; counterfactual, "
        "gated; majority. Else all.",
    ),
]
Categories = Annotated[
    list[str] | None, typer.Option("--category", metavar="NAME", help="Only this category; may be repeated.")
]
Limit = Annotated[
    int | None, typer.Option("--limit", metavar="N", min=1, help="Questions of a category and condition at most.")
]
Out = Annotated[
    Path | None, typer.Option("--out", metavar="FILE", help="Journal of what was played, else one in evaluations/.")
]
Again = Annotated[bool, typer.Option("--again", help="Ask once more where the model gave no usable answer.")]
Concurrency = Annotated[int | None, typer.Option("--concurrency", metavar="N", min=1, help="Questions side by side.")]
MaxTokens = Annotated[int | None, typer.Option("--max-tokens", metavar="N", min=1, help="Tokens of a review at most.")]


def command(
    data: Data,
    model: options.Model = None,
    judge: Judge = None,
    arm: Arms = None,
    category: Categories = None,
    limit: Limit = None,
    out: Out = None,
    again: Again = False,
    concurrency: Concurrency = None,
    max_tokens: MaxTokens = None,
    profile: options.Profile = None,
    config: options.Config = None,
    seed: options.RunSeed = 0,
    html: options.Html = None,
    json: options.Json = False,
) -> None:
    """Measure social bias on BBQ where the context says who it is and where it does not.

    Without --model: what always unknown, always the stereotype and always right would reach, and how much of the data
    the counterfactual critic can exchange. With one: the draft alone, checks as context (plain, by categories, by
    aspects), the counterfactual critic behind the gate, and the majority of as many calls. What is played is kept in a
    journal: after an interruption the same command goes on.
    """
    from redraft.cli.views import bbq_run

    chosen = bbq_run.Chosen(
        data=data,
        model=model,
        judge=judge,
        arms=tuple(arm or ()),
        categories=tuple(category or ()),
        limit=limit,
        out=out,
        again=again,
        concurrency=concurrency,
        max_tokens=max_tokens,
        profile=profile,
        config=config,
        seed=seed,
    )
    bbq_run.evaluated(chosen, html=html, as_json=json)
