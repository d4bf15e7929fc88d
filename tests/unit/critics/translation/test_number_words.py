"""Words for numbers are known generously: they only excuse digits on the other side."""

from fractions import Fraction

import pytest

from redraft.critics.translation.number_words import worded


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("twenty-one", 21), ("two hundred and fifty thousand", 250_000), ("the third", 3), ("tenfold", 10),
        ("einundzwanzig", 21), ("zehnmal", 10), ("zehnfachen", 10), ("dreitausend", 3000), ("am dritten", 3),
        ("三百二十", 320), ("二十萬", 200_000), ("两亿", 200_000_000), ("二〇二〇", 2020), ("三分之一", Fraction(1, 3)),
        ("两年半", Fraction(5, 2)), ("half a million", 500_000), ("im März", 3), ("in May", 5), ("the nineties", 1990),
        ("in den Achtzigern", 80), ("一百二十三万", 1_230_000),
    ],
)  # fmt: skip
def test_a_word_stands_for_its_value(text: str, value: Fraction | int) -> None:
    assert Fraction(value) in worded(text)


def test_words_that_are_no_numbers_stand_for_none() -> None:
    assert worded("The house is red.") == frozenset()
