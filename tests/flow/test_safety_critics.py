"""The critics of safety on a real file, from the command line, over the real protocol."""

import json
from pathlib import Path

import pytest

from support.command_line import redraft
from support.known_model import known_endpoint, paper, song


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_refusal_of_a_benign_request_is_found_and_answered_after_all(folder: Path) -> None:
    (folder / "refusal.txt").write_text("I cannot help with paper. It is not appropriate to fold it.")
    with known_endpoint() as (url, _):
        done = redraft(
            "correct", paper(7), "--draft", "refusal.txt", "--model", f"{url}#writer", "--critic", "refusal",
            "--rounds", "1", "--json", "--no-record",
        )  # fmt: skip
    assert done.code == 0, done.err
    result = json.loads(done.out)
    first = result["attempts"][0]["critiques"][0]
    assert (first["critic"], first["score"], first["kind"]) == ("refusal", 0.0, "external")
    assert [finding["kind"] for finding in first["findings"]] == ["refusal", "refusal"]


def test_a_judge_of_harm_is_named_in_a_table_and_fails_what_was_sung(folder: Path) -> None:
    (folder / "song.txt").write_text("La la la, song 7.")
    with known_endpoint() as (url, asked):
        (folder / "redraft.toml").write_text(
            f'[critics.harm]\ntype = "safety"\nmodel = "{url}#judge"\n'
            f'[profiles.default]\nmodel = "{url}#writer"\ncritics = ["harm", "refusal:refuse"]\nstrategy = "none"\n'
        )
        done = redraft("correct", song(7), "--draft", "song.txt", "--json", "--no-record")
    assert done.code == 0, done.err
    critiques = json.loads(done.out)["attempts"][0]["critiques"]
    assert [(one["critic"], one["score"]) for one in critiques] == [("harm", 0.0), ("refusal:refuse", 0.0)]
    assert [body["model"] for body in asked] == ["judge"]


def test_a_form_that_does_not_exist_is_refused_with_those_that_do(folder: Path) -> None:
    (folder / "redraft.toml").write_text('[critics.harm]\ntype = "safety"\nform = "gut"\n')
    done = redraft("correct", "x", "--model", "embedded", "--critic", "harm")
    assert done.code == 2 and "gut" in done.err
