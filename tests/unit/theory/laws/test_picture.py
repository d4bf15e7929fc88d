import pytest

from redraft.report.curves import curves
from redraft.report.panels import Axis, Panel
from redraft.theory.laws.picture import Check, LawPicture, by_law, by_simulation
from redraft.trust.simulations import Comparison


def check(difference: float, *, error: float = 0.01, within: float = 0.0) -> Check:
    run = Comparison(law=0.5, measured=0.5 + difference, standard_error=error, n=100)
    return Check(case=f"off by {difference}", run=run, within=within)


def picture(*checks: Check) -> LawPicture:
    runs = [(float(i), one.run) for i, one in enumerate(checks)]
    lines = [by_law("a law", [(0, 0.5), (1, 0.5)]), by_simulation("a law", runs)]
    figure = curves("law", "Law", "Flat.", [Panel(lines=lines)], x=Axis(label="x"), y=Axis(label="y"))
    return LawPicture(law="law", figure=figure, checks=checks, n=100, seed=3)


def test_points_within_chance_agree_and_the_verdict_says_how_far_off_the_farthest_is() -> None:
    shown = picture(check(0.03), check(-0.039))
    assert shown.agrees
    assert shown.verdict == (
        "2 of 2 points within 4 standard errors of the law; farthest off by 3.9 (off by -0.039); "
        "n = 100 a point, seed 3"
    )


def test_one_point_too_far_off_is_a_law_that_does_not_agree() -> None:
    shown = picture(check(0.0), check(0.041))
    assert not shown.agrees and shown.farthest.case == "off by 0.041"
    assert shown.verdict.startswith("1 of 2 points")


def test_what_a_law_is_known_to_be_off_is_forgiven_and_not_counted() -> None:
    one = check(0.06, within=0.045)
    assert one.agrees and one.n_errors == pytest.approx(1.5)


def test_without_chance_only_rounding_is_forgiven() -> None:
    assert check(1e-15, error=0.0).n_errors == 0
    assert check(1e-3, error=0.0).n_errors == float("inf") and not check(1e-3, error=0.0).agrees


def test_intervals_of_95_percent_are_drawn_and_stand_in_the_numbers() -> None:
    _, _, (_, _, kind, _, y, low, high) = picture(check(0.0)).figure.rows
    assert (kind, y) == ("simulated", 0.5)
    assert (y - low, high - y) == pytest.approx((0.0196, 0.0196), abs=1e-5)
