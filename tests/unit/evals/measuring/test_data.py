from pathlib import Path

import pytest

from redraft.errors import Misuse
from redraft.evals.labelled.reading import sha256_of
from redraft.evals.measuring.data import labelled_data
from support.labelled import written, yes_and_no


def test_labelled_data_can_be_read_again_and_say_what_they_are(tmp_path: Path) -> None:
    path = written(tmp_path / "d.jsonl", [*yes_and_no(4), yes_and_no(1)[0] | {"id": "again"}])
    data = labelled_data(path, form=None, limit=None)
    assert [one.id for one in data.outputs()] == [one.id for one in data.outputs()] == list(data.kept.outputs)
    assert (data.form, data.sha256, data.labels, data.kept.n_repeated) == ("plain", sha256_of(path), "the data", 1)
    assert len(labelled_data(path, form="plain", limit=2).kept.outputs) == 2


def test_an_output_with_both_labels_is_told_before_anything_is_judged(tmp_path: Path) -> None:
    row = yes_and_no(1)[0]
    path = written(tmp_path / "d.jsonl", [row, row | {"id": "again", "acceptable": not row["acceptable"]}])
    with pytest.raises(Misuse, match="'o0' and 'again' are the same answer to the same prompt"):
        labelled_data(path, form=None, limit=None)
