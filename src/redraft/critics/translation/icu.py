"""Reading ICU MessageFormat: `{n, plural, one {# file} other {# files}}` as a tree of arguments and their branches."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from redraft.errors import RedraftError

BRANCHING = ("plural", "selectordinal", "select")
"""Types of arguments that choose among messages."""

_TYPES = (*BRANCHING, "number", "date", "time", "spellout", "ordinal", "duration", "choice")
_COMPLEX = re.compile(rf"\{{\s{{0,20}}[\w.-]{{1,60}}\s{{0,20}},\s{{0,20}}(?:{'|'.join(_TYPES)})\s{{0,20}}[,}}]")
_NAME = re.compile(r"\s*([\w.-]+)\s*")
_WORD = re.compile(r"\s*(=\d+|[\w.-]+)\s*")
_OFFSET = re.compile(r"\s*offset\s*:\s*\d+\s*")
# Deeper nesting is written by nobody, and would let a hostile text exhaust Python's stack.
_MAX_DEPTH = 12


class Malformed(RedraftError):
    """A message that no ICU library reads.

    Attributes:
        at: where in the text reading had to stop.
    """

    def __init__(self, what: str, at: int) -> None:
        """Say what is wrong at which character."""
        super().__init__(what)
        self.at = at


@dataclass(frozen=True, slots=True, kw_only=True)
class Argument:
    """A ``{...}`` of a message.

    Attributes:
        name: name or number.
        type: ``plural``, ``select``, ``number`` and so on; empty for a plain ``{name}``.
        start: where its brace opens.
        end: after its closing brace.
        branches: the message of each keyword, for a type that branches.
    """

    name: str
    type: str
    start: int
    end: int
    branches: dict[str, "Message"] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """A message or a branch of one: its arguments in order, and whether it shows the number of its plural (``#``)."""

    arguments: tuple[Argument, ...]
    has_hash: bool

    def walk(self) -> Iterator[Argument]:
        """Every argument in it, those inside branches after the one that branches."""
        for argument in self.arguments:
            yield argument
            for branch in argument.branches.values():
                yield from branch.walk()


def is_message(text: str) -> bool:
    """Whether a text has an argument with a type: a plain ``{name}`` is a placeholder of many other formats."""
    return _COMPLEX.search(text) is not None


def read_message(text: str) -> Message:
    """The message of a text.

    Raises:
        Malformed: when braces do not balance, or an argument has no name, a branch no message.
    """
    reader = _Reader(text)
    message = reader.message(depth=0, in_plural=False)
    if reader.at < len(text):
        raise Malformed("a closing brace that nothing opened", reader.at)
    return message


def literal_places(text: str) -> list[bool]:
    """For each character of a message whether a reader sees it: whether it is no syntax.

    Raises:
        Malformed: as `read_message` does.
    """
    reader = _Reader(text)
    reader.message(depth=0, in_plural=False)
    return reader.literal


class _Reader:
    def __init__(self, text: str) -> None:
        self.text, self.at = text, 0
        self.literal = [False] * len(text)

    def message(self, *, depth: int, in_plural: bool) -> Message:
        if depth > _MAX_DEPTH:
            raise Malformed(f"arguments inside each other more than {_MAX_DEPTH} deep", self.at)
        arguments: list[Argument] = []
        has_hash = False
        while self.at < len(self.text) and self.text[self.at] != "}":
            sign = self.text[self.at]
            if sign == "'":
                self._quoted()
            elif sign == "{":
                arguments.append(self._argument(depth, in_plural))
            else:
                is_number = sign == "#" and in_plural
                has_hash |= is_number
                self.literal[self.at] = not is_number
                self.at += 1
        return Message(arguments=tuple(arguments), has_hash=has_hash)

    def _quoted(self) -> None:
        """Past an apostrophe, and past what it quotes: it does so only before a brace, as ICU has it by default."""
        following = self.text[self.at + 1 : self.at + 2]
        if following == "'":
            self.at += 2
        elif following and following in "{}#|":
            closing = self.text.find("'", self.at + 1)
            self.at = len(self.text) if closing < 0 else closing + 1
        else:
            self.literal[self.at] = True
            self.at += 1

    def _argument(self, depth: int, in_plural: bool) -> Argument:
        start = self.at
        self.at += 1
        name = self._match(_NAME, "an argument without a name")
        if self._takes("}"):
            return Argument(name=name, type="", start=start, end=self.at)
        self._needs(",", start)
        type_ = self._match(_NAME, "an argument without a type")
        if self._takes("}"):
            return Argument(name=name, type=type_, start=start, end=self.at)
        self._needs(",", start)
        branches = self._branches(depth, in_plural or type_ != "select") if type_ in BRANCHING else self._style(depth)
        self._needs("}", start)
        return Argument(name=name, type=type_, start=start, end=self.at, branches=branches)

    def _branches(self, depth: int, in_plural: bool) -> dict[str, Message]:
        found: dict[str, Message] = {}
        offset = _OFFSET.match(self.text, self.at)
        self.at = offset.end() if offset else self.at
        while self.at < len(self.text) and self.text[self.at] != "}":
            keyword = self._match(_WORD, "a branch without a keyword")
            opened = self.at
            self._needs("{", opened)
            message = self.message(depth=depth + 1, in_plural=in_plural)
            self._needs("}", opened)
            found[keyword] = message
            while self.text[self.at : self.at + 1].isspace():
                self.at += 1
        return found

    def _style(self, depth: int) -> dict[str, Message]:
        """Past the pattern of a number or a date, which may hold braces of its own."""
        start = self.at
        self.message(depth=depth + 1, in_plural=False)
        self.literal[start : self.at] = [False] * (self.at - start)
        return {}

    def _match(self, pattern: re.Pattern[str], problem: str) -> str:
        match = pattern.match(self.text, self.at)
        if match is None:
            raise Malformed(problem, self.at)
        self.at = match.end()
        return match[1]

    def _takes(self, sign: str) -> bool:
        if self.text[self.at : self.at + 1] != sign:
            return False
        self.at += 1
        return True

    def _needs(self, sign: str, opened: int) -> None:
        if not self._takes(sign):
            problem = "a brace that is never closed" if self.at >= len(self.text) else f"{sign!r} is missing"
            raise Malformed(problem, opened if self.at >= len(self.text) else self.at)
