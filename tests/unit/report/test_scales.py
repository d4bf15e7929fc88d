import pytest

from redraft.report.panels import Axis, Level, Line, Panel
from redraft.report.plots import Point
from redraft.report.scales import number, scale_of

PANEL = Panel(lines=[Line(name="a", points=[Point(0, 1.0, 0.5, 2.0), Point(10, 3.0)])], levels=[Level(at=-1.0)])


@pytest.mark.parametrize(
    ("value", "words"),
    [(0, "0"), (0.25, "0.25"), (-2, "-2"), (1000, "1,000"), (0.001, "0.001"), (1e-6, "10⁻⁶"), (3e-7, "3×10⁻⁷"),
     (-1e6, "-10⁶")],
)  # fmt: skip
def test_figures_are_written_as_people_write_them(value: float, words: str) -> None:
    assert number(value) == words


def test_an_axis_shows_points_intervals_and_levels_with_a_little_air() -> None:
    x, y = (scale_of(Axis(label="l"), [PANEL], which) for which in ("x", "y"))
    assert (x.low, x.high) == pytest.approx((-0.5, 10.5))
    assert (y.low, y.high) == pytest.approx((-1.2, 3.2))
    assert x.whole and not y.whole


def test_ends_that_were_given_stay_and_values_beyond_them_stand_at_the_end() -> None:
    y = scale_of(Axis(label="l", ends=(0.0, 2.0)), [PANEL], "y")
    assert [y.place(value) for value in (-1, 0, 1, 2, 5)] == [0, 0, 0.5, 1, 1]
    assert y.holds(2.0) and not y.holds(3.0)


def test_on_a_logarithmic_axis_equal_ratios_are_equal_distances() -> None:
    panel = Panel(lines=[Line(name="a", points=[Point(1, 1.0, -1.0, 1.0), Point(2, 10_000.0)])])
    y = scale_of(Axis(label="l", log=True), [panel], "y")
    assert y.place(100.0) == pytest.approx(0.5) and y.low > 0
    assert y.place(-1.0) == 0


def test_a_single_value_still_has_an_axis() -> None:
    panel = Panel(lines=[Line(name="a", points=[Point(1, 2.0)])])
    assert [scale_of(Axis(label="l", log=log), [panel], "y").place(2.0) for log in (False, True)] == [0.5, 0.5]
