import asyncio
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from redraft.errors import Misuse
from redraft.evals.measuring.outputs import read_source
from redraft.store import RecordStore, encode_record
from support.labelled import written, yes_and_no
from support.records import record_of


def test_rows_without_a_label_are_outputs(tmp_path: Path) -> None:
    rows: list[dict[str, Any]]
    rows = [{"prompt": "q", "answer": "a", "groups": {"task": "t"}}, {"id": 7, "prompt": "q", "answer": "b"}]
    source = read_source(str(written(tmp_path / "u.jsonl", rows)))
    assert (source.name, source.form, source.critics) == ("u.jsonl", "plain", {})
    assert [(one.id, one.draft.text, one.groups) for one in source.outputs] == [
        ("row 1", "a", {"task": "t"}),
        ("7", "b", {}),
    ]
    assert source.outputs[0].problem == source.outputs[1].problem == source.outputs[0].prompt.id


def test_labels_that_stand_in_the_data_are_not_looked_at(tmp_path: Path) -> None:
    path = written(tmp_path / "d.jsonl", yes_and_no(5))
    assert read_source(str(path)).outputs == read_source(str(path), form="plain").outputs
    assert len(read_source(str(path), limit=3).outputs) == 3


def test_the_attempts_of_records_are_outputs_with_what_was_said_of_them(tmp_path: Path) -> None:
    record = record_of(["one", "two"], [0.0, 1.0])
    with RecordStore.open(str(tmp_path / "r.db")) as store:
        asyncio.run(store.write(record))
    (tmp_path / "r.jsonl").write_text(encode_record(record) + "\n")
    stored, exported = read_source(str(tmp_path / "r.db")), read_source(str(tmp_path / "r.jsonl"))
    assert stored.outputs == exported.outputs and stored.sha256 == exported.sha256 and stored.form == "records"
    assert [one.id for one in stored.outputs] == [f"{record.id} 0", f"{record.id} 1"]
    assert [one.groups["round"] for one in stored.outputs] == ["0", "1"]
    assert stored.outputs[0].groups["model"] == record.context.attempts[0].draft.by
    assert stored.critics == {"fixed": 2}


def test_the_name_of_a_store_holds_no_password(tmp_path: Path) -> None:
    with RecordStore.open(str(tmp_path / "r.db")) as store:
        asyncio.run(store.write(record_of(["one"], [1.0])))
    assert read_source(f"sqlite:///{tmp_path / 'r.db'}").name == "r.db"


def test_what_holds_no_answer_is_refused(tmp_path: Path) -> None:
    record = record_of(["one"], [1.0])
    (tmp_path / "r.jsonl").write_text(
        encode_record(replace(record, context=replace(record.context, attempts=(), standing=None)))
    )
    with pytest.raises(Misuse, match="holds no attempt"):
        read_source(str(tmp_path / "r.jsonl"))
    with pytest.raises(Misuse, match="line 1: `answer` must be a text, got 3"):
        read_source(str(written(tmp_path / "u.jsonl", [{"prompt": "q", "answer": 3}])))
    with pytest.raises(Misuse, match="line 2: the id 'x' is that of line 1 too"):
        read_source(str(written(tmp_path / "u.jsonl", [{"id": "x", "prompt": "q", "answer": "a"}] * 2)))
    with pytest.raises(Misuse, match="`limit` must be 1 or more, got 0"):
        read_source(str(tmp_path / "u.jsonl"), limit=0)
