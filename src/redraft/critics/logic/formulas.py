"""The syntax tree of first-order logic, and how it is written."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

Joint = Literal["and", "or", "xor", "implies", "iff"]
Quantity = Literal["all", "some"]

SIGNS: dict[Joint, str] = {"and": "∧", "or": "∨", "xor": "⊕", "implies": "→", "iff": "↔"}
# How tightly a connective binds; the tightest highest.
BINDING: dict[Joint, int] = {"and": 5, "or": 4, "xor": 3, "implies": 2, "iff": 1}


@dataclass(frozen=True, slots=True)
class Variable:
    """A variable that a quantifier binds."""

    name: str


@dataclass(frozen=True, slots=True)
class Constant:
    """A named thing; two names may name the same thing."""

    name: str
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Apply:
    """The thing that a function gives for some things."""

    function: str
    arguments: tuple["Term", ...]
    at: int = field(default=0, compare=False)


Term: TypeAlias = Variable | Constant | Apply


@dataclass(frozen=True, slots=True)
class Atom:
    """A predicate of some things, or of none: a proposition."""

    predicate: str
    arguments: tuple[Term, ...] = ()
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Equal:
    """Two terms name the same thing."""

    left: Term
    right: Term


@dataclass(frozen=True, slots=True)
class Not:
    """The opposite."""

    inner: "Formula"


@dataclass(frozen=True, slots=True)
class Joined:
    """Formulas under one connective: two of ``implies``, two or more of the others.

    ``xor`` and ``iff`` of more than two are taken from the left, which makes ``a ⊕ b ⊕ c`` true when one or all three
    are; so do the formulas of FOLIO, where it is written for "either a or b".
    """

    joint: Joint
    parts: tuple["Formula", ...]


@dataclass(frozen=True, slots=True)
class Quantified:
    """A formula about all things, or about at least one."""

    quantity: Quantity
    variables: tuple[str, ...]
    body: "Formula"


Formula: TypeAlias = Atom | Equal | Not | Joined | Quantified


def written(formula: Formula) -> str:
    """The formula in the signs that the parser reads, with the parentheses it needs."""
    return _written(formula, 0)


def _written(formula: Formula, binding: int) -> str:
    match formula:
        case Atom(predicate, arguments):
            return predicate if not arguments else f"{predicate}({', '.join(map(term_written, arguments))})"
        case Equal(left, right):
            return f"{term_written(left)} = {term_written(right)}"
        case Not(inner):
            return f"¬({_written(inner, 0)})" if isinstance(inner, Equal) else f"¬{_written(inner, 6)}"
        case Quantified(quantity, variables, body):
            sign = "∀" if quantity == "all" else "∃"
            return f"{' '.join(sign + name for name in variables)} ({_written(body, 0)})"
        case Joined(joint, parts):
            own = BINDING[joint]
            text = f" {SIGNS[joint]} ".join(_written(part, own + 1) for part in parts)
            return f"({text})" if own < binding else text


def term_written(term: Term) -> str:
    """The term as the parser reads it."""
    if isinstance(term, Apply):
        return f"{term.function}({', '.join(map(term_written, term.arguments))})"
    return term.name


def subformulas(formula: Formula) -> Iterator[Formula]:
    """The formula and every formula inside it, each before its parts."""
    waiting: list[Formula] = [formula]
    while waiting:
        here = waiting.pop()
        yield here
        match here:
            case Not(inner):
                waiting.append(inner)
            case Joined(_, parts):
                waiting.extend(reversed(parts))
            case Quantified(_, _, body):
                waiting.append(body)


def terms_of(formula: Formula) -> Iterator[Term]:
    """Every term in the formula, also those inside other terms."""
    for part in subformulas(formula):
        match part:
            case Atom(_, arguments):
                waiting = list(reversed(arguments))
            case Equal(left, right):
                waiting = [right, left]
            case _:
                continue
        while waiting:
            term = waiting.pop()
            yield term
            if isinstance(term, Apply):
                waiting.extend(reversed(term.arguments))
