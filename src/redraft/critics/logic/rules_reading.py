"""Facts and rules: statements become literals.

The form that models are asked for::

    fact    Kind(Anne, True)
    rule    Kind($x, True) && Cold($x, False) >>> Round($x, True)
    query   Round(Anne, False)

A literal's last argument says whether it is true. Models also write ``¬Kind(Anne)``, ``Kind(Anne) = False``,
``Not(Kind(Anne), True)`` or leave the truth value out; all of these are read. ``||`` between conditions makes two
rules.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from redraft.critics.logic.fol_tokens import Token, tokens_of
from redraft.critics.logic.issues import Issue, fault, repair
from redraft.critics.logic.sections import Statement

_TRUTH: Mapping[str, bool] = {"true": True, "false": False}
# A truth value that was left for the reader to fill in; in a query it means "is it true?".
_BLANK = frozenset({"bool", "boolean"})
_REVERSED = re.compile(r"<<<|<==|:-")


@dataclass(frozen=True, slots=True)
class Literal:
    """A predicate of some things, true or false.

    Attributes:
        predicate: its name.
        arguments: names of things and of variables; `is_variable` tells them apart.
        positive: whether it is said to be true.
        at: place in the program.
    """

    predicate: str
    arguments: tuple[str, ...]
    positive: bool
    at: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """Where all conditions hold, all consequences do; a fact has no conditions.

    Attributes:
        conditions: each a way to make the consequences hold: all literals of one of them have to.
        consequences: what then holds.
    """

    conditions: tuple[tuple[Literal, ...], ...]
    consequences: tuple[Literal, ...]


def is_variable(name: str) -> bool:
    """Whether an argument stands for anything."""
    return name.startswith("$")


class RulesReading:
    """Reads statements of one program; collects what was put right.

    Args:
        repairing: whether well-known slips are put right; each is reported once, with how often it occurs.
    """

    def __init__(self, *, repairing: bool) -> None:
        self._repairing = repairing
        self._first: dict[str, Issue] = {}
        self._counts: dict[str, int] = {}
        self._spellings: dict[str, str] = {}

    @property
    def repairs(self) -> tuple[Issue, ...]:
        """The slips that were put right, one entry for each sort."""
        return tuple(
            replace(issue, values={**issue.values, "n": str(self._counts[key])}) for key, issue in self._first.items()
        )

    def rule(self, statement: Statement) -> Rule:
        """The rule or fact that a statement writes.

        Raises:
            Faulty: with what was seen and what was expected.
        """
        parser = self._parser(statement)
        alternatives = parser.alternatives()
        if parser.here.kind != "implies":
            parser.end("§expected_rule_sign")
            if len(alternatives) > 1:
                raise fault("either_fact", statement.start, statement.end, seen=statement.text)
            facts = alternatives[0]
            if any(is_variable(name) for fact in facts for name in fact.arguments):
                raise fault("fact_about_anything", statement.start, statement.end, seen=statement.text)
            return Rule(conditions=((),), consequences=facts)
        parser.skip()
        consequences = parser.alternatives()
        parser.end("§expected_rule_end")
        if len(consequences) > 1:
            raise fault("either_consequence", statement.start, statement.end, seen=statement.text)
        return Rule(conditions=tuple(alternatives), consequences=consequences[0])

    def query(self, statement: Statement) -> Literal:
        """The literal that a query asks about.

        Raises:
            Faulty: when it is no single literal about named things.
        """
        parser = self._parser(statement)
        literal = parser.literal(asked=True)
        parser.end("§expected_end")
        if any(is_variable(name) for name in literal.arguments):
            raise fault("query_about_anything", statement.start, statement.end, seen=statement.text)
        return literal

    def _parser(self, statement: Statement) -> "_Parser":
        if _REVERSED.search(statement.text):
            raise fault("reversed_rule", statement.start, statement.end, seen=statement.text)
        # Marks inside names (`O'Brien`) are nothing to report here: names are only compared.
        tokens, _ = tokens_of(statement.text, statement.start)
        return _Parser(self, statement, tokens)

    def put_right(self, key: str, start: int, end: int, **values: str) -> None:
        """Note a slip; refuse it when slips are not put right."""
        if not self._repairing:
            raise fault(key.replace("repair_", "slip_"), start, end, **values)
        self._first.setdefault(key, repair(key, start, end, **values))
        self._counts[key] = self._counts.get(key, 0) + 1

    def one_spelling(self, name: str, start: int, end: int) -> str:
        """The first spelling of a thing's name that differs from this one in case, spaces or underscores alone."""
        key = name.casefold().replace("_", "")
        first = self._spellings.setdefault(key, name)
        if first != name:
            self.put_right("repair_spelling", start, end, seen=name, name=first)
        return first


class _Parser:
    def __init__(self, reading: RulesReading, statement: Statement, tokens: list[Token]) -> None:
        self._reading, self._statement, self._tokens = reading, statement, tokens
        self._at = 0

    @property
    def here(self) -> Token:
        return self._tokens[self._at]

    def skip(self) -> Token:
        token = self.here
        self._at += token.kind != "end"
        return token

    def end(self, expected: str) -> None:
        while self.here.kind == "." and self._tokens[self._at + 1].kind == "end":
            self.skip()
        if self.here.kind != "end":
            raise self._unexpected(expected)

    def _unexpected(self, expected: str) -> Exception:
        token = self.here
        if token.kind == "end":
            return fault("unexpected_end", token.start, expected=expected)
        return fault("unexpected", token.start, token.end, seen=token.text, expected=expected)

    def _take(self, kind: str, expected: str) -> Token:
        if self.here.kind != kind:
            raise self._unexpected(expected)
        return self.skip()

    def alternatives(self) -> list[tuple[Literal, ...]]:
        found = [self._conjunction()]
        while self.here.kind == "or":
            self.skip()
            found.append(self._conjunction())
        return found

    def _conjunction(self) -> tuple[Literal, ...]:
        found = [self.literal()]
        while self.here.kind in ("and", ","):
            self.skip()
            found.append(self.literal())
        return tuple(found)

    def literal(self, *, asked: bool = False) -> Literal:
        positive = True
        while self.here.kind == "not":
            self.skip()
            positive = not positive
        first = self._take("name", "§expected_predicate")
        if first.text.lower() == "not" and self.here.kind == "(":
            self.skip()
            inner = self.literal(asked=asked)
            said = self._closing_truth()
            return Literal(inner.predicate, inner.arguments, positive == (inner.positive != said), first.start)
        self._take("(", "§expected_open")
        names = [self._argument()]
        while self.here.kind == ",":
            self.skip()
            names.append(self._argument())
        close = self._take(")", "§expected_comma")
        said, arguments = self._truth(first, names, close, asked)
        return Literal(first.text, arguments, positive == said, first.start)

    def _closing_truth(self) -> bool:
        """The rest of ``Not(..., True)`` behind its inner literal."""
        said = True
        if self.here.kind == ",":
            self.skip()
            name = self._argument()
            said = _TRUTH.get(name[0].lower(), True)
        self._take(")", "§expected_close")
        return said

    def _argument(self) -> tuple[str, int, int]:
        if self.here.kind == "blank":
            blank = self.skip()
            return "bool", blank.start, blank.end
        first = self._take("name", "§expected_thing")
        words = [first]
        while self.here.kind == "name":
            words.append(self.skip())
        name = "_".join(word.text for word in words)
        return name, first.start, words[-1].end

    def _truth(
        self, first: Token, names: list[tuple[str, int, int]], close: Token, asked: bool
    ) -> tuple[bool, tuple[str, ...]]:
        """Whether the literal is said to be true, and the things that it is about."""
        said = _TRUTH.get(names[-1][0].lower())
        blank = names[-1][0].lower() in _BLANK
        things = names[:-1] if said is not None or blank else names
        if self.here.kind == "equal":
            self.skip()
            value = self._take("name", "§expected_truth")
            after = _TRUTH.get(value.text.lower())
            if after is None:
                raise fault("unexpected", value.start, value.end, seen=value.text, expected="§expected_truth")
            said = after if said is None else said == after
        if said is None:
            if blank and not asked:
                raise fault("blank_truth", names[-1][1], names[-1][2], seen=names[-1][0])
            self._reading.put_right("repair_truth", first.start, close.end, seen=first.text)
            said = True
        if not things:
            raise fault("nothing_named", first.start, close.end, seen=first.text)
        return said, tuple(self._thing(*thing) for thing in things)

    def _thing(self, name: str, start: int, end: int) -> str:
        written = self._statement.text[start - self._statement.start : end - self._statement.start]
        if written.startswith("$"):
            return f"${name}"
        if len(name) == 1 and name in "uvwxyz":
            self._reading.put_right("repair_variable", start, end, seen=name)
            return f"${name}"
        return self._reading.one_spelling(name, start, end)
