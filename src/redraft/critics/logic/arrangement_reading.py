"""Two forms of puzzles as text: ``Domain/Variables/Constraints/Query`` and ``# Declarations/Constraints/Options``."""

import re
from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from typing import TypeAlias

from redraft.critics.logic.arrangements import Arrangement, Constraint, Function, Option, Values
from redraft.critics.logic.expressions import (
    Call,
    Expression,
    Listing,
    Name,
    Number,
    Operation,
    read_expression,
)
from redraft.critics.logic.issues import Issue, fault
from redraft.critics.logic.sections import Sections, Statement

# Where slips that are put right are noted; None to put nothing right.
Repairs: TypeAlias = list[Issue] | None

TRUTHS = Values(kind="truths")
NUMBERS = Values(kind="numbers")
_MAX_VALUES = 200

_VARIABLE = re.compile(r"([^\[\]:=]+?)\s*(?:\[IN\]|∈|:|\bin\b)\s*(?=\[)", re.IGNORECASE)
_LETTERED = re.compile(r"\(?([A-Z])[).:]\s*(?=\S)")
_LETTER_IN_NOTE = re.compile(r"\s*\(?([A-Z])\)")
_DECLARATION = re.compile(r"(\w+)\s*=\s*(?!=)")


def read_variables(sections: Sections, repairs: Repairs) -> Arrangement:
    """A puzzle of variables: ``owl [IN] [1, 2, 3]``, constraints, and options ``A) owl == 1``.

    Raises:
        Faulty: with what was seen and what was expected.
    """
    functions: dict[str, Function] = {}
    for statement in sections.get("variables", ()):
        match = _VARIABLE.match(statement.text)
        if match is None:
            raise fault("variable_form", statement.start, statement.end, seen=statement.text)
        listing = read_expression(statement.text[match.end() :], statement.start + match.end(), repairs)
        name = "_".join(match[1].split())
        functions[name] = Function(result=values_of(listing, {}))
    constraints = tuple(constraint_of(statement, repairs) for statement in sections.get("constraints", ()))
    options = tuple(_lettered(sections.get("query", ()), repairs))
    if options:
        return Arrangement(functions=functions, constraints=constraints, options=options)
    return Arrangement(functions=functions, constraints=constraints, query=_query(sections.get("query", ()), repairs))


def _query(statements: tuple[Statement, ...], repairs: Repairs) -> Constraint:
    if not statements:
        raise fault("no_query")
    return constraint_of(statements[-1], repairs)


def _lettered(statements: Iterable[Statement], repairs: Repairs) -> Iterator[Option]:
    for statement in statements:
        match = _LETTERED.match(statement.text)
        if match is not None:
            expression = read_expression(statement.text[match.end() :], statement.start + match.end(), repairs)
            yield Option(letter=match[1], expression=expression, statement=statement)


def constraint_of(statement: Statement, repairs: Repairs) -> Constraint:
    """The constraint that a statement writes.

    Raises:
        Faulty: with what was seen and what was expected.
    """
    return Constraint(expression=read_expression(statement.text, statement.start, repairs), statement=statement)


def read_declared(sections: Sections, repairs: Repairs) -> Arrangement:
    """A puzzle with declarations: ``days = EnumSort([Mon, Tue])``, ``on = Function([days] -> [people])``.

    Raises:
        Faulty: with what was seen and what was expected.
    """
    sets: dict[str, Values] = {}
    functions: dict[str, Function] = {}
    constraints: list[Constraint] = []
    for statement in sections.get("declarations", ()):
        match = _DECLARATION.match(statement.text)
        if match is None:
            # Conditions on what was just declared are often written beside it.
            constraints.append(constraint_of(statement, repairs))
            continue
        declared = read_expression(statement.text[match.end() :], statement.start + match.end(), repairs)
        if isinstance(declared, Call) and declared.name == "Function":
            functions[match[1]] = _function(declared, sets)
        else:
            sets[match[1]] = values_of(declared, sets)
    constraints += [constraint_of(statement, repairs) for statement in sections.get("constraints", ())]
    options = tuple(_options(sections.get("options", ()), repairs))
    if not options:
        raise fault("no_options")
    return Arrangement(sets=sets, functions=functions, constraints=tuple(constraints), options=options)


def _options(statements: Iterable[Statement], repairs: Repairs) -> Iterator[Option]:
    letters = iter("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    for statement in statements:
        if statement.text.lower().rstrip(":") == "question":
            continue
        match = _LETTER_IN_NOTE.match(statement.note)
        following = next(letters, "Z")
        expression = read_expression(statement.text, statement.start, repairs)
        yield Option(letter=match[1] if match else following, expression=expression, statement=statement)


def _function(declared: Call, sets: Mapping[str, Values]) -> Function:
    if len(declared.arguments) == 1:
        arrow = declared.arguments[0]
        if isinstance(arrow, Operation) and arrow.operator == "implies" and len(arrow.parts) == 2:
            given, result = (_sets_of(part, sets) for part in arrow.parts)
            if len(result) == 1:
                return Function(parameters=given, result=result[0])
    raise fault("function_form", declared.at, declared.at + len(declared.name))


def _sets_of(expression: Expression, sets: Mapping[str, Values]) -> tuple[Values, ...]:
    items = expression.items if isinstance(expression, Listing) else (expression,)
    return tuple(values_of(item, sets) for item in items)


def values_of(expression: Expression, sets: Mapping[str, Values]) -> Values:
    """The set of values that an expression names or lists: ``[1, 2]``, ``days``, ``boys + girls``, ``int``, ``bool``.

    Raises:
        Faulty: when it is none, or has too many values.
    """
    match expression:
        case Name(text, _) if text in sets:
            return sets[text]
        case Name(text, _) if text.lower() in ("bool", "boolean"):
            return TRUTHS
        case Name(text, _) if text.lower() in ("int", "integer"):
            return NUMBERS
        case Call("EnumSort", (inner,)):
            return values_of(inner, sets)
        case Call("IntSort", ()):
            return NUMBERS
        case Call("BoolSort", ()):
            return TRUTHS
        case Listing(items, at):
            listed = tuple(_item(item) for item in items)
            if len(listed) > _MAX_VALUES or not listed:
                raise fault("number_of_values", at, n=str(len(listed)), limit=str(_MAX_VALUES))
            return Values(items=tuple(dict.fromkeys(listed)))
        case Operation("+", (left, right), _):
            both = (values_of(left, sets), values_of(right, sets))
            if all(values.kind == "listed" for values in both):
                return Values(items=tuple(dict.fromkeys((*both[0].items, *both[1].items))))
    shown = expression.text if isinstance(expression, Name) else ""
    raise fault("unknown_set", expression.at, expression.at + max(1, len(shown)), seen=shown)


def _item(expression: Expression) -> str | Fraction:
    match expression:
        case Number(value, _):
            return value
        case Name(text, _):
            return text
        case Operation("negative", (Number(value, _),), _):
            return -value
    raise fault("value_form", expression.at)
