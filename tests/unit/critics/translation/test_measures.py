"""Measures are numbers with their unit; converted ones are the same up to rounding."""

from redraft.critics.translation.measures import is_converted, measures_in


def units(text: str, language: str) -> list[tuple[str, str]]:
    return [(one.dimension, one.unit) for one in measures_in(text, language)]


def test_units_are_read_in_three_languages() -> None:
    assert units("5 miles, 3 kg, $20, 4 rooms", "en") == [("length", "miles"), ("mass", "kg"), ("dollar", "$")]
    assert units("5 Meilen und 20 €", "de") == [("length", "Meilen"), ("euro", "€")]
    assert units("5公里，3公斤，20美元", "zh") == [("length", "公里"), ("mass", "公斤"), ("dollar", "美元")]


def test_conversions_hold_within_rounding_and_never_between_currencies() -> None:
    (miles,), (km,), (wrong,) = (list(measures_in(text, "en")) for text in ("5 miles", "8 km", "12 km"))
    assert is_converted(miles, km)
    assert not is_converted(miles, wrong)
    (dollars,), (euros,) = (list(measures_in(text, "en")) for text in ("5 dollars", "5 euros"))
    assert not is_converted(dollars, euros)
