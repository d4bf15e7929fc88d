from pathlib import Path

import pytest

from redraft.errors import Misuse
from redraft.evals.facts.data import read_facts
from support.fact_checks import LABELS, PAIRS, REVISIONS, files
from support.labelled import written


def test_files_of_three_kinds_are_told_apart_by_their_keys(tmp_path: Path) -> None:
    data = read_facts(tuple(files(tmp_path).values()))
    assert (len(data.pairs), len(data.labels), len(data.revisions)) == (len(PAIRS), len(LABELS), len(REVISIONS))
    assert {*data.sha256} == {"pairs.jsonl", "labels.jsonl", "revisions.jsonl"}
    assert len(data.passages()) == 10
    assert [pair.stance for pair in data.by_claim()["Ada Quill was born in 1871."]] == ["refute", "irrelevant"]


def test_without_passages_nothing_can_be_measured(tmp_path: Path) -> None:
    labels = written(tmp_path / "labels.jsonl", LABELS)
    with pytest.raises(
        Misuse, match=r"none of the files has passages, got 'labels.jsonl'; give one with rows of claim"
    ):
        read_facts((labels,))


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ({"claim": "a", "label": "odd"}, r"line 2: `label` must be one of true, false.*got 'odd'"),
        ({"claim": "a"}, r"line 2: the keys 'claim' belong to no known kind of row"),
        ({"claim": "a", "evidence": 3, "stance": "refute"}, r"line 2: `evidence` must be a text, got 3"),
    ],
)
def test_a_malformed_row_is_named_with_its_place(tmp_path: Path, row: dict[str, object], says: str) -> None:
    path = written(tmp_path / "rows.jsonl", [PAIRS[0], row])
    with pytest.raises(Misuse, match=says):
        read_facts((path,))
