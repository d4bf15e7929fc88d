"""What pytest and unittest add to plain functions: parameter sets, and test methods with assertions of their own."""

import ast
import copy
from collections.abc import Mapping
from typing import NamedTuple

from redraft.critics.code.parsing import tree_of

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
        body: its statements with plain assertions; None when it needs its object.
        run: statements that make the object and run the method.
    """

    name: str
    body: list[ast.stmt] | None
    run: list[ast.stmt]


_MARKS = frozenset({"parametrize", "skip", "skipif", "slow", "timeout", "filterwarnings", "staticmethod"})


def refused(tree: ast.Module) -> str | None:
    """What of a file of tests cannot be run without pytest itself; None when all of it can.

    Tests that were left out would count as passed.
    """
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef):
            tries = any(isinstance(n, _Function) and n.name.startswith("test") for n in node.body)
            if tries and (not methods_of(node) or any(isinstance(n, ast.AsyncFunctionDef) for n in node.body)):
                return f"the test class {node.name!r}, with its bases or async methods"
            methods = [inner for inner in node.body if isinstance(inner, ast.FunctionDef) and tries]
            for inner in methods:
                if inner.name.startswith("test") and (len(inner.args.args) != 1 or inner.decorator_list):
                    return f"the method {inner.name!r} with arguments or decorators"
        elif isinstance(node, _Function):
            if node.name in ("setup_module", "setup_function", "teardown_module", "setup_class"):
                return f"{node.name!r}"
            for mark in node.decorator_list:
                name = ast.unparse(mark.func if isinstance(mark, ast.Call) else mark).rpartition(".")[2]
                if name == "fixture" or (node.name.startswith("test") and name not in _MARKS):
                    return f"the decorator {name!r}"
    return None


def methods_of(node: ast.ClassDef) -> list[Method]:
    """The test methods of a class of tests; none for any other class."""
    bases = {ast.unparse(base).rpartition(".")[2] for base in node.bases}
    is_unittest = bases == {"TestCase"}
    if not (is_unittest or (node.name.startswith("Test") and not node.bases)):
        return []
    own = [inner for inner in node.body if isinstance(inner, ast.FunctionDef)]
    prepared = any(not inner.name.startswith("test") for inner in own) or len(own) < len(
        [inner for inner in node.body if not (isinstance(inner, ast.Expr) and isinstance(inner.value, ast.Constant))]
    )
    return [
        Method(inner.name, None if prepared else _plain(inner), _run(node, inner.name, is_unittest=is_unittest))
        for inner in own
        if inner.name.startswith("test")
    ]


def _run(node: ast.ClassDef, method: str, *, is_unittest: bool) -> list[ast.stmt]:
    if is_unittest:
        return tree_of(f"import unittest\n{node.name}.setUpClass()\n{node.name}({method!r}).debug()").body
    prepare = next((n for n in node.body if isinstance(n, ast.FunctionDef) and n.name == "setup_method"), None)
    called = f"_redraft_test.setup_method({'None' if len(prepare.args.args) > 1 else ''})\n" if prepare else ""
    return tree_of(f"_redraft_test = {node.name}()\n{called}_redraft_test.{method}()").body


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
        and n.optional_vars is None
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
        return ast.copy_location(tree_of(f"assert {condition.format(*sides)}").body[0], node)


def parameter_sets(node: _Function, known: Mapping[str, ast.expr]) -> list[dict[str, ast.expr]] | None:
    """The values of each parameter in each run; None when some are not written out, or nothing is parametrized.

    Args:
        node: a test with ``pytest.mark.parametrize``, once or several times.
        known: names of the module that stand for values written out.
    """
    marks = [mark for mark in node.decorator_list if isinstance(mark, ast.Call) and _is_parametrize(mark.func)]
    sets: list[dict[str, ast.expr]] = [{}]
    for mark in reversed(marks):
        runs = _sets_of(mark, known)
        if runs is None:
            return None
        sets = [one | other for one in sets for other in runs]
    arguments = {argument.arg for argument in node.args.posonlyargs + node.args.args}
    return sets if marks and all(one.keys() == arguments for one in sets) else None


def _sets_of(mark: ast.Call, known: Mapping[str, ast.expr]) -> list[dict[str, ast.expr]] | None:
    given = dict(zip(("argnames", "argvalues"), mark.args, strict=False))
    given |= {word.arg: word.value for word in mark.keywords if word.arg is not None}
    if not given.keys() >= {"argnames", "argvalues"} or given.keys() & {"indirect"}:
        return None
    names, values_node = _names(given["argnames"]), given["argvalues"]
    if isinstance(values_node, ast.Name):
        values_node = known.get(values_node.id, values_node)
    if not names or not isinstance(values_node, ast.List | ast.Tuple):
        return None
    sets = []
    for item in values_node.elts:
        # pytest.param(1, 2, id="small")
        params = item.args if isinstance(item, ast.Call) and ast.unparse(item.func) == "pytest.param" else None
        if params is not None and any(word.arg == "marks" for word in getattr(item, "keywords", ())):
            return None
        values = params if params is not None else [item] if len(names) == 1 else getattr(item, "elts", [])
        if len(values) != len(names) or any(isinstance(value, ast.Starred) for value in values):
            return None
        sets.append(dict(zip(names, values, strict=True)))
    return sets


def _is_parametrize(node: ast.expr) -> bool:
    return isinstance(node, ast.Attribute) and node.attr == "parametrize"


def _names(node: ast.expr) -> list[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return [name.strip() for name in node.value.split(",") if name.strip()]
    return [str(item.value) for item in getattr(node, "elts", []) if isinstance(item, ast.Constant)]
