"""Importing does nothing: `import redraft` loads no heavy package, starts no log and prints nothing."""

import subprocess
import sys

import pytest

from rules.repository import ROOT

HEAVY = (
    "torch",
    "transformers",
    "tokenizers",
    "safetensors",
    "ctranslate2",
    "numpy",
    "matplotlib",
    "pyarrow",
    "ray",
    "fastapi",
    "starlette",
    "uvicorn",
    "aiohttp.web",
    "jinja2",
)


def run(statement: str) -> subprocess.CompletedProcess[str]:
    """Run one statement in a fresh Python that finds the package in this checkout."""
    code = f"import sys; sys.path.insert(0, {str(ROOT / 'src')!r}); {statement}"
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)


def loaded(statement: str, names: tuple[str, ...]) -> list[str]:
    """Which of the named modules a statement loads."""
    return run(f"{statement}; print(*[n for n in {names!r} if n in sys.modules])").stdout.split()


def test_importing_redraft_loads_nothing_heavy() -> None:
    assert loaded("import redraft", HEAVY) == []


def test_importing_redraft_prints_nothing_and_sets_up_no_log() -> None:
    done = run("import logging, redraft; print(len(logging.getLogger().handlers))")
    assert (done.stdout, done.stderr) == ("0\n", "")


def test_the_probe_sees_a_heavy_import() -> None:
    pytest.importorskip("numpy", reason="numpy is not installed here, so the probe has nothing heavy to see")
    assert loaded("import numpy", HEAVY) == ["numpy"]


def test_the_probe_sees_a_module_of_the_standard_library() -> None:
    assert loaded("import json", ("sqlite3",)) == []
    assert loaded("import sqlite3", ("sqlite3",)) == ["sqlite3"]
