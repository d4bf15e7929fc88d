import asyncio

import pytest

from redraft.core import Draft
from redraft.errors import Misuse
from redraft.evals.samples.scorers import Choice

VITAMINS = ("Vitamin A deficiency", "Vitamin C deficiency", "Vitamin D deficiency")
ANIMALS = ("a cat", "a dog", "a bird", "none of the above")
CITIES = ("Paris", "London", "Rome")
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


@pytest.mark.parametrize(
    ("options", "reference", "answer"),
    [
        (ANIMALS, "B", "The answer is (B) because (A) is wrong and (C) flies."),
        (ANIMALS, "B", "Answer: B, not A"),
        (ANIMALS, "B", "Answer: a dog."),
        (ANIMALS, "B", "Answer: It must be a dog"),
        (ANIMALS, "B", "Answer: A dog"),
        (ANIMALS, "B", "(A) is out, (C) is wrong. So (B)."),
        (ANIMALS, "B", "It's (B)."),
        (ANIMALS, "B", "option B"),
        (ANIMALS, "B", "Answer: **(B)**"),
        (ANIMALS, "B", "(B) is correct, (A) is not"),
        (ANIMALS, "B", "B"),
        (ANIMALS, "B", "(B)"),
        (ANIMALS, "B", "a dog"),
        (ANIMALS, "B", "The answer is B."),
        (ANIMALS, "B", "b) a dog"),
        (ANIMALS, "B", "It is a dog, not a cat"),
        (ANIMALS, "B", "**B**"),
        (ANIMALS, "B", r"\boxed{\text{B}}"),
        (("yes", "no"), "A", "Yes, it is."),
        (("yes", "no"), "A", "Answer: yes"),
        (("yes", "no"), "A", "Yes"),
        (("yes", "no"), "A", "Answer: A, because"),
        (
            VITAMINS,
            "B",
            "Answer: B. Vitamin C deficiency",
        ),
        (VITAMINS, "B", "Answer: Vitamin C deficiency"),
        (CITIES, "A", "Paris"),
        (CITIES, "A", "The capital is Paris."),
        (CITIES, "A", "A. Paris"),
        (CITIES, "A", "A: Paris"),
        (CITIES, "A", "Answer: A. Paris is the capital; London is not."),
        (CITIES, "A", "Answer: Paris (A)"),
        (CITIES, "A", "Answer: (A) Paris, not (B) London"),
        (CITIES, "A", "The correct answer is A) Paris"),
        (CITIES, "A", "The answer is option A"),
        (CITIES, "A", "Answer: a"),
    ],
)
def test_an_option_is_taken_where_others_are_denied(options: tuple[str, ...], reference: str, answer: str) -> None:
    assert asyncio.run(Choice(options=options, reference=reference).score(Draft.of(answer))).right is True


@pytest.mark.parametrize(
    ("options", "reference", "answer"),
    [
        (ANIMALS, "B", "Answer: A, not B"),
        (ANIMALS, "B", "Answer: (A) or (B)"),
        (ANIMALS, "B", "Answer: A/B"),
        (ANIMALS, "B", "Answer: (B), (C)"),
        (ANIMALS, "B", "Answer: B & C"),
        (ANIMALS, "B", "(B) is wrong"),
        (ANIMALS, "B", "B is incorrect, so C"),
        (ANIMALS, "B", "The answer cannot be (B)"),
        (ANIMALS, "B", "Answer: neither (A) nor (B)"),
        (ANIMALS, "B", "Answer: a dogma"),
        (ANIMALS, "B", "Answer: a dog or a cat"),
        (ANIMALS, "B", "Everything but (B)"),
        (ANIMALS, "B", "Answer: all of A, B and C"),
        (ANIMALS, "B", "The answer isn't B."),
        (ANIMALS, "B", "Answer: none of (A), (B)"),
        (ANIMALS, "B", "I rule out (B)"),
        (ANIMALS, "B", "Answer: not (B)\nmaybe"),
        (ANIMALS, "B", "The answer is not B."),
        (ANIMALS, "B", "Not (B), but (A)"),
        (ANIMALS, "B", "(A) is right, (B) is wrong"),
        (ANIMALS, "B", "(A). I considered (B)."),
        (ANIMALS, "B", "The answer is A or B."),
        (ANIMALS, "B", "B and C"),
        (ANIMALS, "B", "Answer: B or C"),
        (ANIMALS, "B", "Answer: not a dog"),
        (ANIMALS, "B", "Both (A) and (B)"),
        (ANIMALS, "B", "Answer: either (B) or (C)"),
        (ANIMALS, "B", "I would not choose (B)"),
        (ANIMALS, "B", "It isn't a dog"),
        (("yes", "no"), "A", "Answer: no"),
        (("yes", "no"), "A", "Answer: yes and no"),
        (("yes", "no"), "A", "Answer: not yes"),
        (
            VITAMINS,
            "B",
            "Answer: C. Vitamin D deficiency",
        ),
        (
            VITAMINS,
            "B",
            "Answer: not Vitamin C deficiency",
        ),
        (("true", "false", "not known"), "B", "The answer is: it is not false"),
        (("1", "2"), "A", "Answer: 12"),
        (("no", "nothing"), "A", "The answer is: nothing at all"),
        (("Paris", "London"), "A", "Answer: not Paris but Rome"),
        (("cat", "dog"), "A", "Answer: category theory"),
        (("true", "false"), "A", "Answer: untrue"),
        (("male", "female"), "A", "The answer is the female one"),
        (CITIES, "A", "London, not Paris"),
        (CITIES, "A", "Answer: (A) and also (C)"),
        (CITIES, "A", "Answer: A and C"),
        (CITIES, "A", "Answer: A or C"),
        (CITIES, "A", "Answer: A, C"),
        (CITIES, "A", "Answer: A; C"),
        (CITIES, "A", "Answer: A. C"),
        (CITIES, "A", "Answer: A (or C)"),
        (CITIES, "A", "Answer: Paris or Rome"),
        (CITIES, "A", "Answer: not (A)"),
        (CITIES, "A", "It's certainly not (A)."),
        (CITIES, "A", "Answer: (A) is wrong; (B)"),
        (CITIES, "A", "Answer: A is wrong"),
        (CITIES, "A", "Answer: everything except A"),
        (CITIES, "A", "Answer: Parisian"),
        (CITIES, "A", "(A) or (B)?"),
        (CITIES, "A", "(A)? No, (B)."),
        (CITIES, "A", "Answer: A B"),
        (CITIES, "A", "Answer: A... or B"),
        (CITIES, "A", "A, B and C"),
        (CITIES, "A", "A - B"),
        (CITIES, "A", "A–C"),
    ],
)
def test_an_option_that_is_denied_or_said_with_another_is_not_taken(
    options: tuple[str, ...], reference: str, answer: str
) -> None:
    assert asyncio.run(Choice(options=options, reference=reference).score(Draft.of(answer))).right is False
