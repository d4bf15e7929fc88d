"""The command line, run in this process."""

import contextlib
import io
import sys
from typing import NamedTuple

from redraft.cli._main import run_command_line


class Done(NamedTuple):
    """What a command left behind."""

    code: int
    out: str
    err: str


def redraft(*arguments: str, stdin: str = "") -> Done:
    """Run `redraft` with these arguments."""
    out, err = io.StringIO(), io.StringIO()
    before = sys.argv, sys.stdin
    sys.argv, sys.stdin = ["redraft", *arguments], io.StringIO(stdin)
    try:
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            code = run_command_line()
    finally:
        sys.argv, sys.stdin = before
    return Done(code, out.getvalue(), err.getvalue())
