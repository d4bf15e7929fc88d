"""`redraft calibrate`: a certificate for a profile, from cases whose answers are known."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from redraft.cli import _options as options


class Among(StrEnum):
    """Whose broken rate is bounded."""

    all = "all"
    right = "right"


Data = Annotated[
    str | None,
    typer.Argument(metavar="[DATA]", help="Cases with references, or a world: count, pref. Not with --labels."),
]
Epsilon = Annotated[float, typer.Option("--epsilon", metavar="RATE", help="Right answers made wrong, at most.")]
Delta = Annotated[float, typer.Option("--delta", metavar="P", help="Probability that this promise fails, at most.")]
Out = Annotated[Path, typer.Option("--out", metavar="FILE", help="The certificate; what was played lies beside it.")]
Mcnemar = Annotated[bool, typer.Option("--mcnemar", help="Also confirm, on half of the cases, that correcting gains.")]
Of = Annotated[Among, typer.Option("--among", metavar="WHICH", help="Rate among all cases, or among right drafts.")]
Slices = Annotated[int, typer.Option("--slices", metavar="N", min=1, help="Certificates that share delta.")]
Looks = Annotated[int, typer.Option("--looks", metavar="N", min=1, help="How often you will look; they share delta.")]
Collect = Annotated[
    Path | None, typer.Option("--collect", metavar="OUT", help="Write answers for people to label, in place of all.")
]
Labels = Annotated[Path | None, typer.Option("--labels", metavar="FILE", help="What --collect wrote, labelled.")]
Key = Annotated[Path | None, typer.Option("--key", metavar="FILE", help="The key of the labels, if it was moved.")]
Alone = Annotated[bool, typer.Option("--alone", help="Play no other strategy beside the profile.")]
Again = Annotated[bool, typer.Option("--again", help="Ask every case anew; what was played before is put aside.")]
Form = Annotated[str | None, typer.Option("--form", metavar="FORM", help="Form of the rows, if not seen.")]
Limit = Annotated[int | None, typer.Option("--limit", metavar="N", min=1, help="Only the first N cases.")]
Concurrency = Annotated[int | None, typer.Option("--concurrency", metavar="N", min=1, help="Cases side by side.")]


def command(
    data: Data = None,
    epsilon: Epsilon = 0.02,
    delta: Delta = 0.05,
    out: Out = Path("certificate.json"),
    mcnemar: Mcnemar = False,
    among: Of = Among.all,
    slices: Slices = 1,
    looks: Looks = 1,
    collect: Collect = None,
    labels: Labels = None,
    key: Key = None,
    alone: Alone = False,
    again: Again = False,
    form: Form = None,
    limit: Limit = None,
    concurrency: Concurrency = None,
    dry_run: options.DryRun = False,
    model: options.Model = None,
    critic: options.Critics = None,
    strategy: options.Strategy = None,
    rounds: options.Rounds = None,
    profile: options.Profile = None,
    config: options.Config = None,
    seed: options.Seed = None,
    html: options.Html = None,
    json: options.Json = False,
) -> None:
    """Calibrate a profile and write its certificate.

    Says first how many cases are needed. The profile answers every case once; from the score of each redraft and from
    what it broke or repaired follows the score from which redrafts are let in, so that with probability 1 - delta at
    most epsilon of all answers are broken. Without references, --collect writes answers for people to label and
    --labels reads them back; no model is asked then. Stopped and started again, it goes on where it was.
    """
    from redraft.cli.views import calibrate_run

    chosen = calibrate_run.Chosen(
        data=data, epsilon=epsilon, delta=delta, out=out, net=mcnemar, among=among.value, slices=slices, looks=looks,
        key=key, alone=alone, again=again, form=form, limit=limit, concurrency=concurrency, html=html,
        profile=profile, seed=seed,
    )  # fmt: skip
    flags = options.Flags(profile, config, model, critic, strategy, rounds, None, None, None, None, seed)
    if labels is not None:
        calibrate_run.from_labels(labels, chosen, as_json=json)
    elif collect is not None:
        calibrate_run.collected(collect, chosen, options.settings_of(flags))
    elif dry_run:
        calibrate_run.forecast(chosen, options.settings_of(flags), as_json=json)
    else:
        calibrate_run.calibrated(chosen, options.settings_of(flags), as_json=json)
