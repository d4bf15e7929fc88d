import os
from pathlib import Path

import pytest

from redraft.errors import Misuse
from redraft.evals.labelled.forms.code_solutions import FORM
from redraft.evals.labelled.reading import read_labelled

ROW = {
    "bench": "humaneval",
    "name": "HumanEval/53",
    "prompt": "def add(x, y):\n",
    "entry_point": "add",
    "test": "def check(candidate):\n    assert candidate(0, 1) == 1\n",
    "solution": "    return x + y",
    "is_solved": True,
}


def test_the_tests_are_visible_ones_of_the_prompt() -> None:
    (made,) = FORM.outputs(ROW, 4)
    assert (made.id, made.problem, made.acceptable) == ("HumanEval/53 #5", "HumanEval/53", True)
    assert (made.prompt.text, made.draft.text) == ("def add(x, y):\n", "    return x + y")
    assert dict(made.prompt.metadata) == {"tests": ROW["test"], "entry_point": "add"}
    assert dict(made.groups) == {"bench": "humaneval"}


def test_names_are_not_needed() -> None:
    (made,) = FORM.outputs({key: value for key, value in ROW.items() if key not in ("bench", "name")}, 4)
    assert (made.id, made.problem) == ("row 5 #5", "row 5")


def test_it_recognises_its_own_rows_only() -> None:
    assert FORM.recognises(ROW)
    assert not FORM.recognises({"prompt": "", "answer": "", "acceptable": True})
    with pytest.raises(Misuse, match="`is_solved` must be true or false, got 'yes'"):
        list(FORM.outputs({**ROW, "is_solved": "yes"}, 0))


@pytest.mark.skipif("REDRAFT_DATA" not in os.environ, reason="REDRAFT_DATA does not say where the public data lies")
def test_the_public_rows_are_read() -> None:
    outputs = list(read_labelled(Path(os.environ["REDRAFT_DATA"]) / "code_solutions.jsonl.gz", limit=20))
    assert len(outputs) == 20
    assert all(output.prompt.metadata["entry_point"] in output.prompt.text for output in outputs)
