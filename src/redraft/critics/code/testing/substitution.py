"""Names replaced by expressions: the parameter of a test by its argument, the variable of a loop by each value."""

import ast
import copy
from collections.abc import Mapping, Sequence

from redraft.critics.code.names import names_bound
from redraft.critics.code.parsing import tree_of

_MAX_ROUNDS = 200


def substituted(body: Sequence[ast.stmt], values: Mapping[str, ast.expr]) -> list[ast.stmt]:
    """`body` with names replaced by expressions wherever they are read."""
    return [_Put(values).visit(copy.deepcopy(node)) for node in body]


# What tests call the module that they mean a draft by.
_MODULES = frozenset({"solution", "your_module", "my_module", "module_name", "main", "answer", "draft", "submission"})


def without_module(tree: ast.Module) -> ast.Module:
    """A file of tests that takes what it tries from a module: the names alone, for the draft is that module."""
    bare: ast.Module = _WithoutModule().visit(tree)
    return ast.fix_missing_locations(bare)


class _WithoutModule(ast.NodeTransformer):
    def visit_ImportFrom(self, node: ast.ImportFrom) -> ast.stmt | list[ast.stmt]:
        if node.module not in _MODULES:
            return node
        renamed = [f"{alias.asname} = {alias.name}" for alias in node.names if alias.asname not in (None, alias.name)]
        return [ast.copy_location(tree_of(line).body[0], node) for line in renamed] or ast.copy_location(
            ast.Pass(), node
        )

    def visit_Import(self, node: ast.Import) -> ast.stmt:
        kept = [alias for alias in node.names if alias.name not in _MODULES or alias.asname]
        return ast.copy_location(ast.Import(names=kept) if kept else ast.Pass(), node)

    def visit_Attribute(self, node: ast.Attribute) -> ast.expr:
        self.generic_visit(node)
        if isinstance(node.value, ast.Name) and node.value.id in _MODULES:
            return ast.copy_location(ast.Name(node.attr, node.ctx), node)
        return node


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
