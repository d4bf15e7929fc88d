"""Measures: a number with its unit or currency, in English, German and Chinese, converted where units differ."""

import re
from collections.abc import Iterator
from fractions import Fraction
from typing import NamedTuple

from redraft.critics.translation.numerals import Number, numbers_in

# dimension -> unit (English, German and Chinese words and signs) -> how many base units it has.
_ROWS: dict[str, dict[str, str]] = {
    "length": {
        "mm millimeter millimeters millimetre millimetres 毫米 公釐": "1/1000",
        "cm centimeter centimeters centimetre centimetres zentimeter 厘米 公分": "1/100",
        "m meter meters metre metres metern 米 公尺": "1",
        "km kilometer kilometers kilometre kilometres kilometern 公里 千米": "1000",
        "inch inches zoll 英寸 英吋": "127/5000", "ft foot feet fuß 英尺 英呎": "381/1250",
        "yd yard yards 码 碼": "1143/1250", "mi mile miles meile meilen 英里 英哩": "201168/125",
        "里": "500",
    },
    "mass": {
        "mg milligram milligrams milligramm 毫克": "1/1000000", "g gram grams gramm 克 公克": "1/1000",
        "kg kilo kilos kilogram kilograms kilogramm 公斤 千克": "1", "斤": "1/2",
        "t ton tons tonne tonnes tonnen 吨 噸": "1000", "oz ounce ounces unze unzen 盎司": "45359237/1600000000",
        "lb lbs pound pounds pfund 磅": "45359237/100000000",
    },
    "area": {
        "km² km2 平方公里 平方千米": "1000000", "m² m2 sqm 平方米 平方公尺": "1",
        "ha hectare hectares hektar 公顷 公頃": "10000",
        "acre acres 英亩 英畝": "316160658/78125", "亩 畝": "2000/3",
    },
    "volume": {
        "ml milliliter millilitre milliliters millilitres 毫升": "1/1000", "l liter liters litre litres 升 公升": "1",
        "gallon gallons gallone gallonen 加仑 加侖": "473176473/125000000",
    },
    "heat": {"°c 摄氏度 攝氏度": "1", "°f 华氏度 華氏度": "1"},
    "dollar": {"$ us$ usd dollar dollars 美元 美金": "1"},
    "euro": {"€ eur euro euros 欧元 歐元": "1"},
    "sterling": {"£ gbp 英镑 英鎊": "1"},
    "yuan": {"¥ rmb cny yuan 元 人民币 人民幣 块 塊": "1"},
    "yen": {"jpy yen 日元 日圓 日圆": "1"},
}  # fmt: skip
# Signs before a number, and those that a yuan and a yen or several dollars share.
_BEFORE = re.compile(r"(us\$|[$€£¥]|rmb|usd|eur|gbp)[ \u00a0]?\Z", re.IGNORECASE)
_AFTER = re.compile(r"[ \u00a0\u202f-]?(°[CF]|[A-Za-zß]{1,14}[²2]?|[$€£¥]|[\u4e00-\u9fff]{1,4})")
_SAME_WITHIN = Fraction(1, 20)
"""Converted measures are rounded: 5 miles are called 8 km."""


class Measure(NamedTuple):
    """A number and its unit.

    Attributes:
        number: the number in digits.
        dimension: what it measures; each currency is one of its own.
        factor: how many base units its unit has.
        unit: the unit as it is written.
    """

    number: Number
    dimension: str
    factor: Fraction
    unit: str


def _units() -> dict[str, tuple[str, Fraction]]:
    return {
        word: (dimension, Fraction(factor))
        for dimension, units in _ROWS.items()
        for words, factor in units.items()
        for word in words.split()
    }


_UNITS = _units()
_CURRENCIES = frozenset({"dollar", "euro", "sterling", "yuan", "yen"})


def measures_in(text: str, language: str | None) -> Iterator[Measure]:
    """The measures of a text; a number whose unit is not in the table is none."""
    for number in numbers_in(text, language):
        before = _BEFORE.search(text[max(0, number.start - 4) : number.start])
        word = before[1] if before else _word_after(text, number.end)
        known = _UNITS.get(word.casefold()) if word else None
        if known is not None and word:
            yield Measure(number, known[0], known[1], word)


def _word_after(text: str, at: int) -> str | None:
    match = _AFTER.match(text, at)
    if match is None:
        return None
    word = match[1]
    if "\u4e00" <= word[0] <= "\u9fff":
        # Chinese writes no blanks: the longest unit that the characters begin with.
        return next((word[:n] for n in range(len(word), 0, -1) if word[:n] in _UNITS), None)
    return word


def is_converted(one: Measure, other: Measure) -> bool:
    """Whether two measures are the same up to the rounding of a conversion: 5 miles and 8 km."""
    if one.dimension != other.dimension or one.dimension in _CURRENCIES or one.dimension == "heat":
        return one.dimension == other.dimension == "heat" and one.unit.casefold() != other.unit.casefold()
    return any(
        abs(a * one.factor - b * other.factor) <= _SAME_WITHIN * abs(a * one.factor)
        for a in one.number.values
        for b in other.number.values
    )
