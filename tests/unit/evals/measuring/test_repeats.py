from dataclasses import replace

import pytest

from redraft.core import Draft, Prompt
from redraft.errors import Misuse
from redraft.evals.labelled.output import LabelledOutput
from redraft.evals.measuring.repeats import fingerprint, kept


def output(
    id: str, prompt: str = "q", answer: str = "a", *, acceptable: bool = True, problem: str = "p"
) -> LabelledOutput:
    return LabelledOutput(
        id=id, prompt=Prompt.of(prompt), draft=Draft.of(answer), acceptable=acceptable, problem=problem
    )


def test_an_answer_that_a_model_gave_twice_counts_twice_and_is_told() -> None:
    found = kept([output("1"), output("2"), output("3", answer="b")])
    assert list(found.outputs) == ["1", "2", "3"] and (found.n_repeated, found.n_dropped) == (1, 0)
    assert found.outputs["1"] == found.outputs["2"] != found.outputs["3"]


def test_an_output_of_two_problems_is_no_independent_evidence_and_counts_once() -> None:
    found = kept([output("1"), output("2", problem="other"), output("3", problem="other", answer="b")])
    assert list(found.outputs) == ["1", "3"] and (found.n_repeated, found.n_dropped) == (0, 1)


def test_the_same_output_with_both_labels_is_refused() -> None:
    with pytest.raises(Misuse, match="'1' and '3' are the same answer to the same prompt, and one is labelled"):
        kept([output("1"), output("2", answer="b"), output("3", acceptable=False)])


def test_the_fingerprint_is_that_of_what_a_critic_sees() -> None:
    prompt, draft = Prompt.of("q"), Draft.of("a")
    same = fingerprint(replace(prompt, id="another"), replace(draft, by="somebody"))
    assert fingerprint(prompt, draft) == same and len(same) == 16
    tested = replace(prompt, metadata={"tests": "assert f()"})
    assert (
        len({same, fingerprint(tested, draft), fingerprint(Prompt.of("q2"), draft), fingerprint(prompt, Draft.of("A"))})
        == 4
    )


def test_text_that_is_no_unicode_has_a_fingerprint() -> None:
    assert fingerprint(Prompt.of("q"), Draft.of("\ud800")) != fingerprint(Prompt.of("q"), Draft.of("\ud801"))
