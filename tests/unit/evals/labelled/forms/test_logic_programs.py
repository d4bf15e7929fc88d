import pytest

from redraft.errors import Misuse
from redraft.evals.labelled.forms.logic_programs import FORM

ROW = {
    "set": "ProntoQA",
    "model": "gpt-4",
    "id": "ProntoQA_3",
    "context": "Cats are kind. Tom is a cat.",
    "question": "Is the following statement true or false? Tom is kind.",
    "options": ["A) True", "B) False"],
    "answer": "A",
    "raw_logic_programs": ["Facts:\nCat(tom, True)\n"],
}


def test_each_option_is_one_output_of_one_problem() -> None:
    right, wrong = FORM.outputs(ROW, 0)
    assert right.draft.text == "Facts:\nCat(tom, True)\n\nAnswer: A"
    assert (right.acceptable, wrong.acceptable) == (True, False)
    assert right.problem == wrong.problem == "ProntoQA/ProntoQA_3"
    assert right.groups == {"set": "ProntoQA", "model": "gpt-4"}
    assert right.prompt.text.endswith("Tom is kind.\nA) True\nB) False")
    assert right.draft.by == "gpt-4"


def test_the_answer_does_not_reach_the_prompt() -> None:
    right, wrong = FORM.outputs(ROW, 0)
    assert right.prompt == wrong.prompt
    assert right.prompt.metadata == {}


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"answer": "C"}, "`answer` must be the letter of an option, got 'C'; there are A, B"),
        ({"options": []}, r"`options` must be a list of texts, got \[\]"),
        ({"raw_logic_programs": "Facts:"}, "`raw_logic_programs` must be a list of texts, got 'Facts:'"),
        ({"context": None}, "`context` must be a text, got None"),
    ],
)
def test_a_row_that_does_not_fit_is_refused(changes: dict[str, object], message: str) -> None:
    with pytest.raises(Misuse, match=message):
        list(FORM.outputs({**ROW, **changes}, 0))


def test_it_recognises_its_own_rows_only() -> None:
    assert FORM.recognises(ROW)
    assert not FORM.recognises({"set": "", "model": ""})
