"""The one door: each job goes to the strongest level that can run it, or is not run."""

import asyncio
import os
import subprocess
import sys

import pytest

from redraft.errors import Misuse
from redraft.sandbox import Command, Level, Limits, Program, Run, open_sandbox, probe, shared
from redraft.sandbox.door import Door
from redraft.sandbox.jobs import LEVELS, Probed


def need(*levels: Level) -> None:
    """Skip a test where none of some levels works."""
    details = [f"{probed.level}: {probed.detail}" for probed in probe() if probed.level in levels and not probed.works]
    if len(details) == len(levels):
        pytest.skip("; ".join(details))


def run(job: Program | Command, level: Level | None = None) -> Run:
    return asyncio.run(open_sandbox(level).run(job, Limits()))


def test_every_level_is_probed_and_says_something() -> None:
    assert [probed.level for probed in probe()] == [level for level in LEVELS if level != "refuse"]
    assert all(probed.detail for probed in probe())


def test_a_program_of_the_standard_library_goes_to_the_strongest_level() -> None:
    need("wasm")
    assert shared().level == "wasm"
    assert run(Program(code="print(1)")).level == "wasm"


def test_packages_files_and_commands_go_to_a_native_level() -> None:
    need("bubblewrap", "landlock")
    door = shared()
    native = ("bubblewrap", "landlock")
    for job in (Program(code="print(1)", files={"a": b"1"}), Command(argv=("python", "-c", "print(1)"))):
        done = asyncio.run(door.run(job, Limits()))
        assert (done.level in native, done.stdout) == (True, "1\n") or done.status == "not_run"


def test_a_given_level_is_the_only_one() -> None:
    done = run(Command(argv=("ls",)), "wasm")
    assert (done.level, done.status) == ("refuse", "not_run")
    assert done.reason == "no level can run this here; wasm: it has no commands, packages or files"


def test_a_forked_child_has_a_door_of_its_own() -> None:
    need("wasm")
    program = """
import asyncio, os, signal, sys
from redraft.sandbox import Limits, Program, shared

def run():
    return asyncio.run(shared().run(Program(code="print(1)"), Limits())).stdout

assert run() == "1\\n"
child = os.fork()
if not child:
    signal.alarm(60)
    os._exit(0 if run() == "1\\n" else 1)
sys.exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
"""
    env = {"PYTHONPATH": ":".join(sys.path), "XDG_CACHE_HOME": os.environ["XDG_CACHE_HOME"]}
    done = subprocess.run([sys.executable, "-c", program], env=env, capture_output=True, text=True, timeout=120)
    assert (done.returncode, done.stderr) == (0, "")


def test_refusing_runs_nothing() -> None:
    done = run(Program(code="print(1)"), "refuse")
    assert (done.level, done.status, done.stdout) == ("refuse", "not_run", "")
    assert open_sandbox("refuse").level == "refuse"


def test_a_level_that_does_not_exist_is_misuse() -> None:
    with pytest.raises(
        Misuse, match="there is no sandbox level 'docker'; there are wasm, bubblewrap, landlock, refuse"
    ):
        open_sandbox("docker")  # type: ignore[arg-type]  # the mistake


def test_where_no_level_works_nothing_is_run_and_every_reason_is_given(monkeypatch: pytest.MonkeyPatch) -> None:
    seen = {level: Probed(level=level, works=False, detail=f"no {level}") for level in LEVELS}
    monkeypatch.setattr("redraft.sandbox.door._seen", seen)
    done = run(Program(code="print(1)"))
    assert (done.level, done.status) == ("refuse", "not_run")
    assert done.reason == (
        "no level can run this here; wasm: no wasm; bubblewrap: no bubblewrap; landlock: no landlock"
    )
    assert open_sandbox().level == "refuse"


def test_a_level_whose_packages_are_missing_says_what_to_install() -> None:
    """As seen in an interpreter without wasmtime and seccomp."""
    code = """
import sys
sys.modules["wasmtime"] = None
from redraft.sandbox import probe
print(probe()[0])
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "works=False" in done.stdout
    assert "wasmtime is not installed; pip install 'redraft[sandbox]'" in done.stdout


def test_what_a_program_did_at_one_level_is_not_tried_at_another() -> None:
    need("wasm")
    done = run(Program(code="import ctypes"))
    assert done.status == "not_run"
    assert done.reason == "inside WebAssembly there is no module 'ctypes'; a native level has it (`packages=True`)"


def test_one_door_serves_several_event_loops_one_after_another() -> None:
    need("wasm")
    door = shared()
    assert door is shared()
    answers = [asyncio.run(door.run(Program(code=f"print({n})"), Limits())).stdout for n in range(3)]
    assert answers == ["0\n", "1\n", "2\n"]


def test_a_door_that_was_closed_opens_again() -> None:
    need("wasm")

    async def twice(door: Door) -> list[str]:
        first = await door.run(Program(code="print(1)"), Limits())
        await door.close()
        second = await door.run(Program(code="print(2)"), Limits())
        await door.close()
        return [first.stdout, second.stdout]

    assert asyncio.run(twice(Door(("wasm",)))) == ["1\n", "2\n"]


def test_the_sandbox_loads_no_level_before_it_is_asked() -> None:
    code = "import sys, redraft.sandbox; print([m for m in sys.modules if 'wasm' in m or 'native' in m])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_a_door_that_nobody_closes_ends_with_the_process_and_says_nothing() -> None:
    need("bubblewrap", "landlock")
    program = """
import asyncio
from redraft.sandbox import Limits, Program, shared

job = Program(code="print(1)", files={"a": b"1"})
print(asyncio.run(shared().run(job, Limits())).status, flush=True)
"""
    env = {"PYTHONPATH": ":".join(sys.path), "XDG_CACHE_HOME": os.environ["XDG_CACHE_HOME"], "PATH": os.environ["PATH"]}
    command = [sys.executable, "-W", "always::ResourceWarning", "-c", program]
    done = subprocess.run(command, env=env, capture_output=True, text=True, timeout=120)
    assert (done.returncode, done.stdout, done.stderr) == (0, "finished\n", "")
