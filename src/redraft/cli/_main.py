"""The commands together, and the rim where every error becomes one clear line and an exit code."""

import sys
import traceback
from io import TextIOWrapper
from typing import Annotated

import typer

from redraft.cli import (
    calibrate,
    correct,
    critics,
    demo,
    doctor,
    facts,
    fix,
    init,
    lab,
    monitor,
    preferences,
    prove,
    replay,
    run,
    show,
    train,
    translate,
)
from redraft.cli import eval as evaluation
from redraft.core.version import VERSION
from redraft.errors import Misuse, RedraftError

STOPPED = 130
"""Exit code that typer gives after Ctrl-C, as shells do: 128 and the number of the signal."""

app = typer.Typer(
    name="redraft",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,  # plain help is quick, wraps well and reads the same in the docs
    # Errors are shown by `main`, one line each; typer would set its own hook for uncaught ones.
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command(name="demo")(demo.command)
app.command(name="correct")(correct.command)
app.command(name="fix")(fix.command)
app.command(name="run")(run.command)
app.command(name="translate")(translate.command)
app.command(name="prove")(prove.command)
app.command(name="replay")(replay.command)
app.command(name="calibrate")(calibrate.command)
app.command(name="show")(show.command)
app.command(name="init")(init.command)
app.command(name="doctor")(doctor.command)
app.add_typer(critics.app, name="critics")
app.add_typer(evaluation.app, name="eval")
app.add_typer(facts.app, name="facts")
app.add_typer(monitor.app, name="monitor")
app.add_typer(preferences.app, name="preferences")
app.add_typer(train.app, name="train")
app.add_typer(lab.app, name="lab")


def _print_version(asked: bool) -> None:
    if asked:
        typer.echo(f"redraft {VERSION}")
        raise typer.Exit


@app.callback()
def _redraft(
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version.")
    ] = False,
    debug: Annotated[bool, typer.Option("--debug", help="Show where an error came from.")] = False,
) -> None:
    """Language models that correct their own answers, and a measurement of when that helps.

    Start with `redraft demo`; it needs no key and no network.
    """


def main() -> None:
    """Run the command line and leave with its exit code."""
    sys.exit(run_command_line())


def run_command_line() -> int:
    """Run the command line on `sys.argv`.

    Returns:
        0 done, 1 failed, 2 misused, 130 stopped by Ctrl-C.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            # What a terminal or a file cannot hold (a check mark in ASCII, half a character that a model broke off) is
            # shown as an escape; it must not end the command.
            stream.reconfigure(errors="backslashreplace")
    # Read before parsing: an error while parsing a value is to be shown in full, too.
    debug = "--debug" in sys.argv[1:2]
    try:
        app(prog_name="redraft")
    except SystemExit as ended:
        code = ended.code if isinstance(ended.code, int) else 0 if ended.code is None else 1
        if code == STOPPED:
            print("stopped", file=sys.stderr)
        return code
    except Exception as error:  # rim: whatever went wrong becomes a line and an exit code
        return _told(error, debug=debug)
    return 0


def _told(error: Exception, *, debug: bool) -> int:
    if debug:
        traceback.print_exception(error)
    elif isinstance(error, RedraftError):
        print(f"redraft: {error}", file=sys.stderr)
    else:
        print(
            f"redraft: {type(error).__name__}: {error} (unexpected; `redraft --debug` before the command shows where)",
            file=sys.stderr,
        )
    return 2 if isinstance(error, Misuse) else 1
