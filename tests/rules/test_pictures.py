"""Pictures of the docs are whole files: nothing from the net, for light and dark, and they say what they show."""

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from rules.repository import ROOT, markdown_files, relative

PICTURES = sorted((ROOT / "docs" / "pictures").glob("*.svg"))


def faults(svg: str) -> list[str]:
    """What a picture lacks."""
    found = [] if ElementTree.fromstring(svg).tag == "{http://www.w3.org/2000/svg}svg" else ["no SVG"]
    names = re.findall(r"xmlns(?::\w+)?='[^']*'", svg)
    without_names = re.sub("|".join(map(re.escape, names)) or "$^", "", svg)
    found += ["refers to the net"] if re.search(r"https?:|@import|@font-face", without_names) else []
    found += [] if "prefers-color-scheme: dark" in svg else ["one colour scheme only"]
    found += [] if re.search(r"aria-label='[^']{60,}'", svg) else ["no description"]
    return found


@pytest.mark.parametrize("picture", PICTURES, ids=relative)
def test_a_picture_is_whole_and_shown_on_a_page(picture: Path) -> None:
    assert faults(picture.read_text()) == []
    assert any(f"pictures/{picture.name})" in page.read_text() for page in markdown_files())


def test_there_are_pictures_to_check() -> None:
    assert len(PICTURES) >= 2


def test_a_picture_that_lacks_something_is_seen() -> None:
    svg = "<svg xmlns='http://www.w3.org/2000/svg'><style>@import url(https://x)</style></svg>"
    assert faults(svg) == ["refers to the net", "one colour scheme only", "no description"]
    assert faults("<p/>")[0] == "no SVG"
