"""A keeper that does not start, does not answer or answers nonsense is ended, and what it complained of is told."""

import os
import sys
from pathlib import Path

import pytest

from redraft.sandbox.native.worker import Worker, WorkerLost, _parts

SAYS = """
import os, sys
def read(n):
    got = b""
    while len(got) < n:
        got += os.read(0, n - len(got))
    return got
read(int.from_bytes(read(4), "big"))
"""


def imposter(folder: Path, code: str) -> list[str]:
    """A command that ignores what it is to run and runs `code`."""
    script = folder / "imposter.py"
    script.write_text(SAYS + code)
    return [sys.executable, str(script)]


@pytest.mark.parametrize(
    ("code", "word"),
    [
        ("print('no namespaces', file=sys.stderr); sys.exit(1)", "no namespaces"),
        ("os.write(1, b'\\0\\0\\0\\x02{]')", "the keeper of the jail is gone"),
        ("os.write(1, b'\\0\\0\\0\\x02[]')", "a reply is an object, got list"),
        ("os.write(1, b'\\xff\\xff\\xff\\xff')", "one of 4294967295 was announced"),
        ("m = b'[' * 100_000; os.write(1, len(m).to_bytes(4, 'big') + m)", "the keeper of the jail is gone"),
        ('os.write(1, b\'\\0\\0\\0\\x0f{"python": "2"}\')', "another Python came up"),
    ],
    ids=["complains", "no-json", "no-object", "too-much", "too-deep", "other-python"],
)
def test_whoever_is_no_keeper_is_lost(code: str, word: str, tmp_path: Path) -> None:
    with pytest.raises(WorkerLost, match=word):
        Worker(imposter(tmp_path, code), {}, environment={})


def test_a_command_that_is_not_there_is_told() -> None:
    with pytest.raises(WorkerLost, match="'/not/there' cannot be started"):
        Worker(["/not/there"], {}, environment={})


def test_the_code_of_a_keeper_does_not_say_where_it_lies() -> None:
    for name, code in _parts():
        assert code.co_filename == f"<{name}>"
        assert not any(os.sep + "src" in str(constant) for constant in code.co_consts)
