"""The cards in the docs: pages say what the measured JSON says, and every command can be given again."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from redraft.core.version import VERSION
from redraft.evals.measuring.document import read_card
from rules.repository import ROOT

CARDS = sorted((ROOT / "docs" / "critics" / "cards").glob("*.json"))


def check(script: Path) -> subprocess.CompletedProcess[str]:
    """What the script says about the pages of the cards beside it."""
    return subprocess.run([sys.executable, str(script), "--check"], capture_output=True, text=True, check=False)


def test_the_pages_of_the_cards_are_as_the_script_writes_them() -> None:
    done = check(ROOT / "docs" / "make_cards.py")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", ""), "run: python docs/make_cards.py"


def test_a_figure_that_was_changed_by_hand_is_seen(tmp_path: Path) -> None:
    script = tmp_path / "make_cards.py"
    shutil.copy(ROOT / "docs" / "make_cards.py", script)
    shutil.copytree(ROOT / "docs" / "critics" / "cards", tmp_path / "critics" / "cards")
    assert check(script).returncode == 0
    page = tmp_path / "critics" / "cards" / f"{CARDS[0].stem}.md"
    page.write_text(re.sub(r"\| sensitivity \|(.*?)\| [\d.]+ % \|", r"| sensitivity |\1| 100.1 % |", page.read_text()))
    assert (check(script).returncode, check(script).stdout) == (1, f"{page.name}\n")


def test_there_is_a_card_for_every_critic_that_runs_proves_or_computes() -> None:
    assert {read_card(path).measured.critic for path in CARDS} >= {"code", "logic", "steps"}


@pytest.mark.parametrize("path", CARDS, ids=lambda path: path.stem)
def test_a_card_of_the_docs_is_of_a_whole_file_and_of_this_version(path: Path) -> None:
    card = read_card(path)
    assert card.measured.limit is None and card.measured.redraft_version == VERSION
    assert card.measured.command.startswith("redraft critics measure ") and "/" not in card.measured.command
    assert card.overall.n_scored + sum(card.overall.reasons.values()) == card.overall.n >= 100
