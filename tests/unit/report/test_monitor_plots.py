"""Plots of a watch: they hold what they are given, and say it to who does not see them."""

import pytest

from redraft.report.monitor_plots import Ends, Evidence, evidence_plot, rate_plot, score_plot


def test_evidence_stands_beside_its_limit() -> None:
    lines = (Evidence("promise", (-0.1, 0.4, 2.0), 1.3, "one"), Evidence("later change", (0.1, 1.0, 9.0), 4.3, "two"))
    svg = evidence_plot("Evidence", "it rose", [1, 2, 3], lines)
    assert svg.count("<svg") == 1 and "promise: alarm" in svg and "later change: alarm" in svg
    assert 'aria-label="Evidence. it rose"' in svg.replace("'", '"')


@pytest.mark.parametrize("share", [0.0, 0.05, 0.9])
def test_a_rate_stands_between_its_ends_beside_what_was_promised(share: float) -> None:
    svg = rate_plot("Rate", "so", [Ends(1, 0.0, 0.0, 1.0), Ends(2, share, 0.0, 0.9)], 0.05)
    assert f"so far  {100 * share:.1f} %" in svg and "promised  5.0 %" in svg


def test_scores_have_a_line_for_each_drift() -> None:
    def n_lines(svg: str) -> int:
        return svg.count("stroke-dasharray")

    without = score_plot("Scores", "so", [(1, 0.5), (20, 0.6)], [])
    assert n_lines(score_plot("Scores", "so", [(1, 0.5), (20, 0.6)], [5, 9])) == n_lines(without) + 2
