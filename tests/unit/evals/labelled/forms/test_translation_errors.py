"""Rows of marked translations: texts without marks, and the marked span as the place of the mistake."""

import json
from pathlib import Path

import pytest

from redraft.errors import Misuse
from redraft.evals.labelled.forms.translation_errors import FORM, languages_of, unmarked
from redraft.evals.labelled.reading import read_labelled, recognised
from support.marked_translations import row


def test_a_marked_span_is_the_mistake_and_is_taken_out() -> None:
    marked = row(target="Das <v>alte</v> Haus", category="Accuracy/Addition", severity="Minor")
    (made,) = FORM.outputs(marked, 6)
    assert made.draft.text == "Das alte Haus"
    assert made.mistake is not None
    assert made.draft.text[int(made.mistake.start) : int(made.mistake.end)] == "alte"
    assert (made.id, made.acceptable, made.problem) == ("ende S1 1 #7", False, marked["source"])
    assert made.groups == {"pair": "ende", "model": "S1", "category": "Accuracy/Addition", "severity": "Minor"}
    assert made.prompt.metadata == {"source": marked["source"], "source_language": "en", "target_language": "de"}
    assert made.prompt.text.startswith("Translate the following text from English into German:\n\nThe old house")


def test_a_row_without_an_error_is_acceptable() -> None:
    (made,) = FORM.outputs(row(), 0)
    assert made.acceptable
    assert made.mistake is None


def test_all_marks_of_the_same_words_make_one_output(tmp_path: Path) -> None:
    marks = [
        row(system="S1"),
        row(system="S1", target="Das <v>alte</v> Haus", category="Fluency/Grammar", severity="Minor"),
        row(system="S2", target="<v>Das</v> alte Haus", category="Style/Awkward", severity="Minor"),
        row(system="S3", target="Ein altes Haus"),
    ]
    data = tmp_path / "marks.jsonl"
    data.write_text("".join(json.dumps({**one, "target": one["target"]}) + "\n" for one in marks))
    bad, good = (one for one in read_labelled(data) if one.draft.text in ("Das alte Haus", "Ein altes Haus"))
    assert (bad.acceptable, good.acceptable, good.mistake) == (False, True, None)
    assert bad.mistake is not None and (bad.mistake.start, bad.mistake.end) == (0, 3)
    assert len(list(read_labelled(data, limit=1))) == 1


def test_omissions_are_marked_in_the_source() -> None:
    marked = unmarked(row(source="The <v>old</v> house", target="Das Haus"))
    assert (marked.source, marked.start, marked.source_start, marked.source_end) == ("The old house", None, 4, 7)


def test_a_mark_that_is_never_closed_goes_to_the_end() -> None:
    marked = unmarked(row(target="Das <v>alte Haus"))
    assert (marked.target, marked.start, marked.end) == ("Das alte Haus", 4, 13)


def test_the_form_is_recognised() -> None:
    assert recognised(row(), "x").name == "translation_errors"


@pytest.mark.parametrize("text", ["<v>a</v> <v>b</v>", "a</v> b", "<v>a <v>b</v>"])
def test_several_marks_are_refused(text: str) -> None:
    with pytest.raises(Misuse, match="`target` must hold one span between <v> and </v> or none"):
        unmarked(row(target=text))


def test_pairs_name_two_languages() -> None:
    assert languages_of("zhen") == languages_of("zh-en") == ("zh", "en")
    for bad in ("en", "english"):
        with pytest.raises(Misuse, match="`pair` must name two languages"):
            languages_of(bad)
    with pytest.raises(Misuse, match="no known language is called 'qq'"):
        languages_of("qqen")
