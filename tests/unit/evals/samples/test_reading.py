import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from redraft.errors import Misuse
from redraft.evals.samples import case_hash, read_data, read_samples
from support.labelled import written

ROWS: list[dict[str, Any]] = [
    {"prompt": "2 + 2?", "reference": 4},
    {"id": "capital", "prompt": "Capital of France?", "reference": "Paris", "groups": {"subject": "geography"}},
    {"prompt": "Pick", "reference": "y", "choices": ["x", "y"], "problem": "picking", "metadata": {"source": "me"}},
]


def test_ones_own_rows_become_samples_in_their_order(tmp_path: Path) -> None:
    data = read_data(written(tmp_path / "own.jsonl", ROWS))
    assert (data.name, data.form, data.n_rows, data.n_repeated) == ("own.jsonl", "plain", 3, 0)
    number, capital, pick = data.samples
    assert (number.prompt.text, number.scorer.name, number.problem) == ("2 + 2?", "number", number.prompt.id)
    assert (capital.prompt.id, capital.problem, capital.groups) == ("capital", "capital", {"subject": "geography"})
    assert (pick.problem, pick.prompt.metadata) == ("picking", {"source": "me"})


def test_no_prompt_holds_its_reference(tmp_path: Path) -> None:
    secret = {**ROWS[1], "reference": "a-secret", "metadata": {"source": "me"}}
    (sample,) = read_samples(written(tmp_path / "own.jsonl", [secret]))
    assert "a-secret" in repr(sample.scorer)
    assert "a-secret" not in repr(sample.prompt)


def test_a_gzipped_file_and_a_csv_hold_the_same_samples(tmp_path: Path) -> None:
    packed = tmp_path / "own.jsonl.gz"
    packed.write_bytes(gzip.compress("".join(json.dumps(row) + "\n" for row in ROWS).encode()))
    table = tmp_path / "own.csv"
    table.write_text(
        "id,prompt,reference,scorer,choices,problem,group:subject,metadata:source\n"
        ",2 + 2?,4,number,,,,\ncapital,Capital of France?,Paris,,,,geography,\n,Pick,y,,x|y,picking,,me\n"
    )
    from_packed, from_table = read_samples(packed), read_samples(table)
    assert [s.prompt.id for s in from_packed] == [s.prompt.id for s in from_table]
    assert [s.scorer for s in from_packed] == [s.scorer for s in from_table]


def test_a_row_that_asks_what_an_earlier_one_asks_is_counted_and_left_out(tmp_path: Path) -> None:
    data = read_data(written(tmp_path / "own.jsonl", [*ROWS, {**ROWS[0], "id": "again"}]))
    assert (len(data.samples), data.n_rows, data.n_repeated) == (3, 4, 1)


def test_two_references_for_one_prompt_are_refused(tmp_path: Path) -> None:
    path = written(tmp_path / "own.jsonl", [*ROWS, {"prompt": "2 + 2?", "reference": 5}])
    with pytest.raises(Misuse, match=r"line 4 asks what line 1 asks, with another reference; decide on one of them"):
        read_data(path)


def test_only_so_many_samples_are_read(tmp_path: Path) -> None:
    data = read_data(written(tmp_path / "own.jsonl", [ROWS[0], ROWS[0], *ROWS[1:]]), limit=2)
    assert (len(data.samples), data.n_rows, data.n_repeated) == (2, 3, 1)


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([{"prompt": "?"}], r"line 1: no known form has the keys 'prompt'; write rows with prompt and reference"),
        ([{"prompt": "?", "reference": float("nan")}], r"`reference` is nan"),
        ([{"prompt": "?", "reference": 1, "scorer": "fuzzy"}], r"line 1 \(form plain\): no scorer is called 'fuzzy'"),
        ([{"prompt": "?", "reference": 1, "answer": 2}], r"no such field: 'answer'; known: choices, entry_point"),
        ([{"prompt": "  ", "reference": 1}], r"line 1 \(form plain\): .*empty"),
        ([{**ROWS[1], "prompt": "a"}, {**ROWS[1], "prompt": "b"}], r"the id 'capital' is that of line 1 too"),
        ([{"prompt": "?", "answer": "!", "acceptable": True}], r"by labelled outputs: .*redraft critics measure"),
        ([{"claim": "c", "evidence": "e", "stance": "s"}], r"no new answer can be scored by claim_evidence"),
        ([ROWS[0], {"prompt": "?"}], r"line 2 \(form plain\): `reference` is missing, the row has 'prompt'; add it"),
    ],
)
def test_a_row_that_cannot_be_used_is_named(tmp_path: Path, rows: list[dict[str, Any]], said: str) -> None:
    with pytest.raises(Misuse, match=said):
        read_data(written(tmp_path / "bad.jsonl", rows))


def test_an_empty_file_a_missing_one_and_unknown_forms_are_refused(tmp_path: Path) -> None:
    (tmp_path / "empty.jsonl").touch()
    (tmp_path / "empty.csv").write_text("prompt,reference\n")
    for name in ("empty.jsonl", "empty.csv"):
        with pytest.raises(Misuse, match="is empty"):
            read_data(tmp_path / name)
    with pytest.raises(Misuse, match="cannot read"):
        read_data(tmp_path / "none.jsonl")
    with pytest.raises(Misuse, match="no form of data is called 'csv'"):
        read_data(tmp_path / "empty.jsonl", form="csv")
    with pytest.raises(Misuse, match="no new answer can be scored by refusals"):
        read_data(tmp_path / "empty.jsonl", form="refusals")
    with pytest.raises(Misuse, match="`limit` must be 1 or more, got 0"):
        read_data(tmp_path / "empty.jsonl", limit=0)


def test_a_broken_csv_is_named(tmp_path: Path) -> None:
    (tmp_path / "ragged.csv").write_text("prompt,reference\na,1,2\n")
    with pytest.raises(Misuse, match="line 2 has not one cell for each column"):
        read_data(tmp_path / "ragged.csv")


def test_a_case_is_known_by_what_it_asks_whatever_it_is_called(tmp_path: Path) -> None:
    one, other = read_samples(
        written(tmp_path / "own.jsonl", [{"id": "a", "prompt": "x?", "reference": 1}, {"prompt": "y?", "reference": 1}])
    )
    (again,) = read_samples(written(tmp_path / "more.jsonl", [{"id": "b", "prompt": "x?", "reference": 2}]))
    assert case_hash(one.prompt) == case_hash(again.prompt) != case_hash(other.prompt)
