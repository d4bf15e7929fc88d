"""Claims as labelled outputs."""

import pytest

from redraft.errors import Misuse
from redraft.evals.labelled.forms.claim_labels import FORM
from redraft.evals.labelled.reading import recognised

ROW = {"claim": "Mars has two moons.", "label": "true", "revised_claim": "Mars has two moons."}


def test_a_claim_is_the_draft_and_acceptable_where_people_found_it_true() -> None:
    (true,), (false,) = FORM.outputs(ROW, 0), FORM.outputs({**ROW, "label": "false"}, 1)
    assert (true.draft.text, true.acceptable, true.problem) == (ROW["claim"], True, ROW["claim"])
    assert (false.id, false.acceptable) == ("claim #2", False)


def test_what_nobody_could_check_is_no_output() -> None:
    assert list(FORM.outputs({**ROW, "label": "not_enough_evidence"}, 0)) == []


def test_an_unknown_label_is_refused() -> None:
    with pytest.raises(Misuse, match="`label` must be one of true, false, not_enough_evidence, got 'maybe'"):
        list(FORM.outputs({**ROW, "label": "maybe"}, 0))


def test_the_form_is_recognised() -> None:
    assert recognised(ROW, "x").name == "claim_labels"
