"""Names replaced by expressions: the parameter of a test by its argument, the variable of a loop by each value."""

import ast
import copy
from collections.abc import Mapping, Sequence

from redraft.critics.code.names import names_bound

_MAX_ROUNDS = 200


def substituted(body: Sequence[ast.stmt], values: Mapping[str, ast.expr]) -> list[ast.stmt]:
    """`body` with names replaced by expressions wherever they are read."""
    return [_Put(values).visit(copy.deepcopy(node)) for node in body]


class _Put(ast.NodeTransformer):
    def __init__(self, values: Mapping[str, ast.expr]) -> None:
        self._values = values

    def visit_Name(self, node: ast.Name) -> ast.expr:
        value = self._values.get(node.id)
        return node if value is None or not isinstance(node.ctx, ast.Load) else copy.deepcopy(value)


def unrolled(node: ast.stmt) -> list[list[ast.stmt]] | None:
    """The rounds of a loop over values that are written out; None for anything else."""
    if not isinstance(node, ast.For) or node.orelse:
        return None
    if not isinstance(node.iter, ast.List | ast.Tuple) or len(node.iter.elts) > _MAX_ROUNDS:
        return None
    names = [node.target] if isinstance(node.target, ast.Name) else getattr(node.target, "elts", [])
    if not names or not all(isinstance(name, ast.Name) for name in names):
        return None
    leaves = any(isinstance(inner, ast.Break | ast.Continue) for inner in ast.walk(node))
    if leaves or names_bound(*node.body) & {name.id for name in names}:
        return None
    rounds = []
    for item in node.iter.elts:
        values = [item] if isinstance(node.target, ast.Name) else getattr(item, "elts", [])
        if len(values) != len(names) or any(isinstance(value, ast.Starred) for value in values):
            return None
        rounds.append(substituted(node.body, {name.id: value for name, value in zip(names, values, strict=True)}))
    return rounds
