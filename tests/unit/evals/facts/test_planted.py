from pathlib import Path

from redraft.evals.facts.data import read_facts
from redraft.evals.facts.planted import planted_errors, planted_figures
from support.fact_checks import PAIRS, files
from support.labelled import written


def test_errors_are_planted_into_fully_supported_claims_alone(tmp_path: Path) -> None:
    planted = planted_errors(read_facts((files(tmp_path)["pairs"],)))
    supported = {pair["claim"] for pair in PAIRS if pair["stance"] == "completely-support"}
    assert {one.claim for one in planted} <= supported
    assert {one.kind for one in planted} >= {"number", "negation", "name"}
    for one in planted:
        assert one.claim.startswith(one.planted[: one.start])
        assert one.claim.endswith(one.planted[one.end :])
        assert one.planted != one.claim
        assert one.before != "refuted"


def test_a_planted_number_and_a_planted_denial_are_found(tmp_path: Path) -> None:
    planted = {(one.kind, one.claim): one for one in planted_errors(read_facts((files(tmp_path)["pairs"],)))}
    number = planted["number", "The Talus bridge has 12 towers."]
    assert number.found
    assert number.said
    denial = planted["negation", "Ivo Marsh was mayor of Ennis."]
    assert denial.planted == "Ivo Marsh was not mayor of Ennis."
    assert denial.found


def test_the_seed_fixes_what_is_planted(tmp_path: Path) -> None:
    data = read_facts((files(tmp_path)["pairs"],))
    assert planted_errors(data, 3) == planted_errors(data, 3)
    others = {tuple(one.planted for one in planted_errors(data, seed)) for seed in range(4)}
    assert len(others) > 1


def test_what_is_planted_does_not_depend_on_other_claims(tmp_path: Path) -> None:
    rows = [row for row in PAIRS if row["claim"].startswith("The Talus")]
    alone = read_facts((written(tmp_path / "alone.jsonl", rows),))
    together = read_facts((files(tmp_path)["pairs"],))
    number = [one.planted for one in planted_errors(alone) if one.kind == "number"]
    assert number == [one.planted for one in planted_errors(together) if one.kind == "number"]


def test_figures_count_what_a_passage_could_show(tmp_path: Path) -> None:
    figures = planted_figures(planted_errors(read_facts((files(tmp_path)["pairs"],))))
    everything = next(one for one in figures if one.kind == "all" and one.part == "both")
    assert everything.n == sum(one.n for one in figures if one.kind != "all" and one.part == "both")
    assert everything.n_said <= everything.n
    assert everything.false_alarms is not None
    assert everything.false_alarms.value == 0.0
