"""Constructions against gradient descent at small sizes; benchmarks/constructions.py has them all."""

from dataclasses import replace

import pytest

from redraft.theory.verification.catalogue import CATALOGUE, named
from redraft.theory.verification.cells import Cell, Precision, Request, measure, sizes, stacked, temperatures
from redraft.theory.verification.entries import Setting


@pytest.mark.parametrize("entry", CATALOGUE, ids=lambda entry: entry.name)
def test_every_construction_takes_the_step_of_gradient_descent(entry) -> None:  # type: ignore[no-untyped-def]
    cells = [measure(request) for request in sizes(n_responses=(2, 5), widths=(1, 3), n_draws=20, entries=[entry])]
    assert cells and all(cell.holds and cell.error <= 1e-12 < cell.move for cell in cells)


def test_only_sizes_that_a_construction_comes_in_are_asked_for() -> None:
    asked = {(request.entry.name, request.setting.n_responses) for request in sizes(n_responses=(2, 4), widths=(1,))}
    assert ("bradley-terry", 2) in asked and ("bradley-terry", 4) not in asked and ("masked", 4) in asked


def test_along_temperatures_errors_stay_within_what_is_proved_and_are_there() -> None:
    cells = [measure(request) for request in temperatures((2.0, 5.0, 20.0), n_responses=4, width=3, n_draws=20)]
    masked = [cell for cell in cells if cell.construction == "masked"]
    assert all(cell.holds for cell in cells) and [cell.setting.sharpness for cell in masked] == [2.0, 5.0, 20.0]
    assert masked[0].error > 1e-2 > masked[1].error > 1e-6 > masked[2].error > 1e-12
    assert all(cell.error <= 1e-12 for cell in cells if cell.construction == "picked")


def test_steps_can_be_stacked() -> None:
    cells = [measure(request) for request in stacked((1, 3), n_responses=4, width=2, n_draws=10)]
    assert {cell.setting.n_steps for cell in cells} == {1, 3} and all(cell.error <= 1e-12 for cell in cells)


def test_single_precision_costs_digits_and_no_more_than_allowed() -> None:
    setting = Setting(n_responses=4, width=3)
    for entry in CATALOGUE:
        sized = replace(setting, n_responses=entry.nearest(4))
        cell = measure(Request(entry=entry, setting=sized, precision="float32", n_draws=20))
        assert 1e-12 < cell.error <= 1e-5 and cell.holds, entry.name


def test_a_cell_that_is_off_does_not_hold() -> None:
    cell = measure(Request(entry=named("sorted"), setting=Setting(n_responses=3, width=2), n_draws=5))
    assert cell.holds and cell.bound == 0 and cell.allowed == 1e-12
    assert replace(cell, error=1e-9).holds is False and replace(cell, error=float("nan")).holds is False
    assert replace(cell, bound=None).holds is None


def test_the_seed_decides_the_draw() -> None:
    request = Request(entry=named("masked"), setting=Setting(n_responses=3, width=2), n_draws=5)
    assert measure(request) == measure(request) and measure(request).move != measure(replace(request, seed=1)).move


@pytest.mark.parametrize(("precision", "rounding"), [("float64", 1e-12), ("float32", 1e-5)])
@pytest.mark.parametrize("bound", [0.0, 1e-3])
def test_a_cell_holds_up_to_its_bound_and_rounding_and_not_beyond(
    precision: Precision, rounding: float, bound: float
) -> None:
    cell = Cell(
        construction="masked", setting=Setting(), precision=precision, n_draws=1, seed=0, move=1.0, bound=bound,
        error=bound + 0.99 * rounding,
    )  # fmt: skip
    assert cell.holds is True
    assert replace(cell, error=bound + 1.01 * rounding).holds is False
    assert replace(cell, bound=None).holds is None
