"""What a process gives up is gone, in that process alone."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from redraft.sandbox.native.filters import filters_for
from redraft.sandbox.native.inside import confine

PATHS = os.pathsep.join([str(Path(confine.__file__).parents[4]), os.environ.get("PYTHONPATH", "")])


def in_a_process(code: str, *words: str) -> str:
    """What some Python code prints, with this package on its path."""
    command = [
        sys.executable,
        "-c",
        f"import os, sys\nfrom redraft.sandbox.native.inside import confine\n{code}",
        *words,
    ]
    done = subprocess.run(command, env={"PYTHONPATH": PATHS}, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.skipif(confine.landlock_abi() == 0, reason="this kernel has no landlock")
def test_only_the_open_paths_can_be_read_and_written(tmp_path: Path) -> None:
    for name in ("read", "write", "closed"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "file").write_text(name)
    code = """
folder = sys.argv[1]
confine.restrict_files(read=[f"{folder}/read"], run=[], write=[f"{folder}/write", "/not/there"], devices=["/dev/null"])
for name in ("read", "write", "closed"):
    for mode in ("r", "a", "x"):
        try:
            open(f"{folder}/{name}/{'new' if mode == 'x' else 'file'}", mode).close()
            print(name, mode)
        except PermissionError:
            pass
open("/dev/null", "w").write("x")
"""
    assert in_a_process(code, str(tmp_path)) == "read r\nwrite r\nwrite a\nwrite x\n"


def test_limits_only_fall() -> None:
    code = """
import resource
confine.limit({"NOFILE": 50, "CORE": 0, "NO_SUCH_LIMIT": 1})
confine.limit({"NOFILE": 100})
print(resource.getrlimit(resource.RLIMIT_NOFILE), resource.getrlimit(resource.RLIMIT_CORE))
"""
    assert in_a_process(code) == "(50, 50) (0, 0)\n"


def test_a_filter_knows_the_process_that_loads_it() -> None:
    filters_for("program")  # says what is missing, if it is
    code = """
from redraft.sandbox.native.filters import filters_for
for instructions in filters_for("program"):
    confine.filter_calls(instructions)
os.kill(os.getpid(), 0)
print("itself")
for attempt in (lambda: os.kill(os.getppid(), 0), os.fork, lambda: os.setpriority(os.PRIO_PROCESS, 0, 5)):
    try:
        attempt()
        print("allowed")
    except OSError as error:
        print(type(error).__name__)
"""
    assert in_a_process(code) == "itself\nOSError\nOSError\nPermissionError\n"


def test_what_the_kernel_refuses_is_told_with_its_name() -> None:
    with pytest.raises(OSError, match=r"prctl\(9999, 1\)"):
        confine.set_process_flag(9999, 1)
