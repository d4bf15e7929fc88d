"""Programs inside WebAssembly: every way in which one can end is a status with a reason, and none disturbs the next."""

import asyncio
import gc
import time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from redraft.sandbox.jobs import Command, Limits, Opaque, Program, Raised, Run, Test

pytest.importorskip("wasmtime", reason="wasmtime is not installed here; pip install 'redraft[sandbox]'")
pytest.importorskip("componentize_py", reason="componentize-py is not installed here; pip install 'redraft[sandbox]'")

from wasmtime.component import _linker

from redraft.sandbox.wasm.runner import Wasm

RUNNER = Wasm()


def run(code: str, *tests: Test, stdin: str = "", argv: tuple[str, ...] = (), **limits: Any) -> Run:
    """What became of a program; with so much time by the wall that a busy machine changes nothing."""
    job = Program(code=code, tests=tests, stdin=stdin, argv=argv)
    return asyncio.run(RUNNER.run(job, Limits(**{"wall_s": 300.0, **limits})))


def calls(*expressions: str) -> tuple[Test, ...]:
    return tuple(Test(name=expression, call=expression) for expression in expressions)


def test_a_program_runs_with_its_input_arguments_and_tests() -> None:
    code = "import sys\ndef add(a, b):\n    return a + b\nprint(input(), sys.argv[1])\nprint('oh', file=sys.stderr)"
    done = run(code, *calls("add(1, 2)"), Test(name="t", code="assert add(1, 1) == 3"), stdin="in", argv=("arg",))
    assert (done.level, done.status, done.reason) == ("wasm", "finished", None)
    assert (done.stdout, done.stderr) == ("in arg\n", "oh\n")
    assert [(o.name, o.status, o.value) for o in done.outcomes] == [("add(1, 2)", "passed", 3), ("t", "failed", None)]
    assert done.outcomes[1].raised == Raised(kind="AssertionError", message="assert add(1, 1) == 3")
    assert 0 < done.cpu_s < 5 and done.wall_s > 0


@pytest.mark.parametrize(
    ("code", "limits", "status", "reason"),
    [
        ("while True: pass", {"cpu_s": 0.2}, "timeout", "it took more than 0.2 s of processor time"),
        ("import time; time.sleep(60)", {"wall_s": 0.2}, "timeout", "it took longer than 0.2 s"),
        ("import time; time.sleep(10 ** 9)", {"wall_s": 0.2}, "timeout", "it took longer than 0.2 s"),
        ("import select; select.select([], [], [], 60)", {"wall_s": 0.2}, "timeout", "it took longer than 0.2 s"),
        ("while True:\n try: 1 / 0\n except BaseException: pass", {"cpu_s": 0.2}, "timeout", None),
        ("(10 ** 9) ** (10 ** 8)", {"cpu_s": 0.2}, "timeout", None),
        ("import re; re.match('(a*)*b', 'a' * 40)", {"cpu_s": 0.2}, "timeout", None),
        ("'x' * 10 ** 9", {}, "memory", "it needed more than 256 MiB"),
        ("x = []\nwhile True: x.append('x' * 10 ** 6)", {"memory_mb": 64}, "memory", "it needed more than 64 MiB"),
        ("1", {"memory_mb": 4}, "memory", "the interpreter itself needs more than 4 MiB; allow at least 64"),
        ("while True: print('x' * 99)", {"output_bytes": 999}, "output", "it wrote more than 999 bytes to stdout"),
        ("import os; os._exit(0)", {}, "killed", "it left the interpreter by force"),
        ("import os; os.abort()", {}, "killed", "it aborted the interpreter"),
        ("import signal; signal.raise_signal(15)", {}, "killed", None),
        ("x = []\nfor _ in range(10 ** 6): x = [x]\nrepr(x)", {}, "killed", None),
    ],
)  # fmt: skip
def test_every_end_has_its_status_and_says_why(code: str, limits: Any, status: str, reason: str | None) -> None:
    done = run(code, *calls("1"), **limits)
    assert done.status == status
    assert done.reason == reason or (reason is None and done.reason)
    assert run("print('next')").stdout == "next\n"


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("open('/etc/passwd')", "FileNotFoundError"),
        ("open('made', 'w')", "FileNotFoundError"),
        ("import os; os.listdir('/')", "FileNotFoundError"),
        ("import os; os.fork()", "AttributeError"),
        ("import os; os.system('ls')", "AttributeError"),
        ("import nosuchmodule", "ModuleNotFoundError"),
        ("import tempfile; tempfile.mkdtemp()", "FileNotFoundError"),
        ("def f(n): return f(n + 1)\nf(0)", "RecursionError"),
    ],
)
def test_what_is_not_there_cannot_be_reached(code: str, kind: str) -> None:
    done = run(code)
    assert done.raised is not None
    assert (done.status, done.raised.kind) == ("raised", kind)


@pytest.mark.parametrize(
    "code",
    [
        "import socket; socket.create_connection(('127.0.0.1', 80))",
        "import _socket; _socket.socket()",
        "import socket; socket.getaddrinfo('localhost', 80)",
        "import os; os.write(1, b'below')",
        "import os; os.read(0, 1)",
        "import sys; sys.__stdout__.write('below'); sys.__stdout__.flush()",
    ],
)
def test_a_call_into_the_world_that_is_not_there_ends_the_run(code: str) -> None:
    done = run(code)
    assert done.status == "killed"
    assert done.reason is not None
    assert "which this sandbox does not have" in done.reason


def test_the_environment_is_empty_and_the_same_each_time() -> None:
    code = "import os, random, uuid\nprint(dict(os.environ), random.random(), uuid.uuid4(), os.urandom(4), hash('a'))"
    first = run(code).stdout
    assert first.startswith("{} ")
    assert run(code).stdout == first


def test_nothing_is_left_for_the_next_run() -> None:
    poison = "import builtins, sys, json\nbuiltins.print = None\nsys.modules['math'] = None\njson.x = builtins.y = 3"
    assert run(poison).status == "finished"
    done = run("import math, json, builtins\nprint(math.pi > 3, hasattr(json, 'x'), hasattr(builtins, 'y'))")
    assert done.stdout == "True False False\n"


def test_a_test_that_never_ends_costs_itself_only() -> None:
    tests = (
        *calls("1"),
        Test(name="endless", code="print('begun')\nwhile True: pass"),
        Test(name="exit", code="import os; os._exit(0)"),
        Test(name="flood", code="while True: print('x' * 99)"),
        *calls("x"),
    )  # fmt: skip
    done = run("x = 7\nprint('once')", *tests, cpu_s=0.2)
    assert (done.status, done.stdout) == ("finished", "once\n")
    assert [o.status for o in done.outcomes] == ["passed", "timeout", "killed", "killed", "passed"]
    assert (done.outcomes[1].stdout, done.outcomes[4].value) == ("begun\n", 7)
    assert done.reason == "test 'endless': it took more than 0.2 s of processor time"


def test_tests_that_the_time_does_not_reach_are_not_run() -> None:
    sleeping = [Test(name=str(n), code="import time; time.sleep(600)") for n in range(3)]
    done = run("", *sleeping, wall_s=2.0)
    assert [o.status for o in done.outcomes] == ["timeout", "not_run", "not_run"]
    assert done.reason == "test '0': it took longer than 2 s"


@pytest.mark.parametrize(
    ("code", "lack"),
    [
        ("import numpy", "inside WebAssembly there is no module 'numpy'"),
        ("import hypothesis.strategies", "inside WebAssembly there is no module 'hypothesis'"),
        ("import ctypes", "inside WebAssembly there is no module 'ctypes'"),
        ("import threading; threading.Thread(target=print).start()", "inside WebAssembly there are no threads"),
    ],
)
def test_a_program_that_needs_more_than_there_is_was_not_run_and_so_not_wrong(code: str, lack: str) -> None:
    pytest.importorskip("numpy")
    done = run(code, *calls("1"))
    assert (done.level, done.status) == ("refuse", "not_run")
    assert done.reason == f"{lack}; a native level has it (`packages=True`)"
    assert done.raised is not None


def test_a_test_that_needs_more_than_there_is_was_not_run_either() -> None:
    done = run("x = 1", Test(name="needs", code="import ctypes"), *calls("x"))
    assert [o.status for o in done.outcomes] == ["not_run", "passed"]
    assert (done.level, done.status) == ("wasm", "finished")
    assert done.reason == "inside WebAssembly there is no module 'ctypes'; a native level has it (`packages=True`)"


@pytest.mark.parametrize("forged", ["{}", '{"event": "end"}', "x", '{"event": "program", "status": "finished"}'])
def test_a_program_that_speaks_for_the_harness_is_ended(forged: str) -> None:
    done = run(f"import wit_world\nwit_world.report({forged!r})\nprint('on')")
    assert (done.status, done.stdout) == ("killed", "")
    assert done.reason is not None
    assert done.reason.startswith("it meddled with its results")


def test_hostile_results_arrive_as_their_looks() -> None:
    code = """
class Liar(int):
    __class__ = int
    def __eq__(self, other): return True
class Endless:
    def __repr__(self):
        while True: pass
"""
    done = run(code, *calls("Liar(3)", "Endless()", "float('nan')", "10 ** 5000", "'\\ud800'"), cpu_s=0.3)
    assert done.outcomes[0].value == Opaque(type_name="Liar", text="3")
    assert done.outcomes[1].status == "timeout"
    assert done.outcomes[2].value != done.outcomes[2].value  # nan
    assert done.outcomes[3].value == 10**5000
    assert done.outcomes[4].value == "\ud800"


def test_sleeping_leaves_nothing_behind() -> None:
    done = run("import time\nfor _ in range(20_000): time.sleep(0)\nprint('rested')", cpu_s=60, wall_s=60)
    assert done.stdout == "rested\n"


def test_coroutines_run_on_a_loop_without_sockets() -> None:
    code = """
import asyncio, time
async def wait(n):
    await asyncio.sleep(n / 100)
    return n
async def all_of_them():
    return await asyncio.gather(wait(2), wait(1))
began = time.monotonic()
print(asyncio.run(all_of_them()), time.monotonic() - began >= 0.02)
"""
    assert run(code).stdout == "[2, 1] True\n"


def test_the_standard_library_that_solutions_use_is_there() -> None:
    code = """
import bisect, collections, csv, dataclasses, datetime, decimal, enum, fractions, functools, hashlib, heapq, io
import itertools, json, math, operator, random, re, sqlite3, statistics, string, struct, textwrap, typing
import unicodedata, unittest, zlib
print(datetime.datetime.strptime("2026-11-22", "%Y-%m-%d").year, math.isqrt(17), decimal.Decimal("0.1") * 3)
print(sqlite3.connect(":memory:").execute("select 1 + 1").fetchone(), hashlib.sha256(b"").hexdigest()[:8])
"""
    assert run(code).stdout == "2026 4 0.3\n(2,) e3b0c442\n"


def test_a_command_packages_and_files_are_for_other_levels() -> None:
    for job in (Command(argv=("ls",)), Program(code="1", packages=True), Program(code="1", files={"a": b""})):
        done = asyncio.run(RUNNER.run(job, Limits()))
        assert (done.level, done.status) == ("refuse", "not_run")
        assert done.reason is not None and "only the standard library" in done.reason


def test_runs_side_by_side_do_not_disturb_each_other() -> None:
    codes = [f"print({n})" if n % 3 else "while True: print('x' * 9)" for n in range(24)]

    async def together() -> list[Run]:
        return await asyncio.gather(*(RUNNER.run(Program(code=code), Limits(wall_s=300)) for code in codes))

    for n, done in enumerate(asyncio.run(together())):
        assert (done.status, done.stdout) == ("finished", f"{n}\n") if n % 3 else done.status == "output"


def test_a_run_that_nobody_waits_for_any_more_is_ended() -> None:
    runner = Wasm(n_at_once=1)

    async def impatient() -> Run:
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.2):
                await runner.run(Program(code="while True: pass"), Limits(cpu_s=600, wall_s=600))
        return await runner.run(Program(code="print('free again')"), Limits(wall_s=300))

    began = time.monotonic()
    assert asyncio.run(impatient()).stdout == "free again\n"
    assert time.monotonic() - began < 300
    asyncio.run(runner.close())


def test_runs_that_were_cut_off_leave_nothing_in_this_process() -> None:
    def kept() -> int:
        gc.collect()  # what runners of other tests left is theirs
        return len(_linker.FUNCTIONS.handles)

    run("import os; os._exit(0)")
    before = kept()
    for _ in range(5):
        run("import os; os._exit(0)", Test(name="again", code="import os; os._exit(0)"))
    assert kept() <= before


def test_probing_runs_something_once_it_is_built() -> None:
    run("1")
    probed = RUNNER.probe()
    assert (probed.level, probed.works) == ("wasm", True)
    assert "wasmtime" in probed.detail and "a run took" in probed.detail


@settings(max_examples=60)
@given(st.text(st.characters(), max_size=40), st.text(st.characters(), max_size=9))
def test_any_text_is_a_program_that_ends_in_a_status(code: str, stdin: str) -> None:
    done = run(code, *calls(code or "1"), stdin=stdin, cpu_s=1.0)
    assert done.status in ("finished", "raised")
    assert len(done.outcomes) == 1


def test_a_megabyte_that_is_no_program_is_refused_by_the_parser() -> None:
    done = run("(" * 1_000_000)
    assert done.status == "raised"
    assert done.raised is not None
    assert done.raised.message == "Parser stack overflowed - Python source too complex to parse"
