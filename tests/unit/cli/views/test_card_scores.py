from dataclasses import replace

import numpy as np

from redraft.cli.views import card_scores, card_tables
from redraft.cli.views.card_markdown import card_markdown
from redraft.cli.views.card_page import card_page
from redraft.trust.agreement import agreement
from redraft.trust.cards import Card, Measured, measure
from redraft.trust.figures import Judged

MEASURED = Measured(
    critic="c", version="1", kind="external", data="d.jsonl", sha256="0" * 64, form="plain", limit=None,
    command="redraft critics measure c d.jsonl", redraft_version="0",
)  # fmt: skip


def card(*, levels: int = 0, acceptable: bool | None = None, **measured: object) -> Card:
    """A card of a critic whose 240 scores are too sure, with a group of each size."""
    rng = np.random.default_rng(1)
    scores = rng.random(240) if not levels else rng.integers(0, levels, 240) / max(1, levels - 1)
    judged = [
        Judged(
            id=str(i),
            problem=str(i // 3),
            score=float(score),
            acceptable=bool(rng.random() < 0.25 + 0.5 * score) if acceptable is None else acceptable,
            groups={"size": "few" if i < 9 else "many"},
        )
        for i, score in enumerate(scores)
    ]
    beside = {"other": {one.id: one.acceptable for one in judged}}
    return measure(judged, Measured(**{**_fields(MEASURED), **measured}), beside=beside)  # type: ignore[arg-type]  # by name


def _fields(measured: Measured) -> dict[str, object]:
    return {name: getattr(measured, name) for name in Measured.__slots__}


def test_rankings_and_losses_stand_in_a_table_with_intervals_and_problems() -> None:
    made = card()
    table = card_scores.scores_table(made)
    assert table is not None and [column.name for column in table.columns][-1] == "problems"
    rows = {row.cells[0]: row.cells for row in table.rows}
    assert list(rows) == [
        "Kendall's tau", "Kendall's tau-b", "Savage correlation", "Brier loss", "Brier, calibrated", "Brier gain",
        "calibration error", "error, calibrated",
    ]  # fmt: skip
    ranking = made.overall.ranking
    assert ranking is not None and rows["Kendall's tau"][2] == f"{ranking.tau.value:.3f}"
    assert "pairs of unlike label within problems" in table.note and "it helps." in table.note


def test_few_scores_are_named_with_what_they_mean() -> None:
    line = card_scores.calibrator_line(card(levels=2))
    assert line.startswith("Calibrated by a share for each distinct score (0 means 0.") and ", 1 means 0." in line


def test_what_is_missing_is_said_in_words() -> None:
    table = card_scores.scores_table(card(acceptable=True))
    assert table is not None and table.rows == ()
    assert "No ranking: every scored output is acceptable" in table.note
    assert "No calibrator: too few labels: 240 acceptable" in table.note and "it needs 10" in table.note


def test_a_group_with_too_few_labels_says_so_below_its_table() -> None:
    table = card_scores.group_scores_table(card(), "size")
    assert table is not None and table.note.startswith("No calibrator for few: too few labels: ")
    few, many = table.rows
    assert few.cells[0] == "few" and few.cells[3:] == ("–", "–") and "–" not in many.cells
    assert card_scores.group_scores_table(card(acceptable=True), "size") is None


def test_a_card_of_the_first_version_has_no_table_of_scores() -> None:
    made = card()
    old = replace(made.overall, ranking=None, no_ranking=None, fitted=None, no_fitted=None)
    assert card_scores.scores_table(replace(made, overall=old)) is None
    assert card_scores.calibrator_line(replace(made, overall=old)) == ""


def test_agreement_names_pairs_and_says_what_the_columns_mean() -> None:
    passed: dict[str, list[bool | None]]
    passed = {"a": [True, False, True, False], "b": [True, True, True, False], "c": [None, True, False, False]}
    table = card_scores.agreement_table(agreement(passed, range(4), [True, False, True, False]))
    assert [row.cells[0] for row in table.rows] == ["a, b", "a, c", "b, c"]
    assert table.rows[0].cells[1:3] == ("4", "75.0 % [30, 95]") and "Fleiss' kappa of all on 3 outputs" in table.note


def test_labels_and_outputs_that_were_left_out_are_told_in_one_line() -> None:
    assert card_tables.labels_line(card()) == ""
    made = card(labels="steps (verified, version 1)", n_unlabelled=3, n_repeated=2, n_dropped=1)
    assert card_tables.labels_line(made) == (
        "Labels by steps (verified, version 1); 3 outputs without a label left out; 2 outputs that repeat an earlier "
        "one to the same problem counted; 1 output that repeats one to another problem left out"
    )


def test_page_and_markdown_show_the_same_tables_and_the_curve_before_and_after() -> None:
    made = card()
    page, markdown = card_page(made), card_markdown(made)
    for piece in ("What its scores are worth", "Savage correlation", "Agreement", "Calibrated by a logistic curve"):
        assert piece in page and piece in markdown
    assert "as it scores" in page and "■ calibrated" in page and "Does it agree with others?" in page
