"""What pytest and unittest add to plain functions: parameter sets, and test methods with assertions of their own."""

import ast
import copy
from collections.abc import Mapping
from typing import NamedTuple

_Function = ast.FunctionDef | ast.AsyncFunctionDef
# `self.assertEqual(a, b)` and what it stands for.
_METHODS: Mapping[str, tuple[int, str]] = {
    "assertEqual": (2, "{0} == {1}"),
    "assertEquals": (2, "{0} == {1}"),
    "assertNotEqual": (2, "{0} != {1}"),
    "assertListEqual": (2, "{0} == {1}"),
    "assertDictEqual": (2, "{0} == {1}"),
    "assertSetEqual": (2, "{0} == {1}"),
    "assertTupleEqual": (2, "{0} == {1}"),
    "assertSequenceEqual": (2, "list({0}) == list({1})"),
    "assertCountEqual": (2, "sorted({0}) == sorted({1})"),
    "assertTrue": (1, "{0}"),
    "assertFalse": (1, "not ({0})"),
    "assertIs": (2, "{0} is {1}"),
    "assertIsNot": (2, "{0} is not {1}"),
    "assertIsNone": (1, "{0} is None"),
    "assertIsNotNone": (1, "{0} is not None"),
    "assertIn": (2, "{0} in {1}"),
    "assertNotIn": (2, "{0} not in {1}"),
    "assertLess": (2, "{0} < {1}"),
    "assertLessEqual": (2, "{0} <= {1}"),
    "assertGreater": (2, "{0} > {1}"),
    "assertGreaterEqual": (2, "{0} >= {1}"),
    "assertIsInstance": (2, "isinstance({0}, {1})"),
    # Seven decimal places unless it is told otherwise.
    "assertAlmostEqual": (2, "abs({0} - {1}) < 5e-08"),
}
_KEPT_WITH = ("assertRaises",)


class Method(NamedTuple):
    """A test method.

    Attributes:
        name: what it is called.
        body: its statements with plain assertions; None when it needs the object that unittest makes.
    """

    name: str
    body: list[ast.stmt] | None


def methods_of(node: ast.ClassDef) -> list[Method]:
    """The test methods of a class of tests; none for any other class."""
    bases = {ast.unparse(base).rpartition(".")[2] for base in node.bases}
    is_unittest = "TestCase" in bases
    if not (is_unittest or (node.name.startswith("Test") and not node.bases)):
        return []
    own = [inner for inner in node.body if isinstance(inner, ast.FunctionDef)]
    prepared = any(not inner.name.startswith("test") for inner in own) or len(own) < len(
        [inner for inner in node.body if not (isinstance(inner, ast.Expr) and isinstance(inner.value, ast.Constant))]
    )
    return [
        Method(inner.name, None if prepared and is_unittest else _plain(inner))
        for inner in own
        if inner.name.startswith("test")
    ]


def _plain(function: ast.FunctionDef) -> list[ast.stmt] | None:
    """The body without ``self``; None when it is used for more than assertions that are known."""
    transformer = _Assertions()
    body = [transformer.visit(copy.deepcopy(node)) for node in function.body]
    names = {n.id for statement in body for n in ast.walk(statement) if isinstance(n, ast.Name)}
    arguments = [argument.arg for argument in function.args.args]
    return None if arguments and _leans_on(arguments[0], names, body) else body


def _leans_on(self_name: str, names: set[str], body: list[ast.stmt]) -> bool:
    if self_name not in names:
        return False
    uses = sum(isinstance(n, ast.Name) and n.id == self_name for statement in body for n in ast.walk(statement))
    waits = sum(
        isinstance(n, ast.withitem)
        and isinstance(n.context_expr, ast.Call)
        and isinstance(n.context_expr.func, ast.Attribute)
        and n.context_expr.func.attr in _KEPT_WITH
        for statement in body
        for n in ast.walk(statement)
    )
    return uses > waits


class _Assertions(ast.NodeTransformer):
    def visit_Expr(self, node: ast.Expr) -> ast.stmt:
        call = node.value
        if not (isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute)):
            return node
        n_arguments, condition = _METHODS.get(call.func.attr, (0, ""))
        # A message for failures may follow; keywords such as `places` change what is asserted.
        if not n_arguments or not n_arguments <= len(call.args) <= n_arguments + 1 or call.keywords:
            return node
        sides = [f"({ast.unparse(argument)})" for argument in call.args[:n_arguments]]
        return ast.copy_location(ast.parse(f"assert {condition.format(*sides)}").body[0], node)


def parameter_sets(node: _Function) -> list[dict[str, ast.expr]] | None:
    """The values of each parameter in each run, from one ``pytest.mark.parametrize``; None when there is none."""
    marks = [mark for mark in node.decorator_list if isinstance(mark, ast.Call) and _is_parametrize(mark.func)]
    if len(marks) != 1 or len(marks[0].args) < 2:
        return None
    names_node, values_node = marks[0].args[:2]
    names = _names(names_node)
    if not names or not isinstance(values_node, ast.List | ast.Tuple):
        return None
    sets = []
    for item in values_node.elts:
        values = [item] if len(names) == 1 else getattr(item, "elts", [])
        if len(values) != len(names):
            return None
        sets.append(dict(zip(names, values, strict=True)))
    return sets


def _is_parametrize(node: ast.expr) -> bool:
    return isinstance(node, ast.Attribute) and node.attr == "parametrize"


def _names(node: ast.expr) -> list[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return [name.strip() for name in node.value.split(",") if name.strip()]
    return [str(item.value) for item in getattr(node, "elts", []) if isinstance(item, ast.Constant)]
