"""Whatever is shown is executed: python blocks of README and docs run, links lead somewhere, two commands set up."""

import os
import re
import subprocess
from pathlib import Path

import pytest

from rules.repository import PACKAGE, ROOT, markdown_files, relative

PAGES = markdown_files()


def blocks(markdown: str, language: str) -> list[str]:
    """Fenced blocks of one language, in order."""
    return re.findall(rf"^```{language}\n(.*?)^```$", markdown, re.M | re.S)


def dead_links(page: Path, text: str) -> list[str]:
    """Relative links of a page that lead nowhere."""
    without_code = re.sub(r"^```.*?^```$", "", text, flags=re.M | re.S)
    targets = [t for t in re.findall(r"\]\(([^)\s]+)\)", without_code) if not re.match(r"https?:|mailto:|#", t)]
    return [t for t in targets if not (page.parent / t.split("#")[0]).exists()]


def run_page(text: str, name: str) -> int:
    """Run the python blocks of a page one after the other, as a reader would in one session.

    Returns:
        How many blocks ran.
    """
    session: dict[str, object] = {"__name__": "__page__"}
    found = blocks(text, "python")
    for number, block in enumerate(found, start=1):
        exec(compile(block, f"{name}, python block {number}", "exec"), session)
    return len(found)


@pytest.mark.parametrize("page", PAGES, ids=relative)
def test_every_python_block_runs(page: Path) -> None:
    run_page(page.read_text(), relative(page))


def test_there_are_python_blocks_to_run() -> None:
    n_blocks = {relative(p): len(blocks(p.read_text(), "python")) for p in PAGES}
    assert n_blocks["README.md"] >= 1
    assert sum(n_blocks.values()) >= 1


def test_a_failing_block_fails_its_page() -> None:
    with pytest.raises(AssertionError):
        run_page("```python\nx = 2\n```\ntext\n```python\nassert x == 3\n```\n", "page")


def test_a_block_in_another_language_is_not_run() -> None:
    assert run_page("```console\n$ false\n```\n", "page") == 0


@pytest.mark.parametrize("page", PAGES, ids=relative)
def test_links_lead_somewhere(page: Path) -> None:
    assert dead_links(page, page.read_text()) == []


def test_a_dead_link_is_seen() -> None:
    assert dead_links(ROOT / "README.md", "[a](LICENSE) [b](nowhere.md#x) [c](https://example.org)") == ["nowhere.md#x"]


def set_up_commands(readme: str) -> list[str]:
    """Commands of README's console blocks that install something: the two ways to set Redraft up."""
    lines = [line.removeprefix("$ ") for block in blocks(readme, "console") for line in block.splitlines()]
    return [line for line in lines if "pip install" in line]


def test_the_readme_has_exactly_two_set_up_commands() -> None:
    demo, tests = set_up_commands((ROOT / "README.md").read_text())
    assert demo.endswith("redraft demo")
    assert re.search(r"pytest( -\w+)*$", tests)


def test_the_continuous_integration_finds_the_readmes_test_command() -> None:
    done = subprocess.run(
        ["bash", str(ROOT / ".ci" / "run"), "--print-command"],
        capture_output=True,
        text=True,
        check=True,
        env={"PATH": os.environ["PATH"]},
    )
    assert done.stdout.strip() == set_up_commands((ROOT / "README.md").read_text())[1]


def test_a_third_set_up_command_would_be_seen() -> None:
    readme = "```console\n$ pip install a && x\n$ ls\n```\n```console\n$ pip install b\n$ pip install c\n```\n"
    assert len(set_up_commands(readme)) == 3


def commands_of_the_tool() -> list[str]:
    """Names of the commands; one file for each, `eval_code` for `eval code`, private files aside."""
    folder = PACKAGE / "cli"
    names = sorted(p.stem for p in folder.glob("*.py") if not p.stem.startswith("_")) if folder.exists() else []
    return [name.replace("_", " ") for name in names]


def unnamed(commands: list[str], text: str) -> list[str]:
    """Commands that a text does not name as `redraft NAME`."""
    return [c for c in commands if not re.search(rf"redraft {re.escape(c)}\b", text)]


def test_the_docs_name_every_command() -> None:
    text = "\n".join(p.read_text() for p in PAGES)
    assert unnamed(commands_of_the_tool(), text) == []


def test_an_unnamed_command_is_seen() -> None:
    assert unnamed(["demo", "show"], "run `redraft demo`") == ["show"]
