"""Which names statements bind and use."""

import ast
from collections.abc import Sequence

_BLOCKS = (ast.For, ast.AsyncFor, ast.While, ast.If, ast.With, ast.AsyncWith, ast.Try, ast.Match)


def names_bound(*statements: ast.stmt) -> frozenset[str]:
    """Names that statements bind in the scope they stand in."""
    bound: set[str] = set()
    for node in statements:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            bound.add(node.name)
        elif isinstance(node, ast.Import | ast.ImportFrom):
            bound |= {(alias.asname or alias.name).split(".")[0] for alias in node.names}
        else:
            bound |= {n.id for n in ast.walk(node) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)}
    return frozenset(bound)


def names_used(*nodes: ast.AST) -> frozenset[str]:
    """Every name that stands anywhere in the nodes, bound or read."""
    return frozenset(n.id for node in nodes for n in ast.walk(node) if isinstance(n, ast.Name))


def needed(statements: Sequence[ast.stmt], used: frozenset[str]) -> list[ast.stmt]:
    """Those of `statements`, in their order, without which what uses the names `used` would not run the same.

    A statement is needed when it binds a used name, when it binds none and does something, as ``random.seed(1)`` does,
    and when it is a block, such as a loop, that touches a used name. What a needed statement uses is used, too.
    """
    wanted: set[int] = set()
    grown = True
    while grown:
        grown = False
        for place, node in enumerate(statements):
            if place in wanted:
                continue
            bound = names_bound(node)
            touched = names_used(node) if isinstance(node, _BLOCKS) else bound
            if touched & used or (not bound and _does_something(node)):
                wanted.add(place)
                used |= names_used(node)
                grown = True
    return [statements[place] for place in sorted(wanted)]


def _does_something(node: ast.stmt) -> bool:
    return not isinstance(node, ast.Pass) and not (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant))
