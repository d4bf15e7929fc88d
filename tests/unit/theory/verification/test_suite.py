"""The whole verification at a small size, its tables, its figures, and what remains of it in JSON."""

import json
from dataclasses import replace

import pytest

from redraft.theory.verification.catalogue import CATALOGUE
from redraft.theory.verification.pictures import figures_of
from redraft.theory.verification.suite import Plan, Verification, as_plain, from_plain, verify
from redraft.theory.verification.tables import in_text, sentences, tables_of

SMALL = Plan(
    n_responses=(2, 3), widths=(1, 2), n_draws=8, sharpness=(2.5, 20), n_steps=(1, 2), gaps=(0.1, 1e-7),
    closeness=(1, 0.5), n_pairs=(1, 2), middle=4, gammas=(1e3,),
)  # fmt: skip


@pytest.fixture(scope="module")
def verification() -> Verification:
    return verify(SMALL)


def test_every_construction_is_verified_and_every_cell_holds(verification: Verification) -> None:
    names = {entry.name for entry in CATALOGUE}
    assert (
        {cell.construction for cell in verification.sizes} == names == {one.construction for one in verification.broken}
    )
    assert len(verification.cells) > 60 and verification.failing == ()
    assert max(cell.error for cell in verification.sizes) <= 1e-12


def test_a_cell_above_what_is_allowed_is_told_first(verification: Verification) -> None:
    wrong = replace(verification.sizes[0], error=0.5)
    broken = replace(verification, sizes=(wrong, *verification.sizes[1:]))
    assert broken.failing == (wrong,)
    assert sentences(broken)[0].startswith(
        f"1 of {len(broken.cells)} cells are above what is allowed: bradley-terry, N = 2"
    )


def test_tables_have_every_figure(verification: Verification) -> None:
    tables = tables_of(verification)
    assert len(tables) == 9 and all(table.rows for table in tables)
    text = in_text(tables)
    for piece in (
        "Largest error, float64",
        "N = 3",
        "≤",
        "k = 2",
        "silu",
        "gap 1e-07",
        "2 equal pairs",
        "noticed",
        "Lemma E.7",
    ):
        assert piece in text


def test_json_gives_the_same_verification_back(verification: Verification) -> None:
    assert from_plain(json.loads(json.dumps(as_plain(verification)))) == verification


def test_figures_show_errors_temperatures_and_ties(verification: Verification) -> None:
    figures = {figure.name: figure for figure in figures_of(verification)}
    assert list(figures) == ["construction_errors", "construction_temperatures", "construction_ties"]
    assert "masked" in figures["construction_errors"].csv and figures["construction_errors"].svg.startswith("<svg")


def test_progress_goes_from_the_first_cell_to_the_end() -> None:
    told: list[float] = []
    verify(
        replace(SMALL, n_responses=(2,), widths=(1,), sharpness=(20,), n_steps=(1,), gaps=(0.1,), n_draws=2),
        on_progress=lambda share, words: told.append(share),
    )
    assert told == sorted(told) and 0 < told[0] < 0.1 and told[-1] == 1.0
