"""Test source taken apart into cases, so that what is expected need not enter the sandbox.

Understood are plain assertions, ``check(candidate)`` functions, functions called ``test_...`` (with parameters from
``pytest.mark.parametrize``), methods of a ``unittest.TestCase``, and loops over values that are written out. What
cannot be taken apart is run as a whole and reports both sides of each of its assertions; see `whole`.
"""

import ast
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from redraft.critics.code.names import names_used
from redraft.critics.code.parsing import tree_of
from redraft.critics.code.testing.assertions import decides_itself, read_assertion
from redraft.critics.code.testing.cases import AllMet, Case, IsTrue, Origin, Raises, plain_call
from redraft.critics.code.testing.substitution import substituted, unrolled, without_module
from redraft.critics.code.testing.unit_tests import methods_of, parameter_sets, refused
from redraft.critics.code.testing.values import shortened
from redraft.critics.code.testing.whole import as_function, as_test, recorded
from redraft.critics.code.testing.woven import is_woven
from redraft.errors import Misuse

MAX_CASES = 2_000
"""Tests with more assertions than this are refused: trying some of them would call the rest passed."""

_MAX_CHARACTERS = 500_000
_Function = ast.FunctionDef | ast.AsyncFunctionDef


class MalformedTests(Misuse):
    """The tests are no Python, or try nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Scope:
    """Where a statement stands.

    Attributes:
        function: the name under which the draft's function is known to the draft.
        origin: who says what is expected.
        helpers: the test functions by name, for calls of one from another.
        before: statements that run before the test, those of the module first.
        depth: how many calls of test functions lie around it.
    """

    function: str
    origin: Origin
    helpers: Mapping[str, _Function]
    before: tuple[ast.stmt, ...] = ()
    depth: int = 0


def cases_in(tests: str, *, function: str = "", origin: Origin = "given") -> tuple[Case, ...]:
    """The cases that test source tries, in order.

    Args:
        tests: Python source.
        function: the function that ``check(candidate)`` is meant for; empty when the tests name it themselves.
        origin: who says what is expected.

    Raises:
        MalformedTests: when the source is no Python or holds no assertion.
    """
    if len(tests) > _MAX_CHARACTERS:
        raise MalformedTests(f"the tests have {len(tests):,} characters; at most {_MAX_CHARACTERS:,} are read")
    try:
        tree = without_module(tree_of(tests))
        found = tuple(islice(_module(tree, function, origin), MAX_CASES + 1))
    except SyntaxError as error:
        raise MalformedTests(f"the tests are no Python: {error.msg} (line {error.lineno})") from error
    except (ValueError, RecursionError, MemoryError, OverflowError) as error:
        if isinstance(error, MalformedTests):
            raise
        raise MalformedTests(f"the tests are no Python that can be read: {error}") from error
    if len(found) > MAX_CASES:
        raise MalformedTests(f"the tests hold more than {MAX_CASES:,} assertions; give fewer")
    if not found:
        raise MalformedTests(f"the tests hold no assertion, got {shortened(tests)!r}; write assert statements")
    return found


def _module(tree: ast.Module, function: str, origin: Origin) -> Iterator[Case]:
    why = refused(tree)
    if why is not None:
        raise MalformedTests(f"the tests use {why}, which this critic does not know; write assertions without it")
    functions = {node.name: node for node in tree.body if isinstance(node, _Function)}
    helpers = {name: node for name, node in functions.items() if _is_test(node) or _is_checker(node)}
    # Anything else at the top of the module may be needed by any test.
    shared = tuple(node for node in tree.body if not _is_about_tests(node, helpers))
    scope = _Scope(function=function, origin=origin, helpers=helpers, before=shared)
    called: set[str] = set()
    top = [node for node in tree.body if not _is_kept_apart(node, helpers)]
    if is_woven(top, ()):
        called |= names_used(*top) & helpers.keys()
        yield _whole([*(helpers[name] for name in sorted(called)), *top], replace(scope, before=()))
    for node in tree.body if not is_woven(top, ()) else [n for n in tree.body if isinstance(n, ast.ClassDef)]:
        if _tries(node) and not isinstance(node, _Function | ast.ClassDef):
            called |= names_used(node) & helpers.keys()
            yield from _block([node], scope)
        elif isinstance(node, ast.ClassDef):
            yield from _methods(node, scope)
        elif isinstance(node, ast.Expr) and (name := _called(node)) in helpers:
            called |= {name, *_reached(name, helpers)}
            yield from _block([node], scope)
    for name, node in helpers.items():
        if name not in called and not any(name in _reached(other, helpers) for other in helpers if other != name):
            yield from _helper(node, scope)


def _is_kept_apart(node: ast.stmt, helpers: Mapping[str, _Function]) -> bool:
    """Whether a statement of the module is a test of its own, or starts a test runner."""
    if isinstance(node, ast.If) and "__name__" in names_used(node.test):
        return True
    return node in helpers.values() or (isinstance(node, ast.ClassDef) and bool(methods_of(node)))


def _reached(name: str, helpers: Mapping[str, _Function]) -> set[str]:
    """Test functions that one calls."""
    return set(names_used(*helpers[name].body) & (helpers.keys() - {name}))


def _is_test(node: _Function) -> bool:
    return node.name.startswith("test") and _tries_somewhere(node)


def _is_checker(node: _Function) -> bool:
    arguments = node.args.posonlyargs + node.args.args
    return len(arguments) == 1 and (node.name == "check" or arguments[0].arg == "candidate")


def _tries_somewhere(node: ast.AST) -> bool:
    return _tries(node) or any(isinstance(inner, ast.Call) for inner in ast.walk(node))


def _tries(node: ast.AST) -> bool:
    """Whether an assertion stands in it."""
    return any(isinstance(inner, ast.Assert) or _expects_raise(inner) is not None for inner in ast.walk(node))


def _is_about_tests(node: ast.stmt, helpers: Mapping[str, _Function]) -> bool:
    """Whether it is a test, calls one or starts a test runner, and so is not what tests need."""
    if isinstance(node, _Function):
        return node.name in helpers
    if isinstance(node, ast.ClassDef):
        return bool(methods_of(node))
    if isinstance(node, ast.If) and "__name__" in names_used(node.test):
        return True
    return _tries(node) or _called(node) in helpers


def _called(node: ast.stmt) -> str:
    call = node.value if isinstance(node, ast.Expr) else None
    return call.func.id if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) else ""


def _helper(node: _Function, scope: _Scope) -> Iterator[Case]:
    """A test function that nobody calls: with the draft's function, with its parameter sets, or as it is."""
    if isinstance(node, ast.AsyncFunctionDef):
        raise MalformedTests(f"the test {node.name!r} is async, which this critic does not run; use asyncio.run in it")
    constants = _constants(scope.before, tree_of("0 == 0", mode="eval").body)
    sets = parameter_sets(node, constants)
    arguments = [argument.arg for argument in node.args.posonlyargs + node.args.args]
    if sets is not None:
        for values in sets:
            yield from _block(substituted(node.body, values), scope)
    elif _is_checker(node) and scope.function:
        yield from _block(substituted(node.body, {arguments[0]: ast.Name(scope.function, ast.Load())}), scope)
    elif len(arguments) == len(node.args.defaults):
        yield from _block(node.body, scope)
    else:
        raise MalformedTests(f"the test {node.name!r} takes {', '.join(arguments)}, and nothing says what that is")


def _methods(node: ast.ClassDef, scope: _Scope) -> Iterator[Case]:
    for method in methods_of(node):
        if method.body is not None:
            yield from _block(method.body, scope)
        else:
            before = (*scope.before, node)
            yield Case(
                origin=scope.origin, shown=f"{node.name}.{method.name}", expectation=IsTrue(), apart=True,
                source=as_test(before, method.run), **as_function((*before, *method.run), ast.Constant(True)),
            )  # fmt: skip


def _block(body: Sequence[ast.stmt], scope: _Scope) -> Iterator[Case]:
    """The cases of statements that run one after the other."""
    if is_woven(body, scope.before):
        yield _whole(list(body), scope)
        return
    before = list(scope.before)
    for node in body:
        here = replace(scope, before=tuple(before))
        if isinstance(node, ast.Assert):
            yield from _assertion(node, here)
        elif isinstance(node, ast.Return):
            return
        elif (inner := _inlined(node, here)) is not None:
            yield from _block(inner, replace(here, depth=scope.depth + 1))
        elif _tries(node) and (rounds := unrolled(node)) is not None:
            for statements in rounds:
                yield from _block(statements, here)
        elif (kind := _expects_raise(node)) is not None and isinstance(node, ast.With):
            yield _raising(node, kind, here)
        elif _tries(node) and not isinstance(node, _Function | ast.ClassDef):
            yield _whole([node], here)
            before.extend(recorded([node], strip=True))
        elif not (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)):
            before.append(node)


def _assertion(node: ast.Assert, scope: _Scope) -> Iterator[Case]:
    tests = node.test.values if isinstance(node.test, ast.BoolOp) and isinstance(node.test.op, ast.And) else [node.test]
    for test in tests:
        if isinstance(test, ast.Constant):
            continue  # `assert True, "this prints if ..."` tries nothing
        known = _constants(scope.before, test)
        read = read_assertion(test, known)
        if read is None:
            yield _whole([ast.copy_location(ast.Assert(test=test), node)], scope)
            continue
        expression, expectation = read
        plain = plain_call(expression)
        yield Case(
            origin=scope.origin,
            shown=shortened(ast.unparse(expression), 400),
            expectation=expectation,
            source=as_test(scope.before, [ast.copy_location(ast.Assert(test=test), node)]),
            apart=plain is None and (isinstance(expectation, IsTrue) or decides_itself(expression)),
            function=plain[0] if plain else "",
            arguments=plain[1] if plain else None,
            **as_function(scope.before, expression),
        )


def _constants(before: Sequence[ast.stmt], test: ast.expr) -> dict[str, ast.expr]:
    """Names bound once, to a value, that no later statement touches and that only one side of a comparison names."""
    found: dict[str, ast.expr] = {}
    for node in before:
        touched = names_used(node)
        for name in touched & found.keys():
            del found[name]
        if isinstance(node, ast.Assign) and len(node.targets) == 1 and isinstance(node.targets[0], ast.Name):
            found[node.targets[0].id] = node.value
    return found if isinstance(test, ast.Compare) else {}


def _inlined(node: ast.stmt, scope: _Scope) -> list[ast.stmt] | None:
    """The body of the test function that a statement calls; None when it calls none."""
    name = _called(node)
    if name not in scope.helpers or scope.depth > 3:
        return None
    helper = scope.helpers[name]
    call = node.value if isinstance(node, ast.Expr) else None
    arguments = [argument.arg for argument in helper.args.posonlyargs + helper.args.args]
    if not isinstance(call, ast.Call) or call.keywords or len(call.args) != len(arguments):
        return None
    return substituted(helper.body, dict(zip(arguments, call.args, strict=True)))


def _expects_raise(node: ast.AST) -> str | None:
    """The exception that ``with pytest.raises(X):`` or ``with self.assertRaises(X):`` waits for."""
    if not isinstance(node, ast.With) or len(node.items) != 1:
        return None
    call = node.items[0].context_expr
    if not (isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and call.args):
        return None
    if call.func.attr not in ("raises", "assertRaises", "assertRaisesRegex"):
        return None
    return ast.unparse(call.args[0]).rpartition(".")[2]


def _raising(node: ast.With, kind: str, scope: _Scope) -> Case:
    last = node.body[-1]
    expression = last.value if isinstance(last, ast.Expr) else ast.Constant(None)
    before = (*scope.before, *(node.body[:-1] if isinstance(last, ast.Expr) else node.body))
    return Case(
        origin=scope.origin,
        shown=shortened("; ".join(ast.unparse(statement) for statement in node.body), 400),
        expectation=Raises(kind=kind),
        source=as_test(scope.before, [node]),
        apart=True,
        **as_function(before, expression),
    )


def _whole(body: list[ast.stmt], scope: _Scope) -> Case:
    statements = [*recorded(body), *tree_of("_redraft_seen").body]
    last = statements.pop()
    assert isinstance(last, ast.Expr)
    before = (*tree_of("_redraft_seen = []").body, *scope.before, *statements)
    # The record is filled by statements that bind nothing, which are kept as every such statement is.
    return Case(
        origin=scope.origin,
        shown=shortened("; ".join(ast.unparse(statement) for statement in body), 400),
        expectation=AllMet(),
        source=as_test(scope.before, body),
        apart=True,
        **as_function(before, last.value),
    )
