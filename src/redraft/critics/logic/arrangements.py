"""Puzzles of arrangement: variables with finitely many values, constraints between them, and what is asked.

Whatever form a puzzle was written in, it is this: *functions* from sets of values to a set of values (a variable is a
function of nothing), constraints, and a query or options.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal

from redraft.critics.logic.expressions import Expression
from redraft.critics.logic.sections import Statement

Asking = Literal["must", "can", "cannot"]
"""What an option has to be to be right: true in every solution, in at least one, or in none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Values:
    """What a function may give, or be asked about.

    Attributes:
        items: named things and numbers, in the order in which they are compared and counted on.
        kind: ``listed`` for exactly `items`; ``numbers`` for any whole number, ``truths`` for true and false.
    """

    items: tuple[str | Fraction, ...] = ()
    kind: Literal["listed", "numbers", "truths"] = "listed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Function:
    """What is to be found: one of `result` for every combination of the values of its parameters."""

    parameters: tuple[Values, ...] = ()
    result: Values


@dataclass(frozen=True, slots=True, kw_only=True)
class Constraint:
    """A condition.

    Attributes:
        expression: what it says.
        statement: where it says so.
    """

    expression: Expression
    statement: Statement


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One answer to choose from.

    Attributes:
        letter: what it is called.
        expression: what it says; how it is asked for may be part of it (``is_sat(...)``).
        asking: how it is asked for when the expression does not say.
        statement: where it stands.
    """

    letter: str
    expression: Expression
    asking: Asking = "must"
    statement: Statement


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrangement:
    """A puzzle.

    Attributes:
        sets: named sets of values, for binders.
        functions: what is to be found.
        constraints: conditions, in order.
        options: answers to choose from; empty when `query` is given.
        query: one statement that is true, false or open; None when there are options.
    """

    sets: Mapping[str, Values] = field(default_factory=dict)
    functions: Mapping[str, Function] = field(default_factory=dict)
    constraints: tuple[Constraint, ...] = ()
    options: tuple[Option, ...] = ()
    query: Constraint | None = None
