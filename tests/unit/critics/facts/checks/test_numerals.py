"""Numbers in words, in two scripts."""

from fractions import Fraction

import pytest

from redraft.critics.facts.checks.numerals import numeral_at
from redraft.critics.facts.checks.words import words_of


@pytest.mark.parametrize(
    ("text", "value", "n_words"),
    [
        ("37", 37, 1), ("1,250", 1250, 1), ("3.14", Fraction("3.14"), 1), ("2 million", 2_000_000, 2),
        ("4.5 billion", 4_500_000_000, 2), ("175B", 175 * 10**9, 2), ("21st", 21, 2), ("twenty-one", 21, 3),
        ("two hundred and five", 205, 4), ("three thousand two hundred", 3200, 4), ("a dozen", 12, 2),
        ("half a million", 500_000, 3), ("two-thirds", Fraction(2, 3), 3), ("half", Fraction(1, 2), 1),
        ("twenty-first", 21, 3), ("seventh", 7, 1), ("三百二十", 320, 4), ("二〇二一", 2021, 4), ("兩萬", 20_000, 2),
        ("2萬", 20_000, 2), ("三個", 3, 1),
    ],
)  # fmt: skip
def test_a_number_is_read_with_its_length(text: str, value: int | Fraction, n_words: int) -> None:
    numeral = numeral_at(words_of(text), 0)
    assert numeral is not None
    assert (numeral.value, numeral.n_words) == (value, n_words)


@pytest.mark.parametrize("text", ["a tower", "apple", "一", "十", "三角", "9" * 40])
def test_what_is_no_number_is_not_read(text: str) -> None:
    assert numeral_at(words_of(text), 0) is None


def test_two_numbers_beside_each_other_stay_two() -> None:
    numeral = numeral_at(words_of("two three"), 0)
    assert numeral is not None
    assert (numeral.value, numeral.n_words) == (2, 1)


@pytest.mark.parametrize(
    ("text", "is_rounded", "place"),
    [
        ("200", False, 1),
        ("18,700", True, 100),
        ("3.1", True, Fraction(1, 10)),
        ("5 million", True, 10**6),
        ("205", False, 1),
    ],
)
def test_zeros_of_large_numbers_may_be_those_of_rounding(text: str, is_rounded: bool, place: int | Fraction) -> None:
    numeral = numeral_at(words_of(text), 0)
    assert numeral is not None
    assert (numeral.is_rounded, numeral.place) == (is_rounded, place)


def test_places_in_an_order_and_shares_are_told_apart() -> None:
    third, thirds = numeral_at(words_of("third"), 0), numeral_at(words_of("two thirds"), 0)
    assert third is not None
    assert thirds is not None
    assert (third.is_ordinal, third.is_part) == (True, False)
    assert (thirds.is_ordinal, thirds.is_part) == (False, True)
