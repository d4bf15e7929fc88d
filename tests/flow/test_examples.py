"""Every example runs as its reader would run it: as a script of its own, without a key and without a network."""

import subprocess
import sys
from pathlib import Path

import pytest

from rules.repository import ROOT

EXAMPLES = sorted((ROOT / "examples").glob("*.py"))


def run(script: Path) -> subprocess.CompletedProcess[str]:
    """The script in a fresh process; its working directory is thrown away."""
    return subprocess.run(
        [sys.executable, str(script)], capture_output=True, text=True, check=False, timeout=120, encoding="utf-8"
    )


@pytest.mark.parametrize("script", EXAMPLES, ids=lambda script: script.stem)
def test_every_example_runs_and_shows_something(script: Path) -> None:
    done = run(script)
    assert done.returncode == 0, done.stderr
    assert len(done.stdout.splitlines()) >= 3


def test_there_is_an_example_for_each_kind_of_text() -> None:
    assert {script.stem for script in EXAMPLES} >= {"bias", "facts", "jailbreak", "preferences", "translation"}


def test_every_example_is_named_in_the_docs() -> None:
    pages = "\n".join(page.read_text() for page in (ROOT / "docs").rglob("*.md"))
    assert [script.name for script in EXAMPLES if f"examples/{script.name}" not in pages] == []


def test_an_example_that_fails_is_seen(tmp_path: Path) -> None:
    script = tmp_path / "broken.py"
    script.write_text("raise SystemExit(3)\n")
    assert run(script).returncode == 3
