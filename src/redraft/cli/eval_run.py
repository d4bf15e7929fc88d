"""`redraft eval NAME|FILE`: a profile's way of answering beside its baselines at equal cost."""

from pathlib import Path
from typing import Annotated

import typer

from redraft.cli import _options as options

Data = Annotated[
    str, typer.Argument(metavar="NAME|FILE", help="count, pref or tasks; or samples, .jsonl, .jsonl.gz or .csv.")
]
Seeds = Annotated[int, typer.Option("--seeds", metavar="N", min=1, help="Runs with different seeds.")]
Limit = Annotated[
    int | None, typer.Option("--limit", metavar="N", min=1, help="Samples at most; else all, or 200 of a world.")
]
Form = Annotated[str | None, typer.Option("--form", metavar="FORM", help="Form of the rows, if not seen.")]
Out = Annotated[
    Path | None, typer.Option("--out", metavar="DIR", help="Folder of the evaluation, else one in evaluations/.")
]
Again = Annotated[bool, typer.Option("--again", help="Ask once more where the model gave no usable answer before.")]
Concurrency = Annotated[int | None, typer.Option("--concurrency", metavar="N", min=1, help="Corrections side by side.")]
Threshold = Annotated[
    float | None, typer.Option("--threshold", metavar="T", min=0, max=1, help="Score from which an answer passes.")
]


def command(
    data: Data,
    seeds: Seeds = 3,
    limit: Limit = None,
    form: Form = None,
    out: Out = None,
    again: Again = False,
    concurrency: Concurrency = None,
    dry_run: options.DryRun = False,
    model: options.Model = None,
    critic: options.Critics = None,
    strategy: options.Strategy = None,
    rounds: options.Rounds = None,
    threshold: Threshold = None,
    profile: options.Profile = None,
    config: options.Config = None,
    seed: options.Seed = None,
    json: options.Json = False,
) -> None:
    """Evaluate a profile on samples with references, beside its baselines at equal cost.

    The profile's way stands beside no correction, best of n and the majority of n at no less calls, its own redrafts by
    chance verdicts, and an oracle critic as upper bound. Everything is kept in the folder at once: after an
    interruption the same command goes on. It gets result.json, for `redraft eval compare`, and report.html. The exit
    code is 1 when no answer could be scored.
    """
    from redraft.cli.views import eval_run
    from redraft.settings import with_arguments

    flags = options.Flags(
        profile=profile, config=config, model=model, critics=critic, strategy=strategy, rounds=rounds, seed=seed,
        calls=None, tokens=None, seconds=None, usd=None,
    )  # fmt: skip
    settings = with_arguments(options.settings_of(flags), {"threshold": threshold}, shown=options.as_flag)
    chosen = eval_run.Chosen(
        data=data,
        form=form,
        limit=limit,
        n_seeds=seeds,
        out=out,
        again=again,
        concurrency=concurrency,
        flags=flags,
        threshold=threshold,
    )
    if dry_run:
        eval_run.forecasted(chosen, settings, as_json=json)
    elif not eval_run.evaluated(chosen, settings, as_json=json):
        raise typer.Exit(1)
