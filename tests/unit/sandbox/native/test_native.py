"""What both native levels do, tried on each that works here."""

import asyncio
import ctypes
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import pytest

from redraft.sandbox import Command, Limits, Outcome, Probed, Program, Run, Test
from redraft.sandbox.native import Bubblewrap, Landlock
from redraft.sandbox.native.bubblewrap import _temporary
from redraft.sandbox.native.landlock import _lacking
from redraft.sandbox.native.places import Places

Native = Bubblewrap | Landlock
QUICK = Limits(cpu_s=2.0, wall_s=10.0, files_mb=8)


@lru_cache
def probed(kind: type[Native]) -> Probed:
    """Whether a level works here; tried once."""
    runner = kind()
    try:
        return runner.probe()
    finally:
        asyncio.run(runner.close())


@pytest.fixture(params=[Bubblewrap, Landlock], ids=["bubblewrap", "landlock"])
def runner(request: pytest.FixtureRequest) -> Iterator[Native]:
    """One level, closed afterwards."""
    found = probed(request.param)
    if not found.works:
        pytest.skip(found.detail)
    made: Native = request.param(n_at_once=2)
    yield made
    asyncio.run(made.close())


@pytest.fixture
def commanding(runner: Native) -> Native:
    """A level that can run commands here."""
    if isinstance(runner, Landlock) and _lacking() is not None:
        pytest.skip(str(_lacking()))
    return runner


def run(runner: Native, job: Program | Command, limits: Limits = QUICK) -> Run:
    """What became of a job."""
    return asyncio.run(runner.run(job, limits))


def descendants(pid: int) -> set[int]:
    """Processes below one, as far as the kernel knows their parents."""
    parents = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                parents[int(entry.name)] = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
            except OSError:
                continue
    found: set[int] = set()
    while new := {child for child, parent in parents.items() if parent in found | {pid}} - found:
        found |= new
    return found


def test_a_program_gives_its_output_and_the_outcomes_of_its_tests(runner: Native) -> None:
    tests = (
        Test(name="value", call="double(21)"),
        Test(name="wrong", code="assert double(1) == 3"),
        Test(name="raises", call="double(None)"),
    )
    code = "import sys\ndef double(n):\n    return 2 * n\nprint(input(), sys.argv[1:])\nprint('!', file=sys.stderr)\n"
    done = run(runner, Program(code=code, stdin="hello", argv=("a", "b"), tests=tests))
    assert (done.level, done.status, done.stdout, done.stderr) == (
        runner.level,
        "finished",
        "hello ['a', 'b']\n",
        "!\n",
    )
    assert [(o.name, o.status, o.value) for o in done.outcomes] == [
        ("value", "passed", 42),
        ("wrong", "failed", None),
        ("raises", "raised", None),
    ]
    assert done.cpu_s > 0
    assert done.memory_bytes is not None
    assert done.memory_bytes > 1_000_000


def test_what_is_written_past_python_is_kept_as_well(runner: Native) -> None:
    done = run(runner, Program(code="import os\nprint('a')\nos.write(1, b'b')\nos.write(2, b'c')\n"))
    assert (done.stdout, done.stderr) == ("a\nb", "c")


def test_an_exception_is_told_with_its_line(runner: Native) -> None:
    done = run(runner, Program(code="x = 1\nx / 0\n"))
    assert done.status == "raised"
    assert done.raised is not None
    assert (done.raised.kind, done.raised.line) == ("ZeroDivisionError", 2)


def test_a_test_that_ends_the_interpreter_costs_only_itself(runner: Native) -> None:
    tests = (
        Test(name="before", call="1"),
        Test(name="fatal", code="import os\nos._exit(0)"),
        Test(name="crash", code="import os\nos.abort()"),
        Test(name="after", call="n"),
    )
    done = run(runner, Program(code="n = 7\nprint('once')\n", tests=tests))
    assert [o.status for o in done.outcomes] == ["passed", "killed", "killed", "passed"]
    assert done.outcomes[3].value == 7
    assert done.stdout == "once\n"


@pytest.mark.parametrize(
    ("code", "limits", "status", "word"),
    [
        ("while True: pass", Limits(cpu_s=0.3, wall_s=10.0, files_mb=8), "timeout", "processor time"),
        ("import time; time.sleep(60)", Limits(wall_s=0.5, files_mb=8), "timeout", "longer than 0.5 s"),
        ("x = bytearray(300_000_000)", Limits(memory_mb=64, files_mb=8), "memory", "64 MiB"),
        ("while True: print('x' * 1000)", Limits(output_bytes=5000, files_mb=8), "output", "5000 bytes"),
        ("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", QUICK, "killed", "SIGKILL"),
    ],
    ids=["cpu", "wall", "memory", "output", "signal"],
)
def test_each_limit_ends_a_run_and_is_named(runner: Native, code: str, limits: Limits, status: str, word: str) -> None:
    done = run(runner, Program(code=code), limits)
    assert done.status == status
    assert done.reason is not None
    assert word in done.reason
    assert len(done.stdout) <= limits.output_bytes


def test_files_lie_in_the_working_folder_and_are_gone_in_the_next_run(runner: Native) -> None:
    first = Program(
        code="print(open('data/in.txt').read())\nopen('left', 'w').close()\n", files={"data/in.txt": b"1\n2"}
    )
    assert run(runner, first).stdout == "1\n2\n"
    assert run(runner, Program(code="import os\nprint(os.listdir('.'))\n")).stdout == "[]\n"


@pytest.mark.parametrize("path", ["/etc/x", "../x", "a/../../x", "a//b", "", ".", "a\0b", "\udc80", "a/"])
def test_a_path_out_of_the_working_folder_is_refused(runner: Native, path: str) -> None:
    done = run(runner, Program(code="print(1)", files={path: b""}))
    assert done.status == "not_run"
    assert done.reason is not None
    assert "plain relative path" in done.reason or "UTF-8" in done.reason


def test_files_that_do_not_fit_are_no_run(runner: Native) -> None:
    files = {"a": b"x", "a/b": b"y"}  # a file that would have to be a folder
    done = run(runner, Program(code="print(1)", files=files))
    assert done.status == "not_run"
    assert done.reason is not None
    assert "could not be placed" in done.reason


def test_runs_side_by_side_do_not_meet(runner: Native) -> None:
    async def many() -> list[Run]:
        jobs = [Program(code=f"open('n', 'w').write('{n}')\nprint(open('n').read())") for n in range(8)]
        return await asyncio.gather(*(runner.run(job, QUICK) for job in jobs))

    assert [done.stdout for done in asyncio.run(many())] == [f"{n}\n" for n in range(8)]


def test_a_cancelled_run_ends_and_leaves_its_place_to_others(runner: Native) -> None:
    async def cancel_two() -> None:
        endless = Program(code="import time\ntime.sleep(600)")
        waiting = [asyncio.create_task(runner.run(endless, Limits(wall_s=600.0, files_mb=8))) for _ in range(2)]
        await asyncio.sleep(0.5)
        for task in waiting:
            task.cancel()
        assert [type(end) for end in await asyncio.gather(*waiting, return_exceptions=True)] == [
            asyncio.CancelledError
        ] * 2

    asyncio.run(cancel_two())
    # Both of its places were taken; were they still, this would wait for ten minutes.
    assert run(runner, Program(code="print(1)")).stdout == "1\n"


def test_nothing_runs_after_it_was_closed_and_nothing_is_left(runner: Native, monkeypatch: pytest.MonkeyPatch) -> None:
    children = descendants(os.getpid())
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o711)  # whoever runs confined has to come through
        monkeypatch.setattr(tempfile, "tempdir", folder)
        assert run(runner, Program(code="open('x', 'w')")).status == "finished"
        asyncio.run(runner.close())
        assert run(runner, Program(code="print(1)")).status == "not_run"
        assert descendants(os.getpid()) <= children
        assert os.listdir(folder) == []


def test_closing_ends_what_is_running(runner: Native) -> None:
    async def close_early() -> Run:
        running = asyncio.create_task(runner.run(Program(code="import time\ntime.sleep(600)"), Limits(wall_s=600.0)))
        await asyncio.sleep(0.5)
        await runner.close()
        return await running

    done = asyncio.run(close_early())
    assert done.status in ("killed", "timeout")


def test_one_level_serves_one_event_loop_after_another(runner: Native) -> None:
    assert [run(runner, Program(code=f"print({n})")).stdout for n in range(3)] == ["0\n", "1\n", "2\n"]


def test_input_that_is_no_text_everywhere_is_handed_on(runner: Native) -> None:
    done = run(runner, Program(code="import sys\nprint(ascii(sys.stdin.read()))", stdin="é\U0001f600"))
    assert done.stdout == "'\\xe9\\U0001f600'\n"
    assert run(runner, Program(code="print('\udc80')")).status in ("raised", "finished")


def test_a_command_runs_with_its_files_and_gives_back_what_was_asked_for(commanding: Native) -> None:
    code = "import sys, pathlib\nprint(sys.stdin.read(), sys.argv[1])\npathlib.Path('out').mkdir()\n"
    code += "pathlib.Path('out/result').write_bytes(pathlib.Path('in').read_bytes() * 2)\nsys.exit(3)\n"
    job = Command(
        argv=("python", "main.py", "word"),
        files={"main.py": code.encode(), "in": b"ab"},
        stdin="typed",
        keep=("out/result", "in", "none"),
    )
    done = run(commanding, job)
    assert (done.status, done.exit_code, done.stdout) == ("finished", 3, "typed word\n")
    assert done.kept == {"out/result": b"abab", "in": b"ab"}


def test_a_command_sees_three_variables_and_its_own(commanding: Native, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET", "s3cret")
    done = run(
        commanding, Command(argv=("python", "-c", "import os; print(*sorted(os.environ))"), environment={"MINE": "1"})
    )
    names = set(done.stdout.split())
    assert {"PATH", "HOME", "LANG", "MINE"} <= names
    assert "SECRET" not in names


def test_pytest_runs_as_a_command_with_its_packages(commanding: Native) -> None:
    files = {"test_it.py": b"def test_adding():\n    assert 1 + 1 == 2\ndef test_wrong():\n    assert 1 + 1 == 3\n"}
    job = Command(argv=("python", "-m", "pytest", "-q", "-p", "no:cacheprovider", "test_it.py"), files=files)
    done = run(commanding, job, Limits(cpu_s=20.0, wall_s=60.0, files_mb=8))
    assert done.exit_code == 1, done
    assert "1 failed, 1 passed" in done.stdout


def test_a_command_that_is_not_there_is_no_run(commanding: Native) -> None:
    done = run(commanding, Command(argv=("no-such-command",)))
    assert done.status == "not_run"
    assert done.reason is not None
    assert "'no-such-command' cannot be run" in done.reason
    assert run(commanding, Command(argv=())).status == "not_run"


def test_links_are_not_followed_when_files_are_kept(commanding: Native) -> None:
    code = "import os\nos.symlink('/proc/version', 'link')\nos.symlink('/proc', 'folder')\n"
    code += "try:\n    os.mkfifo('fifo')\nexcept OSError:\n    pass\n"
    done = run(commanding, Command(argv=("python", "-c", code), keep=("link", "folder/version", "fifo")))
    assert (done.exit_code, dict(done.kept)) == (0, {})


def test_what_a_command_started_ends_with_it(commanding: Native) -> None:
    code = "import subprocess, sys\nsubprocess.Popen(['sleep', '600'])\nprint('gone')\n"
    began = time.monotonic()
    assert run(commanding, Command(argv=("python", "-c", code))).stdout == "gone\n"
    assert time.monotonic() - began < 60
    running = [p for p in Path("/proc").iterdir() if p.name.isdigit() and _words(p) == ["sleep", "600"]]
    assert running == []


def _words(process: Path) -> list[str]:
    """The command line of a process."""
    try:
        return (process / "cmdline").read_bytes().decode("utf-8", "replace").split("\0")[:-1]
    except OSError:
        return []


def test_a_package_that_is_installed_can_be_used(commanding: Native) -> None:
    code = "import numpy\nprint(numpy.arange(3).sum())\n"
    assert run(commanding, Program(code=code, packages=True)).stdout == "3\n"
    without = run(commanding, Program(code=code))
    assert without.raised is not None
    assert without.raised.kind == "ModuleNotFoundError"


def test_a_host_that_is_killed_takes_its_jails_with_it(runner: Native) -> None:
    host = f"""
import asyncio, sys
from redraft.sandbox import Limits, Program
from redraft.sandbox.native import {type(runner).__name__}
async def main():
    sandbox = {type(runner).__name__}(n_at_once=2)
    await sandbox.run(Program(code="print(1)"), Limits(files_mb=8))
    print("ready", flush=True)
    await sandbox.run(Program(code="import time; time.sleep(600)"), Limits(files_mb=8, wall_s=600.0))
asyncio.run(main())
"""
    # Orphans become children of this process, so that those of other tests are not mistaken for them.
    ctypes.CDLL(None).prctl(36, 1, 0, 0, 0)
    folder = tempfile.mkdtemp()
    os.chmod(folder, 0o1777)  # as the folder for temporary files is
    paths = [str(Path(__file__).resolve().parents[4] / "src"), *filter(None, [os.environ.get("PYTHONPATH")])]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(paths), "TMPDIR": folder}
    with subprocess.Popen([sys.executable, "-c", host], stdout=subprocess.PIPE, env=environment) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"ready\n"
        until = time.monotonic() + 30
        while not (below := descendants(process.pid)) and time.monotonic() < until:
            time.sleep(0.05)
        time.sleep(0.5)
        below = descendants(process.pid)
        assert below
        process.kill()
    ctypes.CDLL(None).prctl(36, 0, 0, 0, 0)
    while living(below) and time.monotonic() < until:
        time.sleep(0.05)
    assert living(below) == set()
    os.rmdir(folder)  # in which nothing is left
    for pid in below:
        try:
            os.waitpid(pid, 0)
        except ChildProcessError:
            continue


def living(pids: set[int]) -> set[int]:
    """Those that still run; who has ended but was not collected runs no more."""
    found = set()
    for pid in pids:
        try:
            if Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in ("Z", "X"):
                found.add(pid)
        except OSError:
            continue
    return found


def test_a_worker_that_is_ended_from_outside_is_replaced(runner: Native) -> None:
    assert run(runner, Program(code="print(1)")).stdout == "1\n"
    for hired in list(runner._crew._idle):
        os.kill(hired.worker.pid, signal.SIGKILL)
        until = time.monotonic() + 10
        while hired.worker.is_alive and time.monotonic() < until:
            time.sleep(0.01)
    assert run(runner, Program(code="print(2)")).stdout == "2\n"


def test_an_endless_test_costs_only_itself_while_there_is_time(runner: Native) -> None:
    tests = (Test(name="endless", code="while True: pass"), Test(name="after", call="1"))
    done = run(runner, Program(code="", tests=tests), Limits(cpu_s=0.3, wall_s=20.0, files_mb=8))
    assert [outcome.status for outcome in done.outcomes] == ["timeout", "passed"]


def test_tests_that_no_time_is_left_for_are_not_run(runner: Native) -> None:
    tests = (Test(name="sleeps", code="import time; time.sleep(60)"), Test(name="after", call="1"))
    done = run(runner, Program(code="", tests=tests), Limits(wall_s=0.8, files_mb=8))
    assert done.outcomes[0].status == "timeout"
    assert done.outcomes[1] == Outcome(name="after", status="not_run")


def test_what_is_installed_works_for_root() -> None:
    # Elsewhere these tests skip where the level does not work; where nothing stands in its way, that must not be why.
    if os.geteuid() != 0 or shutil.which("bwrap") is None:
        pytest.skip("not root, or bubblewrap is not installed")
    assert probed(Bubblewrap).works, probed(Bubblewrap).detail


@pytest.mark.parametrize(
    ("python", "folder"), [("/opt/p", "/tmp"), ("/tmp/p", "/var/tmp"), ("/tmp", "/var/tmp")], ids=str
)
def test_the_folder_for_files_is_one_in_which_no_interpreter_lies(python: str, folder: str) -> None:
    shown = Places(python=f"{python}/bin/python", base=("/opt/base",), environment=(python,), packages=(), told=())
    assert _temporary(shown) == folder
    assert _temporary(shown._replace(packages=("/tmp/q", "/var/tmp/q"))) == "/sandbox"


def test_a_program_does_not_inherit_real_time(runner: Native) -> None:
    if os.geteuid() != 0:
        pytest.skip("only root may ask for real time")
    before = os.sched_getscheduler(0), os.sched_getparam(0)
    try:
        os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(1))
    except PermissionError as refused:
        pytest.skip(f"real time is not allowed here: {refused}")
    try:
        done = run(runner, Program(code="import os; print(os.sched_getscheduler(0))"))
    finally:
        os.sched_setscheduler(0, *before)
    assert (done.status, done.stdout) == ("finished", f"{os.SCHED_OTHER}\n")
