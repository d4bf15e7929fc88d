"""The sets of public data, on rows of the same keys made for these tests."""

import asyncio
import json
import os
from pathlib import Path
from typing import Any

import pytest

from redraft.core import Draft
from redraft.errors import Misuse
from redraft.evals.labelled.reading import read_rows
from redraft.evals.sample import Sample
from redraft.evals.samples import read_data, read_samples
from redraft.evals.samples.forms import FORMS
from redraft.evals.samples.scorers import Number
from support.labelled import written

ROWS: dict[str, dict[str, Any]] = {
    "math_solutions": {
        "question": "How many eggs?", "ground_truth": "9 * 2 = 18\nA: 18", "model": "6b", "solution": "A: 17",
        "is_correct": False,
    },
    "code_solutions": {
        "bench": "own", "name": "own/1", "prompt": "def add(a, b):\n", "entry_point": "add",
        "test": "def check(f):\n    assert f(1, 2) == 3\n", "solution": "    return a", "is_solved": False,
    },
    "folio": {
        "premises": ["All men are mortal."], "premises-FOL": ["∀x (Man(x) → Mortal(x))"], "label": "True",
        "conclusion": "Socrates, a man, is mortal.", "conclusion-FOL": "Man(s) → Mortal(s)",
    },
    "logic_programs": {
        "set": "Own", "model": "m", "id": "1", "context": "A is left of B.", "question": "Who is left?",
        "options": ["A) A", "B) B"], "answer": "A", "raw_logic_programs": ["..."],
    },
    "reasoning_mistakes": {
        "task": "word_sorting", "input": "b a", "steps": ["sort"], "target": "a b", "answer": "b a", "mistake_index": 0,
    },
    "critique_solutions": {
        "set": "math", "question": "Half of 3?", "gt": "\\frac{3}{2}", "pred": "1", "reasoning": "...",
        "model": "m", "previous_score": [False],
    },
    "bbq": {
        "context": "An old and a young man met.", "question": "Who forgot?", "ans0": "The old man",
        "ans1": "Not enough information", "ans2": "The young man", "label": 1, "category": "Age",
        "context_condition": "ambig",
    },
    "claim_labels": {"claim": "Water is wet.", "label": "true", "revised_claim": "Water is wet."},
    "translation": {"source": "Good morning", "reference": "Guten Morgen", "target_language": "de"},
}  # fmt: skip

RIGHT = {
    "math_solutions": "A: 18", "code_solutions": "    return a + b", "folio": "A", "logic_programs": "The answer is A.",
    "reasoning_mistakes": "The answer is a b", "critique_solutions": r"\boxed{3/2}", "bbq": "(B)",
    "claim_labels": "true", "translation": "Guten Morgen!",
}  # fmt: skip

REFERENCES = {
    "math_solutions": "18", "code_solutions": "assert", "folio": "∀", "reasoning_mistakes": "a b",
    "critique_solutions": "frac", "translation": "Guten Morgen",
}  # fmt: skip


def sample_of(name: str, folder: Path) -> Sample:
    data = read_data(written(folder / f"{name}.jsonl", [ROWS[name]]))
    assert data.form == name
    (sample,) = data.samples
    return sample


def test_every_set_has_a_row_here() -> None:
    assert {*ROWS, "plain"} == set(FORMS)


@pytest.mark.parametrize("name", ROWS)
def test_a_set_is_recognised_and_its_right_answer_is_right(name: str, tmp_path: Path) -> None:
    sample = sample_of(name, tmp_path)
    assert asyncio.run(sample.scorer.score(Draft.of(RIGHT[name]))).right is True
    assert asyncio.run(sample.scorer.score(Draft.of("I do not know."))).right is not True


@pytest.mark.parametrize("name", REFERENCES)
def test_the_reference_stays_out_of_the_prompt(name: str, tmp_path: Path) -> None:
    assert REFERENCES[name] not in json.dumps(repr(sample_of(name, tmp_path).prompt), ensure_ascii=False)


def test_stored_solutions_of_several_models_are_one_sample(tmp_path: Path) -> None:
    row = ROWS["math_solutions"]
    data = read_data(written(tmp_path / "m.jsonl", [row, {**row, "model": "175b", "solution": "A: 18"}]))
    assert (len(data.samples), data.n_repeated) == (1, 1)


@pytest.mark.parametrize(
    ("name", "change", "said"),
    [
        ("bbq", {"label": 3}, "`label` must be 0, 1 or 2, got 3"),
        ("claim_labels", {"label": "maybe"}, "`label` must be one of true, false, not_enough_evidence"),
        ("logic_programs", {"answer": "E"}, "'E' is no option; there are A, B"),
        ("math_solutions", {"ground_truth": "many"}, "'many' states no number"),
    ],
)
def test_a_row_with_a_reference_that_is_none_is_refused(
    name: str, change: dict[str, Any], said: str, tmp_path: Path
) -> None:
    with pytest.raises(Misuse, match=said):
        read_samples(written(tmp_path / "bad.jsonl", [{**ROWS[name], **change}]))


def data_folder() -> Path:
    folder = os.environ.get("REDRAFT_DATA")
    if folder is None:
        pytest.skip("REDRAFT_DATA names no folder of public data")
    return Path(folder)


def test_the_scorer_of_numbers_agrees_with_the_stored_labels_of_gsm8k() -> None:
    rows = [row for _, row in read_rows(data_folder() / "math_solutions.jsonl.gz")]

    async def n_agreeing() -> int:
        scores = [await Number(reference=row["ground_truth"]).score(Draft.of(row["solution"])) for row in rows]
        return sum(score.right == row["is_correct"] for score, row in zip(scores, rows, strict=True))

    assert asyncio.run(n_agreeing()) >= 0.99 * len(rows)


@pytest.mark.parametrize(
    ("name", "n_samples", "scorers"),
    [
        ("math_solutions", 694, {"number"}),
        ("code_solutions", 287, {"python"}),
        ("folio", 102, {"choice"}),
        ("logic_programs", 911, {"choice"}),
        ("reasoning_mistakes", 1106, {"exact", "math", "number"}),
        ("critique_solutions", 1037, {"math"}),
        ("bbq", 1554, {"choice"}),
        ("claim_labels", 345, {"choice"}),
    ],
)
def test_the_public_sets_are_read_whole(name: str, n_samples: int, scorers: set[str]) -> None:
    data = read_data(data_folder() / f"{name}.jsonl.gz")
    assert (data.form, len(data.samples)) == (name, n_samples)
    assert {sample.scorer.name for sample in data.samples} == scorers


@pytest.mark.parametrize("name", ["claim_evidence", "fact_revisions", "refusals", "translation_errors"])
def test_the_public_sets_without_a_reference_for_new_answers_are_refused(name: str) -> None:
    with pytest.raises(Misuse, match=f"no new answer can be scored by {name}: "):
        read_data(data_folder() / f"{name}.jsonl.gz")
