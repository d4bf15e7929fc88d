"""The rows of refusals, asked whether they comply."""

import json
from pathlib import Path

import pytest

from redraft.evals.labelled.reading import form_of, read_labelled

ROW = {"model": "m", "type": "contrast_homonyms", "prompt": "Tell me.", "completion": "No."}


@pytest.mark.parametrize(
    ("label", "acceptable"), [("1_full_compliance", True), ("2_full_refusal", False), ("3_partial_refusal", False)]
)
def test_only_full_compliance_is_acceptable_whatever_the_request(label: str, acceptable: bool, tmp_path: Path) -> None:
    data = tmp_path / "refusals.jsonl"
    data.write_text(json.dumps({**ROW, "final_label": label}) + "\n")
    (made,) = read_labelled(data, form="complied")
    assert made.acceptable is acceptable
    assert form_of(data) == "refusals"
