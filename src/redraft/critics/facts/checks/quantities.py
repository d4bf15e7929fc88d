"""Numbers with what they count or measure, and whether two of them can both be right."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from redraft.critics.facts.checks.measured import Scale, scale_after, scale_before
from redraft.critics.facts.checks.numerals import Numeral, numeral_at
from redraft.critics.facts.checks.words import Word

Bound = Literal["exact", "about", "over", "under"]
Sort = Literal["count", "ordinal", "share"]

ABOUT = frozenset("about around approximately roughly nearly almost some circa ca approx estimated ~ ≈ 約 约".split())
_OVER = frozenset("over exceeding exceeds above > ≥ 超過 超过".split())
_UNDER = frozenset("under below < ≤".split())
_BEFORE = {
    ("more", "than"): "over", ("at", "least"): "over", ("greater", "than"): "over", ("higher", "than"): "over",
    ("less", "than"): "under", ("fewer", "than"): "under", ("at", "most"): "under", ("up", "to"): "under",
    ("lower", "than"): "under", ("as", "many"): "about", ("close", "to"): "about", ("just", "over"): "about",
    ("just", "under"): "about", ("a", "little"): "about",
}  # fmt: skip
# How far "about" reaches, as a share of the number.
_ABOUT_SHARE = Fraction(1, 10)
_AFTER_ONE = frozenset(
    (*"of another can could may might must should is was has who that which or and . , ' s".split(), "")
)
_BEFORE_ONE = frozenset("no any every each this that the which another".split())
_TO = frozenset(("-", "–", "—", "to", "and", "or"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """A number of a text, with its unit.

    Attributes:
        first: its first word's number in the text, sign of currency included.
        end: one past its last word, unit included.
        low: the number; the lower one of a range.
        high: the upper one of a range; else the same.
        place: one unit of the last digit that counts.
        rounded: whether it is written as round numbers are.
        bound: what the words before it make of it.
        sort: a count, a place in an order, or a share of a whole.
        scale: its unit; None when it only counts.
    """

    first: int
    end: int
    low: Fraction
    high: Fraction
    place: Fraction
    rounded: bool
    bound: Bound
    sort: Sort
    scale: Scale | None = None


def quantities_of(words: Sequence[Word], taken: frozenset[int]) -> tuple[Quantity, ...]:
    """The numbers of a text, in order.

    Args:
        words: of the text.
        taken: words that belong to dates.
    """
    found: list[Quantity] = []
    place = 0
    while place < len(words):
        quantity = None if place in taken or _is_label(words, place) else _quantity_at(words, place, taken)
        if quantity is None:
            # The digits of a label or an address are passed over whole.
            place += 1
            continue
        found.append(quantity)
        place = quantity.end
    return tuple(found)


def agree(claimed: Quantity, found: Quantity) -> bool | None:
    """Whether two quantities can both be right of one thing; None where they cannot be compared.

    A number may be rounded to the digits that the other shows, and quantities in different units to the digits that
    either shows; what "about" says may be a tenth off; "more than" is right of all that is more.
    """
    if claimed.sort != found.sort:
        return None
    if (claimed.scale is None) != (found.scale is None):
        return None
    a, b, slack = _in_base(claimed), _in_base(found), Fraction(0)
    if claimed.scale is not None and found.scale is not None:
        if claimed.scale.dimension != found.scale.dimension:
            return None
        if claimed.scale.factor != found.scale.factor:
            slack = max(_half(claimed), _half(found))
    slack = max(slack, _rounding(claimed), _rounding(found))
    if "about" in (claimed.bound, found.bound):
        slack = max(slack, _ABOUT_SHARE * max(abs(a.high), abs(b.high)))
    if claimed.bound in ("over", "under"):
        if found.bound == claimed.bound:
            return abs(a.low - b.low) <= slack
        reaches = b.high >= a.low - slack if claimed.bound == "over" else b.low <= a.high + slack
        return reaches if found.bound in ("exact", "about") or not reaches else None
    if found.bound in ("over", "under"):
        return _near(a, b, found.bound, slack)
    return a.low - slack <= b.high and b.low - slack <= a.high


@dataclass(frozen=True, slots=True)
class _Range:
    low: Fraction
    high: Fraction


def _in_base(quantity: Quantity) -> _Range:
    if quantity.scale is None:
        return _Range(quantity.low, quantity.high)
    return _Range(quantity.scale.in_base(quantity.low), quantity.scale.in_base(quantity.high))


def _half(quantity: Quantity) -> Fraction:
    factor = Fraction(1) if quantity.scale is None else quantity.scale.factor
    return quantity.place * factor / 2


def _rounding(quantity: Quantity) -> Fraction:
    return _half(quantity) if quantity.rounded else Fraction(0)


def _near(a: _Range, limit: _Range, bound: Bound, slack: Fraction) -> bool | None:
    """Whether a number fits one that only bounds it: not beyond the bound, and so close that it may be meant."""
    if bound == "over":
        if a.high < limit.low - slack:
            return False
        return True if a.low <= limit.low * (1 + _ABOUT_SHARE) + slack else None
    if a.low > limit.high + slack:
        return False
    return True if a.high >= limit.high * (1 - _ABOUT_SHARE) - slack else None


def _quantity_at(words: Sequence[Word], place: int, taken: frozenset[int]) -> Quantity | None:
    currency = scale_before(words, place)
    numeral = numeral_at(words, place)
    if numeral is None or _is_pronoun(words, place, numeral):
        return None
    end = place + numeral.n_words
    if end - 1 in taken:
        return None
    sort: Sort = "ordinal" if numeral.is_ordinal else "share" if numeral.is_part else "count"
    low, high, precise = numeral.value, numeral.value, numeral.place
    upper = _upper(words, end, taken) if sort == "count" else None
    if upper is not None and upper.value > low and not _is_between_two(words, place, end):
        end, high, precise = end + 1 + upper.n_words, upper.value, max(precise, upper.place)
        end += words[end - 1 - upper.n_words].text in "$€£¥₹"
    scale = currency
    if sort == "count" and scale is None:
        scale = scale_after(words, end)
        end += 0 if scale is None else scale.n_words
    share = _share_words(words, end)
    if sort == "count" and scale is None and share:
        sort, end = "share", end + share
        low, high, precise = low / 100, high / 100, precise / 100
    bound = _bound(words, place - (currency is not None))
    if scale is not None and bound == "exact" and words[end - scale.n_words].lower in ("ton", "tons"):
        bound = "about"  # there are three tons, a tenth apart
    return Quantity(
        first=place - (currency is not None), end=end, low=low, high=high, place=precise, rounded=numeral.is_rounded,
        bound=bound, sort=sort, scale=scale,
    )  # fmt: skip


def _upper(words: Sequence[Word], end: int, taken: frozenset[int]) -> Numeral | None:
    """The number after ``to`` or a dash, which makes a range."""
    if end + 1 >= len(words) or words[end].lower not in _TO or words[end].lower in ("and", "or"):
        return None
    place = end + 1 + (words[end + 1].text in "$€£¥₹")
    return None if place in taken or place >= len(words) else numeral_at(words, place)


def _is_between_two(words: Sequence[Word], place: int, end: int) -> bool:
    """Whether a dash between two numbers is a score or a telephone number, not a range: 6-3, 555-1234."""
    return (
        words[end].text == "-"
        and place + 1 < len(words)
        and words[end].glued
        and words[place].lower.isdigit()
        and (end + 2 < len(words) and words[end + 2].text == "-" and words[end + 2].glued)
    )


def _share_words(words: Sequence[Word], place: int) -> int:
    """How many words after a number say that it is a percentage."""
    if place >= len(words):
        return 0
    if words[place].text in ("%", "％") or words[place].lower in ("percent", "percentage"):
        return 1
    return 2 if words[place].lower == "per" and place + 1 < len(words) and words[place + 1].lower == "cent" else 0


def _bound(words: Sequence[Word], first: int) -> Bound:
    one = words[first - 1].lower if first >= 1 else ""
    two = words[first - 2].lower if first >= 2 else ""
    if (two, one) in _BEFORE:
        bound = _BEFORE[two, one]
        return "over" if bound == "over" else "under" if bound == "under" else "about"
    if one in ABOUT:
        return "about"
    return "over" if one in _OVER else "under" if one in _UNDER else "exact"


def _is_label(words: Sequence[Word], place: int) -> bool:
    """Whether digits are part of something else: U-30, GPT-3, v1.2, [5], 2302.13971 in an address."""
    word = words[place]
    before = words[place - 1] if place else None
    after = words[place + 1] if place + 1 < len(words) else None
    if word.kind != "number" or before is None:
        return False
    if word.glued and before.kind in ("word", "number"):
        return True
    if (
        word.glued
        and before.text in "-‐‑/_.:=&?#@+^\\'’"
        and place >= 2
        and before.glued
        and words[place - 2].kind != "sign"
    ):
        # A dash between numbers is a range, a colon or slash a time or date; none is read here as one number.
        return not (before.text == "-" and words[place - 2].kind == "number")
    if before.text in ("[", "^") and after is not None and after.text in ("]", ","):
        return True
    return bool(
        after is not None
        and after.glued
        and after.text in "/_=@:"
        and place + 2 < len(words)
        and words[place + 2].glued
    )


def _is_pronoun(words: Sequence[Word], place: int, numeral: Numeral) -> bool:
    """Whether ``one`` or ``second`` counts nothing: one of them, no one, one can, in the first place."""
    lower = words[place].lower
    if numeral.n_words > 1 or lower not in ("one", "second", "first"):
        return False
    before = words[place - 1].lower if place else ""
    after = words[place + 1].lower if place + 1 < len(words) else ""
    if lower == "one":
        return after in _AFTER_ONE or before in _BEFORE_ONE
    return after in ("place", ",", "and", "of") or before in ("at", "a")
