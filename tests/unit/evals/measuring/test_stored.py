import asyncio
from pathlib import Path

import pytest

from redraft.core import Budget, Critique, Draft, Prompt
from redraft.errors import Misuse
from redraft.evals.measuring.outputs import Output, StoredOutputs, read_source
from redraft.evals.measuring.run import MeasureConfig, measure_critic
from redraft.evals.measuring.stored import others_in, said_in
from redraft.evals.measuring.verdicts import read_verdicts
from redraft.store import encode_record
from redraft.trust.cards import Card
from support.critics import FixedScores
from support.labelled import written
from support.records import record_of


@pytest.fixture
def source(tmp_path: Path) -> StoredOutputs:
    """Twelve records of two attempts: tests fail the first and pass the second, a judge errs on every third record."""
    records = []
    for i in range(12):
        tests = FixedScores(0.0, 1.0, name="tests")
        judged = (0.9, 0.2) if i % 3 == 0 else (0.3, None if i == 1 else 0.8)
        judge = FixedScores(*judged, name="judge", kind="external")
        records.append(record_of(["one", "two"], [], prompt=f"q{i}", critics=(tests, judge), budget=Budget(rounds=1)))
    path = tmp_path / "r.jsonl"
    path.write_text("".join(encode_record(record) + "\n" for record in records))
    return read_source(str(path))


def measured(
    source: StoredOutputs, tmp_path: Path, *, labeller: FixedScores | str | None = "tests", labels: Path | None = None
) -> Card:
    config = MeasureConfig(data=Path("r.jsonl"), journal=tmp_path / "judged.jsonl", labels=labels, command="")
    return asyncio.run(measure_critic("judge", config, source=source, labeller=labeller))


def test_what_a_critic_said_in_records_makes_its_card_without_judging_again(
    source: StoredOutputs, tmp_path: Path
) -> None:
    card = measured(source, tmp_path)
    counts = card.overall.counts
    assert (counts.flagged_bad, counts.passed_bad, counts.flagged_good, counts.passed_good) == (8, 4, 4, 7)
    assert card.overall.reasons == {"no opinion": 1} and card.overall.n_problems == 12
    of = card.measured
    assert (of.critic, of.version, of.kind, of.form) == ("judge", "1", "external", "records")
    assert of.labels == "tests in the records (version 1)" and of.n_unlabelled == 0
    assert card.groups["round"]["0"].n == 12 and card.groups["round"]["1"].n_bad == 0
    assert (tmp_path / "judged.jsonl").read_text() == ""


def test_verdicts_stand_beside_the_card_one_for_each_output(source: StoredOutputs, tmp_path: Path) -> None:
    measured(source, tmp_path)
    found = read_verdicts(tmp_path)
    assert len(found) == 24 and {one.output for one in found if one.score is None} <= {one.output for one in found}
    assert [one.acceptable for one in found[:2]] == [False, True] and found[0].problem == source.outputs[0].problem


def test_labels_of_people_take_the_place_of_a_critic_and_gaps_are_counted(
    source: StoredOutputs, tmp_path: Path
) -> None:
    rows = [
        {"record_id": one.id.rpartition(" ")[0], "attempt": 0, "acceptable": i % 4 == 0}
        for i, one in enumerate(source.outputs[::2])
    ]
    labels = written(tmp_path / "l.jsonl", rows)
    card = measured(source, tmp_path, labeller=None, labels=labels)
    assert card.overall.n == 12 and card.measured.n_unlabelled == 12 and card.measured.labels == "l.jsonl"
    assert card.agreement is not None and card.agreement.critics == ("judge", "tests")


def test_a_critic_that_was_not_asked_then_labels_now(source: StoredOutputs, tmp_path: Path) -> None:
    labeller = FixedScores(*([1.0, 0.0] * 12), name="later")
    card = measured(source, tmp_path, labeller=labeller)
    assert len(labeller.seen) == 24 and card.measured.labels == "later (verified, version 1)"
    assert card.overall.counts.passed_good == 4 and card.overall.counts.flagged_good == 8


def test_other_critics_in_the_records_are_compared_but_not_who_labelled(source: StoredOutputs, tmp_path: Path) -> None:
    said = said_in(source, "judge")
    assert set(others_in(source, said, but=None, threshold=0.5)) == {"tests"}
    assert others_in(source, said, but="tests", threshold=0.5) == {}
    assert measured(source, tmp_path).agreement is None


def test_versions_are_kept_apart_and_must_be_named() -> None:
    def output(id: str, *critiques: Critique) -> Output:
        return Output(id=id, prompt=Prompt.of("q"), draft=Draft.of("a"), problem=id, critiques=critiques)

    old = Critique(critic="c", kind="external", version="1", score=0.1)
    new = Critique(critic="c", kind="external", version="2", score=0.9)
    source = StoredOutputs(
        name="r.db", sha256="0", form="records", outputs=(output("a", old), output("b", new), output("d", old, new))
    )
    with pytest.raises(Misuse, match=r"by 2 versions of 'c': '1' \(2\), '2' \(2\); .* name it with --version"):
        said_in(source, "c")
    said = said_in(source, "c", "2")
    assert list(said.critiques) == ["b", "d"]
    assert others_in(source, said, but=None, threshold=0.5) == {"c 1": {"d": False}}
    with pytest.raises(Misuse, match=r"no critique by version '3' of 'c'; versions: \['1', '2'\]"):
        said_in(source, "c", "3")
    with pytest.raises(Misuse, match=r"no critic 'x' judged anything in r\.db; who did: c \(3\)"):
        said_in(source, "x")


def test_labels_from_nowhere_from_two_places_or_from_oneself_are_refused(source: StoredOutputs, tmp_path: Path) -> None:
    with pytest.raises(Misuse, match="need labels from one place"):
        measured(source, tmp_path, labeller=None)
    with pytest.raises(Misuse, match="need labels from one place"):
        measured(source, tmp_path, labels=tmp_path / "l.jsonl")
    with pytest.raises(Misuse, match="'judge' cannot be measured by its own verdicts"):
        measured(source, tmp_path, labeller="judge")
    elsewhere = written(tmp_path / "l.jsonl", [{"record_id": "other", "attempt": 0, "acceptable": True}])
    with pytest.raises(Misuse, match=r"none of the 24 outputs of r\.jsonl has a label by l\.jsonl"):
        measured(source, tmp_path, labeller=None, labels=elsewhere)
