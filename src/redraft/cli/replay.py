"""`redraft replay`: the loop on answers that were written before."""

from typing import Annotated

import typer

from redraft.cli import _options as options
from redraft.errors import Misuse

Data = Annotated[
    str, typer.Argument(metavar="DATA", help="Labelled outputs, lists of answers, records, or a record store.")
]
Gate = Annotated[
    str | None,
    typer.Option("--gate", metavar="NAME", help="What replaces an answer: check_after_fix, best, latest, majority."),
]
Threshold = Annotated[float | None, typer.Option("--threshold", metavar="T", help="Score from which an answer passes.")]
By = Annotated[str | None, typer.Option("--by", metavar="GROUP", help="Keep answers of different models, say, apart.")]
Form = Annotated[str | None, typer.Option("--form", metavar="FORM", help="Form of the rows, if not seen.")]
Limit = Annotated[int | None, typer.Option("--limit", metavar="N", min=1, help="Only the first N problems.")]
Concurrency = Annotated[int | None, typer.Option("--concurrency", metavar="N", min=1, help="Problems side by side.")]
Listing = Annotated[bool, typer.Option("--list", help="Show a line for each problem.")]
Store = Annotated[str | None, typer.Option("--store", metavar="PATH", help="Keep the records there.")]
Checker = Annotated[str | None, typer.Option("--model", metavar="MODEL", help="Who checks, for self_check.")]


def command(
    data: Data,
    critic: options.Critics = None,
    strategy: options.Strategy = None,
    rounds: options.Rounds = None,
    gate: Gate = None,
    threshold: Threshold = None,
    by: By = None,
    form: Form = None,
    limit: Limit = None,
    concurrency: Concurrency = None,
    list_: Listing = False,
    store: Store = None,
    html: options.Html = None,
    model: Checker = None,
    profile: options.Profile = None,
    config: options.Config = None,
    seed: options.Seed = None,
    json: options.Json = False,
) -> None:
    """Run the loop on stored answers, without a model that writes.

    The answers to one problem stand for its successive drafts. Shown is what would have been accepted, rejected and
    kept; where the answers have labels, also what that was worth beside no correction and a majority vote.
    """
    from redraft.cli.views import replay_run
    from redraft.settings import with_arguments

    flags = options.Flags(
        profile=profile,
        config=config,
        model=model,
        critics=critic,
        strategy=strategy,
        rounds=rounds,
        calls=None,
        tokens=None,
        seconds=None,
        usd=None,
        seed=seed,
    )
    settings = with_arguments(options.settings_of(flags), {"gate": gate, "threshold": threshold}, shown=options.as_flag)
    if critic is None and "critics" not in settings.written.values.get("profiles", {}).get(settings.profile, {}):
        raise Misuse("nobody to judge the answers was named; give --critic, or a profile with critics in redraft.toml")
    chosen = replay_run.Chosen(
        data=data, form=form, by=by, limit=limit, concurrency=concurrency, store=store, html=html, listing=list_
    )
    replay_run.replayed(chosen, settings, as_json=json)
