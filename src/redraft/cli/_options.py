"""Options that several commands share, so that they read and behave the same everywhere."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

import typer

from redraft.errors import MissingExtra, Misuse

if TYPE_CHECKING:
    from redraft.settings import Settings

# Written out here, because the engine that knows them takes longer to import than a page of help may take.
_STRATEGIES = (
    "in_context_alignment, adaptive, check_as_context, rewrite_refuted, self_refine, best_of_n, self_consistency, "
    "self_reminder, in_context_defence, none"
)

Json = Annotated[bool, typer.Option("--json", help="Print the result as JSON on stdout.")]
NoColor = Annotated[bool, typer.Option("--no-color", help="Mark changes by characters; NO_COLOR does the same.")]
Html = Annotated[Path | None, typer.Option("--html", metavar="FILE", help="Also write it as one HTML page.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Say how many calls and tokens it would take; send nothing.")]
NoRecord = Annotated[bool, typer.Option("--no-record", help="Keep no record.")]

Profile = Annotated[str | None, typer.Option("--profile", metavar="NAME", help="Profile of redraft.toml to use.")]
Config = Annotated[Path | None, typer.Option("--config", metavar="FILE", help="Settings file, else ./redraft.toml.")]
Model = Annotated[
    str | None,
    typer.Option(
        "--model", metavar="MODEL", help="Who writes: embedded, openai/NAME, http://HOST/v1#NAME, ct2:FOLDER."
    ),
]
Critics = Annotated[
    list[str] | None,
    typer.Option(
        "--critic",
        metavar="CRITIC",
        help="Who judges; may be repeated: self_check, judge:MODEL, code[:TESTS], logic[:PROGRAM], steps, "
        "facts:SOURCE, translation, bias, safety, private_data, preferences:FILE, module:function, none; "
        "`redraft critics list` shows all.",
    ),
]
Strategy = Annotated[str | None, typer.Option("--strategy", metavar="NAME", help=f"How to go on: {_STRATEGIES}.")]
Rounds = Annotated[int | None, typer.Option("--rounds", metavar="N", help="Redrafts at most.")]
BudgetCalls = Annotated[int | None, typer.Option("--budget-calls", metavar="N", help="Model calls at most.")]
BudgetTokens = Annotated[int | None, typer.Option("--budget-tokens", metavar="N", help="Tokens at most.")]
BudgetSeconds = Annotated[float | None, typer.Option("--budget-seconds", metavar="S", help="Seconds at most.")]
BudgetUsd = Annotated[float | None, typer.Option("--budget-usd", metavar="USD", help="US dollars at most.")]
Seed = Annotated[int | None, typer.Option("--seed", metavar="N", help="Fixes every random draw.")]
RunSeed = Annotated[int, typer.Option("--seed", metavar="N", help="Fixes every random draw.")]


class Flags(NamedTuple):
    """What the flags of a correction say; None where nothing was said."""

    profile: str | None
    config: Path | None
    model: str | None
    critics: list[str] | None
    strategy: str | None
    rounds: int | None
    calls: int | None
    tokens: int | None
    seconds: float | None
    usd: float | None
    seed: int | None


def text_of(argument: str) -> str:
    """The text that an argument gives: itself, the content of the file after an ``@``, or stdin for ``-``.

    Raises:
        Misuse: when the file cannot be read or is not UTF-8.
    """
    if argument == "-":
        return sys.stdin.read()
    if not argument.startswith("@"):
        return argument
    return _content(argument[1:], said=repr(argument), advice="a text that starts with @ goes through stdin, as -")


def draft_of(path: Path, prompt: str) -> str:
    """The answer in the file of ``--draft``, or on stdin for ``-``, without the line end at its end.

    Args:
        path: the file.
        prompt: the argument that gives the prompt, which may take stdin for itself.

    Raises:
        Misuse: when the file cannot be read or is not UTF-8, or prompt and answer both wait for stdin.
    """
    if str(path) == prompt == "-":
        raise Misuse("prompt and --draft cannot both be read from stdin; give one of them as a file")
    return answer_of(str(path), said="--draft").removesuffix("\n")


def answer_of(argument: str, *, said: str = "FILE") -> str:
    """The answer in a file, or on stdin for ``-``.

    Args:
        argument: the file.
        said: the argument as messages call it.

    Raises:
        Misuse: when the file cannot be read or is not UTF-8.
    """
    return sys.stdin.read() if argument == "-" else _content(argument, said=said, advice="check the path")


def _content(path: str, *, said: str, advice: str) -> str:
    try:
        return Path(path).read_text(encoding="utf-8-sig")
    except OSError as error:
        raise Misuse(f"{said}: the file {path!r} cannot be read: {error.strerror}; {advice}") from error
    except UnicodeDecodeError as error:
        problem = f"the file {path!r} is not UTF-8: {error.reason} at byte {error.start}"
        raise Misuse(f"{said}: {problem}; save it as UTF-8") from error


@contextmanager
def needing(extra: str) -> Iterator[None]:
    """Imports of a command that only an extra makes possible.

    Raises:
        MissingExtra: when a package is not installed: which, and what to install.
    """
    try:
        yield
    except ModuleNotFoundError as error:
        raise MissingExtra(f"{error.name} is needed here; install it with: pip install 'redraft[{extra}]'") from error


_FLAG_OF = {"critics": "--critic", "budget": "--budget"}


def settings_of(flags: Flags) -> "Settings":
    """The settings in force: defaults < redraft.toml < environment < these flags.

    Raises:
        SettingsError: one line that names the flag or the key, the value and what to do.
    """
    from redraft.settings import read_settings

    budget = {"calls": flags.calls, "tokens": flags.tokens, "seconds": flags.seconds, "usd": flags.usd}
    critics = flags.critics
    arguments: dict[str, Any] = {
        "model": flags.model,
        "critics": critics if critics is None or critics != ["none"] else [],
        "strategy": flags.strategy,
        "rounds": flags.rounds,
        "budget": budget,
        "seed": flags.seed,
    }
    return read_settings(flags.config, profile=flags.profile, arguments=arguments, shown=as_flag)


def as_flag(path: tuple[str, ...]) -> str:
    """A setting's path as the flag that gives it: ``("budget", "calls")`` is ``--budget-calls``."""
    first, *rest = path
    return "-".join([_FLAG_OF.get(first, f"--{first}"), *rest])
