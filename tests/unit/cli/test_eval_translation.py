"""`redraft eval translation` prints tables, a list, JSON and a page."""

import json
from pathlib import Path

from support.command_line import redraft
from support.marked_translations import rows, written


def test_tables_go_to_stdout_and_a_page_to_its_file(tmp_path: Path) -> None:
    data = written(tmp_path / "x.jsonl", rows())
    done = redraft("eval", "translation", str(data), "--list", "--html", str(tmp_path / "x.html"))
    assert done.code == 0
    assert "What a flag says about accuracy" in done.out
    assert "translations checked per second of processor time" in done.out
    assert "numbers: number_differs '15'" in done.out
    assert f"written to {tmp_path / 'x.html'}" in done.err
    assert (tmp_path / "x.html").exists()


def test_json_holds_every_figure(tmp_path: Path) -> None:
    done = redraft("eval", "translation", str(written(tmp_path / "x.jsonl", rows())), "--limit", "5", "--json")
    read = json.loads(done.out)
    assert read["n"] == read["limit"] == 5
    assert {"bases", "figures", "silent", "planted", "flagged"} <= read.keys()


def test_data_that_cannot_be_read_is_misuse(tmp_path: Path) -> None:
    done = redraft("eval", "translation", str(tmp_path / "nowhere.jsonl"))
    assert done.code == 2
    assert "cannot read" in done.err
