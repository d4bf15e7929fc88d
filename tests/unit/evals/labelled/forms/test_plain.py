from typing import Any

import pytest

from redraft.core import Location
from redraft.errors import Misuse
from redraft.evals.labelled.forms.plain import FORM
from redraft.evals.labelled.output import LabelledOutput

ROW = {"prompt": "Say yes.", "answer": "no", "acceptable": False}


def output(**fields: Any) -> LabelledOutput:
    (made,) = FORM.outputs({**ROW, **fields}, 6)
    return made


def test_three_fields_are_enough() -> None:
    made = output()
    assert (made.prompt.text, made.draft.text, made.acceptable) == ("Say yes.", "no", False)
    assert made.id == "row 7" and made.problem == made.prompt.id and made.groups == {} and made.mistake is None


def test_all_fields_are_taken() -> None:
    groups, metadata = {"task": "yes", "n": 2, "hard": True}, {"tests": "assert f()"}
    made = output(id=5, problem="p", groups=groups, metadata=metadata, mistake=[0, 2])
    assert (made.id, made.problem, made.groups) == ("5", "p", {"task": "yes", "n": "2", "hard": "true"})
    assert made.prompt.metadata == metadata and made.mistake == Location(start=0, end=2)


def test_a_conversation_is_a_prompt() -> None:
    turns = [{"role": "system", "content": "Be kind."}, {"role": "user", "content": "Hello"}]
    assert [message.role for message in output(prompt=turns).prompt.messages] == ["system", "user"]


def test_answers_to_the_same_prompt_are_one_problem() -> None:
    assert output(answer="a").problem == output(answer="b").problem != output(prompt="Say no.").problem


def test_it_recognises_its_own_rows_only() -> None:
    assert FORM.recognises(ROW) and not FORM.recognises({"prompt": "", "answer": ""})


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"prompt": ""}, "a prompt must not be empty"),
        ({"prompt": 3}, "a prompt is a text, a list of messages or a Prompt, got 3"),
        ({"answer": None}, "`answer` must be a text, got None"),
        ({"acceptable": "yes"}, "`acceptable` must be true or false, got 'yes'"),
        ({"acceptable": 1}, "`acceptable` must be true or false, got 1"),
        ({"id": True}, "`id` must be a text or a number, got True"),
        ({"problem": []}, "`problem` must be a text or a number, got []"),
        ({"groups": ["a"]}, "`groups` must be an object of names and texts, got ['a']"),
        ({"metadata": {"a": [1]}}, "`metadata.a` must be a text, got [1]"),
        ({"mistake": [1, 3]}, "`mistake` must be [start, end] within the 2 characters of the answer, got [1, 3]"),
        ({"mistake": [1, 1]}, "`mistake` must be [start, end]"),
        ({"mistake": "no"}, "`mistake` must be [start, end]"),
    ],
)
def test_what_does_not_fit_is_named_with_what_to_do(fields: dict[str, object], said: str) -> None:
    with pytest.raises(Misuse) as refused:
        output(**fields)
    assert said in str(refused.value)


def test_a_missing_prompt_is_told_so() -> None:
    with pytest.raises(Misuse, match="`prompt` is missing, the row has 'answer'; add it"):
        list(FORM.outputs({"answer": "x"}, 0))
