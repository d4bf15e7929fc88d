"""Units of quantities in statements of fact: those of `redraft.critics.units`, and what those leave out.

A temperature is not a multiple of another scale's, so that a unit here also has an offset.
"""

from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple

from redraft.critics.facts.checks.words import Word
from redraft.critics.units import unit_of

_FOOT, _MILE, _INCH = Fraction("304.8"), Fraction("1609344"), Fraction("25.4")


class Scale(NamedTuple):
    """A unit: a quantity in it, times `factor`, plus `offset`, is in the base unit of its dimension.

    Attributes:
        dimension: what it measures; money in different currencies has different dimensions.
        factor: base units in one of it.
        offset: what its zero is in base units.
        n_words: how many words name it.
    """

    dimension: str
    factor: Fraction
    offset: Fraction = Fraction(0)
    n_words: int = 1

    def in_base(self, value: Fraction) -> Fraction:
        """A quantity in the base unit."""
        return value * self.factor + self.offset


def _rows() -> dict[str, Scale]:
    multiples: dict[str, dict[str, Fraction | int]] = {
        "time": {"month months": 2_629_746, "year years yr yrs": 31_556_952, "decade decades": 315_569_520,
                 "century centuries": 3_155_695_200, "millisecond milliseconds": Fraction(1, 1000)},
        "length": {"nanometer nanometers nanometre nanometres nm": Fraction(1, 10**6), "mi": _MILE,
                   "light-year": Fraction(9_460_730_472_580_800_000)},
        "mass": {"ton tons tonne tonnes": 10**9},
        "volume": {"gallon gallons": Fraction("3785.411784")},
        "speed": {"mph": _MILE, "kph kmh": 10**6, "knot knots": 1_852_000},
        "area": {"acre acres": Fraction("4046856422.4"), "hectare hectares ha": 10**10},
        "power": {"watt watts w": 1, "kw kilowatt kilowatts": 10**3, "mw megawatt megawatts": 10**6,
                  "gw gigawatt gigawatts": 10**9, "hp horsepower": Fraction("745.69987")},
        "data": {"byte bytes": 1, "kb kilobyte kilobytes": 10**3, "mb megabyte megabytes": 10**6,
                 "gb gigabyte gigabytes": 10**9, "tb terabyte terabytes": 10**12},
        "euro": {"€ euro euros eur": 100}, "pound sterling": {"£ gbp": 100},
        "yen": {"¥ yen jpy": 1}, "rupee": {"₹ rupee rupees inr": 1}, "yuan": {"yuan rmb renminbi cny": 1},
        "money": {"us$ usd": 100},
    }  # fmt: skip
    return {
        word: Scale(dimension, Fraction(factor))
        for dimension, units in multiples.items()
        for words, factor in units.items()
        for word in words.split()
    }


_MORE = _rows()
_TEMPERATURES = {
    "c": Scale("temperature", Fraction(1)), "celsius": Scale("temperature", Fraction(1)),
    "centigrade": Scale("temperature", Fraction(1)),
    "f": Scale("temperature", Fraction(5, 9), Fraction(-160, 9)),
    "fahrenheit": Scale("temperature", Fraction(5, 9), Fraction(-160, 9)),
    "k": Scale("temperature", Fraction(1), Fraction("-273.15")),
    "kelvin": Scale("temperature", Fraction(1), Fraction("-273.15")),
}  # fmt: skip
_POWERS = {"square": 2, "sq": 2, "cubic": 3, "cu": 3}
_TONS = {"metric": Fraction(10**9), "long": Fraction("1016046908.8"), "short": Fraction("907184740")}
# Letters that are words of their own or initials as often as units.
_NOT_ALONE = frozenset(("s", "c", "f", "k", "t", "w"))
_CURRENCIES = frozenset("$€£¥₹")


def scale_after(words: Sequence[Word], place: int) -> Scale | None:
    """The unit that stands at a word, right after a number; None when none does."""
    if place >= len(words):
        return None
    word = words[place]
    if word.text in ("-", "‐", "‑") and word.glued and place + 1 < len(words) and words[place + 1].glued:
        inner = scale_after(words, place + 1)
        return None if inner is None else inner._replace(n_words=inner.n_words + 1)
    lower, after = word.lower, words[place + 1].lower if place + 1 < len(words) else ""
    if word.text in ("°", "º", "degree", "degrees"):
        found = _TEMPERATURES.get(after)
        return None if found is None else found._replace(n_words=2)
    if lower in ("celsius", "fahrenheit", "kelvin"):
        return _TEMPERATURES[lower]
    if lower in _TONS and after in ("ton", "tons", "tonne", "tonnes"):
        return Scale("mass", _TONS[lower], n_words=2)
    if lower == "light" and after in ("year", "years", "-"):
        return _MORE["light-year"]._replace(n_words=2 if after != "-" else 3)
    if lower in _POWERS:
        side = _length(after)
        return None if side is None else Scale(_space(_POWERS[lower]), side ** _POWERS[lower], n_words=2)
    side = _length(lower.rstrip("²³"))
    if side is not None and lower[-1] in "²³":
        power = 2 if lower[-1] == "²" else 3
        return Scale(_space(power), side**power)
    if side is not None and place + 1 < len(words) and after in ("2", "3") and words[place + 1].glued:
        power = int(after)
        return Scale(_space(power), side**power, n_words=2)
    if side is not None and after in ("/", "per") and place + 2 < len(words):
        return _speed(side, words[place + 2].lower)
    if lower in _NOT_ALONE and not (lower == "s" and not word.glued):
        return None
    return _plain(lower)


def scale_before(words: Sequence[Word], place: int) -> Scale | None:
    """The currency whose sign stands right before a number; None when none does."""
    if place < 1 or words[place - 1].text not in _CURRENCIES:
        return None
    return _plain(words[place - 1].text)


def _plain(lower: str) -> Scale | None:
    if lower in _MORE:
        return _MORE[lower]
    unit = unit_of(lower)
    if unit is None or unit.dimension in ("liquid", "count"):
        return None
    return Scale(unit.dimension, unit.factor)


def _length(lower: str) -> Fraction | None:
    unit = unit_of(lower)
    return unit.factor if unit is not None and unit.dimension == "length" else _MILE if lower == "mi" else None


def _space(power: int) -> str:
    return "area" if power == 2 else "space"


def _speed(side: Fraction, per: str) -> Scale | None:
    time = unit_of(per)
    if time is None or time.dimension != "time":
        return None
    # Base: millimetres an hour, as mph and knots have it.
    return Scale("speed", side * 3600 / time.factor, n_words=3)
