"""One assertion as an expression and what is expected of its value."""

import ast
from collections.abc import Mapping
from typing import Any

from redraft.critics.code.names import names_used
from redraft.critics.code.testing.cases import Close, Compares, Expectation, IsTrue
from redraft.critics.code.testing.literals import NotLiteral, literal

_RELATIONS: dict[type[ast.cmpop], str] = {
    ast.Eq: "==",
    ast.NotEq: "!=",
    ast.Is: "is",
    ast.IsNot: "is not",
    ast.In: "in",
    ast.NotIn: "not in",
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
}
# `in` with the value on its left has an opposite, `not in` has none.
EXCHANGED = {
    "==": "==", "!=": "!=", "is": "is", "is not": "is not", "<": ">", "<=": ">=", ">": "<", ">=": "<=",
    "in": "contains",
}  # fmt: skip
"""The relation of the right side to the left."""
_APPROXIMATE = frozenset({"approx", "isclose", "allclose", "assert_allclose", "array_equal"})
# pytest.approx and math.isclose, where nothing else is said.
_RELATIVE, _APPROX_RELATIVE, _APPROX_ABSOLUTE = 1e-9, 1e-6, 1e-12


def relation_of(node: ast.expr) -> str | None:
    """The relation of a comparison of two sides; None for anything else."""
    return _RELATIONS[type(node.ops[0])] if isinstance(node, ast.Compare) and len(node.ops) == 1 else None


def read_assertion(test: ast.expr, known: Mapping[str, ast.expr]) -> tuple[ast.expr, Expectation] | None:
    """What to evaluate and what to expect; None when what is expected has to be computed first.

    Args:
        test: the condition that is asserted.
        known: names that stand for values written out.
    """
    if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
        return (test.operand, IsTrue(wanted=False)) if relation_of(test.operand) is None else None
    close = _close(test)
    if close is not None:
        return close
    relation = relation_of(test)
    if relation is None or not isinstance(test, ast.Compare) or _names_approximation(test):
        return test, IsTrue()
    left, right = test.left, test.comparators[0]
    value = _known_value(right, known)
    if value is not _NOTHING:
        return left, Compares(relation=relation, value=value)
    value = _known_value(left, known)
    if value is not _NOTHING and relation in EXCHANGED:
        return right, Compares(relation=EXCHANGED[relation], value=value)
    return None


def decides_itself(expression: ast.expr) -> bool:
    """Whether a comparison stands in what is compared: ``(f(3) == 9) == True`` asks the value what it equals."""
    return any(isinstance(node, ast.Compare | ast.BoolOp | ast.Not) for node in ast.walk(expression))


_NOTHING = object()


def _known_value(node: ast.expr, known: Mapping[str, ast.expr]) -> Any:
    if isinstance(node, ast.Name) and node.id in known:
        node = known[node.id]
    try:
        return literal(node)
    except NotLiteral:
        return _NOTHING


def _names_approximation(node: ast.AST) -> bool:
    called = {n.attr for n in ast.walk(node) if isinstance(n, ast.Attribute)} | names_used(node)
    return bool(called & _APPROXIMATE)


def _close(test: ast.expr) -> tuple[ast.expr, Close] | None:
    """``abs(call - number) < small``, ``math.isclose(call, number)`` and ``call == pytest.approx(number)``."""
    try:
        match test:
            case ast.Compare(
                left=ast.Call(
                    func=ast.Name(id="abs") | ast.Attribute(attr="fabs"), args=[ast.BinOp(op=ast.Sub()) as gap]
                ),
                ops=[ast.Lt() | ast.LtE()],
                comparators=[small],
            ):
                expression, number = _sides(gap.left, gap.right)
                return expression, Close(value=number, absolute=_number(small))
            case ast.Call(func=ast.Name(id="isclose") | ast.Attribute(attr="isclose"), args=[left, right]):
                expression, number = _sides(left, right)
                given = {word.arg or "": _number(word.value) for word in test.keywords}
                if given.keys() <= {"rel_tol", "abs_tol"}:
                    relative = given.get("rel_tol", _RELATIVE)
                    return expression, Close(value=number, relative=relative, absolute=given.get("abs_tol", 0.0))
            case ast.Compare(left=left, ops=[ast.Eq()], comparators=[right]) if _approximated(left) or _approximated(
                right
            ):
                call = _approximated(right) or _approximated(left)
                assert call is not None
                given = {word.arg or "": _number(word.value) for word in call.keywords}
                if given.keys() <= {"rel", "abs"} and len(call.args) == 1:
                    absolute = given.get("abs", _APPROX_ABSOLUTE)
                    relative = given.get("rel", 0.0 if "abs" in given else _APPROX_RELATIVE)
                    expression = left if call is right else right
                    return expression, Close(value=_number(call.args[0]), absolute=absolute, relative=relative)
    except NotLiteral:
        pass
    return None


def _approximated(node: ast.expr) -> ast.Call | None:
    if not isinstance(node, ast.Call):
        return None
    name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    return node if name == "approx" else None


def _sides(left: ast.expr, right: ast.expr) -> tuple[ast.expr, float]:
    """The expression and the number, whichever side it stands on."""
    try:
        return left, _number(right)
    except NotLiteral:
        return right, _number(left)


def _number(node: ast.expr) -> float:
    value = literal(node)
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise NotLiteral(f"{value!r} is no number")
    return value
