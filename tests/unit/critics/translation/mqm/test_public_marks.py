"""Errors that people marked in public translations, written as a judge writes them: read back, located and weighed."""

import gzip
import json
import os
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from redraft.critics.translation.mqm.marking import read_marked

DATA = Path(os.environ.get("REDRAFT_DATA", "")) / "translation_errors.jsonl.gz"
pytestmark = pytest.mark.skipif(not DATA.is_file(), reason="REDRAFT_DATA names no folder with translation_errors")

# Their areas by ours, where the names differ.
AREAS = {"locale convention": "locale", "non-translation!": "non-translation"}


def marked_rows() -> list[dict[str, Any]]:
    with gzip.open(DATA, "rt", encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    return [row for row in rows if row["severity"] in ("Major", "Minor") and "<v>" in row["source"] + row["target"]]


def line_of(row: dict[str, Any]) -> str:
    area, _, kind = row["category"].lower().partition("/")
    side = "translation" if "<v>" in row["target"] else "source"
    words = row["target" if side == "translation" else "source"].partition("<v>")[2].partition("</v>")[0]
    place = AREAS.get(area, area) + (f"/{kind}" if kind else "")
    return f'Error: {row["severity"].lower()} {place} in {side}: "{words}" - as a person marked it'


def bare(text: str) -> str:
    return text.replace("<v>", "").replace("</v>", "")


def test_nearly_all_marks_of_people_can_be_read_and_stand_in_the_text() -> None:
    outcomes: Counter[str] = Counter()
    weights: Counter[float] = Counter()
    rows = marked_rows()
    for row in rows:
        reading = read_marked(line_of(row), source=bare(row["source"]), translation=bare(row["target"]))
        outcomes["kept" if reading.kept else "dropped" if reading.dropped else f"unreadable {row['category']}"] += 1
        weights.update(error.weight for error in reading.kept)
    print(f"{len(rows)} marks: {dict(outcomes)}; points: {dict(weights)}")
    assert len(rows) > 2_000
    assert outcomes["kept"] / len(rows) > 0.99
    assert set(weights) <= {25.0, 5.0, 1.0, 0.1}
