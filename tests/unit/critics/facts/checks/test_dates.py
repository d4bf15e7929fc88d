"""Dates, full and partial, as spans of days."""

import pytest

from redraft.critics.facts.checks.dates import Date, dates_of, overlap
from redraft.critics.facts.checks.words import words_of


def dates(text: str) -> list[str]:
    """The words of each date."""
    words = words_of(text)
    return [text[words[date.first].start : words[date.end - 1].end] for date in dates_of(words)]


def only(text: str) -> Date:
    """The one date of a text."""
    (date,) = dates_of(words_of(text))
    return date


@pytest.mark.parametrize(
    "shown",
    ["October 16, 1898", "16 October 1898", "16th of October 1898", "1898-10-16", "Oct. 16, 1898", "1898年10月16日"],
)
def test_a_day_is_the_same_in_every_form(shown: str) -> None:
    date = only(f"born {shown} there")
    assert date.low == date.high == (1898, 10, 16)
    assert dates(f"born {shown} there") == [shown]


@pytest.mark.parametrize(
    ("shown", "low", "high"),
    [
        ("1898", (1898, 1, 1), (1898, 12, 31)), ("October 1898", (1898, 10, 1), (1898, 10, 31)),
        ("February 1900", (1900, 2, 1), (1900, 2, 28)), ("1980s", (1980, 1, 1), (1989, 12, 31)),
        ("19th century", (1801, 1, 1), (1900, 12, 31)), ("nineteenth century", (1801, 1, 1), (1900, 12, 31)),
        ("44 BC", (-43, 1, 1), (-43, 12, 31)), ("1898年", (1898, 1, 1), (1898, 12, 31)),
    ],
)  # fmt: skip
def test_a_part_of_a_date_is_a_span(shown: str, low: tuple[int, int, int], high: tuple[int, int, int]) -> None:
    date = only(f"in the {shown}")
    assert (date.low, date.high) == (low, high)


@pytest.mark.parametrize(
    "text",
    ["1083 ft", "1500 people died", "$1999", "arXiv:2302.13971", "U-1950", "February 31", "he may go", "the 5th street",
     "on 3 marches", "99", "2021-13-40"],
)  # fmt: skip
def test_what_is_no_date_is_not_read(text: str) -> None:
    assert [shown for shown in dates(text) if shown not in ("2021",)] == []


def test_both_ends_of_a_range_are_dates() -> None:
    assert dates("(1898-1980) and 1939–1975, from 1990 to 2004") == ["1898", "1980", "1939", "1975", "1990", "2004"]


@pytest.mark.parametrize(
    ("one", "other", "agrees"),
    [
        ("1898", "October 16, 1898", True), ("October 1898", "1899", False), ("1980s", "1983", True),
        ("19th century", "1898", True), ("20th century", "1898", False), ("January 20", "20 January 2021", True),
        ("January 20", "January 21, 2021", False), ("January 20", "2021", None),
    ],
)  # fmt: skip
def test_a_fuller_date_agrees_with_a_part_of_it(one: str, other: str, agrees: bool | None) -> None:
    first, second = only(f"in {one}"), only(f"in {other}")
    assert overlap(first, second) is agrees
    assert overlap(second, first) is agrees
