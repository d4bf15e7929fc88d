"""`redraft lab laws`: the verdicts, the page, the pictures, and what happens when a law is off."""

import csv
import json
from pathlib import Path

import pytest

from redraft.trust.simulations import chains
from support.command_line import redraft


def test_verdicts_stand_in_a_table_and_what_comes_next_beside_it() -> None:
    done = redraft("lab", "laws", "heterogeneity", "improvement")
    assert done.code == 0, done.err
    for piece in ("heterogeneous prompts", "One round helps, many do harm", "66 of 66", "agrees", "18 of 18"):
        assert piece in done.out
    assert "heterogeneous prompts: check after fix" in done.err and "DIFFERS" not in done.out


def test_page_pictures_and_numbers_are_written() -> None:
    done = redraft("lab", "laws", "heterogeneity", "--html", "page.html", "--out", "pictures", "--seed", "2")
    assert done.code == 0, done.err
    page = Path("page.html").read_text()
    assert page.count("<svg") == 1 and "66 of 66 simulated points agree" in page and "seed 2" in page
    assert {file.name for file in Path("pictures").iterdir()} == {
        f"law_heterogeneous.{ending}" for ending in ("svg", "png", "csv")
    }
    rows = list(csv.DictReader(Path("pictures/law_heterogeneous.csv").read_text().splitlines()))
    assert {row["kind"] for row in rows} == {"law", "simulated"} and len(rows) == 2 * 3 * 2 * 11


def test_json_has_every_point() -> None:
    shown = json.loads(redraft("lab", "laws", "improvement", "--json").out)
    (law,) = shown["laws"]
    assert law["agrees"] and len(law["points"]) == 18
    assert set(law["points"][0]) == {"case", "law", "measured", "standard_error", "within", "agrees"}


def test_a_law_that_is_off_is_marked_and_the_command_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chains, "after_rounds_of", lambda *given, **named: 0.9)
    done = redraft("lab", "laws", "heterogeneity")
    assert done.code == 1
    assert "DIFFERS" in done.out and "22 of 66" in done.out


def test_a_law_that_there_is_not_is_refused() -> None:
    done = redraft("lab", "laws", "gravity")
    assert done.code == 2 and "no law is called 'gravity'" in done.err
