"""A test and a draft that run in interpreters of their own, so that neither can reach the other.

What a draft can do to a test that runs beside it has no end: answer that it equals everything, put its own ``all`` into
the builtins, tell outcomes of its own. So the test runs where no line of the draft runs. In place of what the draft
defines it finds stand-ins, which turn calls, attributes and operators into *steps*. The steps are made by the draft in
another interpreter, their answers go back as data, and the test begins again with them, until it asks for no other
steps than those that were made. What it then finds is its verdict.
"""

import ast
import builtins
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from secrets import token_hex
from typing import TYPE_CHECKING, Any, Literal

from redraft.critics.code.names import names_bound, names_used
from redraft.critics.code.source import parsed
from redraft.critics.code.testing.values import as_source, without_address
from redraft.critics.code.testing.whole import shown
from redraft.sandbox.jobs import Outcome, Run, Test

if TYPE_CHECKING:
    from redraft.critics.code.testing.trying import Bench

_MOST_ROUNDS = 40
_MOST_STEPS = 3_000
# What a test does with these reaches into the interpreter that it shares with the draft, or should.
_SHARED = frozenset(
    "mock inspect builtins sys os random threading gc time multiprocessing subprocess importlib numpy".split()
)
_REACHING = frozenset(
    {"patch", "monkeypatch", "globals", "locals", "vars", "type", "__class__", "open", "input", "getsource"}
)
_OWN_IMPORT = re.compile(r"^from redraft\.[^(\n]*(?:\([^)]*\))?\n", re.M)
_PARTS = {"test": ("packing", "stand_ins", "apart"), "draft": ("packing", "answering")}
_Verdict = Literal["met", "unmet", "unsure", "impossible"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Replayed:
    """What came of a test that ran apart from the draft.

    Attributes:
        verdict: ``met``, ``unmet``, ``unsure`` when values cannot be compared, ``impossible`` when it cannot run apart.
        said: what failed, or why it could not be told; of a comparison its source and both sides.
        status: how the draft ended in the last step, when it ended.
    """

    verdict: _Verdict
    said: str | tuple[str, ...] = ""
    status: str = ""


async def replayed(bench: "Bench", code: str, source: str, function: str = "") -> Replayed:
    """What comes of the test `source` on the program `code`, each in an interpreter of its own.

    Args:
        bench: where both run.
        code: the draft's program.
        source: the test, statements that raise when it fails.
        function: what the draft was asked for, the only name of a builtin that the test may mean the draft by.
    """
    program, test = parsed(code), parsed(source)
    if program is None or test is None or _reaches_into(test):
        return Replayed(verdict="impossible")
    names = _names(program, test, function)
    checked = ast.unparse(shown(test))
    steps: list[Any] = []
    known: list[Any] = []
    for _ in range(_MOST_ROUNDS):
        end = await _tested(bench, checked, names, known)
        if end is None:
            return Replayed(verdict="impossible")
        status, said, steps = end
        if status != "break":
            return _verdict(status, said)
        if len(steps) > _MOST_STEPS or [step for step, *_ in known] == steps:
            break
        known = await _answered(bench, code, steps)
    return Replayed(verdict="unsure", said="the test asks the code for more than can be followed")


def _verdict(status: str, said: Any) -> Replayed:
    if status == "ended":
        return Replayed(verdict="unmet", said=str(said), status=str(said))
    verdicts: dict[str, _Verdict] = {"passed": "met", "failed": "unmet", "raised": "unmet", "unsure": "unsure"}
    words = tuple(map(without_address, said)) if isinstance(said, tuple) else without_address(str(said))
    return Replayed(verdict=verdicts.get(status, "unsure"), said=words)


async def _tested(
    bench: "Bench", source: str, names: Sequence[str], known: Sequence[Any]
) -> tuple[str, Any, list[Any]] | None:
    """How the test ended with the answers that are known, what it said, and the steps it asked for."""
    try:
        call = f"run({source!r}, {as_source(list(names))}, {as_source(list(known))})"
    except (ValueError, RecursionError):
        return None
    run = await bench.run_apart(_source_of("test"), [Test(name="0", call=call)])
    value = run.outcomes[0].value if run.outcomes and run.outcomes[0].status == "passed" else None
    return value if isinstance(value, tuple) and len(value) == 3 and isinstance(value[2], list) else None


async def _answered(bench: "Bench", code: str, steps: Sequence[Any]) -> list[Any]:
    """Each step with what the draft answered and printed, up to the one that ended it."""
    name = f"_redraft_{token_hex(8)}"
    setup = f"{name} = {{}}\nexec({_source_of('draft')!r}, {name})"
    tests = [
        Test(name=str(n), setup="" if n else setup, call=f"{name}['answer'](*{as_source(step)}, globals())")
        for n, step in enumerate(steps)
    ]
    run = await bench.run(code, tests)
    known: list[Any] = []
    for step, outcome in zip(steps, run.outcomes, strict=False):
        answer = outcome.value if outcome.status == "passed" else ("ended", _how(run, outcome))
        known.append((step, answer if isinstance(answer, tuple) else ("ended", "killed"), outcome.stdout))
        if outcome.status != "passed":
            break
    return known


def _how(run: Run, outcome: Outcome) -> str:
    return outcome.status if outcome.raised is None else f"{outcome.raised.kind}: {outcome.raised.message}"


def shares(source: str) -> bool:
    """Whether a test has to run beside the draft: it looks into the interpreter that both share."""
    test = parsed(source)
    return test is None or _reaches_into(test)


def _reaches_into(test: ast.Module) -> bool:
    named = names_used(test) | _attributes(test)
    imported = {a.name.split(".")[0] for n in ast.walk(test) if isinstance(n, ast.Import) for a in n.names}
    for node in ast.walk(test):
        if isinstance(node, ast.ImportFrom):
            imported |= {*str(node.module).split("."), *(a.name for a in node.names if node.module == "unittest")}
    return bool((named & _REACHING) | (imported & _SHARED))


def _names(program: ast.Module, test: ast.Module, function: str) -> list[str]:
    """What the test means the draft by: the draft defines it, the test does not, and it is no builtin."""
    ours = names_bound(*test.body) | {name for name in vars(builtins) if name != function}
    return sorted((names_bound(*program.body) & names_used(test)) - ours)


def _attributes(test: ast.AST) -> set[str]:
    return {node.attr for node in ast.walk(test) if isinstance(node, ast.Attribute)}


@lru_cache(maxsize=2)
def _source_of(side: str) -> str:
    """What runs on one side, behind what both sides share."""
    folder = files("redraft.critics.code.testing")
    text = "".join(folder.joinpath(f"{name}.py").read_text(encoding="utf-8") for name in _PARTS[side])
    # What they import from each other stands before it already.
    return _OWN_IMPORT.sub("", text)
