"""`redraft monitor`: whether what a profile promises still holds, and the labels that say so."""

from pathlib import Path
from typing import Annotated

import typer

from redraft.cli import _options as options
from redraft.errors import Misuse

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None)

Profile = Annotated[str | None, typer.Option("--profile", metavar="NAME", help="Profile, else the one in use.")]
Store = Annotated[str | None, typer.Option("--store", metavar="PATH", help="Store to look into, else the settings'.")]


@app.callback()
def _monitor() -> None:
    """Watch whether the promised bound on broken answers holds; a profile is watched once it has a table monitor."""


@app.command("status")
def status(
    profile: Annotated[str | None, typer.Option("--profile", metavar="NAME", help="Only this profile.")] = None,
    store: Store = None,
    html: options.Html = None,
    config: options.Config = None,
    json: options.Json = False,
) -> None:
    """Show how every watched profile and its critics stand.

    Right drafts made wrong and wrong ones made right, with ends that hold at all times; alarms; what waits for a label.
    """
    from redraft.cli.views import monitor_status
    from redraft.settings import read_settings

    settings = monitor_status.with_store(read_settings(config), store)
    monitor_status.shown(settings, profile, html=html, as_json=json)


@app.command("audit")
def audit(
    profile: Profile = None,
    list_: Annotated[bool, typer.Option("--list", help="Only list what waits for a label.")] = False,
    labels: Annotated[
        Path | None,
        typer.Option("--labels", metavar="FILE", help="JSON lines with record, draft_right and returned_right."),
    ] = None,
    critic: Annotated[
        str | None,
        typer.Option("--critic", metavar="NAME", help="A verified critic of no part in it gives the labels."),
    ] = None,
    by: Annotated[str, typer.Option("--by", metavar="WHO", help="Who gives the labels.")] = "person",
    store: Store = None,
    config: options.Config = None,
    json: options.Json = False,
) -> None:
    """Label the corrections that the audit drew: one after the other here, or all from a file.

    The two answers are shown in an order drawn by chance, without saying which came first. The exit code is 1 when a
    label of a file could not be taken.
    """
    from redraft.cli.views import monitor_audit, monitor_status
    from redraft.settings import read_settings

    if (labels is not None) + (critic is not None) + list_ > 1:
        raise Misuse("--list, --labels and --critic are three things; give one")
    settings = monitor_status.with_store(read_settings(config, profile=profile), store)
    if list_:
        monitor_audit.listed(settings, as_json=json)
    elif labels is not None:
        if not monitor_audit.from_file(labels, settings, by=by, as_json=json):
            raise typer.Exit(1)
    elif critic is not None:
        monitor_audit.from_critic(critic, settings, as_json=json)
    else:
        monitor_audit.asked(settings, by=by, as_json=json)


@app.command("reset")
def reset(
    reason: Annotated[str, typer.Option("--reason", metavar="TEXT", help="Why, such as: calibrated anew.")],
    profile: Profile = None,
    store: Store = None,
    config: options.Config = None,
    json: options.Json = False,
) -> None:
    """Begin all figures of a profile anew, as after a calibration; standing alarms end, what happened stays known."""
    from redraft.cli.views import monitor_reset, monitor_status
    from redraft.settings import read_settings

    settings = monitor_status.with_store(read_settings(config, profile=profile), store)
    monitor_reset.reset(settings, reason, as_json=json)


@app.command("rerun")
def rerun(
    data: Annotated[str, typer.Argument(metavar="DATA", help="Samples with references: a file, or a world's name.")],
    profile: Profile = None,
    form: Annotated[str | None, typer.Option("--form", metavar="FORM", help="Form of the rows, if not seen.")] = None,
    limit: Annotated[int | None, typer.Option("--limit", metavar="N", min=1, help="Only the first N samples.")] = None,
    concurrency: Annotated[
        int | None, typer.Option("--concurrency", metavar="N", min=1, help="Samples side by side.")
    ] = None,
    store: Store = None,
    config: options.Config = None,
    seed: options.Seed = None,
    json: options.Json = False,
) -> None:
    """Run the profile again on a fixed set and hold what it breaks against what was promised.

    Made for a schedule: a change that production shows slowly shows here at once. The exit code is 1 when the promise
    is refuted.
    """
    from redraft.cli.views import monitor_rerun, monitor_status
    from redraft.settings import read_settings

    read = read_settings(config, profile=profile, arguments={"seed": seed}, shown=options.as_flag)
    chosen = monitor_rerun.Chosen(data=data, form=form, limit=limit, concurrency=concurrency)
    if not monitor_rerun.rerun(chosen, monitor_status.with_store(read, store), as_json=json):
        raise typer.Exit(1)
