"""Puzzles as JSON, a form for people and programs.

An example::

    {
      "variables": {"owl": [1, 2, 3], "crow": {"from": 1, "to": 3}},
      "constraints": ["owl < crow", {"formula": "crow != 2", "note": "The crow is not in the middle."}],
      "query": {"A": "owl == 1", "B": "owl == 2"},
      "ask": "must"
    }

A query may be one formula, which is then true, false or open, or several under letters; ``ask`` says what makes an
option right: that it ``must`` be true (the default), ``can`` be, or ``cannot``.
"""

import json
from collections.abc import Mapping
from fractions import Fraction
from typing import Any, get_args

from redraft.critics.logic.arrangement_reading import TRUTHS, Repairs
from redraft.critics.logic.arrangements import Arrangement, Asking, Constraint, Function, Option, Values
from redraft.critics.logic.expressions import read_expression
from redraft.critics.logic.issues import fault
from redraft.critics.logic.sections import MAX_CHARACTERS, Sections, Statement

_MAX_VALUES = 200
_KNOWN = frozenset({"variables", "constraints", "query", "ask", "instances"})


def read_json(text: str, repairs: Repairs) -> tuple[Arrangement, Sections]:
    """The puzzle that a JSON object writes, and its further sections (``instances``).

    Raises:
        Faulty: with what was seen and what was expected.
    """
    plain = _loaded(text)
    unknown = sorted(plain.keys() - _KNOWN)
    if unknown:
        raise fault("json_key", seen=unknown[0], expected=", ".join(sorted(_KNOWN)))
    variables = plain.get("variables")
    if not isinstance(variables, dict) or not variables:
        raise fault("json_shape", seen="variables", expected="an object of names and values")
    functions = {name: Function(result=_values(name, given)) for name, given in variables.items()}
    stated = [_statement(text, "constraints", entry) for entry in _listed(plain, "constraints")]
    constraints = tuple(_constraint(statement, repairs) for statement in stated)
    sections = {"instances": tuple(_statement(text, "instances", entry) for entry in _listed(plain, "instances"))}
    query = plain.get("query")
    if isinstance(query, dict) and query.keys() - {"formula", "note"}:
        options = tuple(_option(text, letter, given, _asking(plain), repairs) for letter, given in query.items())
        return Arrangement(functions=functions, constraints=constraints, options=options), sections
    if query is None:
        raise fault("no_query")
    asked = _constraint(_statement(text, "query", query), repairs)
    return Arrangement(functions=functions, constraints=constraints, query=asked), sections


def _loaded(text: str) -> Mapping[str, Any]:
    if len(text) > MAX_CHARACTERS:
        raise fault("too_long", limit=str(MAX_CHARACTERS), seen=str(len(text)))
    try:
        plain = json.loads(text)
    except json.JSONDecodeError as error:
        raise fault("json_text", error.pos, problem=error.msg) from error
    except (RecursionError, ValueError) as error:  # nested too deeply; a number with too many digits
        raise fault("json_text", 0, problem=type(error).__name__) from error
    if not isinstance(plain, dict):
        raise fault("json_shape", seen="the whole", expected="an object")
    return plain


def _listed(plain: Mapping[str, Any], key: str) -> list[Any]:
    listed = plain.get(key, [])
    if not isinstance(listed, list):
        raise fault("json_shape", seen=key, expected="a list")
    return listed


def _values(name: str, given: Any) -> Values:
    if given in ("bool", "boolean"):
        return TRUTHS
    if isinstance(given, dict) and given.keys() == {"from", "to"}:
        low, high = given["from"], given["to"]
        if _is_number(low, whole=True) and _is_number(high, whole=True) and 0 <= high - low < _MAX_VALUES:
            return Values(items=tuple(map(Fraction, range(low, high + 1))))
    if isinstance(given, list) and 0 < len(given) <= _MAX_VALUES:
        if all(isinstance(item, str) for item in given):
            return Values(items=tuple(dict.fromkeys("_".join(item.split()) for item in given)))
        if all(_is_number(item) for item in given):
            return Values(items=tuple(dict.fromkeys(Fraction(str(item)) for item in given)))
    expected = f'a list of up to {_MAX_VALUES} texts or numbers, {{"from": 1, "to": 5}} or "bool"'
    raise fault("json_shape", seen=name, expected=expected)


def _is_number(item: Any, *, whole: bool = False) -> bool:
    kinds = (int,) if whole else (int, float)
    # Infinities and huge numbers are no values of a puzzle.
    return isinstance(item, kinds) and not isinstance(item, bool) and -1e9 <= item <= 1e9


def _statement(text: str, key: str, entry: Any) -> Statement:
    formula, note = (entry.get("formula"), entry.get("note", "")) if isinstance(entry, dict) else (entry, "")
    if not isinstance(formula, str) or not isinstance(note, str):
        raise fault("json_shape", seen=key, expected='a text, or an object of "formula" and "note"')
    found = max(0, text.find(json.dumps(formula, ensure_ascii=False)[1:-1]))
    return Statement(text=formula, note=note, start=found)


def _constraint(statement: Statement, repairs: Repairs) -> Constraint:
    return Constraint(expression=read_expression(statement.text, statement.start, repairs), statement=statement)


def _option(text: str, letter: str, given: Any, asking: Asking, repairs: Repairs) -> Option:
    constraint = _constraint(_statement(text, "query", given), repairs)
    return Option(letter=letter, expression=constraint.expression, asking=asking, statement=constraint.statement)


def _asking(plain: Mapping[str, Any]) -> Asking:
    asked = plain.get("ask", "must")
    for known in get_args(Asking):
        if asked == known:
            return known  # type: ignore[no-any-return]  # get_args forgets that these are the literals
    raise fault("json_shape", seen="ask", expected="must, can or cannot")
