"""Tests that compute what they expect, rehearsed without the draft: then even that never meets the draft's code.

In `for n in range(9): assert square(n) == n * n` nothing is written out that could be kept outside. So the test runs
once in the sandbox with a stand-in for the function, which notes its arguments; the other side of each comparison comes
out beside them, and what is tried on the draft afterwards are plain calls.
"""

import ast
from collections.abc import Sequence
from typing import Any

from redraft.critics.code.checks import Subject
from redraft.critics.code.names import names_used, needed
from redraft.critics.code.source import parsed
from redraft.critics.code.testing.assertions import EXCHANGED
from redraft.critics.code.testing.cases import AllMet, Case, Compares
from redraft.critics.code.testing.trying import Bench
from redraft.critics.code.testing.values import PLAIN, as_source, holds_opaque, shortened
from redraft.sandbox.jobs import Test

_PENDING = "redraft: not called yet"
_MAX_CASES = 300
# A relation that the sandbox reports for an assertion without a comparison has no second side to keep outside.
_COMPARED = frozenset(EXCHANGED) | {"not in"}

_STAND_IN = f'''
class _RedraftPending:
    __hash__ = None

    def __init__(self, arguments):
        self.arguments = arguments


def _redraft_plain(value, depth=0):
    """A stand-in's answer as the arguments it was called with, everything else as a copy."""
    if type(value) is _RedraftPending:
        return ({_PENDING!r}, value.arguments)
    return _redraft_copy(value, depth)


def NAME(*arguments):
    return _RedraftPending(_redraft_copy(arguments))
'''


async def rehearsed(bench: Bench, subject: Subject) -> tuple[Case, ...]:
    """The subject's cases; those that run as a whole as the plain calls they make, where a rehearsal can tell."""
    found: list[Case] = []
    for case in subject.cases:
        calls = await _calls(bench, subject, case) if isinstance(case.expectation, AllMet) else None
        found += [case] if calls is None else calls
    return tuple(found)


async def _calls(bench: Bench, subject: Subject, case: Case) -> list[Case] | None:
    """The calls of one whole test; None when it does more with the function than to compare what it gives."""
    test = parsed(case.setup)
    if test is None or not subject.function.isidentifier() or subject.function not in names_used(test):
        return None
    helpers = needed(subject.given.statements, names_used(test))
    code = "\n".join(
        [
            *(ast.unparse(node) for node in helpers if getattr(node, "name", "") != subject.function),
            PLAIN.replace("def _redraft_plain", "def _redraft_copy"),
            _STAND_IN.replace("NAME", subject.function),
        ]
    )
    run = await bench.run_apart(code, [Test(name="0", call=case.call, setup=case.setup)])
    if len(run.outcomes) != 1 or run.outcomes[0].status != "passed":
        return None
    records = run.outcomes[0].value
    if not isinstance(records, list) or not 0 < len(records) <= _MAX_CASES:
        return None
    calls = [_call(subject.function, record, case) for record in records]
    return [call for call in calls if call is not None] if all(calls) else None


def _call(function: str, record: Any, case: Case) -> Case | None:
    if not (isinstance(record, tuple) and len(record) == 4) or record[0] not in _COMPARED:
        return None
    relation, left, right, _ = record
    if not _is_pending(left):
        if relation not in EXCHANGED:
            return None
        relation, left, right = EXCHANGED[relation], right, left
    if not _is_pending(left) or holds_opaque(right) or _holds_pending(right):
        return None
    arguments = left[1]
    if not isinstance(arguments, tuple) or holds_opaque(arguments) or _holds_pending(arguments):
        return None
    try:
        call = f"{function}({', '.join(map(as_source, arguments))})"
    except (ValueError, RecursionError):
        return None
    return Case(
        origin=case.origin, shown=shortened(call, 400), call=call, expectation=Compares(relation=relation, value=right),
        function=function, arguments=arguments,
    )  # fmt: skip


def _is_pending(value: Any) -> bool:
    return isinstance(value, tuple) and len(value) == 2 and isinstance(value[0], str) and value[0] == _PENDING


def _holds_pending(value: Any) -> bool:
    if _is_pending(value):
        return True
    items: Sequence[Any] = ()
    if isinstance(value, dict):
        items = [part for item in value.items() for part in item]
    elif isinstance(value, list | tuple | set | frozenset):
        items = list(value)
    return any(map(_holds_pending, items))
