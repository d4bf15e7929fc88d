"""Small projects with tests, and the sandbox to run them in."""

import asyncio
import re
from functools import lru_cache
from pathlib import Path

import pytest

from redraft.critics.patch import SuiteCommand, SuiteRun, suite_run
from redraft.critics.patch.blocks import Block
from redraft.sandbox import shared
from redraft.sandbox.jobs import Command, Limits, Runner

LIMITS = Limits(cpu_s=20.0, wall_s=20.0, memory_mb=1024, output_bytes=200_000, processes=64, files_mb=64)

PYTEST = "PYTEST_DISABLE_PLUGIN_AUTOLOAD=1 pytest -q"
"""Pytest without the plugins that happen to be installed, which take longer to load than small tests to run."""

CALC = '''"""Sums."""


def add(a, b):
    return a - b


def double(a):
    return a + a


def largest(values):
    best = 0
    for value in values:
        if value > best:
            best = value
    return best
'''

CALC_TESTS = """from calc import add, double, largest


def test_add():
    assert add(1, 2) == 3


def test_double():
    assert double(2) == 4


def test_largest():
    assert largest([-3, -1]) == -1
"""

FILES = {"calc.py": CALC.encode(), "tests/test_calc.py": CALC_TESTS.encode(), "conftest.py": b""}
"""A module with two faults, and three tests of which one passes."""

ADD = "calc.py\n<<<<<<< SEARCH\n    return a - b\n=======\n    return a + b\n>>>>>>> REPLACE"
LARGEST = "calc.py\n<<<<<<< SEARCH\n    best = 0\n=======\n    best = values[0]\n>>>>>>> REPLACE"
"""The two blocks that mend it."""


@lru_cache
def _runs_commands() -> str | None:
    """Why no command can be run here; None when one can."""
    run = asyncio.run(shared().run(Command(argv=("python", "-c", "pass")), LIMITS))
    return None if run.status == "finished" else run.reason or run.status


def native() -> Runner:
    """The sandbox, where it can run commands; the test is skipped elsewhere."""
    why_not = _runs_commands()
    if why_not is not None:
        pytest.skip(f"no level of the sandbox runs commands here: {why_not}")
    return shared()


def lay_out(folder: Path, files: dict[str, bytes] = FILES) -> Path:
    """The files, written below a folder."""
    for path, data in files.items():
        place = folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(data)
    return folder


async def run_suite(
    files: dict[str, bytes], runner: Runner, command: str = PYTEST, limits: Limits = LIMITS
) -> SuiteRun:
    """What the tests of these files say."""
    suite = SuiteCommand.of(command)
    return suite_run(await runner.run(suite.job(files), limits), suite)


def written(block: Block) -> str:
    """A block as a careful model would write it: with marks that are longer than any in its lines."""
    assert block.old is not None
    n = 7
    while any(re.match(rf"[<=>]{{{n}}}", line) for line in (*block.old, *block.new)):
        n += 1
    return "\n".join([block.path or "", "<" * n + " SEARCH", *block.old, "=" * n, *block.new, ">" * n + " REPLACE"])
