import subprocess
import sys
from datetime import date
from pathlib import Path

import pyarrow
import pyarrow.parquet
import pytest

from redraft.batch.forms import parquet
from redraft.errors import Misuse
from support.batches import Answering, read_jsonl, run, write_jsonl


def test_results_stand_beside_the_columns_of_the_input_with_their_types(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parquet, "_ROWS_PER_GROUP", 2)
    table = pyarrow.table({"prompt": list("abcde"), "text": [1.5] * 5, "day": [date(2026, 1, 1)] * 5, "id": range(5)})
    pyarrow.parquet.write_table(table, tmp_path / "in.parquet")
    report = run(tmp_path / "in.parquet", tmp_path / "o.parquet", tmp_path / "s.db", Answering(str.upper))
    results = pyarrow.parquet.read_table(tmp_path / "o.parquet").to_pylist()
    assert [row["text"] for row in results] == list("ABCDE")
    assert (results[4]["input_text"], results[4]["day"], results[4]["id"]) == (1.5, date(2026, 1, 1), "4")
    assert (results[4]["line"], results[4]["accepted"], results[4]["error"]) == (5, False, None)
    assert report.progress.n_total == 5


def test_conversations_in_a_column_are_prompts(tmp_path: Path) -> None:
    messages = [[{"role": "user", "content": "hello"}], None]
    pyarrow.parquet.write_table(pyarrow.table({"messages": messages}), tmp_path / "in.parquet")
    report = run(tmp_path / "in.parquet", tmp_path / "o.jsonl", tmp_path / "s.db", Answering(str.upper))
    assert [row["text"] for row in read_jsonl(tmp_path / "o.jsonl")] == ["HELLO", None]
    assert [bad.line for bad in report.bad_lines] == [2]


def test_other_formats_can_be_written_as_parquet(tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text("prompt,label\na,x\n")
    run(tmp_path / "in.csv", tmp_path / "o.parquet", tmp_path / "s.db", Answering(str.upper))
    (row,) = pyarrow.parquet.read_table(tmp_path / "o.parquet").to_pylist()
    assert (row["prompt"], row["label"], row["text"]) == ("a", "x", "A")
    source = write_jsonl(tmp_path / "in.jsonl", [{"prompt": "b", "label": {}}])
    run(source, tmp_path / "o2.parquet", tmp_path / "s.db", Answering(str.upper))
    (row,) = pyarrow.parquet.read_table(tmp_path / "o2.parquet").to_pylist()
    assert row["text"] == "B"


def test_columns_keep_their_values_whatever_they_are_called(tmp_path: Path) -> None:
    columns = {"prompt": ["a"], "text": ["T"], "input_text": ["U"]}
    pyarrow.parquet.write_table(pyarrow.table(columns), tmp_path / "in.parquet")
    run(tmp_path / "in.parquet", tmp_path / "o.parquet", tmp_path / "s.db", Answering(str.upper))
    (row,) = pyarrow.parquet.read_table(tmp_path / "o.parquet").to_pylist()
    assert (row["text"], row["input_text"], row["input_input_text"]) == ("A", "U", "T")


def test_what_is_no_parquet_or_holds_no_prompts_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.parquet").write_text("no")
    with pytest.raises(Misuse, match=r"a\.parquet' is no Parquet file: "):
        parquet.ParquetReader(tmp_path / "a.parquet")
    pyarrow.parquet.write_table(pyarrow.table({"question": ["x"]}), tmp_path / "b.parquet")
    with pytest.raises(Misuse, match="needs a column 'prompt' or 'messages', it has 'question'"):
        parquet.ParquetReader(tmp_path / "b.parquet")


def test_pyarrow_is_imported_for_parquet_alone_and_missed_with_advice() -> None:
    program = """
import sys
import redraft.batch
print("pyarrow" in sys.modules)
sys.modules["pyarrow"] = None
try:
    import redraft.batch.forms.parquet
except redraft.errors.MissingExtra as error:
    print(error)
"""
    env = {"PYTHONPATH": ":".join(sys.path)}
    done = subprocess.run([sys.executable, "-c", program], env=env, capture_output=True, text=True, check=True)
    advice = "pyarrow is needed for Parquet files; install it with: pip install 'redraft[parquet]'"
    assert done.stdout.splitlines() == ["False", advice]
