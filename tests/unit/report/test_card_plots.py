import re
import xml.etree.ElementTree as ElementTree

import pytest

from redraft.report.card_plots import Bin, calibration_plot, in_time, waiting_plot

BINS = [Bin(score=0.1, share=0.2, low=0.1, high=0.3, n=400), Bin(score=0.9, share=0.8, low=0.7, high=0.9, n=20)]


def words(svg: str) -> list[str]:
    root = ElementTree.fromstring(svg.replace("xlink:href", "href"))
    assert root.attrib["role"] == "img"
    return [text.text or "" for text in root.iter("text")]


def test_a_calibration_plot_names_its_axes_its_diagonal_and_its_n() -> None:
    shown = words(calibration_plot("Calibration of <code>", "close to the diagonal", BINS))
    assert {"mean score of a bin", "share that is acceptable", "calibrated", "n = 420", "0.75"} <= set(shown)


def test_a_bin_with_more_outputs_has_a_larger_marker_and_every_bin_can_be_seen() -> None:
    def reaches(bins: list[Bin]) -> list[float]:
        # Markers are paths around their own centre: their largest coordinate is their radius.
        svg = calibration_plot("t", "d", bins)
        paths = re.findall(r'<path id="[^"]+" d="([^"]+)" style="stroke: var\(--one\)', svg)
        return [max(abs(float(number)) for number in re.findall(r"-?[\d.]+", path)) for path in paths]

    large, small = reaches(BINS)
    assert large > 2 * small > 0


def test_a_waiting_plot_says_when_half_and_when_nearly_all_are_done() -> None:
    shown = words(waiting_plot("Time", "d", [0.001 * 2**i for i in range(21)]))
    assert {"50 % within 1 s", "95 % within 524 s"} <= set(shown)
    assert {"1 ms", "1 s", "100 s", "time for one judgement", "judged"} <= set(shown)


def test_judgements_that_take_no_time_can_be_drawn() -> None:
    assert "50 % within 0 µs" in words(waiting_plot("Time", "d", [0.0, 0.0, 0.0]))


@pytest.mark.parametrize(
    ("seconds", "shown"),
    [(0.00084, "840 µs"), (0.0042, "4.2 ms"), (0.99999, "1 s"), (12.3, "12 s"), (0.01, "10 ms"), (0.0, "0 µs")],
)
def test_a_time_has_the_unit_that_suits_it(seconds: float, shown: str) -> None:
    assert in_time(seconds) == shown


def test_calibrated_scores_are_a_second_series_with_a_name() -> None:
    alone, both = words(calibration_plot("t", "d", BINS)), words(calibration_plot("t", "d", BINS, BINS[:1]))
    assert {"● as it scores", "■ calibrated", "probabilities", "n = 420"} <= set(both)
    assert "● as it scores" not in alone
