import itertools
import re
import sys
import xml.etree.ElementTree as ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as some

from redraft.errors import MissingExtra
from redraft.report.plots import Dot, Point, Series, check_available, dot_plot, line_plot, spread

SERIES = (
    Series(
        name="all pairs", tone="one", points=tuple(Point(k, k / 10, k / 10 - 0.05, k / 10 + 0.05) for k in (1, 2, 3))
    ),
    Series(name="ideal <b>", tone="muted", points=tuple(Point(k, k / 5) for k in (1, 2, 3))),
)


def lines(**changes):
    chosen = {
        "title": 'By "attempt"',
        "description": "from 10 % to <30 %",
        "series": SERIES,
        "x_label": "attempt",
        "y_label": "right",
        "x_ticks": [(1, "1"), (3, "3")],
        **changes,
    }
    return line_plot(chosen.pop("title"), chosen.pop("description"), chosen.pop("series"), **chosen)


def test_a_plot_is_one_well_formed_picture_with_words_for_who_does_not_see_it():
    root = ElementTree.fromstring(lines().replace("xlink:href", "href"))
    assert root.attrib["role"] == "img"
    assert root.attrib["aria-label"] == 'By "attempt". from 10 % to <30 %'
    assert root.find("title").text == 'By "attempt"'
    words = " ".join(text.text for text in root.iter("text"))
    for piece in ("all pairs  30 %", "ideal <b>  60 %", "attempt", "right", "100 %"):
        assert piece in words


def test_a_plot_takes_its_colours_from_the_page_and_loads_nothing():
    svg = lines()
    assert re.findall(r"#[0-9a-fA-F]{6}\b", svg) == []
    assert {"var(--one)", "var(--muted)", "var(--ink)", "var(--line)"} <= set(re.findall(r"var\(--\w+\)", svg))
    assert "http" not in svg and "<style" not in svg and "<metadata" not in svg


def test_series_differ_in_dash_as_well_as_in_colour():
    dashes = re.findall(r"stroke-dasharray: ([\d.,]+)", lines())
    assert dashes
    assert len(re.findall(r"stroke: var\(--(?:one|muted)\)", lines())) >= 2


def test_the_same_figures_give_the_same_picture():
    assert lines() == lines()


def test_two_plots_on_one_page_share_no_id():
    ids = [set(re.findall(r' id="([^"]+)"', lines(title=title))) for title in ("first", "second")]
    assert ids[0] and ids[1] and not ids[0] & ids[1]


def test_a_dot_plot_names_every_row_and_its_figure():
    dots = [Dot(name="draft", value=0.8, low=0.75, high=0.84, tone="muted")]
    svg = dot_plot("t", "d", [*dots, Dot(name="corrected", value=0.95, low=0.9, high=0.97, tone="one")],
                   x_label="right", x_range=(0.7, 1.0))  # fmt: skip
    for piece in ("draft", "80.0 %", "corrected", "95.0 %", "right"):
        assert f">{piece}</text>" in svg


def test_names_in_any_script_are_drawn_long_ones_are_cut_and_none_can_break_the_picture():
    names = ["排序 😀", "control \0 \x1b[2J", "$x_2$", "a" * 80]
    dots = [Dot(name=name, value=0.5, low=0.4, high=0.6, tone="one") for name in names]
    svg = dot_plot("t", "d", dots, x_label="right", x_range=(0.0, 1.0))
    ElementTree.fromstring(svg.replace("xlink:href", "href"))
    assert "排序" in svg and "$x_2$" in svg and "\x1b" not in svg and f">{'a' * 29}…<" in svg


def test_without_matplotlib_the_message_names_the_extra(monkeypatch):
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    with pytest.raises(MissingExtra, match=r"redraft\[report\]"):
        lines()
    monkeypatch.setattr("redraft.report.plots.find_spec", lambda name: None)
    with pytest.raises(MissingExtra, match="matplotlib is needed"):
        check_available()


@given(some.lists(some.floats(0, 1), min_size=1, max_size=6))
def test_labels_keep_their_order_and_stand_apart(places):
    moved = spread(places, 0.05)
    order = sorted(range(len(places)), key=lambda i: places[i])
    gaps = [moved[b] - moved[a] for a, b in itertools.pairwise(order)]
    assert all(gap >= 0.05 - 1e-9 for gap in gaps)
    assert max(moved) <= 1 + 1e-9


def test_labels_that_do_not_touch_stay_where_they_are():
    assert spread([0.1, 0.5, 0.9], 0.05) == pytest.approx([0.1, 0.5, 0.9])


def test_labels_that_touch_give_way_on_both_sides():
    assert spread([0.5, 0.5], 0.1) == pytest.approx([0.45, 0.55])
