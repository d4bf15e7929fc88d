"""Where output goes: data to stdout, talk to stderr."""

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console

_PIPE_WIDTH = 200


def talk(*, no_color: bool = False) -> "Console":
    """A console on stderr; it follows NO_COLOR and whether stderr is a terminal."""
    from rich.console import Console

    return Console(stderr=True, highlight=False, no_color=True if no_color else None)


def data_console(*, no_color: bool = False) -> "Console":
    """A console on stdout, for data that is made for people; a file or a pipe gets lines wide enough for tables."""
    from rich.console import Console

    width = None if sys.stdout.isatty() else _PIPE_WIDTH
    return Console(highlight=False, no_color=True if no_color else None, width=width)


def shows_colors(console: "Console") -> bool:
    """Whether marks by colour alone would be seen."""
    return console.is_terminal and not console.no_color and console.color_system is not None


def print_json(value: object) -> None:
    """The value (dataclasses, tuples, mappings) as one line of JSON on stdout."""
    from redraft.store.codec import encode

    write_line(encode(value))


def write_line(text: str) -> None:
    """One line of data on stdout."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()
