"""What the commands of the lab say where a package is missing, seen in a Python that does not find it."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

TESTS = Path(__file__).parents[1]
PROGRAM = """
import json, sys
sys.modules[sys.argv[1]] = None  # Python then finds no such module
from support.command_line import redraft
print(json.dumps([redraft("lab", *command.split()) for command in sys.argv[2:]]))
"""


@pytest.mark.parametrize(
    ("package", "commands"),
    [
        ("torch", ["reproduce --dry-run", "reproduce --size tiny", "train", "attend", "construct masked --export out"]),
        ("matplotlib", ["reproduce --size tiny", "laws rounds", "attend --html page.html", "construct masked --out o"]),
        ("numpy", ["reproduce --dry-run", "train", "attend", "laws", "construct"]),
    ],
)
def test_a_missing_package_is_named_with_what_to_install(package: str, commands: list[str], tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    found = subprocess.run(
        [sys.executable, "-c", PROGRAM, package, *commands],
        cwd=empty,
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(TESTS.parent / "src"), str(TESTS)])},
        capture_output=True,
        text=True,
        check=True,
    )
    for command, (code, _, said) in zip(commands, json.loads(found.stdout), strict=True):
        assert code == 2, (command, said)
        assert package in said and "pip install 'redraft[" in said, (command, said)
        assert "unexpected" not in said and not list(empty.iterdir())
