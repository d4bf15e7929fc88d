import gzip
import json
import os
from pathlib import Path

import pytest

from redraft.errors import Misuse
from redraft.evals.logic.run import LogicEvalConfig, LogicResult, evaluate_logic
from redraft.evals.logic.tables import misses, tables

PROGRAM = "Premises:\n∀x (Cat(x) → Kind(x))\nCat(tom)\nConclusion:\n{}\n"
FOLIO = {
    "premises": ["Cats are kind.", "Tom is a cat."],
    "premises-FOL": ["∀x (Cat(x) → Kind(x))", "Cat(tom)"],
    "conclusion": "Tom is kind.",
    "conclusion-FOL": "Kind(tom)",
    "label": "True",
}


def row(id_: str, model: str, conclusion: str, answer: str) -> dict[str, object]:
    return {
        "set": "FOLIO",
        "model": model,
        "id": id_,
        "context": "Cats are kind. Tom is a cat.",
        "question": "Is the following statement true, false, or uncertain? Tom is kind.",
        "options": ["A) True", "B) False", "C) Uncertain"],
        "answer": answer,
        "raw_logic_programs": [PROGRAM.format(conclusion)],
    }


def written(folder: Path, *rows: object) -> Path:
    path = folder / "rows.jsonl"
    path.write_text("".join(json.dumps(one) + "\n" for one in rows))
    return path


@pytest.fixture(scope="module")
def result(tmp_path_factory: pytest.TempPathFactory) -> LogicResult:
    folder = tmp_path_factory.mktemp("rows")
    rows = [row(str(n), model, "Kind(tom" if n else "Kind(tom)", "A") for n in range(8) for model in ("gpt-4", "small")]
    wrong = {**FOLIO, "conclusion": "Tom is a dog.", "conclusion-FOL": "Cats(tom)", "label": "False"}
    return evaluate_logic(LogicEvalConfig(data=(written(folder, *rows, FOLIO, wrong),)))


def test_every_set_model_and_half_has_its_figures(result: LogicResult) -> None:
    both = [one for one in result.figures if one.half == "both"]
    assert [(one.set, one.model, one.n) for one in both] == [
        ("FOLIO", "gpt-4", 8),
        ("FOLIO", "small", 8),
        ("FOLIO", "gold", 2),
    ]
    halves = [one for one in result.figures if one.model == "gpt-4" and one.half != "both"]
    assert sum(one.n for one in halves) == 8


def test_repairs_are_measured_against_reading_strictly(result: LogicResult) -> None:
    (one,) = [one for one in result.figures if (one.model, one.half) == ("gpt-4", "both")]
    assert one.right_of_all is not None
    assert one.right_strict is not None
    assert (one.right_of_all.value, one.right_strict.value) == (1.0, 1 / 8)


def test_gold_formulas_that_disagree_with_their_label_are_listed_with_what_looked_like_a_slip(
    result: LogicResult,
) -> None:
    (miss,) = result.misses
    assert (miss.wanted, miss.found) == ("false", "unknown")
    (block,) = misses(result)
    assert "label false, the formulas say unknown" in block
    assert "twins: Cat, Cats" in block


def test_the_tables_name_every_set_and_the_reference(result: LogicResult) -> None:
    shown = {table.title: table for table in tables(result)}
    assert "Votes of the models' programs" in shown
    assert [row.cells[-1] for row in shown["Beside a plain translation to Z3"].rows if row.cells[2] == "both"]
    for table in shown.values():
        assert table.rows


def test_rows_of_another_kind_are_refused(tmp_path: Path) -> None:
    with pytest.raises(Misuse, match="line 1: neither a row of logic_programs nor of folio"):
        evaluate_logic(LogicEvalConfig(data=(written(tmp_path, {"question": "?"}),)))


def test_the_first_gold_formulas_of_the_public_data_are_decided_as_labelled(tmp_path: Path) -> None:
    folder = os.environ.get("REDRAFT_DATA")
    if folder is None:
        pytest.skip("REDRAFT_DATA does not say where the public data lies")
    with gzip.open(Path(folder) / "folio.jsonl.gz", "rt", encoding="utf-8") as file:
        path = written(tmp_path, *[json.loads(line) for _, line in zip(range(30), file, strict=False)])
    (both,) = [one for one in evaluate_logic(LogicEvalConfig(data=(path,))).figures if one.half == "both"]
    assert both.right_of_all is not None
    assert both.right_of_all.value >= 28 / 30
