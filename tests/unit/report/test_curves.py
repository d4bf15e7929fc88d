import re
import xml.etree.ElementTree as ElementTree

import pytest

from redraft.errors import Misuse
from redraft.report.curves import curves
from redraft.report.panels import Axis, Level, Line, Note, Panel
from redraft.report.plots import Point

X, Y = Axis(label="examples"), Axis(label="error")


def line(name: str, drawn="both", **changes) -> Line:
    return Line(name=name, drawn=drawn, points=[Point(x, x / 10, x / 11, x / 9) for x in (1, 2, 3)], **changes)


def words(svg: str) -> list[str]:
    return ["".join(text.itertext()) for text in ElementTree.fromstring(svg.replace("xlink:href", "href")).iter("text")]


def drawn(panels, x=X, y=Y, **chosen) -> str:
    return curves("name", "Title", "description", panels, x=x, y=y, **chosen).svg


def test_few_lines_of_one_panel_are_named_at_their_ends_and_more_in_a_legend() -> None:
    few = drawn([Panel(lines=[line(f"name {i}") for i in range(3)])])
    many = drawn([Panel(lines=[line(f"name {i}") for i in range(8)])])
    for svg, n in ((few, 3), (many, 8)):
        assert [word for word in words(svg) if word.startswith("name")] == [f"name {i}" for i in range(n)] or n == 8
        assert {f"name {i}" for i in range(n)} <= set(words(svg))
    assert many.count("stroke-dasharray") > few.count("stroke-dasharray")


def test_a_law_and_its_simulation_share_a_name_a_colour_and_one_entry() -> None:
    svg = drawn([Panel(lines=[line("strong", "line"), line("strong", "marks"), line("weak", "line")])])
    assert words(svg).count("strong") == 1
    assert {"var(--one)", "var(--two)"} <= set(re.findall(r"var\(--\w+\)", svg))
    assert "var(--three)" not in svg


def test_panels_share_axes_labels_stand_at_the_rim_and_titles_over_each() -> None:
    shown = words(drawn([Panel(title=f"rate {i}", lines=[line("a")]) for i in range(6)]))
    assert shown.count("examples") == 3 and shown.count("error") == 2
    assert [word for word in shown if word.startswith("rate")] == [f"rate {i}" for i in range(6)]


def test_eight_series_differ_in_dash_and_marker_and_nine_are_refused() -> None:
    svg = drawn([Panel(lines=[line(f"s{i}") for i in range(8)])])
    assert len(set(re.findall(r"stroke-dasharray: ([\d., ]+)", svg))) >= 7
    with pytest.raises(Misuse, match="8 series apart, got 9"):
        drawn([Panel(lines=[line(f"s{i}") for i in range(9)])])


def test_a_tone_that_was_given_is_not_given_again() -> None:
    svg = drawn([Panel(lines=[line("a"), line("b", tone="one")])])
    assert "var(--one)" in svg and "var(--two)" in svg


def test_levels_notes_and_labels_cannot_break_the_picture() -> None:
    hostile = "<b> & 排序 \x1b"
    svg = drawn(
        [Panel(title=hostile, lines=[line(hostile)], levels=[Level(at=0.2, name=hostile), Level(at=2, axis="x")],
               notes=[Note(x=2, y=0.2, text=hostile, side="left")])],
        Axis(label=hostile), Axis(label=hostile),
    )  # fmt: skip
    assert words(svg).count("<b> & 排序 ␛") >= 4 and "\x1b" not in svg


def test_what_an_axis_is_told_not_to_show_is_cut_off() -> None:
    whole, part = (drawn([Panel(lines=[line("a")])], y=Axis(label="e", ends=ends)) for ends in (None, (0.0, 0.15)))
    assert "clip-path" in part and whole.count("clip-path") < part.count("clip-path")


@pytest.mark.parametrize(
    ("panels", "message"),
    [
        ([], "need a panel"),
        ([Panel(lines=[])], "need a panel"),
        ([Panel(lines=[Line(name="a", points=[])])], "need a panel"),
        ([Panel(lines=[Line(name="a", points=[Point(1, float("nan"))])])], "finite"),
        ([Panel(lines=[Line(name="a", points=[Point(1, 2, 1, float("inf"))])])], "finite"),
    ],
)
def test_what_cannot_be_drawn_is_refused(panels, message) -> None:
    with pytest.raises(Misuse, match=message):
        drawn(panels)


def test_a_logarithmic_axis_refuses_zero_but_lets_an_interval_end_at_its_edge() -> None:
    with pytest.raises(Misuse, match="above 0"):
        drawn([Panel(lines=[Line(name="a", points=[Point(1, 0.0)])])], y=Axis(label="e", log=True))
    reaching = Line(name="a", points=[Point(1, 0.1, -0.1, 0.3), Point(2, 0.2)])
    assert "<svg" in drawn([Panel(lines=[reaching])], y=Axis(label="e", log=True))
