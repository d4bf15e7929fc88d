"""First stage: the text of a program becomes sections of statements, each with its place.

A section begins with a heading on a line of its own (``Premises:``, ``# Constraints``). A statement is a line; what
follows ``:::`` on it is its note, the same in natural language. Empty lines, and code fences, say nothing.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from redraft.critics.logic.issues import fault

MAX_CHARACTERS = 60_000  # the longest stored program of a model has under 6,000
MAX_STATEMENTS = 1_000

_HEADINGS: Mapping[str, str] = {
    "predicates": "predicates",
    "predicate": "predicates",
    "premises": "premises",
    "premise": "premises",
    "conclusion": "conclusion",
    "conclusions": "conclusion",
    "facts": "facts",
    "fact": "facts",
    "rules": "rules",
    "rule": "rules",
    "query": "query",
    "queries": "query",
    "domain": "domain",
    "domains": "domain",
    "variables": "variables",
    "constraints": "constraints",
    "declarations": "declarations",
    "options": "options",
    "instances": "instances",
    "world": "world",
    "answer": "answer",
    "謂詞": "predicates",
    "前提": "premises",
    "結論": "conclusion",
    "事實": "facts",
    "規則": "rules",
    "查詢": "query",
    "變數": "variables",
    "限制": "constraints",
    "宣告": "declarations",
    "選項": "options",
    "實例": "instances",
    "答案": "answer",
}
_HEADING = re.compile(r"[ \t]*(?:#+[ \t]*|\*\*)?([^\W\d_]+)[ \t]*[:：]?[ \t]*(?:\*\*)?[ \t]*[:：]?[ \t]*(.*)")
_BULLET = re.compile(r"[ \t]*(?:[-*•]|\d{1,3}[.)])[ \t]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One line of a section.

    Attributes:
        text: the formal part, without the note.
        note: the natural language after ``:::``; may be empty.
        start: place of the first character of `text` in the program.
    """

    text: str
    note: str
    start: int

    @property
    def end(self) -> int:
        """One past the last character of `text`."""
        return self.start + len(self.text)


class Heading(NamedTuple):
    """The heading of a section.

    Attributes:
        name: the section.
        rest: where on the line the rest begins, which may already be a statement.
    """

    name: str
    rest: int


Sections = Mapping[str, tuple[Statement, ...]]


def split(text: str) -> Sections:
    """The sections of a program by name, in order of appearance; sections of the same name are one.

    Raises:
        Faulty: when the program is empty, has no sections, or is too large.
    """
    if len(text) > MAX_CHARACTERS:
        raise fault("too_long", limit=str(MAX_CHARACTERS), seen=str(len(text)))
    sections: dict[str, list[Statement]] = {}
    current: list[Statement] | None = None
    n_statements = 0
    for start, line in _lines(text):
        heading = heading_of(line)
        if heading is not None:
            current = sections.setdefault(heading.name, [])
            start, line = start + heading.rest, line[heading.rest :]
        statement = _statement(line, start)
        if statement is None or current is None:
            continue
        n_statements += 1
        if n_statements > MAX_STATEMENTS:
            raise fault("too_many_statements", start, limit=str(MAX_STATEMENTS))
        current.append(statement)
    if not sections:
        raise fault("no_sections")
    return {name: tuple(statements) for name, statements in sections.items()}


def _lines(text: str) -> Iterator[tuple[int, str]]:
    at = 0
    for line in text.split("\n"):
        yield at, line.rstrip("\r")
        at += len(line) + 1


def heading_of(line: str) -> Heading | None:
    """The section that begins on `line`; None when none does."""
    match = _HEADING.fullmatch(line)
    if match is None or ":::" in match[0][: match.start(2)]:
        return None
    name = _HEADINGS.get(match[1].lower())
    marked = line.lstrip().startswith("#")
    ended = not {":", "："}.isdisjoint(line[match.end(1) : match.start(2)])
    # Without a mark, a word that happens to be a heading's may as well be the beginning of a statement.
    if name is None or not (marked or ended) or (marked and match[2] and not ended):
        return None
    return Heading(name, match.start(2))


def _statement(line: str, start: int) -> Statement | None:
    if line.lstrip().startswith("```"):
        return None
    formal, _, note = line.partition(":::")
    bullet = _BULLET.match(formal)
    skipped = bullet.end() if bullet else 0
    skipped += len(formal[skipped:]) - len(formal[skipped:].lstrip())
    words = formal[skipped:].rstrip()
    if not words:
        return None
    return Statement(text=words, note=note.strip(), start=start + skipped)
