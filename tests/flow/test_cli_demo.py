"""`redraft demo` with the model that ships, on fewer problems than people see."""

import json
import re
import xml.etree.ElementTree as ElementTree
from html.parser import HTMLParser
from pathlib import Path

import pytest

from redraft.evals.demo import run as demo
from support.command_line import redraft

pytest.importorskip("ctranslate2")

VOID = {"meta"}


class Page(HTMLParser):
    """The words of a page, and a complaint about tags that are not closed in order."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.words: list[str] = []

    def handle_starttag(self, tag, attrs):
        self.open += [] if tag in VOID else [tag]

    def handle_startendtag(self, tag, attrs):
        pass

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.words.append(data)


@pytest.fixture(scope="module")
def shown(tmp_path_factory):
    """One run, as JSON, with its page; computed once for all tests here."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(demo, "N_PROBLEMS", {"count": 60, "pref": 30})
        folder = tmp_path_factory.mktemp("demo")
        patch.chdir(folder)
        done = redraft("demo", "--json")
        return done, json.loads(done.out), (folder / "redraft-demo.html").read_text(encoding="utf-8")


def final(result, world, name):
    (found,) = [w for w in result["worlds"] if w["world"] == world]
    (arm,) = [a for a in found["arms"] if a["arm"]["name"] == name]
    return arm["stages"][-1]


def test_the_demo_ends_well_and_says_where_the_report_is(shown):
    done, result, _ = shown
    assert done.code == 0
    assert "redraft-demo.html" in done.err and "seed 0" in done.err and "all computed now" in done.err
    assert [world["world"] for world in result["worlds"]] == ["count", "pref"]


def test_what_the_model_ships_for_can_be_seen_even_on_few_problems(shown):
    _, result, _ = shown
    draft = next(w for w in result["worlds"] if w["world"] == "count")["draft"]
    corrected = final(result, "count", "corrected by its own check")
    assert corrected["right"]["value"] > draft["right"]["value"]
    assert corrected["broken"]["value"] <= 0.05
    assert final(result, "pref", "corrected by true rewards")["right"]["value"] > 0.5
    assert (
        final(result, "pref", "corrected by true rewards")["right"]["value"]
        > (final(result, "pref", "the last pair only")["right"]["value"])
    )
    assert final(result, "pref", "every reward wrong")["right"]["value"] < 0.1


def test_the_report_is_one_page_that_loads_nothing_and_shows_the_figures_of_the_run(shown):
    _, result, document = shown
    page = Page()
    page.feed(document)
    words = "".join(page.words)
    assert page.open == []
    assert not re.search(r"(src|href)=\"(?!#)|@import|url\((?!#)", document)
    for world, name in (("count", "corrected by its own check"), ("pref", "the last pair only")):
        assert f"{100 * final(result, world, name)['right']['value']:.1f}" in words
    assert "not evidence about large models" in words and "Seed" in words


def test_the_report_has_four_plots_that_are_described_and_two_trajectories(shown):
    _, _, document = shown
    plots = re.findall(r"<svg.*?</svg>", document, re.S)
    assert len(plots) == 4
    for plot in plots:
        assert ElementTree.fromstring(plot.replace("xlink:href", "href")).attrib["aria-label"].count("%") >= 2
    assert document.count('<article class="trajectory">') == 2
    assert "<del>" in document and "<ins>" in document


def test_the_same_seed_shows_the_same_figures(shown, monkeypatch):
    _, first, _ = shown
    monkeypatch.setattr(demo, "N_PROBLEMS", {"count": 60, "pref": 30})
    again = json.loads(redraft("demo", "--json").out)
    assert [world["arms"] for world in again["worlds"]] == [world["arms"] for world in first["worlds"]]


def test_people_get_tables_sentences_and_trajectories(monkeypatch):
    monkeypatch.setattr(demo, "N_PROBLEMS", {"count": 12, "pref": 9})
    done = redraft("demo", "--out", "here.html")
    assert done.code == 0 and Path("here.html").exists()
    for piece in (
        "count: reach a target with three numbers, 12 problems",
        "pref: find a hidden preference, 9 problems",
        "corrected by its own check, 5 attempts",
        "majority of 10",
        "Correction",
        "paired by problem",
        "returned attempt",
        "not evidence about large models",
    ):
        assert piece in done.out
    assert "count: best of 5: " in done.err  # progress, in lines where there is no terminal


def test_a_report_that_cannot_be_written_is_misuse_before_anything_is_computed():
    done = redraft("demo", "--out", "nowhere/x.html")
    assert done.code == 2 and done.err.count("\n") == 1 and "nowhere" in done.err


def test_one_problem_is_shown_step_by_step_and_answered_on_stdout():
    done = redraft("demo", "--problem", "make 46 10 3 12")
    assert done.code == 0 and re.fullmatch(r"\d+ [-+*] \d+ [-+*] \d+\n", done.out)
    assert "draft" in done.err and "self_check" in done.err and "(intrinsic)" in done.err and "end" in done.err


def test_a_theme_gets_a_hidden_preference_that_the_model_finds_from_rewards():
    done = redraft("demo", "--problem", "dinner", "--json")
    correction = json.loads(done.out)
    assert "never shown to the model" in done.err
    assert correction["attempts"][0]["critiques"][0]["text"] in {"r0", "r1", "r2", "r3", "r4"}
    assert len(correction["attempts"]) <= 8


def test_words_it_does_not_speak_are_refused_with_what_it_does_speak():
    done = redraft("demo", "--problem", "what is love")
    assert (done.code, done.out) == (1, "")
    assert "make 46 10 3 12" in done.err and "Traceback" not in done.err
