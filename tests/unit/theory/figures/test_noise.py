"""Noise figures on small curves: what is drawn, what is said, and when the published transformer loses."""

import pytest

from redraft.errors import Misuse
from redraft.theory.aligners.published import curve
from redraft.theory.figures.noise import IGNORING, NoiseCurves, loses_from, losing, over_examples, over_rates

RATES = (0.0, 0.25, 0.5, 0.75, 1.0)


def level(mean: float, error: float = 0.003) -> NoiseCurves:
    """Ignoring the critic at one level everywhere, and an aligner below it."""
    return {rate: {IGNORING: [(mean, error)] * 20, "aligner": [(mean / 2, error)] * 20} for rate in RATES}


def test_at_the_level_of_the_mean_response_the_published_transformer_loses_from_a_quarter_on():
    measured = level(0.338)
    assert loses_from(measured, 15) == 0.25
    assert loses_from(measured, 2) == 0.0


def test_against_a_worse_rule_it_loses_later_or_never():
    assert loses_from(level(0.7), 15) == 0.75
    assert loses_from(level(1.5), 15) is None


def test_a_rate_that_is_lost_below_one_that_is_not_does_not_count():
    measured = {rate: {IGNORING: [(2.0 if rate == 0.75 else 0.1, 0.003)] * 20} for rate in RATES}
    assert loses_from(measured, 15) == 1.0


def test_a_higher_figure_that_few_tasks_do_not_tell_apart_is_said_to_be_just_that():
    assert loses_from(level(0.354), 3) == 0.25
    said = over_rates(level(0.354)).description
    assert "at 3 examples from rate 0.25 on (at 0 higher, but not told apart by so few tasks)" in said
    assert (
        "loses" not in over_rates(level(1.5)).title
        and "at 15 examples at no rate" in over_rates(level(1.5)).description
    )


def test_rates_that_are_lost_below_one_that_is_not_are_named():
    measured = {rate: {IGNORING: [(2.0 if rate == 0.75 else 0.1, 0.003)] * 20} for rate in RATES}
    assert "at 15 examples from rate 1 on (at 0, 0.25, 0.5 too)" in over_rates(measured).description


def test_gaps_are_those_of_the_published_curve():
    gaps = losing(level(0.338))
    assert list(gaps) == list(RATES)
    assert gaps[0.5][0].difference == pytest.approx(curve("transformer", 0.5).at(2).cosine - 0.338)


def test_over_rates_draws_published_and_measured_curves_with_their_intervals():
    figure = over_rates(level(0.338))
    assert "at 2 examples from rate 0 on" in figure.description
    assert "at 15 examples from rate 0.25 on" in figure.description
    rows = [dict(zip(figure.columns, row, strict=True)) for row in figure.rows]
    assert {row["series"] for row in rows} == {
        "published transformer", "published gradient descent", IGNORING, "aligner"
    }  # fmt: skip
    assert {row["kind"] for row in rows if str(row["series"]).startswith("published")} == {"published"}
    first = next(row for row in rows if row["panel"] == "15 examples" and row["series"] == IGNORING)
    assert (first["y"], first["low"], first["high"]) == pytest.approx(
        (0.338, 0.338 - 1.96 * 0.003, 0.338 + 1.96 * 0.003)
    )
    assert "published transformer" in figure.svg


def test_over_examples_has_a_panel_for_every_rate_and_stops_where_told():
    figure = over_examples(level(0.338), last=5)
    assert {row[0] for row in figure.rows} == {f"redraw rate {rate:g}" for rate in RATES}
    assert {row[3] for row in figure.rows} == {2, 3, 4, 5}


@pytest.mark.parametrize("draw", [over_rates, over_examples])
def test_curves_without_the_rule_that_ignores_the_critic_are_refused(draw):
    with pytest.raises(Misuse, match="'mean, critic ignored' must be among the curves at rate 0"):
        draw({0.0: {"aligner": [(0.3, 0.01)] * 20}})
    with pytest.raises(Misuse, match="need a redraw rate"):
        draw({})


def test_a_rate_that_was_not_published_is_refused():
    with pytest.raises(Misuse, match=r"got 'transformer' at 0\.3"):
        over_rates({0.3: {IGNORING: [(0.3, 0.01)] * 20}})
