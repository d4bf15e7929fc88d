"""The exact constructions beside gradient descent: every size, two precisions, several steps, and temperatures.

Answers Thm. 3.2 and 3.3 of wang2024incontext: weights with which a transformer carries out a step of alignment exist,
and how exactly the step is carried out in numbers of a machine.
"""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from redraft.report.curves import curves
from redraft.report.figures import Figure
from redraft.report.page import KeyFigure
from redraft.report.panels import Axis, Level, Line, Panel
from redraft.report.plots import Point
from redraft.theory.experiments.experiment import Experiment, Findings, Job, Outcome, Place
from redraft.theory.experiments.measured import NOT_IN_PAPER, Compared, Measured, shown
from redraft.theory.experiments.sizes import Size
from redraft.theory.verification.catalogue import CATALOGUE, named
from redraft.theory.verification.cells import Cell, Precision, Request, measure, sizes, stacked, temperatures

NAME = "constructions"
SHARPNESS = (1.0, 1.5, 1.8, 2.5, 5.0, 10.0, 15.0, 20.0, 25.0, 30.0, 35.0, 40.0)
STEPS = (1, 2, 5)
_PROVED = {"bradley-terry": "Thm. 3.2", "infonce": "Thm. 3.2, proof", "paper": "Thm. 3.3"}
_WHY = {"paper": "Lemma E.7 as printed is exact for no fixed weights; here with a saturating gate"}
_FLOOR = 1e-17
"""Where a logarithmic axis begins; an error of exactly 0 is drawn there."""
_LEVEL = 1e-12
"""Far above rounding in float64 and far below a step; a line in the figures."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConstructionJob:
    """What is measured: one construction at every size."""

    name: str
    n_responses: tuple[int, ...]
    widths: tuple[int, ...]
    n_draws: int


def experiment(size: Size, device: str) -> Experiment:
    """Every construction of the catalogue; the device plays no part, all is numpy."""

    def job(name: str) -> Job:
        config = ConstructionJob(
            name=name, n_responses=size.n_responses, widths=size.widths, n_draws=size.n_draws
        )  # fmt: skip
        # Blocks, tokens and width all grow with N or d: the general construction is the widest.
        factor = 6.0 if name == "general" else 1.0
        expected_s = 1 + factor * 2e-7 * size.n_draws * sum(n**2 * d * 8 for n in size.n_responses for d in size.widths)
        return Job(group=NAME, name=name, function=carry_out, config=config, expected_s=expected_s)

    return Experiment(
        name=NAME,
        title="Constructed transformers beside gradient descent",
        answers="Thm. 3.2, Thm. 3.3 and App. F",
        jobs=tuple(job(entry.name) for entry in CATALOGUE),
        conclude=lambda outcomes: conclude(size, outcomes),
    )


def carry_out(job: ConstructionJob, place: Place) -> Outcome:
    """Measure a construction in every cell."""
    requests = list(_requests(job))
    cells = []
    for i, (part, request) in enumerate(requests):
        place.tell(i / len(requests), f"{part}: {request.setting.n_responses} responses, width {request.setting.width}")
        cells.append(_plain(part, measure(request)))
    return {"cells": cells}


def conclude(size: Size, outcomes: Mapping[str, Outcome]) -> Findings:
    """Figures, sentences and rows."""
    cells = [cell for outcome in outcomes.values() for cell in outcome["cells"]]
    doubles = [cell for cell in cells if cell["part"] == "sizes"]
    singles = [cell for cell in cells if cell["part"] == "float32"]
    promised = [cell for cell in cells if cell["holds"] is not None]
    broken = [cell for cell in promised if not cell["holds"]]
    worst, worst_single = _worst(doubles), _worst(singles)
    n_steps = max(STEPS)
    stack = _worst([cell for cell in cells if cell["part"] == "steps"])
    kept = f"{len(promised) - len(broken)} of {len(promised)} cells keep within what is proved of them and rounding"
    words = (
        (
            f"{len(outcomes)} constructions, {len(doubles)} sizes up to {max(size.n_responses)} responses of "
            f"{max(size.widths)} numbers, {size.n_draws} problems each: the largest error beside gradient descent is "
            f"{shown(worst['error'])} in float64 ({worst['construction']}, {worst['n_responses']} responses) and "
            f"{shown(worst_single['error'])} in float32."
        ),
        f"Stacked for up to {n_steps} steps the largest error is {shown(stack['error'])} ({stack['construction']}).",
        kept + (f"; not: {_named(broken[0])}." if broken else ", temperatures included."),
    )
    return Findings(
        words=words,
        key_figures=(
            KeyFigure(
                shown(worst["error"]),
                "largest error of a step, float64",
                f"{len(doubles)} sizes; {kept}",
            ),
        ),
        figures=(*_over_sizes(size, doubles), _over_temperatures(cells)),
        rows=tuple(_row(name, outcomes[name]) for name in outcomes),
        notes=(
            (
                "Constructions show what weights can express, not what a trained model does; `redraft "
                "lab construct` shows "
                "each block by block."
            ),
            "The largest of all errors over all problems of a size, not a mean; nothing is tuned to the problems.",
        ),
    )


def _requests(job: ConstructionJob) -> Iterator[tuple[str, Request]]:
    entry = named(job.name)
    parts: tuple[tuple[Precision, str], ...] = (("float64", "sizes"), ("float32", "float32"))
    for precision, part in parts:
        for request in sizes(
            n_responses=job.n_responses, widths=job.widths, n_draws=job.n_draws, precision=precision, entries=[entry]
        ):  # fmt: skip
            yield part, request
    for part, requests in (
        ("temperatures", temperatures(SHARPNESS, n_draws=job.n_draws)),
        ("steps", stacked(STEPS, n_draws=job.n_draws)),
    ):
        yield from ((part, request) for request in requests if request.entry.name == job.name)


def _plain(part: str, cell: Cell) -> dict[str, Any]:
    setting = asdict(cell.setting)
    kept = {name: setting[name] for name in ("n_responses", "width", "n_steps", "sharpness")}
    # A bound of infinity says that nothing is proved of this cell; JSON has no such number.
    bound = None if cell.bound is None or cell.bound == float("inf") else cell.bound
    return {
        "part": part,
        "construction": cell.construction,
        **kept,
        "n_draws": cell.n_draws,
        "error": cell.error,
        "move": cell.move,
        "bound": bound,
        "holds": cell.holds,
    }


def _worst(cells: list[dict[str, Any]]) -> dict[str, Any]:
    return max(cells, key=lambda cell: float(cell["error"]))


def _named(cell: Mapping[str, Any]) -> str:
    return (
        f"{cell['construction']} ({cell['part']}, N = {cell['n_responses']}, d = {cell['width']}): {cell['error']:.1e}"
    )


def _over_sizes(size: Size, cells: list[dict[str, Any]]) -> tuple[Figure, ...]:
    """One figure for those with a temperature and one for those without: together they are more than can be told."""
    kinds = {
        "with a head that has a temperature": [one.name for one in CATALOGUE if one.lowest_sharpness is not None],
        "without a temperature": [one.name for one in CATALOGUE if one.lowest_sharpness is None],
    }
    return tuple(
        _of_kind(size, kind, [cell for cell in cells if cell["construction"] in names]) for kind, names in kinds.items()
    )


def _of_kind(size: Size, kind: str, cells: list[dict[str, Any]]) -> Figure:
    panels = []
    for width in size.widths:
        lines = [
            Line(
                name=name,
                points=[
                    Point(cell["n_responses"], max(cell["error"], _FLOOR))
                    for cell in cells
                    if (cell["construction"], cell["width"]) == (name, width)
                ],
            )
            for name in dict.fromkeys(cell["construction"] for cell in cells)
        ]
        panels.append(Panel(title=f"d = {width}", lines=lines, levels=[Level(at=_LEVEL)]))
    worst, n_above = _worst(cells), sum(cell["error"] > _LEVEL for cell in cells)
    return curves(
        f"constructions_{kind.split()[0]}",
        f"Largest error of a step beside gradient descent, {kind}",
        f"The largest error in float64 is {shown(worst['error'])} ({worst['construction']}, {worst['n_responses']} "
        f"responses of {worst['width']}); {n_above} of {len(cells)} lie above the level of {_LEVEL:g}.",
        panels,
        x=Axis(label="responses N", log=True, ticks=[(n, str(n)) for n in size.n_responses]),
        y=Axis(label="largest error", log=True),
        naming="legend",
    )


def _over_temperatures(cells: list[dict[str, Any]]) -> Figure:
    measured = [cell for cell in cells if cell["part"] == "temperatures"]
    promised = [cell for cell in measured if cell["holds"] is not None]
    lines = []
    for name in dict.fromkeys(cell["construction"] for cell in measured):
        of_name = [cell for cell in measured if cell["construction"] == name]
        errors = [Point(cell["sharpness"], max(cell["error"], _FLOOR)) for cell in of_name]
        bounds = [Point(cell["sharpness"], max(cell["bound"], _FLOOR)) for cell in of_name if cell["bound"]]
        lines.append(Line(name=name, points=errors, drawn="marks"))
        lines += [Line(name=name, points=bounds, drawn="line", kind="proved")] if bounds else []
    return curves(
        "constructions_temperatures",
        "Error against the temperature of the head that finds the best response",
        "Points are measured, lines are what is proved possible without rounding: "
        f"{sum(cell['holds'] for cell in promised)} of {len(promised)} points of which something is proved keep within "
        "it and rounding.",
        [Panel(lines=lines)],
        x=Axis(label="sharpness: temperature times the smallest distance of two rewards"),
        y=Axis(label="largest error", log=True),
        naming="legend",
    )


def _row(name: str, outcome: Outcome) -> Compared:
    doubles = [cell for cell in outcome["cells"] if cell["part"] == "sizes"]
    worst = _worst(doubles)
    proved = name in _PROVED
    return Compared(
        about=_PROVED.get(name, "not in the paper"),
        metric=f"largest error of a step beside gradient descent, {name}",
        published="0 (proof)" if proved else NOT_IN_PAPER,
        here=Measured(value=worst["error"], standard_error=None, n=sum(c["n_draws"] for c in doubles), seeds=(0,)),
        comparable=proved,
        why=_WHY.get(
            name,
            "a proof there, float64 here"
            if proved
            else "a construction of this project, measured in float64; the paper has no such form",
        ),
    )
