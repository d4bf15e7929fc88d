"""Whether a claimed value is a computed one, rounded as people round."""

import re
from fractions import Fraction
from math import floor

from redraft.critics.steps.measures import mixture
from redraft.critics.steps.values import Value

_SAYS_ROUNDED = re.compile(
    r"round|about|approx|nearest|rough|around|almost|estimate|whole number|at least|ceil|floor|≈|"
    r"約|四捨五入|無條件",
    re.IGNORECASE,
)
# Floating-point numbers as calculators print them have some 15 right digits.
_FLOAT_ERROR = Fraction(1, 10**12)
# A foot is 0.3048 m, but who converts writes 0.3; 2 % holds the usual shortenings and no wrong factor.
_CONVERSION_ERROR = Fraction(1, 50)
_ROUND_NUMBER_ERROR = Fraction(1, 20)
# Values this far apart may be meant in other units (60, 100, ...) when a unit stands beside one of them.
_UNIT_RATIOS = frozenset(Fraction(n) for n in (4, 7, 10, 12, 16, 24, 52, 60, 100, 365, 1000, 1440, 3600))


def says_rounded(text: str) -> bool:
    """Whether the words of a step say that numbers are rounded."""
    return _SAYS_ROUNDED.search(text) is not None


def agrees(left: Value, right: Value, *, is_about: bool) -> bool | None:
    """Whether ``left = right`` holds in one of the ways it may be meant.

    Args:
        left: what was computed.
        right: what is claimed.
        is_about: whether the claim is said to be rounded.

    Returns:
        None when it does not hold but may be meant in units that are not written, or mixes what has no known factor.
    """
    is_sum = left.is_sum or right.is_sum
    mixed = mixture(left.terms, right.terms, is_sum=is_sum)
    if mixed == "unknown":
        return None
    if mixed == "converted":
        return _agrees_converted(left, right, is_about=is_about)
    holds = _agrees(left, right, is_about=is_about)
    return None if mixed == "written out" and not holds else holds


def converted(left: Value, right: Value) -> tuple[Fraction, Fraction] | None:
    """Both sides in the unit of the right one; None when they are to be compared as they are written."""
    is_mixed = mixture(left.terms, right.terms, is_sum=left.is_sum or right.is_sum) == "converted"
    is_lone = left.decimals is not None and len({unit.dimension for unit in (*left.units, *right.units)}) == 1
    if not (left.units and right.units and (is_lone or is_mixed)):
        return None
    return left.scaled / right.units[-1].factor, right.scaled / right.units[-1].factor


def _agrees_converted(left: Value, right: Value, *, is_about: bool) -> bool | None:
    """Whether a sum of different units of one dimension holds; a side without any unit may be meant in any."""
    units = {unit for value in (left, right) for unit in value.units}
    least = min(unit.factor for unit in units)
    is_exact = all((unit.factor / least).denominator == 1 for unit in units)
    if left.units and right.units:
        places = max(left.places, right.places)
        factor = right.units[-1].factor
        holds = _near(left.scaled / factor, right.scaled / factor, right, is_about=is_about, places=places)
        if is_exact or holds:
            return holds
        # Beyond the usual shortenings of 1.609344 it may be wrong, but what is left of a difference may be small.
        return abs(left.scaled - right.scaled) <= _CONVERSION_ERROR * abs(left.scaled) or None
    for factor in (unit.factor for unit in units):
        first = left.scaled / factor if left.units else left.plain
        second = right.scaled / factor if right.units else right.plain
        if _near(first, second, right, is_about=is_about, places=left.places):
            return True
    return None


def _agrees(left: Value, right: Value, *, is_about: bool) -> bool | None:
    are_quantities = left.decimals is not None and right.decimals is not None and left.word and right.word
    if are_quantities and left.word != right.word and not (left.units and right.units):
        return None  # 5000 Å = 500 nm: one of the units is not in the table
    is_conversion = left.decimals is not None and right.decimals is not None and left.units and right.units
    if is_conversion and left.units[-1].dimension == right.units[-1].dimension:
        same = _near(left.scaled, right.scaled, None, is_about=is_about)
        whole = (left.units[-1].factor / right.units[-1].factor, right.units[-1].factor / left.units[-1].factor)
        if any(ratio.denominator == 1 for ratio in whole):
            # Exact in one of its directions (minutes and hours); the claimed number may still be rounded.
            same = same or _near(left.scaled / right.units[-1].factor, right.plain, right, is_about=is_about)
        else:
            same = same or abs(left.scaled - right.scaled) <= _CONVERSION_ERROR * abs(left.scaled)
        return same
    readings = {(left.plain, right.plain)}
    if left.units and right.units:
        readings.add((left.scaled, right.scaled))
    if left.plain != left.bare or right.plain != right.bare:
        readings |= {(a, b) for a in (left.plain, left.bare) for b in (right.plain, right.bare)}
        # 1/4 = 25 %, and 15 / 60 * 100 = 25 %, and also 15 / 60 = 25 where the sign stands elsewhere.
    if any(_near(a, b, right, is_about=is_about, places=left.places) for a, b in readings):
        return True
    # Dollars on both sides are the same dollars; "15 * 20 = $3" may count cents.
    if set(left.units) != set(right.units) and left.plain * right.plain != 0:
        ratio = abs(left.plain / right.plain)
        if ratio in _UNIT_RATIOS or 1 / ratio in _UNIT_RATIOS:
            return None
    return False


def _near(computed: Fraction, claimed: Fraction, right: Value | None, *, is_about: bool, places: int = 0) -> bool:
    apart = abs(computed - claimed)
    if apart <= _FLOAT_ERROR * max(abs(computed), abs(claimed)):
        return True
    if right is None:
        return False
    decimals = right.decimals
    if decimals is None:
        # Two calculations: equal, unless numbers in them were rounded before.
        return (places > 0 or right.places > 0 or is_about) and apart <= abs(computed) / 1000
    if is_about:
        step = _step_of_last_digit(claimed, decimals)
        # A round number such as 100 shows no digits; it may stand for what is near it, not for 150.
        return apart < step and (step <= 1 or apart <= _ROUND_NUMBER_ERROR * abs(claimed))
    if (decimals >= 1 or right.is_scientific) and _is_rounded(computed, claimed, decimals):
        return True
    # 266.67 * 3 = 800: a number that was rounded before gives one a little beside a round one.
    return places > max(decimals, 1) and apart <= Fraction(1, 20) * Fraction(10) ** -decimals


def _is_rounded(computed: Fraction, claimed: Fraction, decimals: int) -> bool:
    scaled, unit = abs(computed) * Fraction(10) ** decimals, abs(claimed) * Fraction(10) ** decimals
    if (computed < 0) != (claimed < 0) and claimed != 0:
        return False
    # Cutting off is what some calculators do; with one decimal it is more often a slip.
    cut_off = decimals >= 2 and floor(scaled) == unit
    return abs(scaled - unit) <= Fraction(1, 2) or cut_off


def _step_of_last_digit(claimed: Fraction, decimals: int) -> Fraction:
    """The place value of the last digit that is not a trailing zero: 10 for 270, a hundredth for 2.75."""
    if claimed == 0 or decimals > 0:
        return Fraction(10) ** -decimals
    step = Fraction(1)
    while claimed.denominator == 1 and claimed % (step * 10) == 0:
        step *= 10
    return step
