"""Source for what runs in the sandbox: a test as a function, and assertions that record both of their sides."""

import ast
import copy
from collections.abc import Sequence
from typing import TypedDict

from redraft.critics.code.names import names_used, needed
from redraft.critics.code.parsing import tree_of
from redraft.critics.code.testing.assertions import relation_of


class Runnable(TypedDict):
    """The two pieces of source that a case needs."""

    call: str
    setup: str


def as_function(before: Sequence[ast.stmt], expression: ast.expr) -> Runnable:
    """`expression` behind the statements it needs, in a function: its names must not meet those of the draft.

    A test that calls a list ``str`` would else take ``str`` from the program it tests.
    """
    wanted = needed(before, names_used(expression))
    if not wanted:
        return Runnable(call=ast.unparse(expression), setup="")
    everything = [node for node in wanted if _imports_everything(node)]  # not allowed in a function
    body = [node for node in wanted if not _imports_everything(node)]
    function = tree_of("def _redraft_case(): pass").body[0]
    assert isinstance(function, ast.FunctionDef)
    function.body = [*body, ast.Return(value=expression)]
    setup = "\n".join(ast.unparse(ast.fix_missing_locations(node)) for node in [*everything, function])
    return Runnable(call="_redraft_case()", setup=setup)


def as_test(before: Sequence[ast.stmt], body: Sequence[ast.stmt]) -> str:
    """`body` behind the statements it needs, as source that raises when an assertion does not hold."""
    statements = [*needed(before, names_used(*body)), *body]
    if any(isinstance(inner, ast.Global) for node in statements for inner in ast.walk(node)):
        return "\n".join(map(ast.unparse, statements))
    function = tree_of("def _redraft_case(): pass").body[0]
    assert isinstance(function, ast.FunctionDef)
    function.body = [node for node in statements if not _imports_everything(node)]
    outside = [node for node in statements if _imports_everything(node)]
    body_of_module = [*outside, function, *tree_of("_redraft_case()").body]
    return "\n".join(ast.unparse(ast.fix_missing_locations(node)) for node in body_of_module)


def recorded(body: Sequence[ast.stmt], *, strip: bool = False) -> list[ast.stmt]:
    """`body` with every assertion turned into an entry of ``_redraft_seen``, or with none when `strip` is true.

    An entry is ``(relation, left, right, source)``. Both sides leave the sandbox and are compared outside, where no
    ``__eq__`` of the draft has a say.
    """
    recorder = _Recorder(strip)
    return [recorder.visit(copy.deepcopy(node)) for node in body]


def shown(test: ast.Module) -> ast.Module:
    """`test` with every comparison that is asserted telling both of its sides when it does not hold."""
    told: ast.Module = _Teller().visit(copy.deepcopy(test))
    return ast.fix_missing_locations(told)


class _Teller(ast.NodeTransformer):
    def visit_Assert(self, node: ast.Assert) -> ast.stmt | list[ast.stmt]:
        test, source = node.test, repr(ast.unparse(node.test)[:200])
        if not (isinstance(test, ast.Compare) and len(test.ops) == 1):
            node.msg = tree_of(source, mode="eval").body if node.msg is None else node.msg
            return node
        sides = tree_of(f"_redraft_left, _redraft_right = ({ast.unparse(test.left)}), "
                          f"({ast.unparse(test.comparators[0])})").body  # fmt: skip
        compared = ast.Compare(
            ast.Name("_redraft_left", ast.Load()), test.ops, [ast.Name("_redraft_right", ast.Load())]
        )
        told = tree_of(f"raise _redraft_unmet({source}, _redraft_left, _redraft_right)").body
        return [*sides, ast.If(ast.UnaryOp(ast.Not(), compared), told, [])]


def _imports_everything(node: ast.stmt) -> bool:
    return isinstance(node, ast.ImportFrom) and any(alias.name == "*" for alias in node.names)


class _Recorder(ast.NodeTransformer):
    def __init__(self, strip: bool) -> None:
        self._strip = strip

    def visit_Assert(self, node: ast.Assert) -> ast.stmt:
        if self._strip:
            return ast.copy_location(ast.Pass(), node)
        test, relation, right = node.test, relation_of(node.test), "None"
        left = test
        if relation is not None and isinstance(test, ast.Compare):
            left, right = test.left, f"_redraft_plain({ast.unparse(test.comparators[0])})"
        elif isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
            left, relation = test.operand, "false"
        source = repr(ast.unparse(test)[:200])
        # Copied at once: what a later statement does to either side is no part of this assertion.
        entry = f"({relation or 'true'!r}, _redraft_plain({ast.unparse(left)}), {right}, {source})"
        return ast.copy_location(tree_of(f"_redraft_seen.append({entry})").body[0], node)
