"""Words that measure, and whether an equation mixes them: 1 year + 6 months is neither 7 years nor 7 months.

A noun that only says what is counted (red balls, eggs) mixes with any other. A measure word does not, for it hides a
factor: the table of `units` knows some of these factors, and for the rest nothing is computed.
"""

from collections.abc import Iterable, Sequence
from typing import Literal, NamedTuple

from redraft.critics.units import Unit, unit_of

Mixture = Literal["none", "converted", "written out", "unknown"]
"""How far an equation mixes measures.

``none``: not at all; ``converted``: the table has every one, of one dimension; ``written out``: a factor may convert
them (2 weeks * 7 + 3 days), so only that it holds can be said; ``unknown``: nothing can be said.
"""

_COLLECTION = "count"
_ROWS = {
    "time": "month months mo, year years yr yrs, decade decades, century centuries, fortnight "
    "fortnights, millisecond milliseconds ms, millennium millennia",
    "length": "nm nanometer nanometers, dm decimeter decimeters, furlong furlongs, league leagues, fathom fathoms, "
    "mi, yd yds",
    "mass": "ton tons, tonne tonnes, stone stones, carat carats, mcg microgram micrograms",
    "volume": "tsp teaspoon teaspoons tsps, tbsp tablespoon tablespoons tbsps, fluid-ounce fluid-ounces, "
    "barrel barrels, cl centiliter centiliters, dl deciliter deciliters, bushel bushels, gal gals, qt qts, pt pts",
    "money": "penny pennies, nickel nickels, dime dimes, quarter quarters, pence, euro euros €, £, ¥ yen, "
    "₹ rupee rupees, shilling shillings",
    "data": "bit bits, byte bytes, kb kilobyte kilobytes, mb megabyte megabytes, gb gigabyte gigabytes, "
    "tb terabyte terabytes, kib, mib, gib, tib",
    "area": "m2 sqm, cm2, mm2, km2, ft2 sqft, in2, yd2, acre acres, hectare hectares ha",
    "cubes": "m3, cm3 cc, mm3, km3, ft3, in3, yd3",
    _COLLECTION: "pair pairs, couple couples, score scores, gross, trio trios, ream reams",
}
_POWERS = {"square": "area", "sq": "area", "cubic": "cubes", "cu": "cubes"}
# What stands after one of these says by what something is divided, or what it holds.
_ENDS = frozenset("per of a an".split())
# Spoons and cups, litres and pints measure the same.
_SAME_DIMENSION = {"liquid": "volume", "cubes": "volume"}


class Measure(NamedTuple):
    """A measure word.

    Attributes:
        dimension: what it measures.
        name: the same for all forms of one word.
        unit: its unit; None when the table has none, or when it is not the first word beside its number.
    """

    dimension: str
    name: str
    unit: Unit | None = None


class Term(NamedTuple):
    """What stands beside one number of a sum.

    Attributes:
        measure: its measure; None when it has none.
        is_noun: whether it is a word that measures nothing.
        is_product: whether the number was multiplied or divided by another, which may have converted it.
    """

    measure: Measure | None = None
    is_noun: bool = False
    is_product: bool = False


BARE = Term()

_MEASURES = {
    word: Measure(_SAME_DIMENSION.get(dimension, dimension), forms.split()[0])
    for dimension, row in _ROWS.items()
    for forms in row.split(",")
    for word in forms.split()
}


def term_of(words: Sequence[str]) -> Term:
    """The term that the words after a number make, in lower case: ``red balls``, ``square feet``, ``$``."""
    for place, word in enumerate(words):
        if word in _ENDS:
            break
        length = unit_of(words[place + 1]) if word in _POWERS and place + 1 < len(words) else None
        if length is not None:
            return Term(Measure(_SAME_DIMENSION.get(_POWERS[word], _POWERS[word]), f"{_POWERS[word]} {length.factor}"))
        measure = _measure_of(word, is_first=place == 0)
        if measure is not None:
            return Term(measure)
    return Term(is_noun=bool(words) and words[0] not in _ENDS)


def multiplied(left: frozenset[Term], right: frozenset[Term]) -> frozenset[Term]:
    """The terms of a product or quotient: two quantities make a third one, of which nothing is known."""
    first, second = _measured(left), _measured(right)
    if first and second:
        return first | second if max(len(first), len(second)) > 1 else frozenset({BARE})
    return frozenset(term._replace(is_product=True) for term in first | second) or frozenset({BARE})


def mixture(left: frozenset[Term], right: frozenset[Term], *, is_sum: bool) -> Mixture:
    """How far an equation mixes measures.

    Args:
        left: terms of its left side.
        right: terms of its right side.
        is_sum: whether one of the sides is a sum or a difference.
    """
    terms = left | right
    measures = {term.measure for term in terms if term.measure is not None}
    alone = {term.measure for term in terms if term.measure is not None and not term.is_product}
    if is_sum and _counts_collections(alone, left, right):
        return "unknown"
    same_dimension = len({measure.dimension for measure in measures}) < len({measure.name for measure in measures})
    if not same_dimension and len({measure.name for measure in alone}) < 2:
        return "none"
    dimensions = {None if measure.unit is None else measure.unit.dimension for measure in measures}
    is_known = len(dimensions) == 1 and None not in dimensions
    if not is_sum:
        return "none" if is_known else "written out"
    if any(term.is_product for term in terms):
        return "written out"
    # A bare number beside a measure in a sum may be of any; a side that is all bare has one unwritten measure.
    is_whole = all(side == {BARE} or _measured(side) == side for side in (left, right))
    return "converted" if is_known and is_whole else "unknown"


def _counts_collections(alone: Iterable[Measure], left: frozenset[Term], right: frozenset[Term]) -> bool:
    """Whether collections may be taken apart: 2 pairs + 1 = 5 shoes."""
    for measure in alone:
        if measure.dimension == _COLLECTION:
            carried = all(any(term.measure == measure for term in side) for side in (left, right))
            if not carried or any(term.is_noun for term in left | right):
                return True
    return False


def _measured(terms: frozenset[Term]) -> frozenset[Term]:
    return frozenset(term for term in terms if term.measure is not None)


def _measure_of(word: str, *, is_first: bool) -> Measure | None:
    unit = unit_of(word)
    if unit is None:
        return _MEASURES.get(word)
    dimension = _SAME_DIMENSION.get(unit.dimension, unit.dimension)
    return Measure(dimension, f"{unit.dimension} {unit.factor}", unit if is_first else None)
