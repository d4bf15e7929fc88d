import pytest

from redraft.errors import Misuse
from redraft.evals.labelled.forms.fact_revisions import FORM, revision_of

ROW = {"prompt": "Who?", "response": "Ada.", "revised_response": "Bea.", "factual state": "false", "claim list": []}


def test_an_answer_with_something_false_is_not_acceptable() -> None:
    (output,) = FORM.outputs(ROW, 0)
    assert (output.id, output.prompt.text, output.draft.text) == ("answer #1", "Who?", "Ada.")
    assert not output.acceptable
    (right,) = FORM.outputs({**ROW, "factual state": "true"}, 1)
    assert right.acceptable


def test_the_correction_is_kept_for_measuring() -> None:
    assert revision_of(ROW) == ("Who?", "Ada.", "Bea.", False)


def test_an_unknown_state_is_refused() -> None:
    with pytest.raises(Misuse, match=r"`factual state` must be one of true, false, got 'maybe'"):
        revision_of({**ROW, "factual state": "maybe"})
