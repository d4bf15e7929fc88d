"""Figures of the noise-aware aligner."""

from dataclasses import replace

import pytest

from redraft.theory.aligners.metrics import Mean
from redraft.theory.aligners.noise_aware.experiment import Sizes, mean_cells, noise_aware_experiment
from redraft.theory.figures.noise_aware import figures, over_rates

RATES = (0.0, 0.25, 0.5, 0.75, 1.0)


@pytest.fixture(scope="module")
def results():
    return noise_aware_experiment(None, Sizes(steps=1, seeds=(1, 2), n_tasks=100, noises=("released",), rates=RATES))


@pytest.fixture(scope="module")
def drawn(results):
    return {figure.name: figure for figure in figures(results)}


def rows_of(figure):
    return [dict(zip(figure.columns, row, strict=True)) for row in figure.rows]


def with_means(results, **means):
    """The results with these figures in every cell, by the name of the field."""
    judged = tuple(
        replace(one, cells=tuple(replace(cell, **{name: of(cell) for name, of in means.items()}) for cell in one.cells))
        for one in results.judged
    )
    return replace(results, judged=judged)


def ignoring(cell):
    """What ignoring the critic comes to on the 8,192 held-out tasks."""
    return Mean({2: 0.361, 3: 0.354}.get(cell.n, 0.338), 0.0025)


def test_the_published_transformer_loses_where_its_256_tasks_leave_no_doubt(results):
    said = over_rates(with_means(results, ignoring=ignoring)).description
    assert (
        "The paper's printed transformer loses to ignoring the critic beyond doubt at 2 examples from rate 0 on; at 3 "
        "examples from rate 0.25 on (at 0 higher, but not told apart by so few tasks); at 15 "
        "examples from rate 0.25 on."
    ) in said


def test_the_published_points_have_their_intervals(drawn):
    assert "as printed" in drawn["noise_aware_rates"].svg
    rows = [row for row in rows_of(drawn["noise_aware_rates"]) if row["kind"] == "published"]
    at = next(row for row in rows if (row["panel"], row["x"]) == ("3 examples", 0))
    assert (at["low"], at["high"]) == pytest.approx((0.3703 - 1.96 * 0.0151, 0.3703 + 1.96 * 0.0151))


def test_what_is_said_of_an_aligner_is_computed_from_the_cells_that_are_drawn(results):
    def over(cell):
        value = {(1.0, 15): 0.02, (0.5, 3): 0.003, (0.5, 9): 0.5}.get((cell.rate, cell.n), -0.01)
        return Mean(value, 0.002)

    said = over_rates(with_means(results, over_ignoring=over)).description
    assert (
        "Told the rate, the noise-aware aligner is worse than ignoring it beyond doubt at rate 1, of those drawn; its "
        "worst of these has +0.0200, at rate 1 and 15 examples."
    ) in said
    said = over_rates(with_means(results, over_ignoring=lambda cell: Mean(0.003, 0.002))).description
    assert "never" not in said
    assert "Not told, the noise-aware aligner is worse than ignoring it beyond doubt in none of the cells drawn" in said


def test_its_numbers_are_those_of_the_cells_and_of_the_paper(results, drawn):
    rows = rows_of(drawn["noise_aware_rates"])
    assert {row["panel"] for row in rows} == {"2 examples", "3 examples", "15 examples"}
    printed = [row["y"] for row in rows if row["kind"] == "published" and row["panel"] == "15 examples"]
    assert printed == [0.2966, 0.3988, 0.6237, 0.8375, 1.0834]
    told = next(
        row for row in rows if "told the rate" in row["series"] and (row["panel"], row["x"]) == ("2 examples", 1)
    )
    both = results.of("released", tells_rate=True)
    errors = [cell.error.value for one in both for cell in one.cells if (cell.rate, cell.n) == (1.0, 2)]
    assert told["y"] == pytest.approx(sum(errors) / 2)


def test_maps_have_a_cell_for_every_rate_and_number_of_examples(results, drawn):
    for name in ("noise_aware_regret", "noise_aware_told"):
        assert len(drawn[name].rows) == len(RATES) * 18
    worst = max(cell.regret.value for cell in mean_cells(results.of("released", tells_rate=False)))
    assert f"The largest regret is {worst:.3f}" in drawn["noise_aware_regret"].description


def test_cells_are_in_thousandths(results, drawn):
    (row,) = [row for row in rows_of(drawn["noise_aware_told"]) if (row["row"], row["column"]) == ("0.5", "4")]
    cells = mean_cells(results.of("released", tells_rate=True))
    cell = next(cell for cell in cells if (cell.rate, cell.n) == (0.5, 4))
    assert row["value"] == pytest.approx(1000 * cell.over_ignoring.value)


def test_the_other_generator_has_a_figure_of_its_own_without_the_paper(results):
    text = replace(results, judged=tuple(replace(one, noise="text") for one in results.judged))
    figure = over_rates(text, "text")
    assert figure.name == "noise_aware_rates_text"
    assert "paper" not in figure.description
    assert all(row["kind"] != "published" for row in rows_of(figure))
