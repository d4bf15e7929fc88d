"""The published curves are whole, say where they come from, and refuse what was not published."""

import subprocess
import sys

import pytest

from redraft.errors import Misuse
from redraft.theory.aligners.published import curve, curves


def test_there_are_two_learners_at_five_rates_with_fourteen_points_each():
    known = curves()
    assert [(one.learner, one.redraw_rate) for one in known] == [
        (learner, rate) for learner in ("transformer", "gradient descent") for rate in (0, 0.25, 0.5, 0.75, 1)
    ]
    assert all([point.n_examples for point in one.points] == list(range(2, 16)) for one in known)
    assert all(0 < point.cosine < 1.2 and 0.005 < point.error < 0.05 for one in known for point in one.points)


@pytest.mark.parametrize(
    ("learner", "rate", "n", "printed"),
    [
        ("transformer", 0, 2, 0.5190777),
        ("transformer", 0, 15, 0.29655862),
        ("transformer", 0.25, 15, 0.3988272),
        ("transformer", 1, 3, 1.0507113),
        ("gradient descent", 0, 2, 0.3854),
        ("gradient descent", 1, 15, 1.0739),
    ],
)
def test_corners_are_the_printed_figures(learner, rate, n, printed):
    assert curve(learner, rate).at(n).cosine == pytest.approx(printed, abs=1e-4)


def test_every_curve_says_where_it_comes_from_and_how_sure_it_is():
    for one in curves():
        assert "evaluate_wrong_reward.ipynb" in one.source
        assert one.n_tasks == 256
        assert "not published" in one.errors_from


def test_what_was_not_published_is_refused_with_what_was():
    with pytest.raises(Misuse, match=r"published are 2 to 15 examples, got 1"):
        curve("transformer", 0).at(1)
    with pytest.raises(Misuse, match=r"redraw rates 0, 0\.25, 0\.5, 0\.75, 1; got 'transformer' at 0\.3"):
        curve("transformer", 0.3)


def test_a_gap_is_the_published_figure_minus_ours_with_the_doubt_of_both():
    ours = [(0.5, 0.003)] * 20
    gaps = curve("transformer", 0).gaps(ours)
    assert [gap.n_examples for gap in gaps] == list(range(2, 16))
    assert gaps[0].difference == pytest.approx(0.0191)
    assert gaps[0].error == pytest.approx((0.0172**2 + 0.003**2) ** 0.5)
    assert not gaps[0].is_worse  # within its doubt
    assert not gaps[-1].is_worse  # better than ours
    assert all(gap.is_worse for gap in curve("transformer", 1).gaps(ours))
    with pytest.raises(Misuse, match="0 to 15 examples is needed, got 3 points"):
        curve("transformer", 0).gaps(ours[:3])


def test_reading_them_needs_no_torch():
    code = "import sys; from redraft.theory.aligners.published import curves; curves(); print('torch' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"
