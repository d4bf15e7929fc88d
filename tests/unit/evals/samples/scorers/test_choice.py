import asyncio

import pytest

from redraft.core import Draft
from redraft.errors import Misuse
from redraft.evals.samples.scorers import Choice

OPTIONS = ("the red ball", "the blue ball", "no ball")


def letter(answer: str) -> str | None:
    return Choice(options=OPTIONS, reference="B").answer_of(answer) or None


@pytest.mark.parametrize(
    "answer",
    [
        "B",
        "(B)",
        "b)",
        "B) the blue ball",
        "**B**",
        "The answer is B.",
        "The answer is (B), not (A).",
        "The answer is the blue ball.",
        "Bob takes (A) first, then (B).",
        "The Blue Ball",
        "I thought long.\nSo it must be the blue ball.",
        r"\boxed{\text{B}}",
        "Answer: option B because it is blue",
        "B is the correct option, for it is blue.",
    ],
)
def test_an_option_is_taken_by_its_letter_or_its_words(answer: str) -> None:
    assert letter(answer) == "B"


@pytest.mark.parametrize(
    "answer", ["", "A cat sat", "A is left of B", "D", "(Z)", "the red ball or the blue ball", "🎈" * 50_000]
)
def test_an_answer_that_takes_no_option_is_none(answer: str) -> None:
    assert letter(answer) is None


def test_right_is_the_option_of_the_reference() -> None:
    scorer = Choice.of(OPTIONS, "The blue ball")
    assert scorer.reference == "B"
    assert [asyncio.run(scorer.score(Draft.of(text))).right for text in ("B", "C", "?")] == [True, False, False]


def test_an_option_that_is_a_letter_itself_is_meant_by_its_words() -> None:
    assert Choice.of(("B", "A"), "A").reference == "B"


@pytest.mark.parametrize(
    ("options", "reference", "said"),
    [(OPTIONS, "D", "is no option; there are A, B, C"), (("one",), "A", "2 to 26 options, got 1")],
)
def test_a_reference_that_cannot_be_met_is_refused(options: tuple[str, ...], reference: str, said: str) -> None:
    with pytest.raises(Misuse, match=said):
        Choice.of(options, reference)
