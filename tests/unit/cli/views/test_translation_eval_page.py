"""The page of the checks of translations, and the plot of their lifts."""

from pathlib import Path

import pytest

from redraft.cli.views.translation_eval_lifts import Lift, lift_figure
from redraft.cli.views.translation_eval_page import check_page, write_translation_page
from redraft.errors import Misuse
from redraft.evals.translation.run import TranslationEvalConfig, evaluate_translation
from support.marked_translations import rows, written


def test_the_page_holds_the_figures_and_loads_nothing(tmp_path: Path) -> None:
    result = evaluate_translation(TranslationEvalConfig(data=written(tmp_path / "x.jsonl", rows())))
    write_translation_page(tmp_path / "x.html", result)
    document = (tmp_path / "x.html").read_text(encoding="utf-8")
    assert "Where a check flags, how much likelier is an error?" in document
    assert "Faults planted into translations without a mark" in document
    assert result.sha256 in document
    assert "<script" not in document


def test_the_plot_has_its_numbers_and_cuts_what_is_open() -> None:
    figure = lift_figure("x", "Lift", [Lift("numbers", 0.5, 0.0, 40.0, 3, "one"), Lift("any", 2.0, 1.5, 2.5, 9, "two")])
    assert figure.csv.splitlines() == [
        "check,lift,low,high,flagged_sources", "numbers,0.5,0.0,40.0,3", "any,2.0,1.5,2.5,9",
    ]  # fmt: skip
    assert "numbers: 0.5 [0.0, 40.0]" in figure.description


def test_a_page_that_cannot_be_written_is_refused_first(tmp_path: Path) -> None:
    with pytest.raises(Misuse, match="no folder to write a file into"):
        check_page(tmp_path / "nowhere" / "x.html")
