"""Whether the statements of a test belong together, so that none of its assertions may be tried alone."""

import ast
from collections.abc import Iterator, Sequence

from redraft.critics.code.names import names_bound, names_used

_DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Import, ast.ImportFrom)


def is_woven(body: Sequence[ast.stmt], before: Sequence[ast.stmt]) -> bool:
    """Whether an assertion of `body` changes what a later one finds, or a statement decides what is tried at all.

    Args:
        body: statements of a test.
        before: what runs before them.
    """
    plain = [node for node in body if not isinstance(node, _DEFINITIONS)]
    if not any(
        isinstance(inner, ast.Assert | ast.With) or _decides(inner) for node in plain for inner in _within(node)
    ):
        return _calls_checker(plain, [*before, *body])
    if any(_decides(inner) for node in plain for inner in _within(node) if not isinstance(node, ast.Return)):
        return True
    if any(_is_named_with(inner) for node in plain for inner in _within(node)):
        return True
    if _drops_a_call(plain):
        return True
    return _calls_checker(plain, [*before, *body]) or _shares_objects(plain, before)


def _drops_a_call(plain: Sequence[ast.stmt]) -> bool:
    """Whether a call is made for its effect although its value gets a name that nothing uses."""
    for place, node in enumerate(plain):
        if isinstance(node, ast.Assign | ast.AnnAssign) and any(isinstance(n, ast.Call) for n in ast.walk(node)):
            later = names_used(*plain[place + 1 :])
            if not names_bound(node) & later and any(isinstance(n, ast.Assert | ast.With) for n in plain[place + 1 :]):
                return True
    return False


def _within(node: ast.AST) -> Iterator[ast.AST]:
    """The node and what is in it, without the bodies of functions."""
    yield node
    for inner in ast.iter_child_nodes(node):
        if not isinstance(inner, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            yield from _within(inner)


def _decides(node: ast.AST) -> bool:
    """Whether it ends a test: by an exception, by leaving it, by failing it."""
    if isinstance(node, ast.Raise | ast.Return | ast.NamedExpr):
        return True
    if not isinstance(node, ast.Call):
        return False
    name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    owner = getattr(getattr(node.func, "value", None), "id", "")
    if name in ("fail", "skip", "skipTest"):
        return owner in ("pytest", "self")
    # The form with a call: `pytest.raises(ValueError, f, 1)`.
    return name in ("raises", "assertRaises") and len(node.args) > 1


def _is_named_with(node: ast.AST) -> bool:
    return isinstance(node, ast.With) and any(item.optional_vars is not None for item in node.items)


def _calls_checker(plain: Sequence[ast.stmt], around: Sequence[ast.stmt]) -> bool:
    """Whether a statement calls a function of the tests' own that asserts, and that is not itself a test."""
    checkers = {
        node.name
        for node in around
        if isinstance(node, ast.FunctionDef)
        and not node.name.startswith("test")
        and any(isinstance(inner, ast.Assert | ast.Raise) for inner in ast.walk(node))
    }
    return bool(checkers & names_used(*plain))


def _shares_objects(plain: Sequence[ast.stmt], before: Sequence[ast.stmt]) -> bool:
    """Whether an assertion calls something with, or of, an object that a later statement meets again."""
    made = {
        name
        for node in (*before, *plain)
        if not isinstance(node, _DEFINITIONS) and not _is_constant(node)
        for name in names_bound(node)
    }
    touched: set[str] = set()
    for node in plain:
        asserts = [inner for inner in _within(node) if isinstance(inner, ast.Assert)]
        if touched & names_used(node):
            return True
        calls = [inner for one in asserts for inner in ast.walk(one.test) if isinstance(inner, ast.Call)]
        named = frozenset(made) & names_used(*calls)
        if isinstance(node, ast.For | ast.While) and named - names_bound(node):
            return True
        touched |= named
    return False


def _is_constant(node: ast.stmt) -> bool:
    """Whether it gives a name a value that nothing can change."""
    value = node.value if isinstance(node, ast.Assign | ast.AnnAssign) else None
    return isinstance(value, ast.Constant) or (
        isinstance(value, ast.UnaryOp) and isinstance(value.operand, ast.Constant)
    )
