import json
from pathlib import Path

from support.command_line import redraft
from support.fact_checks import files


def test_tables_go_to_stdout_and_talk_to_stderr(tmp_path: Path) -> None:
    done = redraft("eval", "facts", *map(str, files(tmp_path).values()), "--list")
    assert done.code == 0
    assert "Are the passages of a claim found among 10?" in done.out
    assert "10 passages indexed" in done.err


def test_the_result_is_there_as_json_and_as_a_page(tmp_path: Path) -> None:
    page = tmp_path / "facts.html"
    done = redraft("eval", "facts", str(files(tmp_path)["pairs"]), "--json", "--html", str(page))
    assert done.code == 0
    assert json.loads(done.out)["n_passages"] == 10
    assert "Is the evidence found?" in page.read_text(encoding="utf-8")


def test_data_that_cannot_be_read_is_misuse(tmp_path: Path) -> None:
    done = redraft("eval", "facts", str(tmp_path / "nowhere.jsonl"))
    assert done.code == 2
    assert "cannot read" in done.err
