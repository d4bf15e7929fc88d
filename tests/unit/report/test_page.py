import re
from html.parser import HTMLParser

import pytest

from redraft.critics import Majority
from redraft.errors import Misuse
from redraft.report.drawing import LOOKS
from redraft.report.markup import Html
from redraft.report.page import (
    KeyFigure,
    check_writable,
    facts,
    figure,
    key_figures,
    page,
    paragraph,
    section,
    trajectory,
    write_page,
)
from redraft.report.story import story_of
from redraft.report.tables import Column, Row, Table
from support.critics import FixedScores
from support.records import record_of

VOID = {"meta", "br", "img", "link", "input", "hr"}


class Nesting(HTMLParser):
    """Complains about tags that are not closed in order."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: list[str] = []

    def handle_starttag(self, tag, attrs):
        self.seen.append(tag)
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


def parsed(document):
    parser = Nesting()
    parser.feed(document)
    assert parser.open == []
    return parser.seen


def a_page():
    numbers = Table(title="Numbers", columns=(Column("x"),), rows=(Row(("1",)),))
    return page(
        "A <title>",
        "What it is & why",
        key_figures([KeyFigure("95 %", "right", "n = 400")]),
        section("One", paragraph("text <i>"), figure("Plot", Html("<svg></svg>"), "caption", numbers)),
        section("Two", trajectory(story_of(record_of(["one two", "one <three>"], [0.0, 1.0]))), facts({"Seed": "0"})),
    )


def test_a_page_is_whole_and_well_formed():
    seen = parsed(a_page())
    for tag in ("html", "h1", "h2", "dl", "figure", "table", "del", "ins", "details"):
        assert tag in seen
    assert "script" not in seen


def test_a_page_loads_and_runs_nothing():
    document = a_page()
    assert "default-src 'none'" in document
    assert not re.search(r"(src|href)\s*=|url\(|@import|https?:", document)


def test_what_a_model_wrote_cannot_become_part_of_the_page():
    attack = '</pre><script>alert(1)</script><img src=x onerror="y">'
    document = page("t", "l", trajectory(story_of(record_of([attack], [1.0], prompt=attack))))
    assert "<script" not in document and "<img" not in document
    assert document.count("&lt;script&gt;") == 3  # in the prompt, the draft and the critique that quotes it
    parsed(document)


def test_changes_are_marked_by_elements_that_mean_it():
    document = trajectory(story_of(record_of(["one two", "one three"], [0.0, 1.0])))
    assert "<del>two</del><ins>three</ins>" in document
    assert 'class="failed"' in document and 'class="passed returned"' in document


def test_each_critic_has_its_own_mark_and_all_of_them_together_have_theirs():
    critics = [FixedScores(score, name=f"c{i}", kind="external") for i, score in enumerate((1.0, 0.0, 1.0))]
    document = trajectory(story_of(record_of(["a"], [], critics=tuple(critics), panel=Majority())))
    assert "✓ 1.00" in document and "✗ 0.00" in document
    assert "✓ 0.67" in document and "together: decided by c0 pass, c1 flag, c2 pass; disagreement 0.33" in document
    assert "together:" not in trajectory(story_of(record_of(["a"], [1.0])))


def test_both_schemes_give_every_variable_a_colour():
    style = a_page().partition("<style>")[2].partition("</style>")[0]
    light, dark = re.findall(r":root \{(.*?)\}", style, re.S)
    names = [set(re.findall(r"(--[\w-]+):", scheme)) for scheme in (light, dark)]
    assert names[0] == names[1]
    assert set(re.findall(r"var\((--[\w-]+)\)", style)) <= names[0]
    assert {f"--{tone}" for tone in LOOKS} <= names[0]


def luminance(color):
    parts = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    r, g, b = (c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def contrast(one, other):
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_every_colour_of_words_can_be_read_in_light_and_in_dark():
    style = a_page().partition("<style>")[2]
    for scheme in re.findall(r":root \{(.*?)\}", style, re.S):
        colors = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", scheme))
        words = ("ink", "soft", *LOOKS, "good", "bad", "doubt")
        for name in words:
            for back in ("paper", "raised"):
                assert contrast(colors[name], colors[back]) >= 4.5, (name, back)
        assert contrast(colors["good"], colors["good-back"]) >= 4.5
        assert contrast(colors["bad"], colors["bad-back"]) >= 4.5


def test_a_page_replaces_the_one_that_was_there_and_leaves_nothing_else(tmp_path):
    folder = tmp_path / "reports"
    folder.mkdir()
    target = folder / "report.html"
    target.write_text("old")
    write_page(target, a_page())
    assert target.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    assert [path.name for path in folder.iterdir()] == ["report.html"]


def test_a_place_that_cannot_be_written_is_known_beforehand(tmp_path):
    check_writable(tmp_path / "report.html")
    for bad in (tmp_path / "nowhere" / "report.html", tmp_path):
        with pytest.raises(Misuse, match="cannot write"):
            check_writable(bad)


def test_a_page_that_cannot_be_written_says_where_and_what_to_do(tmp_path):
    with pytest.raises(Misuse, match=r"cannot write .*nowhere.*--out"):
        write_page(tmp_path / "nowhere" / "report.html", "x")
