"""What a model wrote as a patch, taken apart but not yet applied to anything."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from redraft.core import Location


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One change to one file.

    Attributes:
        path: the file, as it was written; None when no path stood before the block.
        old: the lines to replace; None for the whole file.
        new: the lines that replace them.
        line: where a unified diff says that `old` begins, from 1; None where nothing was said. A hint only.
        start: where in the reply the block begins, in characters.
        end: one past its last character.
    """

    path: str | None
    old: tuple[str, ...] | None
    new: tuple[str, ...]
    line: int | None = None
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Why a patch cannot be taken as it is.

    Attributes:
        kind: key of the words for it in prompt text ``patch``; ``KIND_advice`` says what to do.
        values: what fills the places of the words.
        advice: what fills the places of the advice.
        shown: lines of a file that help to see it; they are quoted, never said.
        start: where in the reply it is, in characters; None when it concerns all of it.
        end: one past its last character.
    """

    kind: str
    values: Mapping[str, str] = field(default_factory=dict)
    advice: Mapping[str, str] = field(default_factory=dict)
    shown: tuple[str, ...] = ()
    start: int | None = None
    end: int = 0

    @property
    def location(self) -> Location | None:
        """Where it is, as findings say it."""
        return None if self.start is None else Location(start=self.start, end=self.end)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """A reply taken apart.

    Attributes:
        blocks: the changes, in the order of the reply.
        problems: what could not be read; with any of them the reply is no patch.
    """

    blocks: tuple[Block, ...] = ()
    problems: tuple[Problem, ...] = ()
