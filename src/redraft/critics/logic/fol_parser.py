"""Third stage for first-order logic: tokens become a syntax tree.

The grammar, the tightest first; every connective may be written in Unicode, in ASCII or as a word::

    term       NAME | NAME ( term , ... )
    atom       NAME | NAME ( term , ... ) | term = term | term ≠ term | term < term ...
    unary      ¬ unary | ∀ NAME ... unary | ∃ NAME ... unary | ( formula ) | atom
    formula    unary  ∧  then  ∨  then  ⊕  then  →  then  ↔

``∧ ∨ ⊕ ↔`` associate to the left and ``→`` to the right: ``a → b → c`` is ``a → (b → c)``. A quantifier reaches over
the next unary formula, as usual; where its variable is used further right, it reaches to the end of the formula that it
stands in, for otherwise that use would be of nothing.
"""

from collections.abc import Callable
from dataclasses import dataclass

from redraft.critics.logic.fol_tokens import Token, balanced, tokens_of
from redraft.critics.logic.formulas import (
    BINDING,
    Apply,
    Atom,
    Constant,
    Equal,
    Formula,
    Joined,
    Joint,
    Not,
    Quantified,
    Quantity,
    Term,
    Variable,
)
from redraft.critics.logic.issues import Issue, fault, repair
from redraft.critics.logic.sections import Statement

# Several times what people write; each level takes three or four frames of Python's stack, which holds a thousand.
MAX_DEPTH = 60

_JOINTS: dict[str, Joint] = {"and": "and", "or": "or", "xor": "xor", "implies": "implies", "iff": "iff"}
# The predicate that a sign of comparison stands for, and whether its sides are swapped.
_COMPARED = {
    "less": ("<", False),
    "more": ("<", True),
    "at_most": ("≤", False),
    "at_least": ("≤", True),
    "member": ("∈", False),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Parsed:
    """A statement that was read.

    Attributes:
        formula: what it says.
        repairs: the slips that were put right.
    """

    formula: Formula
    repairs: tuple[Issue, ...] = ()


def parse(
    statement: Statement,
    *,
    repairing: bool = True,
    concluding: bool = False,
    free: Callable[[str], bool] | None = None,
) -> Parsed:
    """The formula that a statement writes.

    Args:
        statement: one line of a program.
        repairing: whether well-known slips are put right where one reading makes sense; each is then reported.
        concluding: whether it is a conclusion. ``Visited(juan, y) ∧ Range(y)`` then asks for some y; in a premise, and
            with any other connective, a variable that nothing binds stands for everything.
        free: tells the names that are variables when no quantifier binds them; by default those that look like it.

    Raises:
        Faulty: with what was seen and what was expected.
    """
    tokens, repairs = tokens_of(statement.text, statement.start)
    if repairs and not repairing:
        raise fault("unreadable_name", repairs[0].start, repairs[0].end, seen=repairs[0].values["seen"])
    if repairing:
        tokens, mended = balanced(tokens)
        repairs += mended
    parser = _Parser(tokens, repairing, free or looks_free)
    formula = parser.whole()
    if parser.free:
        names = tuple(parser.free)
        some = concluding and isinstance(formula, Joined) and formula.joint == "and"
        formula = Quantified("some" if some else "all", names, formula)
        key = "repair_free_some" if some else "repair_free"
        repairs.append(repair(key, statement.start, statement.end, names=", ".join(names)))
    return Parsed(formula=formula, repairs=(*repairs, *parser.repairs))


def looks_free(name: str) -> bool:
    """Whether a name that no quantifier binds is a variable by its looks: one of u to z, perhaps with a digit."""
    return name[:1] in "uvwxyz" and (len(name) == 1 or (len(name) == 2 and name[1].isdigit()))


class _Parser:
    """Recursive descent over the tokens of one statement."""

    def __init__(self, tokens: list[Token], repairing: bool, looks_free: Callable[[str], bool]) -> None:
        self.repairs: list[Issue] = []
        self.free: dict[str, None] = {}  # in order of appearance
        self._tokens, self._repairing, self._looks_free = tokens, repairing, looks_free
        self._at = 0
        self._depth = 0
        self._bound: list[str] = []
        self._closed: list[Formula] = []  # formulas that stood in parentheses

    @property
    def _here(self) -> Token:
        return self._tokens[self._at]

    def _take(self, kind: str, expected: str) -> Token:
        token = self._here
        if token.kind != kind:
            raise self._unexpected(expected)
        self._at += token.kind != "end"
        return token

    def _unexpected(self, expected: str) -> Exception:
        token = self._here
        if token.kind == "end":
            return fault("unexpected_end", token.start, expected=expected)
        return fault("unexpected", token.start, token.end, seen=token.text, expected=expected)

    def whole(self) -> Formula:
        formula = self._formula()
        self._take("end", "§expected_connective")
        return formula

    def _formula(self, loosest: int = 1) -> Formula:
        """A formula whose outermost connectives bind at least as tightly as `loosest`."""
        left = self._unary()
        while (joint := _JOINTS.get(self._here.kind)) is not None and BINDING[joint] >= loosest:
            if joint == "implies":
                self._at += 1
                left = Joined("implies", (left, self._deeper(lambda: self._formula(BINDING["implies"]))))
                continue
            parts, sign = [left], self._here
            while self._here.kind == joint:
                self._at += 1
                parts.append(self._formula(BINDING[joint] + 1))
            if joint in ("or", "xor") and any(self._is_open_conjunction(part) for part in parts):
                self.repairs.append(repair("mixed", sign.start, sign.end, seen=sign.text))
            left = Joined(joint, tuple(parts))
        return left

    def _is_open_conjunction(self, formula: Formula) -> bool:
        """Whether it is a conjunction without parentheses around it: beside ∨ many a writer meant another grouping."""
        is_conjunction = isinstance(formula, Joined) and formula.joint == "and"
        return is_conjunction and not any(formula is closed for closed in self._closed)

    def _deeper(self, read: Callable[[], Formula]) -> Formula:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise fault("too_deep", self._here.start, limit=str(MAX_DEPTH))
        found = read()
        self._depth -= 1
        return found

    def _unary(self) -> Formula:
        token = self._here
        if token.kind == "not":
            self._at += 1
            return Not(self._deeper(self._unary))
        if token.kind in ("all", "some"):
            return self._deeper(self._quantified)
        if token.kind == "(":
            self._at += 1
            inner = self._deeper(self._formula)
            self._take(")", "§expected_close")
            self._closed.append(inner)
            return inner
        return self._atom()

    def _quantified(self) -> Formula:
        sign = self._here
        quantity: Quantity = "all" if sign.kind == "all" else "some"
        self._at += 1
        variables = [self._take("name", "§expected_variable").text]
        while self._here.kind == "," or (self._here.kind == "name" and self._follows_a_variable()):
            self._at += self._here.kind == ","
            variables.append(self._take("name", "§expected_variable").text)
        if self._here.kind in (".", ":"):
            self._at += 1
        self._bound += variables
        if self._is_used_further(variables):
            self._reach_on(sign)
            body = self._formula()
        else:
            body = self._unary()
        del self._bound[-len(variables) :]
        return Quantified(quantity, tuple(variables), body)

    def _follows_a_variable(self) -> bool:
        """Whether the name here is one more variable, not the predicate: ``∀x y (...)``, but ``∀x P(x)``."""
        return self._looks_free(self._here.text) and self._tokens[self._at + 1].kind != "equal"

    def _is_used_further(self, variables: list[str]) -> bool:
        """Whether one of the variables stands behind the next unary formula and no other quantifier takes it."""
        depth, past_first = 0, False
        for place in range(self._at, len(self._tokens)):
            token = self._tokens[place]
            if token.kind in ("all", "some") and self._tokens[place + 1].text in variables:
                return False
            depth += (token.kind == "(") - (token.kind == ")")
            if depth < 0 or token.kind == "end":
                return False
            if past_first and token.kind == "name" and token.text in variables:
                return True
            past_first = past_first or (depth == 0 and token.kind in _JOINTS)
        return False

    def _reach_on(self, sign: Token) -> None:
        if not self._repairing:
            raise fault("short_scope", sign.start, sign.end, seen=sign.text)
        self.repairs.append(repair("repair_scope", sign.start, sign.end, seen=sign.text))

    def _atom(self) -> Formula:
        first = self._here
        term = self._term("§expected_formula")
        kind = self._here.kind
        if kind in ("equal", "unequal"):
            self._at += 1
            equal = Equal(term, self._term("§expected_term"))
            return equal if kind == "equal" else Not(equal)
        if kind in _COMPARED:
            return self._compared(term)
        if isinstance(term, Apply):
            return Atom(term.function, term.arguments, first.start)
        if isinstance(term, Constant):
            return Atom(term.name, (), first.start)
        self._at -= 1
        raise self._unexpected("§expected_predicate")

    def _compared(self, left: Term) -> Formula:
        sign = self._here
        if not self._repairing:
            raise fault("comparison", sign.start, sign.end, seen=sign.text)
        self.repairs.append(repair("repair_comparison", sign.start, sign.end, seen=sign.text))
        predicate, swapped = _COMPARED[sign.kind]
        self._at += 1
        right = self._term("§expected_term")
        return Atom(predicate, (right, left) if swapped else (left, right), sign.start)

    def _term(self, expected: str) -> Term:
        first = self._take("name", expected)
        name = self._joined_name(first)
        if self._here.kind != "(":
            return self._named(name, first.start)
        self._at += 1
        arguments: list[Term] = []
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise fault("too_deep", first.start, limit=str(MAX_DEPTH))
        while True:
            arguments.append(self._term("§expected_term"))
            if self._here.kind != ",":
                break
            self._at += 1
        self._depth -= 1
        self._take(")", "§expected_comma")
        return Apply(name, tuple(arguments), first.start)

    def _joined_name(self, first: Token) -> str:
        """A name of several words (``bald eagle``) is one name: nothing else can stand between two names."""
        words = [first]
        while self._here.kind == "name":
            words.append(self._here)
            self._at += 1
        if len(words) == 1:
            return first.text
        name = "_".join(word.text for word in words)
        if not self._repairing:
            raise fault("unexpected", words[1].start, words[1].end, seen=words[1].text, expected="§expected_one_name")
        self.repairs.append(repair("repair_spaces", first.start, words[-1].end, seen=name.replace("_", " "), name=name))
        return name

    def _named(self, name: str, at: int) -> Term:
        if name in self._bound:
            return Variable(name)
        if self._looks_free(name):
            if not self._repairing:
                raise fault("free_variable", at, at + len(name), names=name)
            self.free.setdefault(name)
            return Variable(name)
        return Constant(name, at)
