import gzip
import json
import os
import time
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from redraft.critics.translation.mqm.categories import TREE, Category, categories_for, category, weight_of
from redraft.critics.translation.mqm.marking import MAX_MARKED, Marked, Reading, read_marked

SOURCE = "Press the red button twice."
TARGET = "Drücken Sie den grünen Knopf."


def read(*lines: str) -> Reading:
    return read_marked("\n".join(lines), source=SOURCE, translation=TARGET)


def only(*lines: str) -> Marked:
    (error,) = read(*lines).kept
    return error


def test_an_error_names_its_words_category_severity_and_what_should_stand_there() -> None:
    error = only('Error: major accuracy/mistranslation in translation: "grünen" - the button is red => "roten"')
    assert (error.category, error.severity, error.side) == (
        Category("accuracy", "mistranslation"),
        "major",
        "translation",
    )
    assert TARGET[error.start : error.end] == "grünen"
    assert (error.said, error.mended) == ("the button is red", "roten")


def test_german_quotation_marks_quote() -> None:
    error = only("Error: major accuracy/mistranslation in translation: „grünen“ - the button is red => „roten“")
    assert (TARGET[error.start : error.end], error.said, error.mended) == ("grünen", "the button is red", "roten")


def test_what_was_left_out_is_quoted_from_the_source() -> None:
    error = only('Error: major accuracy/omission in source: "twice" - missing')
    assert error.side == "source" and SOURCE[error.start : error.end] == "twice"


@pytest.mark.parametrize(
    "line",
    [
        '- **Error:** minor fluency/spelling in translation: "Knopf" - odd',
        "1. error: Minor Fluency/Spelling in the translation: “Knopf” – odd",
        'Error 3: minor, fluency/spelling in translation: "Knopf" - odd',
        "Error: **minor** *fluency/spelling* in translation: „Knopf“ - odd",
        "Error: minor fluency/spelling in translation: „Knopf” - odd",
        "錯誤：minor fluency/spelling in translation：「Knopf」：odd",
        "错误：minor fluency/spelling in translation：「Knopf」：odd",
    ],
)
def test_an_error_line_may_be_decorated(line: str) -> None:
    error = only(line)
    assert (str(error.category), error.severity, error.said) == ("fluency/spelling", "minor", "odd")


def test_words_that_do_not_stand_in_the_text_are_no_evidence() -> None:
    line = 'Error: major accuracy/addition in translation: "blauen" - invented'
    reading = read(line, 'Error: minor style in source: "grünen" - stands in the other text')
    assert reading.kept == () and len(reading.dropped) == 2


def test_a_line_in_another_form_or_of_another_tree_is_counted_as_unreadable() -> None:
    reading = read(
        'Error: awful accuracy in translation: "grünen" - x',
        'Error: major beauty in translation: "grünen" - x',
        "Error: none",
        '> Error: major style in translation: "grünen" - a quotation',
        "There is an Error: major",
    )
    assert reading.kept == () and len(reading.unreadable) == 3 and reading.n_listed == 3


def test_the_same_error_twice_is_one_and_the_worse_stays() -> None:
    reading = read(
        'Error: minor accuracy/mistranslation in translation: "grünen" - a',
        'Error: major accuracy/addition in translation: "grünen" - b',
        'Error: minor terminology in translation: "grünen" - another area',
    )
    assert [(str(e.category), e.severity) for e in reading.kept] == [
        ("accuracy/addition", "major"),
        ("terminology", "minor"),
    ]
    assert reading.n_merged == 1


def test_a_subcategory_alone_or_unknown_is_found_its_place() -> None:
    assert category("omission", None) == Category("accuracy", "omission")
    assert category("fluency", "typography") == Category("fluency", None)
    assert category("humour", None) is None


def test_accuracy_and_fluency_together_ask_for_the_whole_tree_and_share_nothing() -> None:
    accuracy, fluency = set(categories_for("accuracy")), set(categories_for("fluency"))
    assert accuracy | fluency == set(categories_for("both")) and not accuracy & fluency
    assert {one.area for one in categories_for("both")} == TREE.keys()


def test_weights_are_those_of_the_shared_task_with_25_for_what_is_critical() -> None:
    style, point = Category("style", None), Category("fluency", "punctuation")
    assert [weight_of(style, severity) for severity in ("critical", "major", "minor")] == [25, 5, 1]
    assert (weight_of(point, "minor"), weight_of(point, "major")) == (0.1, 5)
    assert weight_of(Category("non-translation", None), "minor") == 25


def test_a_model_caught_in_a_loop_is_read_up_to_a_bound() -> None:
    line = 'Error: minor style in translation: "grünen" - x'
    assert read(*[line] * 1000).n_listed == MAX_MARKED


@pytest.mark.parametrize(
    "hostile", ["Error: " * 20_000, "* " * 50_000 + "Error: x", "Error: major style in translation: " + '"' * 50_000]
)
def test_reading_a_hostile_reply_takes_time_in_proportion_to_its_length(hostile: str) -> None:
    began = time.process_time()
    read_marked(hostile, source=SOURCE, translation=TARGET)
    assert time.process_time() - began < 2  # a quadratic search takes minutes


DATA = Path(os.environ.get("REDRAFT_DATA", "")) / "translation_errors.jsonl.gz"

# Their areas by ours, where the names differ.
AREAS = {"locale convention": "locale", "non-translation!": "non-translation"}


def marked_rows() -> list[dict[str, Any]]:
    with gzip.open(DATA, "rt", encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    return [row for row in rows if row["severity"] in ("Major", "Minor") and "<v>" in row["source"] + row["target"]]


def line_of(row: dict[str, Any]) -> str:
    area, _, kind = row["category"].lower().partition("/")
    side = "translation" if "<v>" in row["target"] else "source"
    words = row["target" if side == "translation" else "source"].partition("<v>")[2].partition("</v>")[0]
    place = AREAS.get(area, area) + (f"/{kind}" if kind else "")
    return f'Error: {row["severity"].lower()} {place} in {side}: "{words}" - as a person marked it'


def bare(text: str) -> str:
    return text.replace("<v>", "").replace("</v>", "")


@pytest.mark.skipif(not DATA.is_file(), reason="REDRAFT_DATA names no folder with translation_errors")
def test_nearly_all_marks_of_people_can_be_read_and_stand_in_the_text() -> None:
    outcomes: Counter[str] = Counter()
    weights: Counter[float] = Counter()
    rows = marked_rows()
    for row in rows:
        reading = read_marked(line_of(row), source=bare(row["source"]), translation=bare(row["target"]))
        outcomes["kept" if reading.kept else "dropped" if reading.dropped else f"unreadable {row['category']}"] += 1
        weights.update(error.weight for error in reading.kept)
    print(f"{len(rows)} marks: {dict(outcomes)}; points: {dict(weights)}")
    assert len(rows) > 2_000
    assert outcomes["kept"] / len(rows) > 0.99
    assert set(weights) <= {25.0, 5.0, 1.0, 0.1}
