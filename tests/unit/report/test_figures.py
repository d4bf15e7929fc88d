import csv
import io
import struct
import xml.etree.ElementTree as ElementTree

import pytest

from redraft.errors import Misuse
from redraft.report.curves import curves
from redraft.report.figures import Figure, drawn, on_page, write_figure
from redraft.report.panels import Axis, Line, Panel
from redraft.report.plots import Point

HOSTILE = '<script>alert("x")</script> & \x1b[2J'


def a_figure(**changes) -> Figure:
    chosen = {"name": "one_line", "title": "One line", "description": "It rises from .1 to .3.", **changes}
    line = Line(name=HOSTILE, points=[Point(1, 0.1, 0.05, 0.15), Point(2, 1 / 3)])
    return curves(chosen["name"], chosen["title"], chosen["description"], [Panel(title=HOSTILE, lines=[line])],
                  x=Axis(label=HOSTILE), y=Axis(label="error"))  # fmt: skip


def size_of(png: bytes) -> tuple[int, int]:
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    return struct.unpack(">II", png[16:24])


def test_a_picture_for_pages_has_words_for_who_does_not_see_it_and_loads_nothing() -> None:
    svg = a_figure().svg
    root = ElementTree.fromstring(svg.replace("xlink:href", "href"))
    assert root.attrib["role"] == "img"
    assert root.attrib["aria-label"] == "One line. It rises from .1 to .3."
    assert root.find("title").text == "One line"
    assert not any(piece in svg for piece in ("<script", "<style", "<metadata", "@font-face", "http", "\x1b"))


def test_a_picture_that_stands_alone_has_both_colour_schemes_and_a_ground_of_its_own() -> None:
    standing = a_figure().standing_svg
    root = ElementTree.fromstring(standing)
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    assert "prefers-color-scheme: dark" in standing and "background: var(--paper)" in standing
    assert {"--ink:", "--eight:"} <= set(standing.split())


def test_pixels_are_two_for_each_of_a_page_and_white_behind() -> None:
    figure = a_figure()
    width, height = size_of(figure.png)
    box = [float(part) for part in figure.svg.split('viewBox="')[1].split('"')[0].split()]
    # Of the picture's points, 72 make an inch; of a page's pixels 96.
    assert width == pytest.approx(2 * 96 * box[2] / 72, abs=1)
    assert height == pytest.approx(2 * 96 * box[3] / 72, abs=1)


def test_the_same_numbers_give_the_same_files() -> None:
    one, other = a_figure(), a_figure()
    assert (one.svg, one.png, one.csv) == (other.svg, other.png, other.csv)


def test_the_numbers_come_back_from_the_csv_unrounded() -> None:
    figure = a_figure()
    head, first, second = csv.reader(io.StringIO(figure.csv))
    assert tuple(head) == figure.columns == ("panel", "series", "kind", "x", "y", "low", "high")
    assert [float(cell) for cell in first[3:]] == [1, 0.1, 0.05, 0.15]
    assert float(second[4]) == 1 / 3 and second[5:] == ["", ""]
    assert "\x1b" not in figure.csv and "<script>" in first[1]


def test_a_figure_is_written_as_three_files_that_replace_older_ones(tmp_path) -> None:
    folder = tmp_path / "new" / "figures"
    for _ in range(2):
        written = write_figure(a_figure(), folder)
    assert sorted(path.name for path in folder.iterdir()) == ["one_line.csv", "one_line.png", "one_line.svg"]
    assert written.svg.read_text() == a_figure().standing_svg
    assert written.png.read_bytes() == a_figure().png
    assert written.csv.read_text() == a_figure().csv


def test_a_folder_that_cannot_be_written_to_is_refused_by_name(tmp_path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(Misuse, match=r"cannot write into .*file"):
        write_figure(a_figure(), tmp_path / "file")


@pytest.mark.parametrize("name", ["", "../up", "Upper", "a b", "_x", "a/b"])
def test_a_name_that_is_none_for_a_file_is_refused(name: str) -> None:
    with pytest.raises(Misuse, match="small letters"):
        a_figure(name=name)


def test_ragged_numbers_are_refused() -> None:
    with pytest.raises(Misuse, match="needs 2 cells"):
        drawn("a", "A", "d", lambda canvas, palette: None, height_inches=1, columns=("x", "y"), rows=[(1, 2), (1,)])


def test_on_a_page_the_figure_stands_between_its_title_and_its_caption() -> None:
    block = on_page(a_figure(), "Lines are <the> law.")
    assert block.index("One line") < block.index("<svg") < block.index("Lines are &lt;the&gt; law.")
