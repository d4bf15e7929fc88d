"""Citations that code puts behind what was corrected."""

import pytest

from redraft.core import Edit, Finding, Location, Provenance
from redraft.engine.citing import cited
from redraft.engine.limiting import Place

TEXT = 'Mars has three moons. Venus has "one" moon.'
MARS = Provenance(document="mars.txt", start=0, end=19)
VENUS = Provenance(document="venus.txt", start=5, end=25, date="2024-05-01")


def place(start: int, end: int, *sources: Provenance) -> Place:
    found = Finding(message="no", location=Location(start=start, end=end), sources=sources)
    return Place(start, end, (found,))


FIRST, SECOND = place(0, 21, MARS), place(22, len(TEXT), VENUS)


def edit(old: str, new: str, text: str = TEXT) -> Edit:
    start = text.index(old)
    return Edit(location=Location(start=start, end=start + len(old)), old=old, new=new, reason="so it is")


def changed(text: str, edits: tuple[Edit, ...]) -> str:
    for one in sorted(edits, key=lambda one: one.location.start, reverse=True):
        assert text[int(one.location.start) : int(one.location.end)] == one.old
        text = text[: int(one.location.start)] + one.new + text[int(one.location.end) :]
    return text


def test_a_number_stands_behind_the_sentence_and_the_source_in_a_list() -> None:
    edits = cited([edit("three", "two")], (FIRST, SECOND), TEXT, "numbered", "en")
    assert changed(TEXT, edits) == (
        'Mars has two moons [1]. Venus has "one" moon.\n\nSources:\n[1] mars.txt, characters 0 to 19'
    )
    assert [one.reason for one in edits] == ["so it is", "the evidence is cited", "the evidence is cited"]


def test_two_places_have_two_numbers() -> None:
    edits = cited([edit("three", "two"), edit('"one"', "no")], (FIRST, SECOND), TEXT, "numbered", "en")
    assert changed(TEXT, edits) == (
        "Mars has two moons [1]. Venus has no moon [2].\n\nSources:\n"
        "[1] mars.txt, characters 0 to 19\n[2] venus.txt, characters 5 to 25 (2024-05-01)"
    )


def test_a_list_of_an_earlier_redraft_is_gone_on_with() -> None:
    before = changed(TEXT, cited([edit("three", "two")], (FIRST,), TEXT, "numbered", "en"))
    shifted = place(26, 47, VENUS, MARS)
    edits = cited([edit('"one"', "no", before)], (shifted,), before, "numbered", "en")
    assert changed(before, edits).splitlines() == [
        "Mars has two moons [1]. Venus has no moon [2][1].",
        "",
        "Sources:",
        "[1] mars.txt, characters 0 to 19",
        "[2] venus.txt, characters 5 to 25 (2024-05-01)",
    ]


@pytest.mark.parametrize(
    ("old", "new", "after"),
    [
        ("moons.", "satellites.", "Mars has three satellites (source: mars.txt)."),
        ("Mars has three moons.", "Mars has two moons!", "Mars has two moons (source: mars.txt)!"),
        ("moons", "satellites", "Mars has three satellites (source: mars.txt)."),
        (".", "!", "Mars has three moons (source: mars.txt)!"),
        ("Mars", "It", "It has three moons (source: mars.txt)."),
        (" three", "", "Mars has moons (source: mars.txt)."),
        (" moons", "", "Mars has three (source: mars.txt)."),
    ],
)
def test_a_citation_stands_before_what_ends_the_sentence(old: str, new: str, after: str) -> None:
    text = TEXT[:21]
    assert changed(text, cited([edit(old, new, text)], (FIRST,), text, "inline", "en")) == after


def test_what_is_taken_out_is_not_cited() -> None:
    edits = (edit(TEXT[:21], ""),)
    assert cited(edits, (FIRST, SECOND), TEXT, "numbered", "en") == edits


def test_places_without_a_source_or_without_an_edit_are_not_cited() -> None:
    edits = (edit("three", "two"),)
    assert cited(edits, (place(0, 21), SECOND), TEXT, "numbered", "en") == edits


def test_chinese_is_cited_in_chinese() -> None:
    text = "火星有三顆衛星。"
    edits = cited([edit("三", "兩", text)], (place(0, 8, MARS),), text, "inline", "zh-Hant")
    assert changed(text, edits) == "火星有兩顆衛星（來源：mars.txt）。"


def test_an_edit_at_the_very_end_keeps_citation_and_list_in_order() -> None:
    text = "Mars has three"
    edits = cited([edit("three", "two", text)], (place(0, 14, MARS),), text, "numbered", "en")
    assert changed(text, edits) == "Mars has two [1]\n\nSources:\n[1] mars.txt, characters 0 to 19"
