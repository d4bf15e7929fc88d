import pytest

from redraft.errors import Misuse
from redraft.evals.labelled.forms.folio import FORM

ROW = {
    "premises": ["All cats are  kind. ", "Tom is a cat."],
    "premises-FOL": ["∀x (Cat(x) → Kind(x))", "Cat(tom)"],
    "conclusion": "Tom is kind.",
    "conclusion-FOL": "Kind(tom)",
    "label": "True",
}


def test_each_answer_is_one_output_and_the_label_is_the_acceptable_one() -> None:
    outputs = list(FORM.outputs(ROW, 4))
    assert [(one.id, one.acceptable) for one in outputs] == [
        ("FOLIO gold #5 True", True),
        ("FOLIO gold #5 False", False),
        ("FOLIO gold #5 Uncertain", False),
    ]
    assert outputs[0].draft.text == (
        "Premises:\n∀x (Cat(x) → Kind(x)) ::: All cats are kind.\nCat(tom) ::: Tom is a cat.\n"
        "Conclusion:\nKind(tom) ::: Tom is kind.\n\nAnswer: True"
    )


def test_conclusions_from_the_same_premises_are_one_problem() -> None:
    first, *_ = FORM.outputs(ROW, 0)
    other, *_ = FORM.outputs({**ROW, "conclusion": "Tom is not kind.", "label": "False"}, 1)
    assert first.problem == other.problem


def test_formulas_without_a_sentence_each_stand_without_sentences() -> None:
    first, *_ = FORM.outputs({**ROW, "premises": ["All cats are kind and Tom is one."]}, 0)
    assert "Cat(tom) ::: \n" in first.draft.text


def test_another_word_for_uncertain_is_known_and_other_labels_are_refused() -> None:
    *_, uncertain = FORM.outputs({**ROW, "label": "Unknown"}, 0)
    assert uncertain.acceptable
    with pytest.raises(Misuse, match="`label` must be one of True, False, Uncertain, got 'Maybe'"):
        list(FORM.outputs({**ROW, "label": "Maybe"}, 0))


def test_it_recognises_its_own_rows_only() -> None:
    assert FORM.recognises(ROW)
    assert not FORM.recognises({"premises": [], "conclusion": ""})
