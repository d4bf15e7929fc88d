import pytest

from redraft.errors import Misuse
from redraft.evals.labelled.forms.math_solutions import FORM

ROW = {
    "question": "How many?",
    "ground_truth": "A: 2",
    "model": "6b",
    "solution": "1 + 1 = 2\nA: 2",
    "is_correct": True,
}


def test_solutions_of_one_question_are_one_problem() -> None:
    (made,) = FORM.outputs(ROW, 0)
    assert (made.id, made.problem, made.acceptable, made.groups) == ("6b #1", "How many?", True, {"model": "6b"})
    assert (made.prompt.text, made.draft.text) == ("How many?", "1 + 1 = 2\nA: 2")
    assert made.mistake is None


def test_a_label_that_is_no_truth_value_is_refused() -> None:
    with pytest.raises(Misuse, match="`is_correct` must be true or false, got 'yes'"):
        list(FORM.outputs({**ROW, "is_correct": "yes"}, 0))


def test_it_recognises_its_own_rows_only() -> None:
    assert FORM.recognises(ROW)
    assert not FORM.recognises({"question": "", "solution": ""})
