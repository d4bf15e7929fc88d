import gzip
import json
import os
from pathlib import Path
from typing import Any

import pytest

from redraft.errors import Misuse
from redraft.evals.steps.run import StepsEvalConfig, evaluate_steps
from redraft.evals.steps.tables import disagreements, tables
from support.labelled import written


def chain(number: int, *, wrong: int | None, said: int) -> dict[str, Any]:
    """A chain of a sum and a product; `said` is the value that its first step claims, `wrong` what people marked."""
    return {
        "task": "multistep_arithmetic",
        "input": f"({number} + 2) * 3 =",
        "steps": [f"({number} + 2) = {said}", f"{said} * 3 = {3 * said}. So the answer is {3 * said}"],
        "target": str(3 * (number + 2)),
        "answer": str(3 * said),
        "mistake_index": wrong,
    }


CHAINS = [
    *[chain(k, wrong=None, said=k + 2) for k in range(10)],
    *[chain(k, wrong=0, said=k + 3) for k in range(10, 20)],
    chain(20, wrong=1, said=22),  # marked although nothing is wrong
    chain(21, wrong=None, said=24),  # not marked although the first step is wrong
]


def test_figures_count_what_was_found_and_where(tmp_path: Path) -> None:
    result = evaluate_steps(StepsEvalConfig(data=written(tmp_path / "chains.jsonl", CHAINS)))
    (all_,) = [one for one in result.figures if one.half == "both"]
    assert (all_.n, all_.n_wrong, all_.n_found, all_.n_false_alarms, all_.n_exact) == (22, 11, 10, 1, 10)
    assert all_.n_overlooked == 1
    assert all_.recall is not None and all_.recall.value == 10 / 11
    assert all_.first_error is not None and all_.first_error.value == 10 / 11
    assert all_.first_error_found is not None and all_.first_error_found.value == 1.0
    assert all_.unscored is not None and all_.unscored.value == 0.0
    halves = {one.half: one.n for one in result.figures}
    assert halves["test"] + halves["development"] == 22 and halves["test"] > 0 and halves["development"] > 0


def test_references_stand_beside_ours_and_the_baselines(tmp_path: Path) -> None:
    result = evaluate_steps(StepsEvalConfig(data=written(tmp_path / "chains.jsonl", CHAINS)))
    ours = [(c.reference.name, c.n_hits, c.n, c.n_baseline, c.reached) for c in result.compared if c.half == "both"]
    assert ours == [
        ("wrong chains found", 10, 11, 10, True),
        ("false alarms", 1, 11, 1, True),
        ("first wrong step exact", 10, 11, 10, True),
    ]


def test_disagreements_are_listed_with_their_evidence(tmp_path: Path) -> None:
    result = evaluate_steps(StepsEvalConfig(data=written(tmp_path / "chains.jsonl", CHAINS)))
    alarm, missed = (block.splitlines() for block in disagreements(result))
    assert alarm[0].startswith("false alarm: multistep_arithmetic #22 (")
    assert alarm[1] == "  claim: (21 + 2) = 24"
    assert alarm[2].endswith("the right value is 23, not 24.")
    assert alarm[3] == "  the stored answer is wrong by the data's own key"
    assert missed[0].startswith("missed: multistep_arithmetic #21 (")


def test_word_problems_say_where_wrong_values_stand(tmp_path: Path) -> None:
    row = {"question": "How many?", "ground_truth": "A: 26", "model": "6b", "is_correct": False}
    solutions = [
        "16 - 3 = <<16-3=13>>13\n13 * 2 = <<13*2=26>>26\nA: 26",
        "16 - 3 = 14\nA: 14",
        "16 - 3 = <<16-3=13>>31\nA: 31",
        "it is <<16-3=14>>14\nA: 14",
        "16 - 3 = 13\nA: 99",
    ]
    data = written(tmp_path / "solutions.jsonl", [{**row, "solution": text} for text in solutions])
    result = evaluate_steps(StepsEvalConfig(data=data, n_shown=2))
    assert result.form == "math_solutions"
    assert result.where == {"text": 2, "note": 1, "answer": 1}
    assert len(result.shown) == 2
    (reason,) = result.reasons
    assert reason.startswith("the arithmetic holds (equations computed: #)")


def test_the_tables_hold_every_group_and_half(tmp_path: Path) -> None:
    rows = [*CHAINS, {**CHAINS[0], "task": "word_sorting", "input": "b a"}]
    result = evaluate_steps(StepsEvalConfig(data=written(tmp_path / "chains.jsonl", rows)))
    first, *_ = tables(result)
    groups = [(row.cells[0], row.cells[1]) for row in first.rows]
    assert groups == [
        (group, half) for group in ("multistep_arithmetic", "word_sorting", "all") for half in ("test", "dev.", "both")
    ]
    assert {len(table.columns) for table in tables(result)} == {2, 5, 6, 7}


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Misuse, match="cannot read"):
        evaluate_steps(StepsEvalConfig(data=tmp_path / "nowhere.jsonl"))


def public(name: str) -> Path:
    folder = os.environ.get("REDRAFT_DATA")
    if not folder or not (Path(folder) / name).exists():
        pytest.skip(f"REDRAFT_DATA names no folder with {name}")
    return Path(folder) / name


def test_on_the_public_chains_of_arithmetic_the_reference_is_reached(tmp_path: Path) -> None:
    with gzip.open(public("reasoning_mistakes.jsonl.gz"), "rt", encoding="utf-8") as file:
        rows = [row for row in map(json.loads, file) if row["task"] == "multistep_arithmetic"]
    result = evaluate_steps(StepsEvalConfig(data=written(tmp_path / "chains.jsonl", rows)))
    (all_,) = [one for one in result.figures if one.half == "both"]
    reached = {one.reference.name: one.reached for one in result.compared if one.half == "both"}
    assert reached["wrong chains found"] and reached["first wrong step exact"]
    # More right chains are disturbed than the reference allows: all but one of them end in a wrong answer.
    assert all_.n_overlooked is not None
    assert all_.n_false_alarms - all_.n_overlooked <= 1
