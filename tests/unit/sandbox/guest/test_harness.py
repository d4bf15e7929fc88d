"""The harness, run here in this process: what it tells about programs that are friendly, wrong or hostile."""

import json
import random
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as limits
from hypothesis import strategies as st

from redraft.sandbox.guest import harness

Events = list[dict[str, Any]]


@pytest.fixture(autouse=True)
def _interpreter_as_before() -> Iterator[None]:
    """A harness owns its interpreter; here it borrows that of the tests."""
    before = sys.argv, sys.stdin, sys.modules["__main__"], random.getstate(), sys.gettrace(), sys.getrecursionlimit()
    yield
    sys.argv, sys.stdin, sys.modules["__main__"] = before[:3]
    random.setstate(before[3])
    sys.settrace(before[4])
    sys.setrecursionlimit(before[5])


def told(code: str, *tests: dict[str, str], stdin: str = "", argv: tuple[str, ...] = ()) -> Events:
    """All events about a program."""
    filled = [{"code": None, "call": None, "setup": "", **test} for test in tests]
    request = {"code": code, "stdin": stdin, "argv": list(argv), "output_bytes": 10_000, "tests": filled}
    events: Events = []
    harness.run(json.loads(json.dumps(request)), lambda event: events.append(json.loads(json.dumps(event))))
    return events


def written(events: Events, stream: str = "stdout") -> str:
    pieces = [e["latin1"] for e in events if e["event"] == "output" and e["stream"] == stream]
    return "".join(pieces).encode("latin-1").decode()


def of(kind: str, events: Events) -> Events:
    return [event for event in events if event["event"] == kind]


def test_a_program_reads_its_input_and_arguments_and_writes() -> None:
    events = told(
        "import sys\nprint(input() + sys.argv[1])\nprint(sys.stdin.read(), file=sys.stderr)",
        stdin="é\nrest",
        argv=("ü",),
    )
    assert written(events) == "éü\n"
    assert written(events, "stderr") == "rest\n"
    assert of("program", events) == [{"event": "program", "status": "finished", "raised": None}]
    assert events[-1] == {"event": "end"}


def test_bytes_can_be_read_and_written_below_the_text() -> None:
    code = "import sys\nsys.stdout.buffer.write(sys.stdin.buffer.readline())\nsys.stdout.write('no newline')"
    assert written(told(code, stdin="ü\n")) == "ü\nno newline"


def test_it_runs_as_the_main_module() -> None:
    code = (
        "import sys\nassert sys.modules['__main__'].__dict__ is globals()\nif __name__ == '__main__': print(__file__)"
    )
    assert written(told(code)) == "<program>\n"


@pytest.mark.parametrize(
    ("code", "kind", "message", "line"),
    [
        ("x = 1\n1 / 0\n", "ZeroDivisionError", "division by zero", 2),
        ("def f():\n    return {}['a']\n\nf()", "KeyError", "'a'", 2),
        ("x = 1\ndef f(:\n", "SyntaxError", "invalid syntax (<program>, line 2)", 2),
        ("import json\n\njson.loads('?')", "JSONDecodeError", "Expecting value: line 1 column 1 (char 0)", 3),
        ("x = [1]\nassert x == [2]", "AssertionError", "assert x == [2]", 2),
        ("assert False, 'why'", "AssertionError", "why", 1),
        ("import sys\nsys.exit('bye')", "SystemExit", "bye", 2),
        ("import sys\nsys.exit(3)", "SystemExit", "3", 2),
        ("raise KeyboardInterrupt", "KeyboardInterrupt", "", 1),
        ("x = '\0'", "SyntaxError", "source code string cannot contain null bytes", None),
        ("raise ValueError('x' * 10_000)", "ValueError", "x" * 499 + "…", 1),
        ("class E(Exception):\n def __str__(s): raise SystemExit\nraise E", "E", "<it cannot be shown>", 3),
        ("class E(Exception):\n def __str__(s): return 3\nraise E", "E", "<it cannot be shown>", 3),
        ("class E(Exception):\n __traceback__ = 1\nraise E('here')", "E", "here", 3),
    ],
)  # fmt: skip
def test_what_a_program_raises_is_told_with_its_line(code: str, kind: str, message: str, line: int | None) -> None:
    [event] = of("program", told(code))
    assert event == {
        "event": "program",
        "status": "raised",
        "raised": {"kind": kind, "message": message, "line": line},
    }


@pytest.mark.parametrize("code", ["import sys; sys.exit()", "import sys; sys.exit(0)", "raise SystemExit"])
def test_leaving_with_success_is_an_end_like_any_other(code: str) -> None:
    events = told("x = 5\n" + code, {"call": "x"})
    assert of("program", events)[0]["status"] == "finished"
    assert of("outcome", events)[0]["value"] == 5


def test_tests_are_tried_in_order_and_also_after_one_that_failed() -> None:
    events = told(
        "def add(a, b): return a - b",
        {"code": "assert add(1, 2) == 3"},
        {"call": " add(5, 2) "},
        {"code": "assert y == 3", "setup": "y = 3; print('set')"},
        {"code": "add()"},
        {"code": "raise SystemExit"},
        {"code": "def"},
        {"call": "(1, 'a')"},
        {"code": "from unittest import TestCase; TestCase().assertEqual(1, 2)"},
    )  # fmt: skip
    outcomes = of("outcome", events)
    assert [outcome["index"] for outcome in outcomes] == list(range(8))
    statuses = [outcome["status"] for outcome in outcomes]
    assert statuses == ["failed", "passed", "passed", "raised", "raised", "raised", "passed", "failed"]
    assert outcomes[0]["raised"] == {"kind": "AssertionError", "message": "assert add(1, 2) == 3", "line": None}
    assert outcomes[1]["value"] == 3
    assert outcomes[4]["raised"]["kind"] == "SystemExit"
    assert outcomes[6]["value"] == {"t": [1, "a"]}
    assert written(events) == "set\n"
    assert all(outcome["cpu_s"] >= 0 for outcome in outcomes)


def test_a_test_that_raises_in_the_program_names_the_line_there() -> None:
    [outcome] = of("outcome", told("def half(n):\n    return 1 / n\n", {"call": "half(0)"}))
    assert outcome["raised"] == {"kind": "ZeroDivisionError", "message": "division by zero", "line": 2}


def told_elsewhere(code: str, *tests: dict[str, str], left: int = 0) -> Events:
    """All events about a program that would harm the interpreter of these tests; `left` is the status of its own."""
    filled = [{"code": None, "call": None, "setup": "", **test} for test in tests]
    request = {"code": code, "stdin": "", "argv": [], "output_bytes": 1_000, "tests": filled}
    script = "import json, os, sys, harness; encode, write = harness.as_json, os.write\n"
    script += "harness.run(json.loads(sys.argv[1]), lambda event: write(1, (encode(event) + '\\n').encode()))"
    command = [sys.executable, "-c", script, json.dumps(request)]
    done = subprocess.run(command, cwd=Path(harness.__file__).parent, capture_output=True, text=True, check=False)
    assert done.returncode == left, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.mark.parametrize("code", [
    "while True: print('x' * 30)",
    "while True:\n    try: print('x' * 30)\n    except BaseException: pass",
    "import os\nos._exit = None\nwhile True: print('x' * 30)",
])  # fmt: skip
def test_too_much_output_is_told_in_part_and_ends_everything(code: str) -> None:
    events = told_elsewhere(code, {"call": "1"}, left=harness.EXIT_FLOOD)
    assert len(written(events)) == 1_000
    assert events[-1] == {"event": "flood", "stream": "stdout"}


def test_few_calls_tell_much_output() -> None:
    events = told("for n in range(2000): print('xy')")
    assert len(of("output", events)) < 100
    assert written(events) == "xy\n" * 2000


def test_output_is_told_at_once_at_first() -> None:
    heard: Events = []
    code = "print('begun')\nlook()"
    request = {"code": code, "stdin": "", "argv": [], "output_bytes": 1000, "tests": []}
    at_the_time: list[int] = []
    import builtins

    builtins.look = lambda: at_the_time.append(len(heard))  # type: ignore[attr-defined]  # a door for this test
    try:
        harness.run(request, heard.append)
    finally:
        del builtins.look  # type: ignore[attr-defined]
    assert at_the_time == [1]


def test_draws_are_the_same_in_every_run() -> None:
    code = "import random\nprint(random.random())"
    assert written(told(code)) == written(told(code))


def test_what_a_program_changes_about_the_interpreter_is_taken_back_before_its_tests() -> None:
    code = """
import builtins, gc, json, linecache, os, sys
sys.setrecursionlimit(120)
sys.set_int_max_str_digits(0)
sys.settrace(lambda *a: None)
sys.stdout.close()
json.dumps = linecache.getline = os._exit = None
builtins.len = builtins.type = builtins.zip = builtins.str = builtins.max = builtins.bytes = None
"""
    tests = ({"code": "assert 1 == 2"}, {"call": "sys.getrecursionlimit()"}, {"call": "[sys.gettrace()]"})
    outcomes = of("outcome", told_elsewhere(code, *tests))
    assert outcomes[0]["raised"] == {"kind": "AssertionError", "message": "assert 1 == 2", "line": None}
    assert outcomes[1]["value"] == sys.getrecursionlimit()
    assert outcomes[2]["value"] == {"l": [None]}


def test_recursion_without_end_is_raised_and_costs_nothing_else() -> None:
    events = told_elsewhere("def f(n): return f(n + 1)\nf(0)", {"call": "f(1)"}, {"call": "2"})
    assert of("program", events)[0]["raised"]["kind"] == "RecursionError"
    assert [outcome["status"] for outcome in of("outcome", events)] == ["raised", "passed"]


def test_a_hostile_result_costs_its_test_and_nothing_else() -> None:
    code = "class R:\n    def __repr__(self): raise MemoryError\nclass E(Exception):\n    def __repr__(self): 1 / 0"
    events = told(code, {"call": "R()"}, {"code": "raise E"}, {"call": "1"})
    statuses = [outcome["status"] for outcome in of("outcome", events)]
    assert statuses == ["passed", "raised", "passed"]


def test_a_full_memory_is_told_apart_from_a_program_too_complex() -> None:
    assert of("program", told("raise MemoryError"))[0]["status"] == "memory"
    assert of("program", told("raise MemoryError('source too complex')"))[0]["status"] == "raised"


def test_expected_values_are_not_in_reach_of_a_program() -> None:
    """A call brings its expression along, and nothing to compare its value with."""
    code = """
import gc, sys
frame, seen = sys._getframe(), []
while frame:
    seen.append(repr(frame.f_locals.get('request', '')))
    frame = frame.f_back
print('f(2)' in ''.join(seen), 'expect' + 'ed' in ''.join(seen))
def f(n): return n
"""
    assert written(told(code, {"call": "f(2)"})) == "True False\n"


def test_the_harness_imports_nothing_but_the_standard_library() -> None:
    import ast

    tree = ast.parse(Path(harness.__file__).read_text())
    imports = [node for node in ast.walk(tree) if isinstance(node, ast.Import | ast.ImportFrom)]
    names = {alias.name for node in imports if isinstance(node, ast.Import) for alias in node.names}
    names |= {node.module or "" for node in imports if isinstance(node, ast.ImportFrom)}
    assert len(names) > 5
    assert {name.partition(".")[0] for name in names} <= sys.stdlib_module_names


@limits(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(st.characters(), max_size=30), st.text(st.characters()))
def test_any_text_is_a_program_that_ends(code: str, stdin: str) -> None:
    events = told(code, {"call": code}, stdin=stdin)
    assert len(of("program", events)) == 1
    assert events[-1] == {"event": "end"}
