"""Numbers in words, in two scripts: twenty-one, two million, a dozen, 三百二十."""

from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple

from redraft.critics.facts.checks.words import Word

_SMALL = {
    word: value
    for value, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
        "seventeen eighteen nineteen".split()
    )
}
_TENS = {word: 10 * n for n, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), 2)}
_SCALES = {"hundred": 100, "thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12, "dozen": 12}
# Letters that stand glued to digits: 175B, 40k; "m" alone would be metres.
_SUFFIXES = {"k": 10**3, "K": 10**3, "M": 10**6, "mn": 10**6, "mln": 10**6, "B": 10**9, "bn": 10**9, "tn": 10**12}
_ORDINALS = {
    word: value
    for value, word in enumerate(
        "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth "
        "fifteenth sixteenth seventeenth eighteenth nineteenth twentieth".split(), 1
    )
} | {word: 10 * n for n, word in enumerate(
    "thirtieth fortieth fiftieth sixtieth seventieth eightieth ninetieth hundredth".split(), 3)}  # fmt: skip
_ORDINAL_ENDINGS = frozenset(("st", "nd", "rd", "th"))
_PARTS = {"half": 2, "halves": 2, "third": 3, "thirds": 3, "quarter": 4, "quarters": 4, "fourth": 4, "fourths": 4,
          "fifth": 5, "fifths": 5, "tenth": 10, "tenths": 10}  # fmt: skip

_HAN = {character: value for value, character in enumerate("〇一二三四五六七八九")} | {"零": 0, "兩": 2, "两": 2}
_HAN_SCALES = {"十": 10, "百": 100, "千": 1000}
_HAN_LARGE = {"萬": 10**4, "万": 10**4, "億": 10**8, "亿": 10**8}
_MAX_DIGITS = 30
_MAX_WORDS = 12


class Numeral(NamedTuple):
    """A number as words of a text.

    Attributes:
        value: the number.
        place: one unit of its last digit that counts: 1 for 37, 100 for 1,200, a tenth of a million for 3.1 million.
        n_words: how many words it takes.
        is_ordinal: whether it counts a place in an order.
        is_part: whether it is a share: two-thirds.
        is_rounded: whether it is written as round numbers are: with decimals, two zeros at its end or a scale.
    """

    value: Fraction
    place: Fraction
    n_words: int
    is_ordinal: bool = False
    is_part: bool = False
    is_rounded: bool = False


def numeral_at(words: Sequence[Word], place: int) -> Numeral | None:
    """The number that begins at a word; None when none does."""
    word = words[place]
    if word.kind == "number":
        return _digits(words, place)
    if word.kind == "han":
        return _han(words, place)
    if word.lower in _SMALL or word.lower in _TENS or word.lower in _ORDINALS or word.lower in ("a", "half"):
        return _in_words(words, place)
    return None


def _digits(words: Sequence[Word], place: int) -> Numeral | None:
    text = words[place].text.replace(",", "")
    if len(text) > _MAX_DIGITS:
        return None
    value, decimals = Fraction(text), len(text.partition(".")[2])
    zeros = 0 if decimals or value == 0 else len(text) - len(text.rstrip("0"))
    last = Fraction(1, 10**decimals) if decimals else Fraction(10**zeros if _is_round(text, zeros) else 1)
    after = _lower(words, place + 1)
    glued = place + 1 < len(words) and words[place + 1].glued
    if glued and after in _ORDINAL_ENDINGS and not decimals:
        return Numeral(value, Fraction(1), 2, is_ordinal=True)
    if glued and (scale := _SUFFIXES.get(words[place + 1].text)):
        return Numeral(value * scale, last * scale, 2, is_rounded=True)
    if not glued and after in _SCALES and after != "dozen":
        factor, n_words = 1, 1
        while (scale := _SCALES.get(_lower(words, place + n_words))) is not None and n_words < 3:
            factor, n_words = factor * scale, n_words + 1
        return Numeral(value * factor, last * factor, n_words, is_rounded=True)
    if glued and after in ("萬", "万", "億", "亿"):
        return Numeral(value * _HAN_LARGE[after], last * _HAN_LARGE[after], 2, is_rounded=True)
    return Numeral(value, last, 1, is_rounded=decimals > 0 or _is_round(text, zeros))


def _is_round(text: str, zeros: int) -> bool:
    """Whether zeros at the end of a number may be those of rounding: in 18,700, but not in 200 or 20."""
    return zeros >= 2 and len(text) >= 4


def _in_words(words: Sequence[Word], place: int) -> Numeral | None:
    total, current, used, n = Fraction(0), Fraction(0), 0, 0
    last = Fraction(1)
    while n < _MAX_WORDS and place + n < len(words):
        lower = words[place + n].lower
        if (
            lower == "-"
            and n
            and place + n + 1 < len(words)
            and words[place + n + 1].glued
            and _numeric(words, place + n + 1)
        ):
            n += 1
            continue
        if lower == "and" and used and _scaled(words, place + n - 1) and _numeric(words, place + n + 1):
            n += 1
            continue
        if lower in ("a", "half") and n == 0:
            return _share_or_scale(words, place)
        if lower in _PARTS and used and lower not in ("second",) and total == 0 and 0 < current < _PARTS[lower]:
            return Numeral(current / _PARTS[lower], Fraction(1, 100), n + 1, is_part=True, is_rounded=True)
        if lower in _ORDINALS:
            if (used and current % 10 == 0 and current >= 20 and _ORDINALS[lower] < 10) or not used:
                return Numeral(total + current + _ORDINALS[lower], Fraction(1), n + 1, is_ordinal=True)
            break
        if lower in _SMALL and (not used or current % 100 == 0 or (current % 10 == 0 and current % 100 >= 20)):
            current += _SMALL[lower]
        elif lower in _TENS and (not used or current % 100 == 0):
            current += _TENS[lower]
        elif lower in ("hundred", "dozen") and used and 0 < current < 100:
            current *= _SCALES[lower]
            last = Fraction(_SCALES[lower] if lower == "hundred" else 1)
        elif lower in _SCALES and used and current > 0:
            total, current, last = total + current * _SCALES[lower], Fraction(0), Fraction(_SCALES[lower])
        else:
            break
        n += 1
        used = n
    if not used:
        return None
    value = total + current
    return Numeral(value, last if value % last == 0 else Fraction(1), used, is_rounded=last > 1 and value % last == 0)


def _share_or_scale(words: Sequence[Word], place: int) -> Numeral | None:
    """What ``a`` and ``half`` begin: a dozen, a million, half a million, a third, half."""
    lower, after = words[place].lower, _lower(words, place + 1)
    if lower == "half":
        if after == "a" and (scale := _SCALES.get(_lower(words, place + 2))):
            return Numeral(Fraction(scale, 2), Fraction(scale, 10), 3, is_rounded=True)
        return Numeral(Fraction(1, 2), Fraction(1, 100), 1, is_part=True, is_rounded=True)
    if after in _SCALES:
        return Numeral(Fraction(_SCALES[after]), Fraction(_SCALES[after]), 2, is_rounded=True)
    if after in ("half", "third", "quarter", "fifth", "tenth") and _lower(words, place + 2) == "of":
        return Numeral(Fraction(1, _PARTS[after]), Fraction(1, 100), 2, is_part=True, is_rounded=True)
    return None


def _han(words: Sequence[Word], place: int) -> Numeral | None:
    """A run of Chinese numerals: 三百二十, 二〇二一, 兩萬; 一 and 十 alone belong to words too often to be read."""
    run: list[str] = []
    while place + len(run) < len(words) and len(run) < _MAX_WORDS:
        text = words[place + len(run)].text
        if text not in _HAN and text not in _HAN_SCALES and text not in _HAN_LARGE:
            break
        run.append(text)
    if len(run) < 2 and (not run or run[0] not in "二三四五六七八九兩两" or not _counts(words, place + 1)):
        return None
    if all(text in _HAN for text in run):
        if len(run) == 1 or len(run) >= 3:
            return Numeral(Fraction(int("".join(str(_HAN[text]) for text in run))), Fraction(1), len(run))
        return None
    total, section, digit = 0, 0, 0
    for text in run:
        if text in _HAN:
            digit = _HAN[text]
        elif text in _HAN_SCALES:
            section, digit = section + (digit or 1) * _HAN_SCALES[text], 0
        else:
            total, section, digit = (total + section + digit) * _HAN_LARGE[text], 0, 0
    return Numeral(Fraction(total + section + digit), Fraction(1), len(run))


def _counts(words: Sequence[Word], place: int) -> bool:
    return place < len(words) and words[place].text in "個个名位人年月日次座條条本部隻只種种家張张歲岁"


def _lower(words: Sequence[Word], place: int) -> str:
    return words[place].lower if place < len(words) else ""


def _numeric(words: Sequence[Word], place: int) -> bool:
    lower = _lower(words, place)
    return lower in _SMALL or lower in _TENS or lower in _ORDINALS or lower in _PARTS


def _scaled(words: Sequence[Word], place: int) -> bool:
    return _lower(words, place) in ("hundred", "thousand", "million")
