import csv
import io
import re
import xml.etree.ElementTree as ElementTree

import pytest

from redraft.errors import Misuse
from redraft.report.heat_maps import LEVELS, HeatMap, Place, heat_maps

NAMES = ("first", "second <b>", "third")


def drawn(panels, **chosen):
    chosen = {"row_label": "looks", "column_label": "looked at", "value_label": "attention", **chosen}
    return heat_maps("name", "Title", "description", panels, **chosen)


def a_map(**changes) -> HeatMap:
    values = [[0.1, None, 0.0], [0.5, 0.5, None], [1.0, 0.2, 0.3]]
    return HeatMap(**{"values": values, "row_names": NAMES, "column_names": NAMES, **changes})


def words(svg: str) -> list[str]:
    return ["".join(text.itertext()) for text in ElementTree.fromstring(svg.replace("xlink:href", "href")).iter("text")]


def test_the_stronger_a_value_the_more_opaque_its_cell_in_one_colour_of_the_page() -> None:
    svg = drawn([a_map()]).svg
    assert "var(--one)" in svg and "var(--two)" not in svg
    cells = [float(part) for part in re.findall(r"fill: var\(--one\); opacity: ([\d.]+)", svg)]
    assert len(set(cells)) >= 4 and 0.9 < max(cells) <= 1
    assert re.findall(r"#[0-9a-f]{6}\b", svg) == []


def test_cells_of_one_strength_are_one_shape() -> None:
    names = [str(i) for i in range(40)]
    even = HeatMap(values=[[0.5] * 40] * 40, row_names=names, column_names=names)
    varied = HeatMap(values=[[(i * j % 97) / 97 for i in range(40)] for j in range(40)], row_names=names,
                     column_names=names)  # fmt: skip
    assert drawn([varied]).svg.count("fill: var(--one)") <= 2 * LEVELS < 1600
    assert drawn([even]).svg.count("fill: var(--one)") < LEVELS


def test_a_diverging_scale_has_a_colour_for_each_side() -> None:
    svg = drawn([a_map(values=[[-1.0, 0.0, 1.0]] * 3)], scale="diverging").svg
    assert "var(--one)" in svg and "var(--two)" in svg and "-1 to 1: attention" in words(svg)


def test_numbers_in_cells_are_as_asked_and_the_cells_pale_enough_to_read_them() -> None:
    svg = drawn([a_map()], number_format=".1f").svg
    assert [word for word in words(svg) if re.fullmatch(r"\d\.\d", word)] == "0.1 0.0 0.5 0.5 1.0 0.2 0.3".split()
    assert max(float(part) for part in re.findall(r"opacity: ([\d.]+)", svg)) <= 0.5


def test_names_stand_at_the_rim_unless_they_differ() -> None:
    same = words(drawn([a_map(title="one"), a_map(title="two")]).svg)
    other = words(drawn([a_map(title="one"), a_map(row_names=("x", "y", "z"))]).svg)
    assert same.count("first") == 3 and same.count("second <b>") == 3  # once beside the rows, under both maps
    assert {"x", "y", "z", "first"} <= set(other)


def test_where_there_is_no_room_only_some_names_are_written() -> None:
    names = [f"example {i}" for i in range(60)]
    shown = words(drawn([HeatMap(values=[[1.0] * 60] * 60, row_names=names, column_names=names)] * 3).svg)
    assert 5 <= len([word for word in shown if word.startswith("example")]) < 60


def test_the_numbers_name_every_cell_and_which_are_outlined() -> None:
    figure = drawn([a_map(title="t", outlined=[Place(2, 0)])])
    rows = list(csv.DictReader(io.StringIO(figure.csv)))
    assert len(rows) == 9
    assert rows[1]["value"] == "" and rows[1]["column"] == "second <b>"
    assert [row["row"] for row in rows if row["outlined"] == "1"] == ["third"]


@pytest.mark.parametrize(
    ("panels", "chosen", "message"),
    [
        ([], {}, "at least one panel"),
        ([a_map(values=[[1.0, 2.0, 3.0]])], {}, "3 and 3 names"),
        ([a_map(values=[[1.0, 2.0], [1.0, 2.0, 3.0], [1.0, 2.0, 3.0]])], {}, "3 and 3 names"),
        ([a_map(values=[], row_names=())], {}, "0 and 3 names"),
        ([a_map(values=[[float("nan"), 0.0, 0.0]] * 3)], {}, "finite"),
        ([a_map(values=[[-0.5, 0.0, 0.0]] * 3)], {}, "0 or more"),
        ([a_map()], {"strongest": 0.0}, "above 0, got 0.0"),
        ([a_map(outlined=[Place(3, 0)])], {}, "3 by 3"),
    ],
)
def test_what_cannot_be_drawn_is_refused(panels, chosen, message) -> None:
    with pytest.raises(Misuse, match=message):
        drawn(panels, **chosen)


def test_a_map_of_zeros_is_empty_not_an_error() -> None:
    assert "<svg" in drawn([a_map(values=[[0.0] * 3] * 3)]).svg
