"""The language of constraints: expressions over variables with finitely many values.

It is the one that models are asked for in puzzles of arrangement, close to Python: comparisons, sums, ``And Or Not
Implies Xor If Count Distinct ForAll Exists`` as calls, and binders such as ``[d:days]``. The grammar, the loosest
first::

    <->   ->   or   and   not   == != < <= > >=   + -   * / %   - (sign)   NAME NUMBER NAME(...) [...] (...)

Comparisons may be chained, as in Python. ``->`` associates to the right, everything else to the left.
"""

import re
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias

from redraft.critics.logic.issues import Issue, fault, repair

MAX_DEPTH = 40  # each level takes about ten frames of Python's stack
MAX_TOKENS = 4_000


@dataclass(frozen=True, slots=True)
class Number:
    """A number."""

    value: Fraction
    at: int


@dataclass(frozen=True, slots=True)
class Name:
    """A variable, a value, or a set of values."""

    text: str
    at: int


@dataclass(frozen=True, slots=True)
class Call:
    """A function of something."""

    name: str
    arguments: tuple["Expression", ...]
    at: int


@dataclass(frozen=True, slots=True)
class Listing:
    """``[a, b, c]``."""

    items: tuple["Expression", ...]
    at: int


@dataclass(frozen=True, slots=True)
class Binder:
    """``name:values``: a variable and what it ranges over."""

    name: str
    values: "Expression"
    at: int


@dataclass(frozen=True, slots=True)
class Operation:
    """An operator between its parts; ``negative`` and ``not`` have one."""

    operator: str
    parts: tuple["Expression", ...]
    at: int


Expression: TypeAlias = Number | Name | Call | Listing | Binder | Operation

_OPERATORS = {
    **dict.fromkeys(("<->", "<=>", "↔", "⇔"), "iff"),
    **dict.fromkeys(("->", "=>", "==>", ">>>", "→", "⇒"), "implies"),
    **dict.fromkeys(("||", "|", "∨", "or"), "or"),
    **dict.fromkeys(("&&", "&", "∧", "and"), "and"),
    **dict.fromkeys(("!", "~", "¬", "not"), "not"),
    **dict.fromkeys(("==", "="), "=="),
    **dict.fromkeys(("!=", "≠", "<>"), "!="),
    **dict.fromkeys(("<=", "≤"), "<="),
    **dict.fromkeys((">=", "≥"), ">="),
    **{sign: sign for sign in ("<", ">", "+", "-", "*", "/", "%", "(", ")", "[", "]", ",", ":")},
}
# Words between two expressions, in any letter case; ``And(`` at the beginning of one is a call.
_INFIX_WORDS = {"and": "and", "or": "or", "mod": "%", "implies": "implies", "iff": "iff"}
_COMPARISONS = frozenset({"==", "!=", "<", "<=", ">", ">="})
# The operators of each level that take a left and a right side, the loosest level first.
_LEVELS: tuple[frozenset[str], ...] = (
    frozenset({"iff"}),
    frozenset({"implies"}),
    frozenset({"or"}),
    frozenset({"and"}),
)
_TOKEN = re.compile(
    r"(?P<space>\s+|#.*)"
    r"|(?P<number>\d+(?:\.\d+)?(?![\w.]))"
    r"|(?P<name>\w+(?:['’.-](?=[^\W\d])\w+)*['’]?)"
    r"|(?P<sign><->|<=>|==>|>>>|->|=>|\|\||&&|==|!=|<=|>=|<>|[-↔⇔→⇒|∨&∧!~¬=≠≤≥<>+*/%()\[\],:])"
)


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    start: int


def read_expression(text: str, start: int, repairs: list[Issue] | None = None) -> Expression:
    """The expression that `text` writes.

    Args:
        text: one statement, without its note.
        start: its place in the program.
        repairs: where to note parentheses that were missing, or too many, at the end; None to put nothing right.

    Raises:
        Faulty: with what was seen and what was expected.
    """
    tokens = _tokens(text, start)
    if repairs is not None:
        tokens = _balanced(tokens, repairs)
    parser = _Parser(tokens)
    found = parser.expression()
    parser.take("end", "§expected_operator")
    return found


def _balanced(tokens: list[_Token], repairs: list[Issue]) -> list[_Token]:
    *inner, end = tokens
    n_open = sum(token.kind == "(" for token in inner) - sum(token.kind == ")" for token in inner)
    if n_open > 0:
        repairs.append(repair("repair_unclosed", end.start, end.start, n=str(n_open)))
        inner += [_Token(")", ")", end.start)] * n_open
    while n_open < 0 and inner[-1].kind == ")":
        last = inner.pop()
        repairs.append(repair("repair_unopened", last.start, last.start + 1))
        n_open += 1
    return [*inner, end]


def _tokens(text: str, start: int) -> list[_Token]:
    tokens: list[_Token] = []
    at = 0
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None:
            raise fault("unreadable_character", start + at, seen=text[at])
        kind, word = match.lastgroup, match[0]
        if kind == "number":
            tokens.append(_Token("number", word, start + at))
        elif kind is not None and kind != "space":
            tokens.append(_Token(_OPERATORS.get(word, "name"), word, start + at))
        at = match.end()
        if len(tokens) > MAX_TOKENS:
            raise fault("too_long_statement", start + at, limit=str(MAX_TOKENS))
    return [*tokens, _Token("end", "", start + len(text))]


class _Parser:
    def __init__(self, tokens: list[_Token]) -> None:
        self._tokens, self._at, self._depth = tokens, 0, 0

    @property
    def _here(self) -> _Token:
        return self._tokens[self._at]

    @property
    def _infix(self) -> str:
        """The operator that stands between two expressions here; a word can be nothing else there."""
        token = self._here
        return _INFIX_WORDS.get(token.text.lower(), token.kind) if token.kind == "name" else token.kind

    def take(self, kind: str, expected: str) -> _Token:
        token = self._here
        if token.kind != kind:
            raise self._unexpected(expected)
        self._at += kind != "end"
        return token

    def _unexpected(self, expected: str) -> Exception:
        token = self._here
        if token.kind == "end":
            return fault("unexpected_end", token.start, expected=expected)
        return fault("unexpected", token.start, token.start + len(token.text), seen=token.text, expected=expected)

    def expression(self, level: int = 0) -> Expression:
        if level == 0:
            self._depth += 1
            if self._depth > MAX_DEPTH:
                raise fault("too_deep", self._here.start, limit=str(MAX_DEPTH))
        found = self._joined(level)
        if level == 0:
            self._depth -= 1
        return found

    def _joined(self, level: int) -> Expression:
        if level == len(_LEVELS):
            return self._denied()
        parts = [self.expression(level + 1)]
        first, operator = self._here, self._infix
        while self._infix in _LEVELS[level]:
            self._at += 1
            if operator == "implies":
                # To the right: the rest is one side, and counts as a level deeper.
                self._depth += 1
                if self._depth > MAX_DEPTH:
                    raise fault("too_deep", first.start, limit=str(MAX_DEPTH))
                parts.append(self.expression(level))
                self._depth -= 1
            else:
                parts.append(self.expression(level + 1))
        return parts[0] if len(parts) == 1 else Operation(operator, tuple(parts), first.start)

    def _denied(self) -> Expression:
        n, first = 0, self._here
        while self._here.kind == "not":
            self._at += 1
            n += 1
        found = self._compared()
        return Operation("not", (found,), first.start) if n % 2 else found

    def _compared(self) -> Expression:
        left = self._sum()
        links: list[Expression] = []
        while self._here.kind in _COMPARISONS:
            sign = self._here
            self._at += 1
            right = self._sum()
            links.append(Operation(sign.kind, (left, right), sign.start))
            left = right
        if not links:
            return left
        return links[0] if len(links) == 1 else Operation("and", tuple(links), self._here.start)

    def _sum(self) -> Expression:
        found = self._product()
        while self._here.kind in ("+", "-"):
            sign = self._here
            self._at += 1
            found = Operation(sign.kind, (found, self._product()), sign.start)
        return found

    def _product(self) -> Expression:
        found = self._signed()
        while self._infix in ("*", "/", "%"):
            operator, at = self._infix, self._here.start
            self._at += 1
            found = Operation(operator, (found, self._signed()), at)
        return found

    def _signed(self) -> Expression:
        n, first = 0, self._here
        while self._here.kind == "-":
            self._at += 1
            n += 1
        found = self._primary()
        return Operation("negative", (found,), first.start) if n % 2 else found

    def _primary(self) -> Expression:
        token = self._here
        if token.kind == "number":
            self._at += 1
            return Number(Fraction(token.text), token.start)
        if token.kind == "(":
            self._at += 1
            inner = self.expression()
            self.take(")", "§expected_close")
            return inner
        if token.kind == "[":
            self._at += 1
            return Listing(self._items("]", "§expected_bracket"), token.start)
        name = self.take("name", "§expected_value")
        if self._here.kind != "(":
            return Name(name.text, name.start)
        self._at += 1
        return Call(name.text, self._items(")", "§expected_comma"), name.start)

    def _items(self, closing: str, expected: str) -> tuple[Expression, ...]:
        items: list[Expression] = []
        while self._here.kind != closing:
            items.append(self._item())
            if self._here.kind != ",":
                break
            self._at += 1
        self.take(closing, expected)
        return tuple(items)

    def _item(self) -> Expression:
        if self._here.kind == "name" and self._tokens[self._at + 1].kind == ":":
            name = self.take("name", "§expected_name")
            self._at += 1
            return Binder(name.text, self.expression(), name.start)
        return self.expression()
