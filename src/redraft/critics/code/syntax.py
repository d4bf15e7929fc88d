"""Whether Python can read the code."""

import ast
import warnings
from dataclasses import dataclass

from redraft.core import Finding
from redraft.critics.code.checks import Report, Subject
from redraft.critics.code.source import Source
from redraft.critics.code.testing.values import shortened
from redraft.critics.code.words import Say


@dataclass(frozen=True, slots=True)
class Syntax:
    """A verified check: the program compiles. See `Check`."""

    async def report(self, subject: Subject) -> Report:
        """The first error, as Python reports it."""
        finding = syntax_problem(subject.source, subject.say)
        if finding is None:
            return Report(check="syntax", detail="ok")
        return Report(check="syntax", findings=(finding,), verdict="failed", detail="failed")


def syntax_problem(source: Source, say: Say) -> Finding | None:
    """Why `source` cannot be compiled; None when it can."""
    try:
        with warnings.catch_warnings():
            # An invalid escape in the draft is the linter's to remark on.
            warnings.simplefilter("ignore")
            compile(source.code, "<draft>", "exec", flags=ast.PyCF_ONLY_AST, dont_inherit=True)
            compile(source.code, "<draft>", "exec", dont_inherit=True)
    except SyntaxError as error:
        return _finding(error, source, say)
    except (ValueError, OverflowError) as error:  # null characters, halves of characters, integers beyond any limit
        message = say("unreadable", problem=shortened(str(error)))
        return Finding(kind="syntax", message=message, suggestion=say("syntax_advice"))
    except (RecursionError, MemoryError):
        return Finding(kind="syntax", message=say("too_deep"), suggestion=say("syntax_advice"))
    return None


def _finding(error: SyntaxError, source: Source, say: Say) -> Finding:
    number = error.lineno
    column = max((error.offset or 1) - 1, 0)
    own = source.own_number(number)
    line = source.line(number)
    if own is None:
        message = say("syntax_nowhere", problem=str(error.msg))
    else:
        message = say("syntax", line=str(own), code=shortened(line), problem=str(error.msg))
    return Finding(
        kind="syntax",
        message=message,
        location=source.location(number, column if line else None),
        suggestion=say("syntax_advice"),
        evidence=(line,) if line else (),
    )
