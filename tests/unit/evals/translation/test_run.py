"""The checks on marked translations: figures by half, references apart, what was flagged as a list."""

import os
from pathlib import Path

import pytest

from redraft.errors import Misuse
from redraft.evals.translation.held import ANY
from redraft.evals.translation.run import TranslationEvalConfig, TranslationResult, evaluate_translation
from redraft.evals.translation.tables import flagged_lines, tables
from support.marked_translations import rows, written


def result_of(tmp_path: Path) -> TranslationResult:
    return evaluate_translation(TranslationEvalConfig(data=written(tmp_path / "x.jsonl", rows())))


def test_each_check_is_held_against_the_marks(tmp_path: Path) -> None:
    result = result_of(tmp_path)
    assert result.n == 24
    both = {one.check: one for one in result.figures if (one.half, one.of) == ("both", "systems")}
    numbers, dashes = both["numbers"], both["dashes"]
    assert (numbers.n, numbers.n_flagged) == (16, 1)
    assert numbers.lift["accuracy"] is not None
    assert numbers.lift["accuracy"].value == pytest.approx(16)
    assert dashes.n_flagged == 2
    assert dashes.precision["fluency/punctuation"] is not None
    assert dashes.precision["fluency/punctuation"].value == 1
    assert dashes.overlap is not None
    assert dashes.overlap.value == 1
    assert both[ANY].n_flagged == 3
    assert "placeholders" in result.silent
    assert "numbers" not in result.silent


def test_halves_add_up_and_references_stand_apart(tmp_path: Path) -> None:
    result = result_of(tmp_path)
    sizes = {(base.of, base.half): base.n for base in result.bases}
    assert sizes["systems", "both"] == 16 == sizes["systems", "test"] + sizes["systems", "development"]
    assert sizes["references", "both"] == 8


def test_tables_and_list_show_what_was_flagged(tmp_path: Path) -> None:
    result = result_of(tmp_path)
    titles = [table.title for table in tables(result)]
    assert titles[0] == "Translations of x.jsonl with errors that people marked"
    assert titles[-1] == "Faults planted into translations without a mark"
    accuracy = next(table for table in tables(result) if table.title == "What a flag says about accuracy")
    row = next(row for row in accuracy.rows if row.cells[:2] == ("numbers", "both"))
    assert row.cells[2] == "1 of 16 (1)"
    blocks = list(flagged_lines(result))
    assert len(blocks) == 3
    assert blocks[-1].splitlines()[0].startswith("ende S2 d 8 (")
    assert blocks[-1].splitlines()[0].endswith("marked: accuracy, major")
    assert blocks[-1].splitlines()[2] == "  numbers: number_differs '15' (number '15', wanted '50')"


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Misuse, match="cannot read"):
        evaluate_translation(TranslationEvalConfig(data=tmp_path / "nowhere.jsonl"))


def test_on_the_public_marks_sentences_predict_accuracy_and_dashes_punctuation() -> None:
    folder = os.environ.get("REDRAFT_DATA")
    path = Path(folder or "", "translation_errors.jsonl.gz")
    if not folder or not path.exists():
        pytest.skip("REDRAFT_DATA names no folder with translation_errors.jsonl.gz")
    result = evaluate_translation(TranslationEvalConfig(data=path))
    test = {one.check: one for one in result.figures if (one.half, one.of, one.pair) == ("test", "systems", "all")}
    sentences, dashes = test["sentences"].lift["accuracy"], test["dashes"].lift["fluency/punctuation"]
    assert sentences is not None
    assert dashes is not None
    assert sentences.low > 1
    assert dashes.low > 2
