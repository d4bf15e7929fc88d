"""Digits are read as their language writes them."""

from fractions import Fraction

import pytest

from redraft.critics.translation.numerals import numbers_in


def values(text: str, language: str | None) -> list[set[Fraction]]:
    return [set(number.values) for number in numbers_in(text, language)]


@pytest.mark.parametrize(
    ("text", "language", "value"),
    [
        ("1,000.5", "en", Fraction(2001, 2)),
        ("1.000,5", "de", Fraction(2001, 2)),
        ("1 000 000", "fr", 1_000_000),
        ("1’000.5", "de-CH", Fraction(2001, 2)),
        ("1,000", "en", 1000),
        ("1,000", "de", 1),
        ("0.125", "de", Fraction(1, 8)),
        ("3.5萬", "zh-Hant", 35_000),
        ("2亿", "zh", 200_000_000),
        ("５０", "ja", 50),
        ("2.5 million", "en", 2_500_000),
        ("2,5 Mio. Euro", "de", 2_500_000),
        ("3 Mrd.", "de", 3_000_000_000),
        ("½", "en", Fraction(1, 2)),
        ("٢٠٢٣", "ar", 2023),
        ("۱٬۲۳۴٫۵", "fa", Fraction(2469, 2)),
        ("१२", "hi", 12),
        ("2,5 миллиона", "ru", 2_500_000),
        ("5 тыс.", "ru", 5000),
        ("2,5 millions", "fr", 2_500_000),
        ("3 mil millones", "es", 3_000_000_000),
        ("5 milles", "fr", 5),
        ("3.5 مليون", "ar", 3_500_000),
        ("3만", "ko", 30_000),
    ],
)
def test_one_number_has_one_value(text: str, language: str, value: Fraction | int) -> None:
    assert values(text, language) == [{Fraction(value)}]


def test_without_a_language_an_ambiguous_form_has_both_values() -> None:
    assert values("1,000", None) == [{Fraction(1000), Fraction(1)}]


def test_decades_and_short_years_have_the_long_year_too() -> None:
    assert Fraction(1990) in values("the 90s", "en")[0]
    assert Fraction(90) in values("1990年代", "zh")[0]
    assert Fraction(2008) in values("08年", "zh")[0]


def test_dates_and_versions_are_their_parts() -> None:
    assert values("1.2.3", "en") == [{Fraction(1), Fraction(2), Fraction(3)}]


def test_a_place_includes_its_scale_and_an_endless_one_has_no_value() -> None:
    (number,) = numbers_in("about 5 million people", "en")
    assert (number.text, number.start, number.end) == ("5 million", 6, 15)
    assert values("9" * 41, "en") == [set()]
    assert values("5千克", "zh") == [{Fraction(5)}]
