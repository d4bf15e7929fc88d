"""Values of calculations, exact and within bounds, in each of the ways that they may be meant."""

from dataclasses import dataclass, replace
from fractions import Fraction
from math import isqrt

from redraft.critics.steps.measures import BARE, Term, multiplied, term_of
from redraft.critics.units import Unit, unit_of

# Exponents and sizes above these are not computed: 9**9**9 has 369,693,100 digits.
_MAX_EXPONENT, _MAX_BITS = 64, 4000


class NotComputedError(Exception):
    """The result is out of bounds, or not a number that can be written exactly."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """A side of an equation, computed.

    What is written may be meant in several ways (``20%`` is a fifth or the number 20, ``90 minutes`` is the number 90
    or 5,400 seconds), so a value has several readings.

    Attributes:
        plain: with percentages as hundredths and without units.
        bare: with percent signs and words such as million left out.
        scaled: in base units, where every quantity with a known unit is converted.
        places: most digits after the point among the numbers read; with some, a number may have been rounded before.
        decimals: digits after the point, for a lone number; None for a calculation.
        units: known units that occur, eight at most.
        has_percent: whether a percent sign occurs.
        is_scientific: whether a lone number is written with a power of ten, which says how exact it is.
        word: the first word of a lone number's unit, whether the table has it or not; empty for the rest.
        terms: what stands beside the numbers that are added up.
        is_sum: whether something is added or taken away in it.
    """

    plain: Fraction
    bare: Fraction
    scaled: Fraction
    places: int
    decimals: int | None
    units: tuple[Unit, ...] = ()
    has_percent: bool = False
    is_scientific: bool = False
    word: str = ""
    terms: frozenset[Term] = frozenset({BARE})
    is_sum: bool = False


def with_unit(value: Value, *words: str) -> Value:
    """The value as a quantity in the unit that the first of its words names; as it was when the table has none such."""
    word = words[0]
    unit = unit_of(word)
    term = term_of(words)
    if term.measure is not None or all(known.measure is None for known in value.terms):
        value = replace(value, terms=frozenset({term}))
    if not value.word:
        value = replace(value, word=word)
    if unit is None:
        return value
    # A sum in brackets with units inside has been scaled already.
    if value.units:
        return replace(value, units=(*value.units[:8], unit))
    return replace(value, scaled=value.scaled * unit.factor, units=(unit,))


def negated(value: Value) -> Value:
    """The value with the other sign."""
    return replace(value, plain=-value.plain, bare=-value.bare, scaled=-value.scaled)


def combined(operator: str, left: Value, right: Value) -> Value:
    """Two values joined by ``+ - * /`` or ``^``.

    Raises:
        NotComputedError: when the result is out of bounds or irrational.
        ZeroDivisionError: when it divides by zero.
    """
    return Value(
        plain=_apply(operator, left.plain, right.plain),
        bare=_apply(operator, left.bare, right.bare),
        scaled=_apply(operator, left.scaled, right.scaled),
        places=max(left.places, right.places),
        decimals=None,
        # Eight are more than any conversion needs; a long sum must not carry a long list.
        units=(*left.units, *right.units)[:8],
        has_percent=left.has_percent or right.has_percent,
        terms=left.terms | right.terms if operator in "+-" else multiplied(left.terms, right.terms),
        is_sum=operator in "+-" or left.is_sum or right.is_sum,
    )


def _apply(operator: str, left: Fraction, right: Fraction) -> Fraction:
    if operator == "+":
        result = left + right
    elif operator == "-":
        result = left - right
    elif operator == "*":
        result = left * right
    elif operator == "/":
        result = left / right
    else:
        result = _raised(left, right)
    if max(result.numerator.bit_length(), result.denominator.bit_length()) > _MAX_BITS:
        raise NotComputedError
    return result


def _raised(base: Fraction, exponent: Fraction) -> Fraction:
    if exponent == Fraction(1, 2):
        root = root_of(base)
        if root is None:
            raise NotComputedError
        return root
    if exponent.denominator != 1 or abs(exponent) > _MAX_EXPONENT:
        raise NotComputedError
    return base**exponent.numerator


def root_of(value: Fraction) -> Fraction | None:
    """The square root where it is rational; None where it is not, for then it could only be near."""
    if value < 0:
        return None
    over, under = isqrt(value.numerator), isqrt(value.denominator)
    return Fraction(over, under) if over * over == value.numerator and under * under == value.denominator else None
