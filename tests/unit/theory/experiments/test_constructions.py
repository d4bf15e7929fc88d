"""What is said of the constructions is computed from their cells."""

from typing import Any

from redraft.theory.experiments.constructions import conclude
from redraft.theory.experiments.experiment import Outcome
from redraft.theory.experiments.measured import NOT_IN_PAPER
from redraft.theory.experiments.sizes import size_of
from redraft.theory.verification.catalogue import CATALOGUE

SIZE = size_of("tiny")
WITH_TEMPERATURE = [entry for entry in CATALOGUE if entry.lowest_sharpness is not None]


def cell(name: str, part: str, error: float, **named: Any) -> dict[str, Any]:
    whole = {"n_responses": 4, "width": 5, "n_steps": 1, "sharpness": 1.5, "n_draws": 4, "move": 1.0, "bound": None}
    return {"part": part, "construction": name, "error": error, "holds": error < 1e-6, **whole, **named}


def outcomes(error: float = 1e-15) -> dict[str, Outcome]:
    """All errors are rounding, but for one construction at one size."""
    found: dict[str, Outcome] = {}
    for entry in CATALOGUE:
        cells = [
            cell(entry.name, "sizes", error if (entry.name, n) == ("masked", 4) else 1e-15, n_responses=n, width=width)
            for n in SIZE.n_responses
            for width in SIZE.widths
        ]
        parts = ["float32", "steps", *(["temperatures"] if entry in WITH_TEMPERATURE else [])]
        found[entry.name] = {"cells": [*cells, *(cell(entry.name, part, 1e-15) for part in parts)]}
    return found


def test_an_error_that_is_not_rounding_is_called_so_nowhere() -> None:
    findings = conclude(SIZE, outcomes(error=0.3))
    (key,) = findings.key_figures
    n_cells = len(CATALOGUE) * 6 + len(WITH_TEMPERATURE)
    assert key.value == "0.3000"
    assert f"{n_cells - 2} of {n_cells} cells keep within what is proved of them and rounding" in str(key)
    of_sizes = [figure for figure in findings.figures if "0.3000 (masked, 4 responses of 1)" in figure.description]
    assert len(of_sizes) == 1 and "2 of " in of_sizes[0].description
    said = " ".join([*findings.words, *(figure.title + figure.description for figure in findings.figures), str(key)])
    assert "exact" not in said and "All errors" not in said and "left is rounding" not in said
    assert findings.words[-1].endswith("not: masked (sizes, N = 4, d = 1): 3.0e-01.")


def test_errors_of_rounding_are_counted_as_kept() -> None:
    findings = conclude(SIZE, outcomes())
    assert findings.words[-1].endswith("rounding, temperatures included.")
    assert all("; 0 of " in figure.description for figure in findings.figures[:-1])
    assert f"{len(WITH_TEMPERATURE)} of {len(WITH_TEMPERATURE)} points" in findings.figures[-1].description


def test_a_form_that_the_paper_does_not_have_is_beside_no_proof_of_it() -> None:
    why = {row.metric.split(", ")[-1]: (row.published, row.why) for row in conclude(SIZE, outcomes()).rows}
    said = "a construction of this project, measured in float64; the paper has no such form"
    assert why["masked"] == (NOT_IN_PAPER, said)
    assert why["infonce"] == ("0 (proof)", "a proof there, float64 here")
    assert why["paper"][0] == "0 (proof)" and "Lemma E.7" in why["paper"][1]
