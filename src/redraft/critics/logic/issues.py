"""What may be wrong with a program, as data: a key for the words, values to fill in, and a place."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

_LONGEST_SHOWN = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """One thing that is wrong with a program, or that was put right while reading it.

    Attributes:
        key: what it is; the phrase of prompt text ``logic`` that says it, and the kind of the finding.
        values: what the phrase has places for, without ``line`` and ``column``; one that begins with ``§`` is the
            key of another phrase.
        severity: ``minor`` for what does not keep the program from being decided, ``major`` for what does.
        start: first character of the program's text that it concerns; None when it concerns the whole program.
        end: one past the last.
    """

    key: str
    values: Mapping[str, str] = field(default_factory=dict)
    severity: Literal["minor", "major"] = "major"
    start: int | None = None
    end: int | None = None


class Faulty(Exception):
    """A program cannot be read; the issue says why. It never leaves this package: it becomes a finding."""

    def __init__(self, issue: Issue) -> None:
        """Keep the issue."""
        super().__init__(issue.key)
        self.issue = issue


def fault(key: str, start: int | None = None, end: int | None = None, **values: str) -> Faulty:
    """The exception for one issue, with its values cut to what a message can show."""
    if start is not None and end is None:
        end = start + 1
    shown = {name: shortened(value) for name, value in values.items()}
    return Faulty(Issue(key=key, values=shown, start=start, end=end))


def repair(key: str, start: int, end: int, **values: str) -> Issue:
    """The minor issue that says what was put right."""
    shown = {name: shortened(value) for name, value in values.items()}
    return Issue(key=key, values=shown, severity="minor", start=start, end=end)


def shortened(text: str) -> str:
    """`text` on one line, cut to what a message can show."""
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST_SHOWN else f"{line[:_LONGEST_SHOWN]}…"
