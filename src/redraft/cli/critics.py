"""`redraft critics`: which critics there are, what one says of an answer, and what verdicts are worth."""

from pathlib import Path
from typing import Annotated

import typer

from redraft.cli import _options as options

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None)

Name = Annotated[str, typer.Argument(metavar="NAME", help="As with --critic: steps, code:tests.py, judge:MODEL, ...")]
Model = Annotated[str | None, typer.Option("--model", metavar="MODEL", help="Who checks itself, for self_check.")]

Out = Annotated[Path | None, typer.Option("--out", metavar="DIR", help="Folder of the card, else cards/DATA-NAME.")]
Without = Annotated[
    list[str] | None,
    typer.Option("--without", metavar="KEY", help="Hide this key of the metadata, such as tests; may be repeated."),
]
LabelsFrom = Annotated[
    str | None,
    typer.Option("--labels-from", metavar="CRITIC", help="A verified critic, whose verdicts are the labels."),
]
Labels = Annotated[
    Path | None, typer.Option("--labels", metavar="FILE", help="Labels of the attempts of stored records.")
]
Version = Annotated[
    str | None, typer.Option("--version", metavar="V", help="Version of NAME, if records hold several.")
]
Beside = Annotated[
    list[Path] | None,
    typer.Option("--beside", metavar="DIR", help="Folder of another critic's card to agree with; may be repeated."),
]
Concurrency = Annotated[int | None, typer.Option("--concurrency", metavar="N", min=1, help="Judgements side by side.")]
Threshold = Annotated[
    float, typer.Option("--threshold", metavar="T", min=0, max=1, help="Score from which an output passes.")
]
Again = Annotated[
    bool, typer.Option("--again", help="Judge what was left unscored once more, as after an endpoint's failure.")
]


@app.callback()
def _critics() -> None:
    """List critics, ask one about an answer, measure what its verdicts are worth, compare cards."""


@app.command("list")
def list_(config: options.Config = None, json: options.Json = False) -> None:
    """List the critics there are: what they decide by, what they need, and whether that is here.

    Those of redraft.toml come first, then those that need no settings.
    """
    from redraft.cli.views import critics_list
    from redraft.settings import read_settings

    critics_list.listed(read_settings(config), as_json=json)


@app.command("measure")
def measure(
    name: Name,
    data: Annotated[str, typer.Argument(metavar="DATA", help="Outputs, .jsonl or .jsonl.gz, or a record store.")],
    out: Out = None,
    limit: Annotated[int | None, typer.Option("--limit", metavar="N", min=1, help="Only the first N outputs.")] = None,
    form: Annotated[str | None, typer.Option("--form", metavar="FORM", help="Form of the rows, if not seen.")] = None,
    without: Without = None,
    labels_from: LabelsFrom = None,
    labels: Labels = None,
    version: Version = None,
    beside: Beside = None,
    concurrency: Concurrency = None,
    threshold: Threshold = 0.5,
    again: Again = False,
    model: Model = None,
    profile: options.Profile = None,
    config: options.Config = None,
    json: options.Json = False,
) -> None:
    """Measure a critic on outputs whose labels are known.

    Labels stand in DATA, or come from a verified critic, or from a file. Of stored records, what a critic of this name
    said in them is taken, and nothing is judged again; a critic that was not asked then is asked now.

    Writes its card as card.json, card.md and card.html into the folder. Every judgement is kept there at once, in
    judged.jsonl: after an interruption the same command goes on, and another threshold costs nothing. The exit code is
    1 when no output could be judged.
    """
    from redraft.cli.views import critics_measure

    settings = options.settings_of(_flags(model, profile, config))
    chosen = critics_measure.Chosen(
        name=name,
        data=data,
        out=out,
        limit=limit,
        form=form,
        without=tuple(without or ()),
        labels_from=labels_from,
        labels=labels,
        version=version,
        beside=tuple(beside or ()),
        concurrency=concurrency,
        threshold=threshold,
        again=again,
        model=model,
        profile=profile,
    )
    if not critics_measure.measured(chosen, settings, as_json=json):
        raise typer.Exit(1)


@app.command("compare")
def compare(
    cards: Annotated[list[Path], typer.Argument(metavar="CARD...", help="Two or more: card.json, or its folder.")],
    json: options.Json = False,
) -> None:
    """Put cards beside each other, and say how far their critics agree.

    How far they agree is told for outputs that both judged, from the verdicts beside the cards: whether two critics err
    on the same outputs decides what asking both is worth.
    """
    from redraft.cli.views import critics_compare

    critics_compare.shown(cards, as_json=json)


@app.command("examine")
def examine(
    name: Name,
    answer: Annotated[str, typer.Argument(metavar="FILE", help="File that holds the answer; - reads stdin.")],
    prompt: Annotated[
        str | None, typer.Option("--prompt", metavar="TEXT", help="What was asked; @FILE reads it from a file.")
    ] = None,
    threshold: Annotated[
        float, typer.Option("--threshold", metavar="T", min=0, max=1, help="Score from which the answer passes.")
    ] = 0.5,
    model: Model = None,
    profile: options.Profile = None,
    config: options.Config = None,
    json: options.Json = False,
) -> None:
    """Ask a critic about an answer: the verdict and every finding with its place. No model writes anything.

    The exit code is 0 when the answer passes, 1 when it fails or could not be judged.
    """
    from redraft.cli.views import critics_examine

    settings = options.settings_of(_flags(model, profile, config))
    text = options.answer_of(answer)
    asked = "" if prompt is None else options.text_of(prompt)
    if not critics_examine.examined(name, text, asked, settings, threshold=threshold, as_json=json):
        raise typer.Exit(1)


def _flags(model: str | None, profile: str | None, config: Path | None) -> options.Flags:
    return options.Flags(
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
        seed=None,
    )
