from fractions import Fraction

import pytest

from redraft.critics.steps.numerals import shown


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Fraction(13), "13"),
        (Fraction(-5, 2), "-2.5"),
        (Fraction(1, 20), "0.05"),
        (Fraction(-1, 20), "-0.05"),
        (Fraction(800, 3), "266.667"),
        (Fraction(10**30), "1e+30"),
        (Fraction(10**400), "10^400"),
        (Fraction(-1, 10**400), "-10^-400"),
    ],
)
def test_numbers_are_exact_where_that_is_short(value: Fraction, text: str) -> None:
    assert shown(value) == text
