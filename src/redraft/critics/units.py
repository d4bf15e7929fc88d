"""A small table of units: what stands beside numbers in worked examples and claims, as in 1.5 hours = 90 minutes."""

from fractions import Fraction
from typing import NamedTuple


class Unit(NamedTuple):
    """A unit as a multiple of its dimension's base unit."""

    dimension: str
    factor: Fraction


def _table() -> dict[str, Unit]:
    # Months and years are left out on purpose: word problems take a month as 4 weeks, 30 days or 365/12 days.
    rows: dict[str, dict[str, int | str]] = {
        "time": {
            "second seconds sec secs s": 1, "minute minutes min mins": 60, "hour hours hr hrs h": 3600,
            "day days": 86_400, "week weeks": 604_800,
        },
        "length": {
            "mm millimeter millimeters millimetre millimetres": 1,
            "cm centimeter centimeters centimetre centimetres": 10,
            "m meter meters metre metres": 1000, "km kilometer kilometers kilometre kilometres": 1_000_000,
            "inch inches": "127/5", "foot feet ft": "1524/5", "yard yards": "4572/5", "mile miles": "8046720/5",
        },
        "mass": {
            "mg milligram milligrams": 1, "g gram grams": 1000, "kg kilogram kilograms kilo kilos": 1_000_000,
            "ounce ounces oz": "28349523125/1000000", "pound pounds lb lbs": "453592370/1000",
        },
        "volume": {"ml milliliter milliliters millilitre millilitres": 1, "l liter liters litre litres": 1000},
        "liquid": {"cup cups": 1, "pint pints": 2, "quart quarts": 4, "gallon gallons": 16},
        "money": {"cent cents": 1, "$ dollar dollars": 100},
        "count": {"dozen dozens": 12},
    }  # fmt: skip
    return {
        word: Unit(dimension, Fraction(factor))
        for dimension, units in rows.items()
        for words, factor in units.items()
        for word in words.split()
    }


_UNITS = _table()


def unit_of(word: str) -> Unit | None:
    """The unit that a word in lower case names; None when it names none of the table's."""
    return _UNITS.get(word)
