import asyncio
from pathlib import Path

import pytest

from redraft.core import Critique
from redraft.errors import Misuse
from redraft.evals.measuring.data import given_data
from redraft.evals.measuring.journal import Journal
from redraft.evals.measuring.labelling import Labels, labelled_by, labels_in_records, labels_of_people
from redraft.evals.measuring.outputs import Output, StoredOutputs, read_source
from support.critics import FixedScores
from support.labelled import written


@pytest.fixture
def source(tmp_path: Path) -> StoredOutputs:
    rows = [{"id": str(i), "prompt": f"q{i}", "answer": "a"} for i in range(4)]
    return read_source(str(written(tmp_path / "u.jsonl", rows)))


def labelled(critic: FixedScores, source: StoredOutputs, path: Path) -> Labels:
    async def run() -> Labels:
        with Journal(path) as journal:
            return await labelled_by(
                critic, source, journal, concurrency=1, timeout_s=5.0, on_labelled=lambda n_done: None
            )

    return asyncio.run(run())


def test_a_verified_critic_labels_what_it_can_judge_and_the_rest_is_counted(
    source: StoredOutputs, tmp_path: Path
) -> None:
    labels = labelled(FixedScores(1.0, 0.4, None, 0.5), source, tmp_path / "j.jsonl")
    assert labels.acceptable == {"0": True, "1": False, "3": True}
    assert labels.by == "fixed (verified, version 1)"
    data = given_data(source, labels)
    assert data.n_unlabelled == 1 and list(data.kept.outputs) == ["0", "1", "3"]
    assert [one.acceptable for one in data.outputs()] == [True, False, True]


def test_an_output_that_was_labelled_before_is_not_judged_again(source: StoredOutputs, tmp_path: Path) -> None:
    first = labelled(FixedScores(1.0, 0.0, None, 1.0), source, tmp_path / "j.jsonl")
    idle = FixedScores()
    assert labelled(idle, source, tmp_path / "j.jsonl") == first and idle.seen == []


def test_an_opinion_is_no_label(source: StoredOutputs, tmp_path: Path) -> None:
    with pytest.raises(Misuse, match="the critic 'fixed' is external, and labels need one that runs, proves"):
        labelled(FixedScores(kind="external"), source, tmp_path / "j.jsonl")


def test_labels_in_records_are_those_of_verified_critics_and_of_people(source: StoredOutputs) -> None:
    one = source.outputs[0]

    def with_critique(critique: Critique) -> StoredOutputs:
        said = Output(id=one.id, prompt=one.prompt, draft=one.draft, problem="p", critiques=(critique,))
        return StoredOutputs(name="r.db", sha256="0", form="records", outputs=(said, *source.outputs[1:]))

    tests = with_critique(Critique(critic="tests", kind="verified", score=0.0, version="3"))
    assert labels_in_records("tests", tests) == Labels(by="tests in the records (version 3)", acceptable={"0": False})
    person = with_critique(Critique(critic="person", kind="external", score=1.0))
    assert labels_in_records("person", person).acceptable == {"0": True}
    with pytest.raises(Misuse, match=r"what 'judge' says in r\.db is external, and labels need"):
        labels_in_records("judge", with_critique(Critique(critic="judge", kind="external", score=1.0)))


def test_people_label_attempts_by_record_and_number(tmp_path: Path) -> None:
    rows = [{"record_id": "r", "attempt": 0, "acceptable": False}, {"record_id": "r", "attempt": 1, "acceptable": True}]
    labels = labels_of_people(written(tmp_path / "l.jsonl", [*rows, rows[0]]))
    assert labels == Labels(by="l.jsonl", acceptable={"r 0": False, "r 1": True})
    with pytest.raises(Misuse, match="line 3: attempt 0 of record 'r' has both labels"):
        labels_of_people(written(tmp_path / "l.jsonl", [*rows, rows[0] | {"acceptable": True}]))
    for wrong in ({"attempt": -1}, {"acceptable": "yes"}, {"record_id": 5}):
        with pytest.raises(Misuse, match="line 1: a label is"):
            labels_of_people(written(tmp_path / "l.jsonl", [rows[0] | wrong]))


def test_data_without_any_label_are_refused(source: StoredOutputs) -> None:
    with pytest.raises(Misuse, match=r"none of the 4 outputs of u\.jsonl has a label by somebody"):
        given_data(source, Labels(by="somebody", acceptable={"elsewhere": True}))
