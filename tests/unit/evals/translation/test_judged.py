"""Every mark of every rater belongs to one translation."""

from pathlib import Path

import pytest

from redraft.errors import Misuse
from redraft.evals.translation.judged import read_judged
from support.marked_translations import row, rows, written


def test_rows_of_one_translation_are_put_together(tmp_path: Path) -> None:
    ones = read_judged(written(tmp_path / "x.jsonl", rows()))
    assert len(ones) == 24
    last = ones[-1]
    assert (last.id, last.target) == ("ende S2 d 8", "Er zählte 15 Vögel auf dem Dach der alten Kirche.")
    assert [last.target[mark.start : mark.end] for mark in last.marks] == ["15", last.target]
    assert [last.has(label) for label in ("accuracy", "major", "fluency", "any")] == [True, True, False, True]
    assert [one.is_reference for one in ones[:3]] == [False, True, False]
    assert (last.segment.source_language, last.segment.target_language) == ("en", "de")


def test_translations_of_one_source_share_a_half(tmp_path: Path) -> None:
    ones = read_judged(written(tmp_path / "x.jsonl", rows()))
    assert all(len({one.half for one in ones if one.segment.source == source}) == 1 for source in
               {one.segment.source for one in ones})  # fmt: skip


def test_the_limit_counts_translations(tmp_path: Path) -> None:
    assert len(read_judged(written(tmp_path / "x.jsonl", rows()), limit=3)) == 3


@pytest.mark.parametrize(
    ("second", "message"),
    [
        (row(target="Etwas anderes"), "line 2: ende S1 d 1 has another text here than in an earlier row"),
        (row(pair="qqde"), "line 2: no known language is called 'qq'"),
        ({"pair": "ende"}, "line 2: `system` is missing"),
        (row(severity=3), "line 2: `severity` must be a text"),
    ],
)
def test_rows_that_do_not_fit_are_named(tmp_path: Path, second: dict[str, str], message: str) -> None:
    with pytest.raises(Misuse, match=message):
        read_judged(written(tmp_path / "x.jsonl", [row(), second]))
