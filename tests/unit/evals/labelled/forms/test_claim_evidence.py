import pytest

from redraft.errors import Misuse
from redraft.evals.labelled.forms.claim_evidence import FORM, pair_of

ROW = {"claim": "The bridge has 12 towers.", "evidence": "It has ten.", "stance": "refute"}


def test_a_refuted_claim_is_not_acceptable_and_the_passage_stands_in_the_prompt() -> None:
    (output,) = FORM.outputs(ROW, 2)
    assert (output.id, output.draft.text, output.acceptable) == ("claim and passage #3", ROW["claim"], False)
    assert "It has ten." in output.prompt.text
    assert output.problem == ROW["claim"]


def test_a_passage_that_says_nothing_of_the_claim_gives_no_output() -> None:
    assert list(FORM.outputs({**ROW, "stance": "irrelevant"}, 0)) == []


def test_support_in_part_is_support() -> None:
    fully, partly = pair_of({**ROW, "stance": "completely-support"}), pair_of({**ROW, "stance": "partially-support"})
    assert (fully.stance, fully.fully) == ("support", True)
    assert (partly.stance, partly.fully) == ("support", False)


def test_an_unknown_stance_is_refused() -> None:
    with pytest.raises(Misuse, match=r"`stance` must be one of completely-support.*got 'perhaps'"):
        pair_of({**ROW, "stance": "perhaps"})


def test_rows_are_recognised_by_their_keys() -> None:
    assert FORM.recognises(ROW)
    assert not FORM.recognises({"claim": "a", "label": "true"})
