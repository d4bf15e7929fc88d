"""Values that are written out in source: read on this side, so that they need not be run."""

import ast
import math
import operator
from collections.abc import Callable
from typing import Any

from redraft.critics.code.parsing import tree_of

_NUMBER_OPERATORS: dict[type[ast.operator], Callable[[Any, Any], Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.FloorDiv: operator.floordiv,
    ast.Mod: operator.mod,
}
_BUILDERS: dict[str, Callable[..., Any]] = {
    "set": set,
    "frozenset": frozenset,
    "list": list,
    "tuple": tuple,
    "dict": dict,
    "float": float,
    "int": int,
    "str": str,
    "range": range,
    "sorted": sorted,
}
_MATH = {"inf": math.inf, "nan": math.nan, "pi": math.pi, "e": math.e, "tau": math.tau}
_MAX_ITEMS = 100_000
_MAX_DEPTH = 100


class NotLiteral(ValueError):
    """The expression is no value that is written out."""


def literal(node: ast.expr) -> Any:
    """The value of a constant, a display of constants, arithmetic of small numbers, or ``set([...])`` and the like.

    Raises:
        NotLiteral: when it is anything else, or too large to be worth it.
    """
    try:
        value = _value(node, 0)
    except (ArithmeticError, TypeError, ValueError, RecursionError, MemoryError) as error:
        raise NotLiteral(f"{type(error).__name__}: {error}") from error
    if isinstance(value, range):
        raise NotLiteral("a range is no plain value")
    return value


def literal_in(code: str) -> Any:
    """The value of an expression given as source; see `literal`.

    Raises:
        NotLiteral: when it is none.
    """
    try:
        tree = tree_of(code.strip(), mode="eval")
    except (SyntaxError, ValueError, RecursionError, MemoryError, OverflowError) as error:
        raise NotLiteral(f"{type(error).__name__}: {error}") from error
    return literal(tree.body)


def _value(node: ast.expr, depth: int) -> Any:
    if depth > _MAX_DEPTH:
        raise NotLiteral("nested too deeply")
    below = depth + 1
    match node:
        case ast.Constant(value=value) if value is not ...:
            return value
        case ast.List(elts=items) | ast.Tuple(elts=items) | ast.Set(elts=items):
            values = [_value(item, below) for item in items]
            return values if isinstance(node, ast.List) else tuple(values) if isinstance(node, ast.Tuple) else {*values}
        case ast.Dict(keys=keys, values=values):
            if None in keys:
                raise NotLiteral("a dict that unpacks another")
            return {_value(key, below): _value(value, below) for key, value in zip(keys, values, strict=True) if key}
        case ast.UnaryOp(op=ast.USub() | ast.UAdd() as sign, operand=operand):
            value = _number(_value(operand, below))
            return -value if isinstance(sign, ast.USub) else value
        case ast.BinOp():
            return _binary(node, below)
        case ast.Call(func=ast.Name(id=name), args=args, keywords=[]) if name in _BUILDERS and len(args) <= 3:
            return _built(name, [_value(arg, below) for arg in args])
        case ast.Attribute(value=ast.Name(id="math"), attr=name) if name in _MATH:
            return _MATH[name]
    raise NotLiteral(f"{type(node).__name__} is no plain value")


def _binary(node: ast.BinOp, depth: int) -> Any:
    left, right = _value(node.left, depth), _value(node.right, depth)
    if isinstance(node.op, ast.Pow):
        # 9 ** 9 ** 9 would keep this process busy until it is out of memory.
        if abs(_number(left)) > 1000 or not 0 <= _number(right) <= 100:
            raise NotLiteral("a power that large")
        return left**right
    if isinstance(node.op, ast.Mult) and isinstance(left, str | list | tuple) and isinstance(right, int):
        if len(left) * right > _MAX_ITEMS:
            raise NotLiteral("a repetition that long")
        return left * right
    if isinstance(node.op, ast.Add) and isinstance(left, str | list | tuple) and type(left) is type(right):
        return left + right  # type: ignore[operator]  # both have the same type, which mypy does not follow
    if type(node.op) not in _NUMBER_OPERATORS:
        raise NotLiteral(f"the operator {type(node.op).__name__}")
    return _number(_NUMBER_OPERATORS[type(node.op)](_number(left), _number(right)))


def _built(name: str, args: list[Any]) -> Any:
    if name == "range":
        value = range(*args)
        if len(value) > _MAX_ITEMS:
            raise NotLiteral("a range that long")
        return value
    return _BUILDERS[name](*args)


def _number(value: Any) -> Any:
    if isinstance(value, int | float | complex) and not (isinstance(value, int) and value.bit_length() > 10_000):
        return value
    raise NotLiteral("arithmetic on something else than numbers")
