"""A number that stays keeps its unit."""

from redraft.critics.translation.units import CHECK
from support.translating import flaws, said, words


def test_the_same_and_the_converted_unit_are_no_flaw() -> None:
    assert said(CHECK, "5 miles for $20", "5 Meilen für 20 Dollar") == []
    assert said(CHECK, "5 miles", "8 km") == []


def test_another_unit_for_the_same_number_is_found() -> None:
    target = "Es ist 120 Meter hoch."
    (flaw,) = flaws(CHECK, "It is 120 feet high.", target)
    assert (words(target, flaw), flaw.values["wanted"], flaw.severity) == ("120", "120 feet", "minor")
    assert said(CHECK, "It costs $20", "Es kostet 20 Euro") == ["unit_differs"]
