"""`redraft prove`: whether correcting helps a model, predicted and measured on tasks made for it."""

from pathlib import Path
from typing import Annotated

import typer

from redraft.cli import _options as options

Critics = Annotated[
    list[str] | None,
    typer.Option("--critic", metavar="CRITIC", help="A further critic beside the model's own check; may be repeated."),
]
Tasks = Annotated[int | None, typer.Option("--n", metavar="N", help="Tasks, else 150, or 800 of the embedded model's.")]
Family = Annotated[
    list[str] | None,
    typer.Option(
        "--family",
        metavar="NAME",
        help="Only this family of tasks; may be repeated: arithmetic, strings, lists, puzzles, sentences, numbers.",
    ),
]
Grade = Annotated[
    list[int] | None,
    typer.Option("--grade", metavar="G", min=1, max=5, help="Only this grade, 1 (easy) to 5; may be repeated."),
]
Language = Annotated[str, typer.Option("--language", metavar="TAG", help="Language of the tasks: en or zh-Hant.")]
Rounds = Annotated[int, typer.Option("--rounds", metavar="N", min=1, max=20, help="Redrafts at most.")]
Forced = Annotated[
    int | None,
    typer.Option("--forced", metavar="N", min=1, help="Redrafts whatever the verdict, else 1, or 5 if embedded."),
]
Votes = Annotated[int, typer.Option("--votes", metavar="N", min=1, help="Answers of the majority vote.")]
Out = Annotated[Path | None, typer.Option("--out", metavar="DIR", help="Folder of calls and result, else prove/MODEL.")]
Yes = Annotated[bool, typer.Option("--yes", "-y", help="Do not ask before the first call.")]
MaxCalls = Annotated[
    int | None, typer.Option("--max-calls", metavar="N", min=1, help="Refuse a run that could take more calls.")
]
Concurrency = Annotated[int | None, typer.Option("--concurrency", metavar="N", min=1, help="Tasks side by side.")]


def command(
    model: options.Model = None,
    critic: Critics = None,
    n: Tasks = None,
    family: Family = None,
    grade: Grade = None,
    language: Language = "en",
    rounds: Rounds = 5,
    forced: Forced = None,
    votes: Votes = 5,
    out: Out = None,
    html: options.Html = None,
    dry_run: options.DryRun = False,
    yes: Yes = False,
    max_calls: MaxCalls = None,
    concurrency: Concurrency = None,
    profile: options.Profile = None,
    config: options.Config = None,
    seed: options.Seed = None,
    json: options.Json = False,
) -> None:
    """Find out whether correcting helps a model, and say so in a sentence.

    Makes verifiable tasks of graded difficulty, has the model answer, check and redraft them, and compares correcting
    with resampling and voting at equal calls. Half of the tasks predict and choose, the other half is measured on.
    Calls and cost are shown first. Every answered call is kept: after an interruption the same command goes on. The
    exit code is 1 when no task could be scored or every answer was empty.
    """
    from redraft.cli.views import prove_run

    flags = options.Flags(
        profile=profile,
        config=config,
        model=model,
        critics=None,
        strategy=None,
        rounds=None,
        calls=None,
        tokens=None,
        seconds=None,
        usd=None,
        seed=seed,
    )
    chosen = prove_run.Chosen(
        critics=tuple(critic or ()),
        n=n,
        families=tuple(family or ()),
        grades=tuple(grade or ()),
        language=language,
        rounds=rounds,
        n_forced=forced,
        n_votes=votes,
        out=out,
        html=html,
        max_calls=max_calls,
        concurrency=concurrency,
    )
    settings = options.settings_of(flags)
    if not prove_run.proved(chosen, settings, dry_run=dry_run, yes=yes, as_json=json):
        raise typer.Exit(1)
