"""Payment cards: the issuers' ranges, the lengths they use, and the Luhn check digit.

Source: iso7812
"""

import re
from collections.abc import Iterator

from redraft.critics.private_data.hits import Hit

# Solid, in fours as most cards show it, or 4-6-5 and 4-6-4 as American Express and Diners Club do. The separator is
# the same throughout, so that a list of numbers is no card. Only ASCII counts as part of a word, here and in the other
# searches: Chinese text puts no blank before a number.
_CANDIDATE = re.compile(
    r"(?<![\w+-])(?<![0-9]\.)(?:[0-9]{14,19}"
    r"|[0-9]{4}([ \u00a0\u202f-])[0-9]{4}\1[0-9]{4}\1[0-9]{4}(?:\1[0-9]{3})?"
    r"|[0-9]{4}([ \u00a0\u202f-])[0-9]{6}\2[0-9]{4,5})(?![\w-])(?!\.[0-9])",
    re.ASCII,
)
_NOT_DIGIT = re.compile(r"[^0-9]")

# (first, last) of the leading digits, the lengths, the issuer. Visa's numbers of 13 digits are left out: they are no
# longer issued, and every tenth Japanese bar code would look like one.
_RANGES: tuple[tuple[str, str, tuple[int, ...], str], ...] = (
    ("4", "4", (16, 19), "Visa"),
    ("51", "55", (16,), "Mastercard"),
    ("2221", "2720", (16,), "Mastercard"),
    ("34", "34", (15,), "American Express"),
    ("37", "37", (15,), "American Express"),
    ("300", "305", (14, 16), "Diners Club"),
    ("36", "36", (14, 16), "Diners Club"),
    ("38", "39", (14, 16), "Diners Club"),
    ("6011", "6011", (16, 19), "Discover"),
    ("644", "659", (16, 19), "Discover"),
    ("3528", "3589", (16, 19), "JCB"),
    ("62", "62", (16, 17, 18, 19), "UnionPay"),
    ("5018", "5018", (16, 18, 19), "Maestro"),
    ("5020", "5020", (16, 18, 19), "Maestro"),
    ("5038", "5038", (16, 18, 19), "Maestro"),
    ("6304", "6304", (16, 18, 19), "Maestro"),
    ("6759", "6759", (16, 18, 19), "Maestro"),
    ("6761", "6763", (16, 18, 19), "Maestro"),
    ("2200", "2204", (16, 19), "Mir"),
)


def find_cards(text: str) -> Iterator[Hit]:
    """Numbers of payment cards, in order."""
    for match in _CANDIDATE.finditer(text):
        digits = _NOT_DIGIT.sub("", match[0])
        issuer = issuer_of(digits)
        if issuer is not None and luhn(digits) and len(set(digits)) > 1:
            yield Hit("payment_card", match.start(), match.end(), match[0], issuer, "luhn")


def issuer_of(digits: str) -> str | None:
    """Who issues cards with such a number; None when nobody does."""
    for first, last, lengths, issuer in _RANGES:
        if len(digits) in lengths and first <= digits[: len(first)] <= last:
            return issuer
    return None


def luhn(digits: str) -> bool:
    """Whether the last digit is the Luhn check digit of the others; any one wrong digit is noticed."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (1 + place % 2)
        total += value - 9 * (value > 9)
    return total % 10 == 0
