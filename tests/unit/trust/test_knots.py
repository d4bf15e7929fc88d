import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from redraft.errors import Misuse
from redraft.trust.knots import Calibrator

UNIT = st.floats(0, 1)


def calibrator(scores: tuple[float, ...], chances: tuple[float, ...]) -> Calibrator:
    return Calibrator(method="isotonic", scores=scores, chances=chances, n=10)


def test_a_chance_is_that_of_a_knot_and_lies_straight_between_two() -> None:
    made = calibrator((0.2, 0.4, 1.0), (0.1, 0.5, 0.8))
    assert [made.chance(score) for score in (0.2, 0.4, 1.0)] == [0.1, 0.5, 0.8]
    assert made.chance(0.3) == pytest.approx(0.3) and made.chance(0.7) == pytest.approx(0.65)


def test_beyond_the_outer_knots_a_chance_is_theirs() -> None:
    made = calibrator((0.2, 0.4), (0.1, 0.5))
    assert (made.chance(0.0), made.chance(1.0)) == (0.1, 0.5)
    assert calibrator((0.7,), (0.3,)).chance(0.0) == calibrator((0.7,), (0.3,)).chance(1.0) == 0.3


@given(st.lists(UNIT, min_size=1, max_size=9, unique=True), st.lists(UNIT, min_size=9, max_size=9), UNIT, UNIT)
def test_a_higher_score_never_has_a_lower_chance(
    scores: list[float], chances: list[float], one: float, other: float
) -> None:
    made = calibrator(tuple(sorted(scores)), tuple(sorted(chances[: len(scores)])))
    assert made.chance(min(one, other)) <= made.chance(max(one, other))


@pytest.mark.parametrize(
    ("scores", "chances", "said"),
    [
        ((), (), "one knot at least"),
        ((0.1, 0.2), (0.5,), "got 2 scores and 1 chances"),
        ((0.1, 0.1), (0.2, 0.3), "must increase, got 0.1 before 0.1"),
        ((0.1, 0.2), (0.6, 0.5), "must not decrease, .* got 0.6 before 0.5"),
        ((0.1, 0.2), (0.5, math.nan), r"chances of a calibrator must lie in \[0, 1\], got nan"),
        ((0.1, 1.2), (0.5, 0.6), r"scores of a calibrator must lie in \[0, 1\], got 1.2"),
    ],
)
def test_knots_that_are_no_monotone_map_are_refused(
    scores: tuple[float, ...], chances: tuple[float, ...], said: str
) -> None:
    with pytest.raises(Misuse, match=said):
        calibrator(scores, chances)


@pytest.mark.parametrize("score", [math.nan, -0.1, 1.1, math.inf])
def test_what_is_no_score_has_no_chance(score: float) -> None:
    with pytest.raises(Misuse, match=r"a score must lie in \[0, 1\]"):
        calibrator((0.2, 0.4), (0.1, 0.5)).chance(score)


def test_the_fingerprint_changes_with_a_knot_and_with_nothing_else() -> None:
    made = calibrator((0.2, 0.4), (0.1, 0.5))
    same = Calibrator(method="table", scores=(0.2, 0.4), chances=(0.1, 0.5), n=99)
    moved = calibrator((0.2, 0.4), (0.1, math.nextafter(0.5, 1)))
    assert made.fingerprint == same.fingerprint != moved.fingerprint
    assert len(made.fingerprint) == 8
