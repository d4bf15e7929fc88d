"""Numbers in digits, read as their language writes them: 1,000.5 in English is 1.000,5 in German, 3.5萬 is 35,000."""

import re
from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import NamedTuple

from redraft.critics.translation.languages import primary_of

# Languages that write 1,000.5; the others of the table of languages write 1.000,5 or 1 000,5, those in `_EITHER` both.
_POINT = frozenset("en zh ja ko th he hi bn ta ur ms sw".split())
_SPACED = frozenset("fr ru uk bg pl cs sk sl hr sr sv nb da fi et lv lt hu es pt it ca ro".split())
_EITHER = frozenset(("ar", "fa"))
# Digits of other scripts, and the signs that go with the Arabic ones, each as the one of ours that is as long.
_ASCII = {zero + digit: str(digit) for zero in (0x660, 0x6F0, 0x966, 0x9E6, 0xBE6, 0xE50) for digit in range(10)} | {
    0x66B: ",", 0x66C: ".",
}  # fmt: skip
_MAX_DIGITS = 40
_DIGITS = r"[0-9\uff10-\uff19]"
_GROUPED = re.compile(r"(?<![0-9.,])[0-9]{1,3}(?: [0-9]{3})+(?![0-9])")
_TOKEN = re.compile(
    rf"(?<![0-9])(?:[0-9]{{1,3}}(?:[\u00a0\u202f'’][0-9]{{3}})+(?:[.,][0-9]+)?|{_DIGITS}+(?:[.,]{_DIGITS}+)*)"
    r"|[¼½¾⅓⅔]"
)
_VULGAR = {"¼": Fraction(1, 4), "½": Fraction(1, 2), "¾": Fraction(3, 4), "⅓": Fraction(1, 3), "⅔": Fraction(2, 3)}
_SCALES: tuple[tuple[str, int], ...] = (
    ("百萬", 10**6), ("百万", 10**6), ("千萬", 10**7), ("千万", 10**7), ("十亿", 10**9), ("十億", 10**9),
    ("百亿", 10**10), ("百億", 10**10), ("千亿", 10**11), ("千億", 10**11), ("萬億", 10**12), ("万亿", 10**12),
    ("萬", 10**4), ("万", 10**4), ("億", 10**8), ("亿", 10**8), ("兆", 10**12), ("百", 100), ("千", 1000),
    ("trillion", 10**12), ("billion", 10**9), ("million", 10**6), ("thousand", 1000), ("hundred", 100), ("bn", 10**9),
    ("dozen", 12),
)  # fmt: skip
_GERMAN_SCALES: tuple[tuple[str, int], ...] = (
    ("milliarden", 10**9), ("milliarde", 10**9), ("millionen", 10**6), ("million", 10**6), ("billionen", 10**12),
    ("billion", 10**12), ("tausend", 1000), ("hundert", 100), ("mio", 10**6), ("mrd", 10**9), ("tsd", 1000),
)  # fmt: skip
_CYRILLIC_SCALES: tuple[tuple[str, int], ...] = (
    ("миллиард", 10**9), ("миллион", 10**6), ("тысяч", 1000), ("мільярд", 10**9), ("мільйон", 10**6), ("тисяч", 1000),
    ("милиард", 10**9), ("милион", 10**6), ("хиляди", 1000), ("млрд", 10**9), ("млн", 10**6), ("тыс", 1000),
    ("тис", 1000),
)  # fmt: skip
_ROMANCE_SCALES: tuple[tuple[str, int], ...] = (
    ("milliard", 10**9), ("miliard", 10**9), ("million", 10**6), ("millon", 10**6), ("millón", 10**6),
    ("milion", 10**6), ("milhõ", 10**6), ("milhã", 10**6), ("bilhõ", 10**9), ("bilhã", 10**9), ("mil millones", 10**9),
    ("mila ", 1000), ("mil ", 1000),
)  # fmt: skip
_ARABIC_SCALES: tuple[tuple[str, int], ...] = (
    ("مليون", 10**6), ("ملايين", 10**6), ("مليار", 10**9), ("ألف", 1000), ("آلاف", 1000),
)  # fmt: skip
_KOREAN_SCALES: tuple[tuple[str, int], ...] = (
    ("천만", 10**7), ("백만", 10**6), ("억", 10**8), ("조", 10**12), ("만", 10**4), ("천", 1000),
)  # fmt: skip
_SCALES_OF: Mapping[str, tuple[tuple[str, int], ...]] = {
    "de": _GERMAN_SCALES,
    "ar": _ARABIC_SCALES,
    "ko": _KOREAN_SCALES,
    **dict.fromkeys(("ru", "uk", "bg"), _CYRILLIC_SCALES),
    **dict.fromkeys(("fr", "es", "it", "pt", "ca"), _ROMANCE_SCALES),
}
_INFLECTED = frozenset((_CYRILLIC_SCALES, _ROMANCE_SCALES))
_DECADE = re.compile(r"s\b|er(?: Jahre)?\b|年代")
_KILOGRAMME = re.compile(r"[克米瓦]")  # 千克 is a kilogramme, not a thousand of something


class Number(NamedTuple):
    """A number in digits.

    Attributes:
        values: what it may be worth; several where its form is ambiguous or it names a decade.
        text: its words, with a scale such as 萬 or million.
        start: where it begins.
        end: where it ends.
    """

    values: frozenset[Fraction]
    text: str
    start: int
    end: int


def numbers_in(text: str, language: str | None) -> Iterator[Number]:
    """The numbers of a text that are written in digits.

    Args:
        text: any.
        language: IETF tag; with None a form such as ``1,000`` has both of its readings.
    """
    # A blank between groups of three: made the space that only numbers have, as long as it was.
    spaced = language is not None and primary_of(language) in _SPACED
    text = text.translate(_ASCII)
    plain = _GROUPED.sub(lambda match: match[0].replace(" ", "\u00a0"), text) if spaced else text
    for match in _TOKEN.finditer(plain):
        digits = match[0]
        if digits == "00" and plain[max(0, match.start() - 1) : match.start()] == ":":
            continue  # the full hour: 15:00 is 3 p.m.
        if len(digits) > _MAX_DIGITS:
            yield Number(frozenset(), digits, match.start(), match.end())
            continue
        values = _VULGAR.get(digits)
        readings = {values} if values is not None else set(_readings(digits, language))
        scale, end = _scale_after(text, match.end(), language)
        readings = {value * scale for value in readings}
        if scale == 1:
            readings |= _decade(text, match, readings)
        yield Number(frozenset(readings), text[match.start() : end], match.start(), end)


def _readings(digits: str, language: str | None) -> Iterator[Fraction]:
    # int() knows full-width digits; Fraction knows them, too, but no separators.
    bare = re.sub("[\u00a0\u202f'’]", "", digits)
    signs = [sign for sign in bare if sign in ".,"]
    if not signs:
        yield Fraction(int(bare))
        return
    parts = re.split("[.,]", bare)
    if len(set(signs)) == 2 and signs[:-1] == [signs[0]] * (len(signs) - 1) and len(set(signs[:-1])) == 1:
        yield _decimal("".join(parts[:-1]), parts[-1])
        return
    in_threes = all(len(part) == 3 for part in parts[1:]) and 1 <= len(parts[0]) <= 3 and parts[0] != "0"
    if len(signs) > 1:
        if in_threes and len(set(signs)) == 1:
            yield Fraction(int("".join(parts)))
        else:
            yield from (Fraction(int(part)) for part in parts)  # a date, a version, a list
        return
    groups = _groups_with(signs[0], language)
    if in_threes and groups is not False:
        yield Fraction(int("".join(parts)))
    if not in_threes or groups is not True:
        yield _decimal(parts[0], parts[1])


def _groups_with(sign: str, language: str | None) -> bool | None:
    """Whether a language groups thousands with a sign; None when it is not known which language it is."""
    if language is None or primary_of(language) in _EITHER:
        return None
    point = primary_of(language) in _POINT or language in ("de-CH", "es-MX", "es-419")
    return (sign == ",") == point


def _decimal(whole: str, part: str) -> Fraction:
    return Fraction(int(whole)) + Fraction(int(part), 10 ** len(part))


class _Scale(NamedTuple):
    factor: int
    end: int


def _scale_after(text: str, end: int, language: str | None) -> _Scale:
    """The scale word after a number, ``million`` in ``5 million``, and where it ends; 1 where there is none."""
    at = end
    while at < len(text) and text[at] in " \u00a0\u202f-" and at - end < 2:
        at += 1
    following = text[at : at + 12].casefold()
    scales = _SCALES if language is None else _SCALES_OF.get(primary_of(language), _SCALES)
    for word, factor in scales:
        if following.startswith(word):
            after = following[len(word) : len(word) + 1]
            if (
                scales not in _INFLECTED
                and word.isascii()
                and after.isalpha()
                and following[: len(word) + 1] != f"{word}s"
            ):
                continue
            if word == "千" and _KILOGRAMME.match(after):
                continue
            return _Scale(factor, min(len(text), at + len(word)))
    return _Scale(1, end)


def _decade(text: str, match: re.Match[str], readings: set[Fraction]) -> set[Fraction]:
    """Further readings of a decade or a short year: 90s is 1990, '98 is 1998, 08年 is 2008."""
    before, after = text[max(0, match.start() - 1) : match.start()], text[match.end() : match.end() + 9]
    (value, *others) = readings or {Fraction(0)}
    if others or value.denominator != 1:
        return set()
    year = int(value)
    marked = _DECADE.match(after) is not None
    if year < 100 and (marked or before in ("'", "’", "‘") or after.startswith("年")):
        return {Fraction(1900 + year), Fraction(2000 + year)}
    if 1000 <= year < 2100 and (marked or after.startswith("年")):
        return {Fraction(year % 100)}
    return set()
