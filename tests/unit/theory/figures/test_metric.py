"""The figure of errors that are reached before anything is learnt, on trainings made up by hand."""

import pytest

from redraft.errors import Misuse
from redraft.theory.figures.metric import Moment, crossing, while_learning

EARLY = [Moment(1, 1.0, 3.0), Moment(20, 0.2, 0.8), Moment(40, 0.25, 0.3), Moment(60, 0.29, 0.04)]
LATE = [Moment(1, 1.0, 3.0), Moment(20, 0.6, 2.0), Moment(40, 0.4, 1.0)]


def test_a_crossing_is_the_first_moment_that_is_as_good_and_says_when_the_loss_is_learnt():
    assert crossing(EARLY, 0.3) == (20, 0.2, 0.8, 60)
    assert crossing(EARLY[:3], 0.3) == (20, 0.2, 0.8, None)
    assert crossing(LATE, 0.3) is None


def test_the_figure_shows_errors_and_regrets_and_says_what_was_reached():
    figure = while_learning({"seed 1": EARLY, "seed 2": LATE}, published=0.3, n_examples=15)
    assert "1 of 2 trainings reach the published error, first with a regret of 0.80 to 0.80 nats" in figure.description
    assert {(row[0], row[1]) for row in figure.rows} == {
        (panel, who)
        for panel in ("1 - cosine at 15 examples", "ranking regret in nats")
        for who in ("seed 1", "seed 2")
    }
    assert len(figure.rows) == 2 * (len(EARLY) + len(LATE))


def test_trainings_that_never_reach_the_error_are_drawn_too():
    assert "no training reaches" in while_learning({"seed 2": LATE}, published=0.3, n_examples=15).description


def test_a_figure_of_nothing_is_refused():
    for nothing in ({}, {"seed 1": []}):
        with pytest.raises(Misuse, match="with a moment each are needed"):
            while_learning(nothing, published=0.3, n_examples=15)
