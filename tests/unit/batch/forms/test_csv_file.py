import csv
from pathlib import Path

import pytest

from redraft.batch.forms.csv_file import CsvReader
from redraft.errors import Misuse
from support.batches import Answering, run, write_jsonl

LONG = "word " * 50_000  # beyond the csv module's own limit for one field


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(newline="") as file:
        return list(csv.DictReader(file))


def test_results_stand_beside_the_columns_of_the_input(tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text(f'id,prompt,text\n7,"two\nlines, ""quoted""",mine\n,{LONG},\n')
    run(tmp_path / "in.csv", tmp_path / "o.csv", tmp_path / "s.db", Answering(str.upper))
    first, second = rows_of(tmp_path / "o.csv")
    assert (first["id"], first["input_text"], first["prompt"]) == ("7", "mine", 'two\nlines, "quoted"')
    assert (first["text"], first["accepted"], first["line"], first["error"]) == (
        'TWO\nLINES, "QUOTED"',
        "false",
        "3",
        "",
    )
    assert second["text"] == LONG.upper()


def test_bad_rows_are_reported_and_the_rest_goes_on(tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text('prompt,id\na,1\nb,2,3\n\n,4\n"x"y,5\nc,6\n')
    report = run(tmp_path / "in.csv", tmp_path / "o.csv", tmp_path / "s.db", Answering(str.upper))
    assert [(bad.line, bad.problem.split(";")[0]) for bad in report.bad_lines] == [
        (3, "has 3 fields where the header has 2"),
        (5, "a prompt must not be empty, got ''"),
        (6, "is not CSV: ',' expected after '\"'"),
    ]
    assert [row["text"] for row in rows_of(tmp_path / "o.csv")] == ["A", "", "", "", "C"]


def test_bytes_that_are_not_utf8_come_out_as_they_went_in(tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_bytes(b"\xef\xbb\xbfprompt\ncaf\xe9\n")
    run(tmp_path / "in.csv", tmp_path / "o.csv", tmp_path / "s.db", Answering(str))
    assert b"caf\xe9" in (tmp_path / "o.csv").read_bytes()


def test_columns_keep_their_values_whatever_they_are_called(tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text("prompt,text,input_text\na,T,U\n")
    run(tmp_path / "in.csv", tmp_path / "o.csv", tmp_path / "s.db", Answering(str.upper))
    (row,) = rows_of(tmp_path / "o.csv")
    assert (row["text"], row["input_text"], row["input_input_text"]) == ("A", "U", "T")


def test_results_of_jsonl_can_be_written_as_csv(tmp_path: Path) -> None:
    source = write_jsonl(tmp_path / "in.jsonl", [{"prompt": "a", "id": "x", "extra": 1}])
    run(source, tmp_path / "o.csv", tmp_path / "s.db", Answering(str.upper))
    (row,) = rows_of(tmp_path / "o.csv")
    assert (row["id"], row["text"]) == ("x", "A")


@pytest.mark.parametrize(("header", "seen"), [("question,id\n", "it has 'question', 'id'"), ("", "it has none")])
def test_a_file_without_the_column_is_refused_whole(tmp_path: Path, header: str, seen: str) -> None:
    (tmp_path / "in.csv").write_text(header)
    with pytest.raises(Misuse, match=f"needs a column 'prompt', {seen}"):
        CsvReader(tmp_path / "in.csv")
