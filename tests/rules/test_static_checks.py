"""The linter and the type checker agree with the code, and both can disagree."""

import subprocess
import sys
from pathlib import Path

from rules.repository import ROOT


def run(*command: str) -> subprocess.CompletedProcess[str]:
    """Run a module of this Python in the repository."""
    return subprocess.run([sys.executable, "-m", *command], cwd=ROOT, capture_output=True, text=True, check=False)


def test_the_linter_finds_nothing() -> None:
    folders = [name for name in ("src", "tests", "benchmarks", "docs") if (ROOT / name).exists()]
    done = run("ruff", "check", "--no-cache", *folders)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_linter_finds_a_fault(tmp_path: Path) -> None:
    bad = tmp_path / "bad.py"
    bad.write_text("import os\n")
    done = run("ruff", "check", "--no-cache", "--config", str(ROOT / "pyproject.toml"), str(bad))
    assert done.returncode == 1
    assert "F401" in done.stdout


def test_the_type_checker_finds_nothing(tmp_path: Path) -> None:
    done = run("mypy", "--cache-dir", str(tmp_path))
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Success" in done.stdout


def test_the_type_checker_finds_a_fault(tmp_path: Path) -> None:
    bad = tmp_path / "bad.py"
    bad.write_text("def twice(x):\n    return 2 * x\n")
    # The configured packages would be checked too: only the strictness is taken from the project.
    done = run("mypy", "--config-file", "", "--strict", "--cache-dir", str(tmp_path / "cache"), str(bad))
    assert done.returncode == 1
    assert "no-untyped-def" in done.stdout
