"""Figures of the noise-aware aligner."""

from dataclasses import replace

import pytest

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


def test_the_figure_over_the_rate_says_from_where_the_published_transformer_loses(drawn):
    figure = drawn["noise_aware_rates"]
    assert (
        "loses to ignoring the critic from rate 0 on at 2 examples, from rate 0 on at 3 examples, "
        "from rate 0.25 on at 15 examples." in figure.description
    )
    assert "as printed" in figure.svg


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
    assert f"The regret is at most {worst:.3f}" in drawn["noise_aware_regret"].description


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
