"""The table of units that several critics share."""

from fractions import Fraction

from redraft.critics.units import unit_of


def test_units_of_one_dimension_are_multiples_of_the_same_base() -> None:
    hour, minutes = unit_of("hour"), unit_of("minutes")
    assert hour is not None and minutes is not None
    assert hour.dimension == minutes.dimension == "time"
    assert hour.factor == 60 * minutes.factor


def test_a_mile_is_exact() -> None:
    mile, kilometre = unit_of("mile"), unit_of("km")
    assert mile is not None and kilometre is not None
    assert mile.factor / kilometre.factor == Fraction("1.609344")


def test_a_word_that_measures_nothing_has_no_unit() -> None:
    assert unit_of("apples") is None
