"""What the docs show of the command line is what it prints: the `$` lines of a page are run in order, in one folder."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from rules.repository import ROOT, markdown_files, relative
from rules.test_documents import blocks

# The README's console blocks set up whole environments; the continuous integration runs them.
PAGES = [page for page in markdown_files() if page != ROOT / "README.md"]


def steps(block: str) -> list[tuple[str, str]]:
    """The commands of a console block, each with what the page shows of its output."""
    found = re.split(r"^\$ (.*)\n", block, flags=re.M)[1:]
    return list(zip(found[::2], found[1::2], strict=True))


def shown_as(output: str, shown: str) -> bool:
    """Whether a page shows this output; `…` stands for anything, on a line of its own for any lines."""
    shown_lines = shown.rstrip().splitlines()
    lines = ["(?s:.*)" if line == "…" else re.escape(line).replace("…", ".*") for line in shown_lines]
    return re.fullmatch("\n".join(lines), re.sub(r" +$", "", output, flags=re.M).rstrip()) is not None


def run(command: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run a line of a page as a reader would, both streams together."""
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    environment = {**os.environ, "PATH": path, "PYTHONUNBUFFERED": "1", "COLUMNS": "120"}
    streams = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
    return subprocess.run(["bash", "-c", command], cwd=folder, env=environment, text=True, check=False, **streams)  # type: ignore[call-overload,no-any-return]


def faults(text: str, folder: Path) -> list[str]:
    """Commands of a page that fail or print something else than it shows."""
    found = []
    for command, shown in (step for block in blocks(text, "console") for step in steps(block)):
        done = run(command, folder)
        if done.returncode or not shown_as(done.stdout, shown):
            found.append(f"$ {command}\n{done.stdout}(exit code {done.returncode})")
    return found


@pytest.mark.parametrize("page", PAGES, ids=relative)
def test_the_command_line_prints_what_the_page_shows(page: Path, tmp_path: Path) -> None:
    assert faults(page.read_text(), tmp_path) == []


def test_there_are_transcripts_to_run() -> None:
    assert sum(len(steps(block)) for page in PAGES for block in blocks(page.read_text(), "console")) >= 3


def test_a_command_that_prints_something_else_or_fails_is_seen(tmp_path: Path) -> None:
    page = "```console\n$ echo one two\none …\n$ echo three\nfour\n$ cat nowhere\n…\n```\n"
    assert [fault.splitlines()[0] for fault in faults(page, tmp_path)] == ["$ echo three", "$ cat nowhere"]


def test_an_ellipsis_stands_for_the_rest_of_a_line_or_for_lines() -> None:
    assert shown_as("a 12 b\nc\n", "a … b\nc")
    assert not shown_as("a 12 b\nc\n", "a …")
    assert shown_as("a\nb\nc\nd\n", "a\n…\nd")
    assert not shown_as("a.b\n", "a+b")
