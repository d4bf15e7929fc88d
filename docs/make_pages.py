"""Writes the pages that repeat what the code knows: every setting and every command.

Run ``python docs/make_pages.py`` after a change of settings or commands; the tests compare the pages with what this
writes.
"""

import re
import sys
import types
import typing
from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from pathlib import Path
from typing import Annotated, Any, Literal, get_args, get_origin

import typer

from redraft.cli._main import app
from redraft.engine.strategies import STRATEGIES
from redraft.profiles.strategies import options_of
from redraft.settings import CRITICS, SOURCES, schema

DOCS = Path(__file__).resolve().parent

CONFIGURATION_HEAD = """# Configuration

<!-- Written by docs/make_pages.py from src/redraft/settings; change it there. -->

Every setting of `redraft.toml`. Defaults give way to the file, the file to the environment, the environment to
arguments and flags. Unknown keys, wrong types and missing keys are errors that name the place, the key and what to do.
Secrets stand in environment variables only: a table names the variable (`api_key_env`).

`profile`, at the top of the file, names the profile in use; without it that is `default`. The `redraft.toml` in the
working directory is read, unless `--config` or `REDRAFT_CONFIG` names another. `redraft init` writes one to start from.

A variable is `REDRAFT_` and the key, with two underscores between a table and its key. A key alone is one of the
profile in use: `REDRAFT_ROUNDS=2`, `REDRAFT_CRITICS=self_check,form`, `REDRAFT_BUDGET__TOKENS=20000`. Other tables are
named: `REDRAFT_STORE__URL`, `REDRAFT_MODELS__WRITER__TIMEOUT_S`; `REDRAFT_PROFILE` names the profile in use. An empty
variable says nothing.
"""

STRATEGIES_HEAD = """## `[profiles.NAME.strategy_options]`

Each strategy has options of its own.
"""


def described(table: type) -> tuple[str, dict[str, str]]:
    """A table's docstring, taken apart: its first line, and what it says about each field."""
    text = typing.cast(str, table.__doc__)
    head, _, rest = text.partition("\n")
    section = rest.partition("Attributes:\n")[2]
    entries = re.findall(r"^ {8}(\w+): (.*(?:\n {12}.*)*)", section, re.M)
    return head, {name: " ".join(words.split()) for name, words in entries}


def type_in_words(hint: Any) -> str:
    """A type as a reader of TOML knows it."""
    origin, args = get_origin(hint), get_args(hint)
    if origin is Annotated:
        return type_in_words(args[0])
    if origin is Literal:
        return " or ".join(f"`{value}`" for value in args)
    if origin in (types.UnionType, typing.Union):
        known = [type_in_words(arg) for arg in args if arg is not type(None)]
        return " or ".join(dict.fromkeys(known))
    if origin is tuple:
        return f"list of {type_in_words(args[0])}s"
    if origin in (dict, Mapping) or (isinstance(origin, type) and issubclass(origin, Mapping)) or is_dataclass(hint):
        return "table"
    return {str: "text", int: "whole number", float: "number", bool: "`true` or `false`"}[hint]


def default_in_words(field: "Field[Any]") -> str:
    """A default as it would be written in TOML; a dash where the key may be left out and means nothing then."""
    if field.default is MISSING and field.default_factory is MISSING:
        return "must be given"
    value = field.default if field.default is not MISSING else typing.cast(Callable[[], Any], field.default_factory)()
    if value is None or value in ((), {}) or is_dataclass(value):
        return "–"
    if isinstance(value, bool):
        return f"`{str(value).lower()}`"
    if isinstance(value, tuple):
        return "`[" + ", ".join(f'"{item}"' for item in value) + "]`"
    return f'`"{value}"`' if isinstance(value, str) else f"`{value:g}`"


def section(table: type) -> str:
    """One table of redraft.toml as a section of the page."""
    head, meanings = described(table)
    where, _, what = head.partition(": ")
    where = where.replace("``", "`")
    hints = typing.get_type_hints(table, include_extras=True)
    rows = [
        f"| `{field.name}` | {type_in_words(hints[field.name])} | {default_in_words(field)} "
        f"| {meanings[field.name].replace('``', '`')} |"
        for field in fields(table)
        if field.metadata.get("is_setting", True)
    ]
    sentence = what[:1].upper() + what[1:].replace("``", "`")
    return "\n".join(
        [f"## {where}", "", sentence, "", "| key | value | default | meaning |", "|---|---|---|---|", *rows, ""]
    )


def strategy_section(name: str) -> str:
    """The options of one strategy."""
    table: Any = STRATEGIES[name]
    meanings, by_name = described(table)[1], {field.name: field for field in fields(table)}
    rows = [
        f"| `{key}` | {type_in_words(hint)} | {default_in_words(by_name[key])} | {meanings[key].replace('``', '`')} |"
        for key, hint in options_of(name).items()
    ]
    return "\n".join([f"### `{name}`", "", "| key | value | default | meaning |", "|---|---|---|---|", *rows, ""])


def tables() -> list[type]:
    """Every table that stands under a heading of its own: those of the schema in its order, critics after models."""
    found = [value for value in vars(schema).values() if isinstance(value, type) and is_dataclass(value)]
    own = [table for table in found if table.__module__ == schema.__name__ and described(table)[0].startswith("``[")]
    behind = own.index(schema.ModelTable) + 1
    return [*own[:behind], *CRITICS.values(), *SOURCES.values(), *own[behind:]]


def configuration() -> str:
    """The page about every setting."""
    strategies = [STRATEGIES_HEAD, *(strategy_section(name) for name in STRATEGIES)]
    return "\n".join([CONFIGURATION_HEAD, *(section(table) for table in tables()), *strategies])


COMMANDS_HEAD = """# Commands

<!-- Written by docs/make_pages.py from src/redraft/cli; change it there. -->

Data goes to standard output, talk and progress to standard error. The exit code is 0 for done, 1 for failed, 2 for
misused and 130 for stopped by Ctrl-C. `redraft --version` prints the version; `redraft --debug COMMAND` shows where an
error came from.
"""


def placeholder(argument: Any) -> str:
    """What stands for an argument's value."""
    return str(argument.metavar or argument.name.upper()).strip("[]")


def parameter_row(parameter: Any) -> str:
    """One argument or option (typer's objects, which have no public class) as a row."""
    if parameter.param_type_name == "argument":
        spelled, shown = f"`{placeholder(parameter)}`", None
    else:
        value = "" if parameter.is_flag else f" {parameter.metavar or parameter.type.name.upper()}"
        spelled = ", ".join(f"`{name}{value}`" for name in (*parameter.opts, *parameter.secondary_opts))
        spelled = spelled.replace("|", "\\|")
        shown = None if parameter.is_flag or callable(parameter.default) else parameter.default
    default = "" if shown in (None, (), []) else f"`{shown}`"
    help_ = " ".join((parameter.help or "").split()).replace("|", "\\|")
    return f"| {spelled} | {help_} | {default} |"


def command_section(name: str, command: Any) -> str:
    """One command as a section of the page."""
    paragraphs = [" ".join(part.replace("\b", "").split()) for part in (command.help or "").split("\n\n")]
    arguments = [p for p in command.params if p.param_type_name == "argument"]
    usage = [placeholder(p) if p.required else f"[{placeholder(p)}]" for p in arguments]
    rows = [parameter_row(p) for p in command.params if not getattr(p, "hidden", False)]
    table = ["| argument or option | meaning | default |", "|---|---|---|", *rows]
    line = " ".join(["redraft", name, *usage, "[OPTIONS]"])
    return "\n".join([f"## `{line}`", "", "\n\n".join(paragraphs), "", *table, ""])


def commands() -> str:
    """The page about every command."""
    group: Any = typer.main.get_command(app)
    leaves: list[tuple[str, Any]] = []
    for name, command in group.commands.items():
        inner = getattr(command, "commands", None)
        leaves += [(name, command)] if inner is None else [(f"{name} {n}", leaf) for n, leaf in inner.items()]
    return "\n".join([COMMANDS_HEAD, *(command_section(name, command) for name, command in leaves)])


PAGES: dict[str, Callable[[], str]] = {"configuration.md": configuration, "commands.md": commands}


def main() -> int:
    """Write every page, or with ``--check`` only say which differ; 1 when one does."""
    stale = []
    for name, page in PAGES.items():
        path, text = DOCS / name, page()
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            stale.append(name)
            if "--check" not in sys.argv[1:]:
                path.write_text(text, encoding="utf-8")
    for name in stale:
        print(name)
    return 1 if stale and "--check" in sys.argv[1:] else 0


if __name__ == "__main__":
    sys.exit(main())
