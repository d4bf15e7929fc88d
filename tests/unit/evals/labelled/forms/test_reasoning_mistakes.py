from typing import Any

import pytest

from redraft.errors import Misuse
from redraft.evals.labelled.forms.reasoning_mistakes import FORM
from redraft.evals.labelled.output import LabelledOutput

ROW = {
    "task": "multistep_arithmetic",
    "input": "(1 + 2) * 3 =",
    "steps": ["A = 1 + 2 = 4.", "A * 3 = 12. So the answer is 12"],
    "target": "9",
    "answer": "12",
    "mistake_index": 0,
}


def output(**fields: Any) -> LabelledOutput:
    (made,) = FORM.outputs({**ROW, **fields}, 4)
    return made


def test_the_mistake_is_the_place_of_the_marked_step() -> None:
    made = output()
    assert made.draft.text == "1. A = 1 + 2 = 4.\n2. A * 3 = 12. So the answer is 12"
    assert made.mistake is not None
    assert made.draft.text[int(made.mistake.start) : int(made.mistake.end)] == "A = 1 + 2 = 4."
    assert not made.acceptable
    assert (made.id, made.problem) == ("multistep_arithmetic #5", ROW["input"])


def test_a_chain_without_a_marked_step_is_acceptable_even_when_its_answer_is_wrong() -> None:
    made = output(mistake_index=None)
    assert made.acceptable
    assert made.mistake is None
    assert made.groups == {"task": "multistep_arithmetic", "answer": "wrong"}
    assert output(answer="9").groups["answer"] == "right"


def test_an_answer_that_no_step_states_gets_a_line() -> None:
    assert output(steps=["1 + 2 = 3", "3 * 3 = 9"], answer="9").draft.text.endswith("2. 3 * 3 = 9\nThe answer is 9")


def test_inputs_that_ask_nothing_get_the_words_of_their_task() -> None:
    assert output(task="word_sorting", input="b a").prompt.text.startswith("Sort the following words alphabetically")
    assert output(task="dyck_languages", input="( [").prompt.text.endswith("Input: ( [")
    assert output().prompt.text == ROW["input"]


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"mistake_index": 2}, "`mistake_index` must lie in 0..1, got 2"),
        ({"mistake_index": "1"}, "`mistake_index` must be a number or null, got '1'"),
        ({"mistake_index": True}, "`mistake_index` must be a number or null, got True"),
        ({"steps": []}, "`steps` must be a list of texts, at least one, got []"),
        ({"steps": ["a", 1]}, "`steps` must be a list of texts"),
        ({"answer": None}, "`answer` must be a text, got None"),
    ],
)
def test_a_row_that_does_not_fit_is_refused_with_what_to_do(fields: dict[str, Any], message: str) -> None:
    with pytest.raises(Misuse) as caught:
        output(**fields)
    assert message in str(caught.value)


def test_it_recognises_its_own_rows_only() -> None:
    assert FORM.recognises(ROW)
    assert not FORM.recognises({"prompt": "", "answer": "", "acceptable": True})
