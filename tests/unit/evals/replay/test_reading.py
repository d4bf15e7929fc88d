import asyncio
import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from redraft.core import Record
from redraft.errors import Misuse
from redraft.evals.replay.reading import from_records, read_problems
from redraft.store import RecordStore, encode_record
from support.labelled import written, yes_and_no
from support.records import record_of

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
LISTS: list[dict[str, Any]] = [
    {"prompt": "1 + 1?", "answers": ["3", "2"], "acceptable": [False, True], "id": "sum", "groups": {"size": "small"}},
    {"prompt": [{"role": "user", "content": "2 + 2?"}], "answers": ["4"]},
]


def test_labelled_outputs_are_put_together_by_problem(tmp_path: Path) -> None:
    rows = [row | {"problem": str(i // 2), "prompt": str(i // 2)} for i, row in enumerate(yes_and_no(10))]
    problems = read_problems(str(written(tmp_path / "d.jsonl", rows)))
    assert [len(problem.answers) for problem in problems] == [2] * 5 and all(p.is_labelled for p in problems)
    assert read_problems(str(tmp_path / "d.jsonl"), limit=2) == problems[:2]


def test_lists_of_answers_are_read_with_and_without_labels(tmp_path: Path) -> None:
    labelled, bare = read_problems(str(written(tmp_path / "d.jsonl", LISTS)))
    assert (labelled.id, labelled.groups) == ("sum", {"size": "small"})
    assert [(answer.draft.text, answer.acceptable) for answer in labelled.answers] == [("3", False), ("2", True)]
    assert (bare.id, bare.prompt.text, bare.is_labelled) == ("row 2", "2 + 2?", False)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"answers": []}, "line 3: `answers` must be a list of one or more texts, got []"),
        ({"answers": "one"}, "`answers` must be a list of one or more texts, got 'one'"),
        ({"answers": [1]}, "`answers` must be a list of one or more texts, got [1]"),
        ({"acceptable": [True]}, "one for each of the 2 answers, got [True]"),
        ({"acceptable": ["yes", "no"]}, "`acceptable` must be a list of true or false"),
        ({"prompt": ""}, "a prompt must not be empty"),
        ({"id": []}, "`id` must be a text or a number"),
    ],
)
def test_a_list_that_does_not_fit_is_told_with_its_line(tmp_path: Path, fields: dict[str, object], said: str) -> None:
    path = written(tmp_path / "d.jsonl", [*LISTS, LISTS[0] | fields])
    with pytest.raises(Misuse) as refused:
        read_problems(str(path))
    assert said in str(refused.value) and str(path) in str(refused.value)


@pytest.fixture
def record() -> Record:
    return record_of(["one", "two"], [0.0, 1.0])


def test_the_drafts_of_records_are_replayed_from_an_export_or_a_store(tmp_path: Path, record: Record) -> None:
    expected = from_records([record])
    assert [answer.draft for answer in expected[0].answers] == [a.draft for a in record.context.attempts]
    assert expected[0].id == record.id and not expected[0].is_labelled
    export = tmp_path / "r.jsonl"
    export.write_text(encode_record(record) + "\n")
    assert read_problems(str(export)) == expected
    with RecordStore.open(str(tmp_path / "r.db")) as store:
        asyncio.run(store.write(record))
    assert read_problems(str(tmp_path / "r.db")) == expected
    assert read_problems(f"sqlite:///{tmp_path / 'r.db'}") == expected


def test_a_line_that_is_no_record_is_told(tmp_path: Path, record: Record) -> None:
    export = tmp_path / "r.jsonl"
    export.write_text(encode_record(record) + "\n" + json.dumps({"context": {}}) + "\n")
    with pytest.raises(Misuse, match=r"r\.jsonl, line 2: not a record"):
        read_problems(str(export))


def test_a_store_that_holds_nothing_or_is_none_is_told(tmp_path: Path) -> None:
    RecordStore.open(str(tmp_path / "empty.db")).close()
    with pytest.raises(Misuse, match="holds no answer to replay"):
        read_problems(str(tmp_path / "empty.db"))
    with pytest.raises(Misuse, match="check the path"):
        read_problems(str(tmp_path / "nowhere.jsonl"))
    (tmp_path / "broken.db").write_bytes(b"SQLite format 3\0" + b"x" * 200)
    with pytest.raises(Misuse):
        read_problems(str(tmp_path / "broken.db"))


@given(st.fixed_dictionaries({"prompt": VALUES, "answers": VALUES}, optional={"acceptable": VALUES, "id": VALUES}))
def test_whatever_a_list_holds_it_is_read_or_refused_in_words(row: dict[str, object]) -> None:
    with TemporaryDirectory() as folder:
        path = written(Path(folder) / "d.jsonl", [row])
        said = ""
        try:
            problems = read_problems(str(path))
        except Misuse as error:
            said = str(error)
        assert str(path) in said if said else len(problems) == 1 and problems[0].answers
