"""Numbers in words: exact where that is short."""

from fractions import Fraction

_MAX_LETTERS = 24


def shown(value: Fraction) -> str:
    """A number as people write it: 13, 2.5, 266.667 (rounded), 1/3."""
    if value.denominator == 1:
        text = str(value.numerator)
        return text if len(text) <= _MAX_LETTERS else f"{float_text(value)}"
    rest = value.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    if rest == 1 and value.denominator <= 10**9:
        digits = 0
        while (value * 10**digits).denominator != 1:
            digits += 1
        scaled = abs(value) * 10**digits
        whole, part = divmod(scaled.numerator, 10**digits)
        return f"{'-' if value < 0 else ''}{whole}.{part:0{digits}}"
    return float_text(value)


def float_text(value: Fraction) -> str:
    """About six digits of a number that has no short exact form; the power of ten alone where floats end."""
    size = len(str(abs(value.numerator))) - len(str(value.denominator))
    return f"{float(value):.6g}" if abs(size) < 300 else f"{'-' if value < 0 else ''}10^{size}"
