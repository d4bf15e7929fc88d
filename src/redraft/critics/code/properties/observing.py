"""What a function does with arguments: its value, its value a second time, and its arguments afterwards."""

import ast
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from redraft.critics.code.parsing import tree_of
from redraft.critics.code.properties.inputs import Arguments
from redraft.critics.code.testing.trying import Bench
from redraft.critics.code.testing.values import as_source, is_opaque
from redraft.sandbox.jobs import Raised, Test

# Inputs that nobody asked for may be such that a right program never ends; they are not worth a long wait.
_CPU_S = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Observation:
    """One call.

    Attributes:
        arguments: what it was given.
        value: what it gave.
        again: what it gave for equal arguments a second time.
        after: the arguments after the first call.
        raised: what it raised instead; None when it gave a value.
        done: whether it came to an end; nothing else means anything when it did not.
    """

    arguments: Arguments
    value: Any = None
    again: Any = None
    after: Arguments = ()
    raised: Raised | None = None
    done: bool = True


async def observe(bench: Bench, code: str, function: str, inputs: Sequence[Arguments]) -> list[Observation]:
    """What `function` of the program `code` does with each of the inputs; those with no plain data are left out."""
    tests: list[Test] = []
    tried: list[Arguments] = []
    for arguments in inputs:
        try:
            source = as_source(arguments)
        except (ValueError, RecursionError):
            continue
        setup = (
            "def _redraft_case():\n"
            f"    one, two = {source}, {source}\n"
            f"    first = _redraft_plain({function}(*one))\n"
            f"    return first, _redraft_plain({function}(*two)), _redraft_plain(one)\n"
        )
        tests.append(Test(name=str(len(tried)), call="_redraft_case()", setup=setup))
        tried.append(arguments)
    limits = replace(bench.limits, cpu_s=min(bench.limits.cpu_s, _CPU_S), wall_s=min(bench.limits.wall_s, 4 * _CPU_S))
    run = await replace(bench, limits=limits).run(code, tests)
    outcomes = {outcome.name: outcome for outcome in run.outcomes}
    found = []
    for number, arguments in enumerate(tried):
        outcome = outcomes.get(str(number))
        if outcome is not None and outcome.status in ("raised", "failed"):
            found.append(Observation(arguments=arguments, raised=outcome.raised))
        elif outcome is not None and outcome.status == "passed" and _is_triple(outcome.value):
            value, again, after = outcome.value
            found.append(Observation(arguments=arguments, value=value, again=again, after=after))
        else:
            found.append(Observation(arguments=arguments, done=False))
    return found


def _is_triple(value: Any) -> bool:
    return isinstance(value, tuple) and len(value) == 3 and not is_opaque(value) and isinstance(value[2], tuple)


def is_name(function: str) -> bool:
    """Whether `function` may stand in source as a name."""
    try:
        return isinstance(tree_of(function, mode="eval").body, ast.Name)
    except (SyntaxError, ValueError):
        return False
