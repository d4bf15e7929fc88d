import pytest

from redraft.critics.steps.quantities import from_nowhere
from redraft.critics.steps.reasoning import split

ASKED = "A box holds 16 eggs. She sells three boxes at 20% off $5 each. How much does she make in a week?"


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("3 * 16 = 48 eggs\n48 / 8 = 6", "8"),
        ("She has 17 boxes.\n17 * 16 = 272", "17"),
        ("5 * 0.7 = 3.5", "0.7"),
    ],
)
def test_the_first_number_from_nowhere_is_named_with_its_place(text: str, number: str) -> None:
    found = from_nowhere(ASKED, split(text))
    assert found is not None
    assert text[found.start : found.end] == number == found.values["claimed"]


@pytest.mark.parametrize(
    "text",
    [
        "3 * 16 = 48\n48 * 0.8 = 38.4\n38.4 - 5 = 33.4\nA: 99",
        "5 * 20 / 100 = 1 and 5 * 1.2 = 6",
        "7 days * 3 boxes = 21 boxes",
        "16 + 16 = 32, 32 + 16 = 48",
        "",
    ],
)
def test_numbers_that_are_given_known_or_computed_are_no_matter(text: str) -> None:
    assert from_nowhere(ASKED, split(text)) is None


def test_prompts_that_give_no_numbers_are_not_looked_at() -> None:
    assert from_nowhere("How many eggs are in a box?", split("17 * 2 = 34")) is None
    assert from_nowhere("16 3 " * 2000, split("17 * 2 = 34")) is None
