"""Pages that repeat what the code knows are written by a script, and stand as it writes them."""

import subprocess
import sys
from pathlib import Path

from rules.repository import ROOT


def check(script: Path) -> subprocess.CompletedProcess[str]:
    """What the script says about the pages beside it."""
    return subprocess.run([sys.executable, str(script), "--check"], capture_output=True, text=True, check=False)


def test_the_pages_are_as_the_script_writes_them() -> None:
    done = check(ROOT / "docs" / "make_pages.py")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", ""), "run: python docs/make_pages.py"


def test_a_page_that_says_something_else_is_seen(tmp_path: Path) -> None:
    script = tmp_path / "make_pages.py"
    script.write_text((ROOT / "docs" / "make_pages.py").read_text())
    subprocess.run([sys.executable, str(script)], check=True, capture_output=True)
    assert check(script).returncode == 0
    page = tmp_path / "configuration.md"
    page.write_text(page.read_text().replace("`retries`", "`tries`"))
    assert (check(script).returncode, check(script).stdout) == (1, "configuration.md\n")
