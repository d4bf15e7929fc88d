"""Numbers with what they count or measure."""

import pytest

from redraft.critics.facts.checks.quantities import Quantity, agree, quantities_of
from redraft.critics.facts.checks.words import words_of


def shown(text: str) -> list[str]:
    """The words of each quantity."""
    words = words_of(text)
    found = quantities_of(words, frozenset())
    return [text[words[one.first].start : words[one.end - 1].end] for one in found]


def only(text: str) -> Quantity:
    """The one quantity of a text."""
    (quantity,) = quantities_of(words_of(text), frozenset())
    return quantity


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("about 5 km away", ["5 km"]), ("$5.5 million", ["$5.5 million"]), ("56 percent of all", ["56 percent"]),
        ("a five-year term", ["five-year"]), ("5-6 °C", ["5-6 °C"]), ("300 m² wide", ["300 m²"]),
        ("17 km/h fast", ["17 km/h"]), ("the 45th one", ["45th"]), ("3 cats and 5 dogs", ["3", "5"]),
        ("265 metric tons", ["265 metric tons"]), ("€20", ["€20"]), ("per cent 5 per cent", ["5 per cent"]),
    ],
)  # fmt: skip
def test_a_number_is_read_with_its_unit(text: str, found: list[str]) -> None:
    assert shown(text) == found


@pytest.mark.parametrize(
    "text", ["U-30", "GPT-3", "v1.2", "see [5] there", "one of them", "no one", "arxiv.org/abs/2012.1"]
)
def test_labels_and_pronouns_are_no_quantities(text: str) -> None:
    assert shown(text) == []


@pytest.mark.parametrize(
    ("claimed", "found", "agrees"),
    [
        ("5 km", "3.1 miles", True), ("5 km", "4 miles", False), ("5 km", "5 kg", None), ("5 towers", "5 km", None),
        ("100 °C", "212 °F", True), ("0 °C", "30 °F", False), ("1 hour", "60 minutes", True), ("$5", "€5", None),
        ("2 million", "2,104,000", True), ("2 million", "2.6 million", False), ("3.1", "3.14", True),
        ("3.1", "3.2", False), ("1200", "1230", True), ("200", "230", False), ("about 200", "215", True),
        ("about 200", "300", False), ("more than 200", "900", True), ("more than 200", "150", False),
        ("900", "more than 200", None), ("150", "more than 200", False), ("210", "over 200", True),
        ("less than 200", "150", True), ("less than 200", "250", False), ("40 percent", "two-fifths", True),
        ("40 percent", "40", None), ("3rd", "third", True), ("3rd", "3", None), ("5-6 km", "5.5 km", True),
        ("over 300", "over 400", False), ("662 tons", "600 metric tons", True), ("30 mph", "48 km/h", True),
        ("2 acres", "0.8 hectares", True),
    ],
)  # fmt: skip
def test_two_quantities_agree_to_the_digits_that_they_show(claimed: str, found: str, agrees: bool | None) -> None:
    assert agree(only(claimed), only(found)) is agrees
