import pytest

from redraft.errors import Misuse
from redraft.evals.labelled.forms.fields import label_in, text_in, texts_in


def test_fields_of_the_right_sort_are_given_back() -> None:
    row = {"text": "a", "label": False, "texts": {"a": "b", "n": 1.5, "yes": True}, "none": None}
    assert text_in(row, "text") == "a" and label_in(row, "label") is False
    assert texts_in(row, "texts") == {"a": "b", "n": "1.5", "yes": "true"}
    assert texts_in(row, "none") == texts_in(row, "missing") == {}


def test_a_missing_field_is_named_with_those_that_are_there() -> None:
    with pytest.raises(Misuse, match="`text` is missing, the row has 'other'; add it"):
        text_in({"other": 1}, "text")
    with pytest.raises(Misuse, match="`label` is missing, the row has nothing; add it"):
        label_in({}, "label")


def test_a_field_of_the_wrong_sort_is_shown() -> None:
    with pytest.raises(Misuse, match="`text` must be a text, got 3"):
        text_in({"text": 3}, "text")
    with pytest.raises(Misuse, match="`label` must be true or false, got 'true'"):
        label_in({"label": "true"}, "label")
    with pytest.raises(Misuse, match="`texts` must be an object"):
        texts_in({"texts": "a"}, "texts")
