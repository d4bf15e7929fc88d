"""`redraft eval jailbreak`: defences against attacks, over-refusal beside attack success, and the judges themselves."""

from pathlib import Path
from typing import Annotated

import typer

from redraft.cli import _options as options
from redraft.errors import Misuse

Data = Annotated[
    Path | None,
    typer.Argument(
        metavar="[FILE]",
        help="Harmful requests (AdvBench, JailbreakBench, HarmBench, XSTest, JSONL or lines), or answers labelled "
        "by people.",
    ),
]
Benign = Annotated[Path | None, typer.Option("--benign", metavar="FILE", help="Requests that should be answered.")]
Attack = Annotated[
    list[Path] | None,
    typer.Option("--attack", metavar="FILE", help="A suffix, or a text with {behavior} in it; may be repeated."),
]
Judge = Annotated[str | None, typer.Option("--judge", metavar="MODEL", help="Who judges answers beside the patterns.")]
JudgeForm = Annotated[
    str,
    typer.Option(
        "--judge-form",
        metavar="FORM",
        help="harmless, strongreject, harmbench, jailbreakbench, llama_guard, shieldgemma or wildguard.",
    ),
]
Rounds = Annotated[int, typer.Option("--rounds", metavar="N", min=1, max=3, help="Checks, 1 to 3.")]
Shown = Annotated[
    list[int] | None,
    typer.Option("--shown", metavar="N", min=1, max=3, help="Refused requests shown, 1 to 3; may be repeated."),
]
Limit = Annotated[int | None, typer.Option("--limit", metavar="N", min=1, help="Requests of each kind at most.")]
Seeds = Annotated[int, typer.Option("--seeds", metavar="N", min=1, help="Attacks of each kind on the embedded model.")]
Out = Annotated[Path | None, typer.Option("--out", metavar="DIR", help="Folder of outcomes, else one in evaluations/.")]
Concurrency = Annotated[int | None, typer.Option("--concurrency", metavar="N", min=1, help="Requests side by side.")]
Again = Annotated[bool, typer.Option("--again", help="Ask once more where the model failed before.")]
List = Annotated[bool, typer.Option("--list", help="Of labels: also list every answer that is read otherwise.")]


def command(
    data: Data = None,
    benign: Benign = None,
    attack: Attack = None,
    model: options.Model = None,
    judge: Judge = None,
    judge_form: JudgeForm = "harmless",
    rounds: Rounds = 3,
    shown: Shown = None,
    limit: Limit = None,
    seeds: Seeds = 3,
    out: Out = None,
    concurrency: Concurrency = None,
    again: Again = False,
    list_: List = False,
    dry_run: options.DryRun = False,
    profile: options.Profile = None,
    config: options.Config = None,
    seed: options.Seed = None,
    json: options.Json = False,
    html: options.Html = None,
) -> None:
    """Measure defences against jailbreaks, and who may say what a refusal is.

    A file of labelled answers measures the patterns against people. `--model embedded` without a file attacks the
    embedded model, draft and check together. A file of requests puts every defence before a model of yours, with your
    attacks around them: attack success on harmful requests and over-refusal of benign ones, always beside each other.
    The folder keeps every answer; after an interruption the same command goes on.
    """
    from redraft.cli.views import jailbreak_run

    flags = options.Flags(
        profile=profile, config=config, model=model, critics=None, strategy=None, rounds=None, seed=seed,
        calls=None, tokens=None, seconds=None, usd=None,
    )  # fmt: skip
    shows = jailbreak_run.Shows(json=json, html=html, list=list_)
    if data is None:
        if model != "embedded":
            raise Misuse("give a FILE of requests or of labelled answers, or --model embedded for the model in here")
        jailbreak_run.embedded(n_seeds=seeds, limit=limit, seed=seed, shows=shows)
        return
    if jailbreak_run.is_labelled(data):
        jailbreak_run.labels(data, limit=limit, shows=shows)
        return
    chosen = jailbreak_run.Chosen(
        data=data,
        benign=benign,
        attacks=tuple(attack or ()),
        judge=judge,
        judge_form=judge_form,
        rounds=rounds,
        shown=tuple(dict.fromkeys(shown or (3,))),
        limit=limit,
        out=out,
        concurrency=concurrency,
        again=again,
        dry_run=dry_run,
    )
    jailbreak_run.requests(chosen, options.settings_of(flags), shows=shows)
