"""Dates, full and partial, as spans of days, so that a year and a day within it can be compared."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from redraft.critics.facts.checks.measured import scale_after
from redraft.critics.facts.checks.words import Word

_MONTHS = {
    name: number
    for number, names in enumerate(
        "january jan,february feb,march mar,april apr,may,june jun,july jul,august aug,september sep sept,october oct,"
        "november nov,december dec".split(","), 1
    )
    for name in names.split()
}  # fmt: skip
# These are words of their own, too: a month only beside a day or a year.
_AMBIGUOUS = frozenset(("may", "march", "mar", "sep", "jan", "dec", "jun"))
_ERA = frozenset(("bc", "bce"))
_CENTURIES = {
    word: number
    for number, word in enumerate(
        "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth "
        "fifteenth sixteenth seventeenth eighteenth nineteenth".split(), 1
    )
} | {"twentieth": 20}  # fmt: skip
_PLURALS = frozenset("people men women children sheep cattle fish police".split())
_FIRST_YEAR, _LAST_YEAR = 1000, 2100


class Day(NamedTuple):
    """A day of the calendar; years before Christ are 0 and below."""

    year: int
    month: int
    day: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Date:
    """A date of a text.

    Attributes:
        first: its first word's number in the text.
        end: one past its last word.
        low: its first day; year 0 where no year is named and `has_year` is False.
        high: its last day.
        has_year: whether a year is named.
    """

    first: int
    end: int
    low: Day
    high: Day
    has_year: bool = True


def dates_of(words: Sequence[Word]) -> tuple[Date, ...]:
    """The dates of a text, in order."""
    found: list[Date] = []
    place = 0
    while place < len(words):
        date = _date_at(words, place)
        if date is None:
            place += 1
            continue
        found.append(date)
        place = date.end
    return tuple(found)


def overlap(a: Date, b: Date) -> bool | None:
    """Whether two dates can mean the same time: one may be fuller than the other; None when they share no part.

    A date without a year is compared with another by month and day alone.
    """
    if a.has_year and b.has_year:
        return a.low <= b.high and b.low <= a.high
    low_a, high_a, low_b, high_b = a.low[1:], a.high[1:], b.low[1:], b.high[1:]
    if (low_a == (1, 1) and high_a == (12, 31)) or (low_b == (1, 1) and high_b == (12, 31)):
        return None
    return low_a <= high_b and low_b <= high_a


def _date_at(words: Sequence[Word], place: int) -> Date | None:
    word = words[place]
    if word.kind == "number":
        return _iso(words, place) or _day_month(words, place) or _han(words, place) or _year(words, place)
    if word.lower in _MONTHS:
        return _month_day(words, place)
    if word.lower in _CENTURIES:
        return _century(words, place, _CENTURIES[word.lower], 1)
    if word.kind == "word" and word.lower in ("twenty",) and _lower(words, place + 2) == "first":
        return _century(words, place, 21, 3)
    return None


def _iso(words: Sequence[Word], place: int) -> Date | None:
    """1898-10-16."""
    parts = words[place : place + 5]
    if len(parts) < 5 or not all(part.glued for part in parts[1:]):
        return None
    if [part.text for part in parts[1::2]] != ["-", "-"] or any(part.kind != "number" for part in parts[::2]):
        return None
    return _day(place, place + 5, _int(parts[0]), _int(parts[2]), _int(parts[4]))


def _day_month(words: Sequence[Word], place: int) -> Date | None:
    """16 October 1898, 16th of October."""
    day, n = _int(words[place]), 1
    if day is None or not 1 <= day <= 31 or (words[place].glued and place and words[place - 1].text in "./:-"):
        return None
    n += _lower(words, place + n) in ("st", "nd", "rd", "th")
    n += _lower(words, place + n) == "of"
    month = _MONTHS.get(_lower(words, place + n))
    if month is None or not words[place + n].is_capital:
        return None
    n += 1
    n += _lower(words, place + n) == "," and _is_year(words, place + n + 1)
    n += _lower(words, place + n) == "." and _is_year(words, place + n + 1)
    if _is_year(words, place + n):
        return _day(place, place + n + 1, _int(words[place + n]), month, day)
    return _yearless(place, place + n, month, day)


def _month_day(words: Sequence[Word], place: int) -> Date | None:
    """October 16, 1898; October 1898; October 16; October alone where it can be nothing else."""
    month, n = _MONTHS[words[place].lower], 1
    if not words[place].is_capital:
        return None
    n += _lower(words, place + n) == "." and len(words[place].lower) <= 4
    day = _int(words[place + n]) if place + n < len(words) and words[place + n].kind == "number" else None
    if day is not None and 1 <= day <= 31:
        n += 1
        n += _lower(words, place + n) in ("st", "nd", "rd", "th")
        comma = n + (_lower(words, place + n) == ",")
        if _is_year(words, place + comma):
            return _day(place, place + comma + 1, _int(words[place + comma]), month, day)
        return _yearless(place, place + n, month, day)
    comma = n + (_lower(words, place + n) == ",") + (_lower(words, place + n) == "of")
    if _is_year(words, place + comma):
        year = _int(words[place + comma])
        assert year is not None, "a year is a number"
        return Date(
            first=place, end=place + comma + 1, low=Day(year, month, 1), high=Day(year, month, _length(year, month))
        )
    if words[place].lower in _AMBIGUOUS or (words[place].lower == "august" and _lower(words, place + 1) == ""):
        return None
    return Date(first=place, end=place + n, low=Day(0, month, 1), high=Day(0, month, _length(0, month)), has_year=False)


def _han(words: Sequence[Word], place: int) -> Date | None:
    """1898年10月16日, 1898年."""
    year = _int(words[place])
    if year is None or _lower(words, place + 1) != "年":
        return None
    month = _int(words[place + 2]) if _lower(words, place + 3) == "月" else None
    if month is None or not 1 <= month <= 12:
        return Date(first=place, end=place + 2, low=Day(year, 1, 1), high=Day(year, 12, 31))
    day = _int(words[place + 4]) if _lower(words, place + 5) in ("日", "號", "号") else None
    if day is not None:
        return _day(place, place + 6, year, month, day)
    return Date(first=place, end=place + 4, low=Day(year, month, 1), high=Day(year, month, _length(year, month)))


def _year(words: Sequence[Word], place: int) -> Date | None:
    """1898, 1890s, 44 BC, the 19th century."""
    word, number = words[place], _int(words[place])
    if number is None:
        return None
    after = _lower(words, place + 1)
    glued = place + 1 < len(words) and words[place + 1].glued
    if glued and after in ("st", "nd", "rd", "th"):
        return _century(words, place, number, 2)
    if after in _ERA:
        return Date(first=place, end=place + 2, low=Day(1 - number, 1, 1), high=Day(1 - number, 12, 31))
    if not _is_year(words, place):
        return None
    if glued and after == "s" and number % 10 == 0:
        last = number + (99 if number % 100 == 0 and number < 2000 else 9)
        return Date(first=place, end=place + 2, low=Day(number, 1, 1), high=Day(last, 12, 31))
    if (
        word.glued
        and place
        and words[place - 1].text in "-/._"
        and words[place - 1].glued
        and not _ranges(words, place)
    ):
        return None
    if after in ("%", "°", "percent", "per") or (glued and after in ("k", "m", "b", "/", "_")):
        return None
    before = _lower(words, place - 1) if place else ""
    if (before in "$€£¥₹#" and before) or scale_after(words, place + 1) is not None:
        return None
    # A number of four digits before a small word may count things: 1500 people; after "in" it is a year all the same.
    counts = place + 1 < len(words) and words[place + 1].is_content and words[place + 1].text[0].islower()
    counts = counts and (after.endswith("s") or after in _PLURALS)
    if counts and before not in ("in", "since", "by", "(", "during", "the"):
        return None
    return Date(first=place, end=place + 1, low=Day(number, 1, 1), high=Day(number, 12, 31))


def _ranges(words: Sequence[Word], place: int) -> bool:
    """Whether a year stands after another and a dash: 1898-1980."""
    return words[place - 1].text == "-" and place >= 2 and _is_year(words, place - 2)


def _century(words: Sequence[Word], place: int, number: int, n: int) -> Date | None:
    n += _lower(words, place + n) == "-"
    if _lower(words, place + n) not in ("century", "centuries") or not 1 <= number <= 21:
        return None
    n += 1
    if _lower(words, place + n) in _ERA:
        return Date(
            first=place, end=place + n + 1, low=Day(1 - 100 * number, 1, 1), high=Day(100 - 100 * number, 12, 31)
        )
    return Date(first=place, end=place + n, low=Day(100 * number - 99, 1, 1), high=Day(100 * number, 12, 31))


def _is_year(words: Sequence[Word], place: int) -> bool:
    if place >= len(words) or words[place].kind != "number" or len(words[place].text) != 4:
        return False
    return words[place].text.isdigit() and _FIRST_YEAR <= int(words[place].text) <= _LAST_YEAR


def _day(first: int, end: int, year: int | None, month: int | None, day: int | None) -> Date | None:
    if year is None or month is None or day is None or not 1 <= month <= 12 or not 1 <= day <= _length(year, month):
        return None
    return Date(first=first, end=end, low=Day(year, month, day), high=Day(year, month, day))


def _yearless(first: int, end: int, month: int, day: int) -> Date | None:
    if not 1 <= day <= _length(0, month):
        return None
    return Date(first=first, end=end, low=Day(0, month, day), high=Day(0, month, day), has_year=False)


def _length(year: int, month: int) -> int:
    if month == 2:
        return 29 if year % 4 == 0 and (year % 100 != 0 or year % 400 == 0) else 28
    return 30 if month in (4, 6, 9, 11) else 31


def _int(word: Word) -> int | None:
    return int(word.text) if word.kind == "number" and word.text.isdigit() and len(word.text) <= 4 else None


def _lower(words: Sequence[Word], place: int) -> str:
    return words[place].lower if 0 <= place < len(words) else ""
