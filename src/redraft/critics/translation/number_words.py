"""Numbers in words: English, German, Chinese; what a digit on the other side may be written as."""

import re
from collections.abc import Iterator
from fractions import Fraction
from functools import cache

_ENGLISH_UNITS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
).split()
_ENGLISH_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_GERMAN_UNITS = (
    "null eins zwei drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn fünfzehn sechzehn siebzehn "
    "achtzehn neunzehn"
).split()
_GERMAN_TENS = "zwanzig dreißig vierzig fünfzig sechzig siebzig achtzig neunzig".split()
_SCALES = {
    "hundred": 100, "thousand": 1000, "million": 10**6, "billion": 10**9, "trillion": 10**12,
    "hundert": 100, "tausend": 1000, "milliarde": 10**9,
}  # fmt: skip
_FURTHER: dict[str, tuple[int | Fraction, ...]] = {
    "a": (1,), "an": (1,), "single": (1,), "once": (1,), "first": (1,), "sole": (1,), "both": (2,), "twice": (2,),
    "double": (2,), "doubled": (2,), "pair": (2,), "couple": (2,), "second": (2,), "third": (3, Fraction(1, 3)),
    "thirds": (Fraction(1, 3),), "triple": (3,), "fifth": (5,), "eighth": (8,), "ninth": (9,), "twelfth": (12,),
    "dozen": (12,), "half": (Fraction(1, 2), 6), "quarter": (Fraction(1, 4), 15, 3), "score": (20,), "noon": (12,),
    "midnight": (0, 12, 24), "ein": (1,), "eine": (1,), "einen": (1,), "einem": (1,), "einer": (1,), "eines": (1,),
    "einmal": (1,), "beide": (2,), "beiden": (2,), "zweimal": (2,), "doppelt": (2,), "paar": (2,), "dutzend": (12,),
    "halb": (Fraction(1, 2),), "halbe": (Fraction(1, 2),), "hälfte": (Fraction(1, 2),), "drittel": (Fraction(1, 3),),
    "viertel": (Fraction(1, 4), 15), "erste": (1,), "ersten": (1,), "erster": (1,), "erstes": (1,), "dritte": (3,),
    "dritten": (3,), "siebte": (7,), "siebten": (7,), "mittag": (12,), "mitternacht": (0, 24), "zweite": (2,),
    "zwo": (2,), "million": (10**6,), "millions": (10**6,), "milliarden": (10**9,), "millionen": (10**6,),
    "nineties": (90, 1990), "eighties": (80, 1980), "seventies": (70, 1970), "sixties": (60, 1960),
    "fifties": (50, 1950), "forties": (40, 1940), "thirties": (30, 1930), "twenties": (20, 1920),
}  # fmt: skip
_MONTHS = (
    "January Januar Jänner Jan",
    "February Februar Feb",
    "March März Mar",
    "April Apr",
    "May Mai",
    "June Juni Jun",
    "July Juli Jul",
    "August Aug",
    "September Sep Sept",
    "October Oktober Oct Okt",
    "November Nov",
    "December Dezember Dec Dez",
)
_WORD = re.compile(r"[^\W\d_]+")
_TIMES = re.compile(r"(?:mal|fach(?:e|en|er|es|em)?|fold)\Z")
_HAN_DIGITS = {sign: value for value, signs in enumerate("〇一二三四五六七八九") for sign in signs} | {
    "零": 0, "兩": 2, "两": 2, "壹": 1, "貳": 2, "叁": 3, "肆": 4, "伍": 5, "雙": 2, "双": 2,
}  # fmt: skip
_HAN_SCALES = {"十": 10, "百": 100, "千": 1000, "拾": 10, "佰": 100, "仟": 1000}
_HAN_GROUPS = {"萬": 10**4, "万": 10**4, "億": 10**8, "亿": 10**8, "兆": 10**12}
_HAN_NUMERAL = re.compile(f"[{''.join((*_HAN_DIGITS, *_HAN_SCALES, *_HAN_GROUPS))}廿卅]{{1,30}}")
_HAN_HALF = re.compile("([一二三四五六七八九十两兩]{0,3})[年個个小時时天月日倍]{0,3}半")
_HALF_OF = re.compile(
    r"\b(?:half an?|(?:eine )?halbe) (hundred|thousand|million|billion|trillion|milliarde)", re.IGNORECASE
)
_HAN_FRACTION = re.compile("(?P<below>[一二三四五六七八九十百千万萬]{1,6})分之(?P<above>[一二三四五六七八九十]{1,6})")


@cache
def _named() -> dict[str, tuple[int | Fraction, ...]]:
    """Every number word that is one word, with the values that it may have."""
    found: dict[str, tuple[int | Fraction, ...]] = dict(_FURTHER)
    english = dict(enumerate(_ENGLISH_UNITS)) | {10 * (i + 2): word for i, word in enumerate(_ENGLISH_TENS)}
    for value, word in english.items():
        found.setdefault(word, (value,))
        ordinal = f"{word[:-1]}ieth" if word.endswith("y") else f"{word}th"
        found.setdefault(ordinal, (value, Fraction(1, value)) if value > 3 else (value,))
        found.setdefault(f"{ordinal}s", (Fraction(1, value),) if value > 3 else (value,))
    for value, word in _german():
        found.setdefault(word, (value,))
        stem = f"{word}t" if value < 20 else f"{word}st"
        for ending in ("e", "en", "er", "es", "em", "el"):
            found.setdefault(f"{stem}{ending}", (Fraction(1, value),) if ending == "el" and value > 3 else (value,))
        found.setdefault(f"{word}er", (value, 1900 + value) if value % 10 == 0 else (value,))
    found.update({word: (*found.get(word, ()), scale) for word, scale in _SCALES.items()})
    return found


def _german() -> Iterator[tuple[int, str]]:
    below_100 = dict(enumerate(_GERMAN_UNITS))
    for i, tens in enumerate(_GERMAN_TENS):
        below_100[10 * (i + 2)] = tens
        for unit in range(1, 10):
            word = "ein" if unit == 1 else _GERMAN_UNITS[unit]
            below_100[10 * (i + 2) + unit] = f"{word}und{tens}"
    yield from below_100.items()
    for unit in range(1, 20):
        word = "ein" if unit == 1 else _GERMAN_UNITS[unit]
        yield 100 * unit, f"{word}hundert"
        yield 1000 * unit, f"{word}tausend"


def worded(text: str) -> frozenset[Fraction]:
    """Every value that words of a text may stand for: number words, ordinals, months, Chinese numerals.

    It is generous on purpose: words only ever excuse a digit on the other side, they never raise a flaw.
    """
    values = set(_spelt(text))
    for match in _HAN_NUMERAL.finditer(text):
        values.update(map(Fraction, _chinese(match[0])))
    values.update(Fraction(_SCALES[match[1].casefold()], 2) for match in _HALF_OF.finditer(text))
    for match in _HAN_HALF.finditer(text):
        values.update(value + Fraction(1, 2) for value in (_chinese(match[1]) if match[1] else (0,)))
    for match in _HAN_FRACTION.finditer(text):
        below, above = _chinese(match["below"]), _chinese(match["above"])
        values.update(Fraction(a, b) for a in above for b in below if b)
    return frozenset(values)


def _spelt(text: str) -> Iterator[Fraction]:
    named = _named()
    total = group = Fraction(0)
    running = False
    for match in _WORD.finditer(text):
        word = match[0]
        folded = word.casefold()
        for number, names in enumerate(_MONTHS, start=1):
            if word in names.split():
                yield Fraction(number)
        values = (
            named.get(folded)
            or named.get(folded[:-1] if folded[-1] in "sn" else "")
            or named.get(_TIMES.sub("", folded))
        )
        if values is None:
            if folded != "and":
                yield from (total + group,) if running else ()
                total, group, running = Fraction(0), Fraction(0), False
            continue
        yield from map(Fraction, values)
        # "two hundred and fifty thousand": what belongs to one number is added up, or multiplied by its scale.
        scale = _SCALES.get(folded)
        if scale == 100:
            group = max(group, Fraction(1)) * 100
        elif scale is not None:
            total, group = total + max(group, Fraction(1)) * scale, Fraction(0)
        else:
            group += values[0]
        running = True
        yield total + group
    if running:
        yield total + group


def _chinese(numeral: str) -> tuple[int, ...]:
    """What a Chinese numeral may be: 三百二十 is 320; digits in a row, 二〇二〇, are read as such."""
    if all(sign in _HAN_DIGITS for sign in numeral):
        in_a_row = int("".join(str(_HAN_DIGITS[sign]) for sign in numeral))
        # 两三 is "two or three".
        return (in_a_row, *(_HAN_DIGITS[sign] for sign in numeral)) if len(numeral) == 2 else (in_a_row,)
    total = group = digit = 0
    for sign in numeral.replace("廿", "二十").replace("卅", "三十"):
        if sign in _HAN_DIGITS:
            digit = _HAN_DIGITS[sign]
        elif sign in _HAN_SCALES:
            group += (digit or 1) * _HAN_SCALES[sign]
            digit = 0
        else:
            total = (
                (total + group + digit or 1) * _HAN_GROUPS[sign]
                if total < _HAN_GROUPS[sign]
                else total + (group + digit) * _HAN_GROUPS[sign]
            )
            group = digit = 0
    return (total + group + digit,)
