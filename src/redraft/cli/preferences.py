"""`redraft preferences`: what a person prefers, learnt from how they edit answers, in one file that is theirs."""

from pathlib import Path
from typing import Annotated

import typer

from redraft.cli import _options as options
from redraft.errors import Misuse

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None)

Profile = Annotated[Path, typer.Argument(metavar="PROFILE", help="File of the preferences.")]
Id = Annotated[str, typer.Argument(metavar="ID", help="Id of a preference, or its beginning.")]


@app.callback()
def _preferences() -> None:
    """Learn what a person prefers from their edits; the profile is one readable file, theirs to change and delete."""


@app.command("learn")
def learn(
    profile: Profile,
    before: Annotated[str | None, typer.Option("--before", metavar="FILE", help="The answer as it was.")] = None,
    after: Annotated[str | None, typer.Option("--after", metavar="FILE", help="As the person wanted it.")] = None,
    context: Annotated[
        str, typer.Option("--context", metavar="TEXT", help="What it was written for; @FILE reads it. Else everywhere.")
    ] = "",
    edits: Annotated[
        Path | None, typer.Option("--edits", metavar="FILE", help="JSON lines with before, after and context.")
    ] = None,
    from_store: Annotated[
        bool, typer.Option("--from-store", help="Answers in the store that somebody corrected.")
    ] = False,
    says: Annotated[
        str | None, typer.Option("--says", metavar="TEXT", help="A preference in words, without an edit.")
    ] = None,
    model: Annotated[
        str | None, typer.Option("--model", metavar="MODEL", help="Who puts edits into words; code when left out.")
    ] = None,
    config: options.Config = None,
    json: options.Json = False,
) -> None:
    """Keep edits, each described in a sentence.

    With --model, that model is sent the context and both texts of each edit; without, nothing leaves this machine.
    An edit that the profile holds already is left as it is.
    """
    from redraft.cli.views import preferences_learn

    ways = [before is not None or after is not None, edits is not None, from_store, says is not None]
    if sum(ways) != 1 or (before is None) != (after is None):
        raise Misuse("give --before and --after, or --edits, or --from-store, or --says; one of these")
    chosen = preferences_learn.Chosen(
        profile=profile, before=before, after=after, context=context, edits=edits, says=says, model=model
    )
    if not preferences_learn.learnt(chosen, config, as_json=json):
        raise typer.Exit(1)


@app.command("show")
def show(
    profile: Profile,
    for_: Annotated[
        str | None,
        typer.Option("--for", metavar="PROMPT", help="Only what holds for this request, and what gives way."),
    ] = None,
    json: options.Json = False,
) -> None:
    """Show the preferences; with --for those that hold for a request, and what its writer would be told."""
    from redraft.cli.views import preferences_show

    if for_ is None:
        preferences_show.shown(profile, as_json=json)
    else:
        preferences_show.shown_for(profile, options.text_of(for_), as_json=json)


@app.command("correct")
def correct(
    profile: Profile,
    id: Id,
    says: Annotated[str | None, typer.Option("--says", metavar="TEXT", help="The preference in other words.")] = None,
    check: Annotated[
        list[str] | None,
        typer.Option("--check", metavar="CHECK", help="What code decides, such as 'max_words 60'; may be repeated."),
    ] = None,
    no_checks: Annotated[bool, typer.Option("--no-checks", help="Let code decide nothing of it.")] = False,
    context: Annotated[str | None, typer.Option("--context", metavar="TEXT", help="What it holds for.")] = None,
    everywhere: Annotated[bool, typer.Option("--everywhere", help="It holds for every request.")] = False,
    on: Annotated[bool | None, typer.Option("--on/--off", help="Use it, or let it rest.")] = None,
    json: options.Json = False,
) -> None:
    """Change one preference; the file can just as well be changed in an editor."""
    from redraft.cli.views import preferences_change

    if (check is not None and no_checks) or (context is not None and everywhere):
        raise Misuse("--check and --no-checks, --context and --everywhere say opposite things; give one of the two")
    preferences_change.corrected(
        profile,
        id,
        says=says,
        checks=[] if no_checks else check,
        context="" if everywhere else context,
        on=on,
        as_json=json,
    )


@app.command("forget")
def forget(profile: Profile, id: Id, json: options.Json = False) -> None:
    """Take one preference out of the profile, its edit included."""
    from redraft.cli.views import preferences_change

    preferences_change.forgotten(profile, id, as_json=json)


@app.command("export")
def export(profile: Profile, json: options.Json = False) -> None:
    """Print each preference with its edit as a line of JSON (one list with --json); `learn --edits` reads the lines."""
    from redraft.cli.views import preferences_show

    preferences_show.exported(profile, as_json=json)


@app.command("delete")
def delete(
    profile: Profile,
    yes: Annotated[bool, typer.Option("--yes", help="Delete without asking.")] = False,
    json: options.Json = False,
) -> None:
    """Delete the whole profile; nothing of it is kept elsewhere."""
    from redraft.cli.views import preferences_change

    preferences_change.deleted(profile, sure=yes, as_json=json)
