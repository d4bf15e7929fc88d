"""The laws of self-correction, each with its simulation: what a critic's noise leaves of a step, and what rounds do."""

import base64
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from redraft.report.figures import Figure
from redraft.report.page import KeyFigure
from redraft.theory.experiments.experiment import Experiment, Findings, Job, Outcome, Place
from redraft.theory.experiments.sizes import Size
from redraft.theory.laws.drawing import LAWS, draw_laws
from redraft.theory.laws.picture import Size as HowMuch

NAME = "laws"


@dataclass(frozen=True, slots=True, kw_only=True)
class LawJob:
    """Which law, and how much of it is simulated."""

    law: str
    how_much: HowMuch


def experiment(size: Size, device: str) -> Experiment:
    """Every law; the device plays no part, all is numpy."""
    how_much: HowMuch = "full" if size.name == "paper" else "small"
    return Experiment(
        name=NAME,
        title="The laws of self-correction, and their simulations",
        answers="Sec. 5 in law's form: gain against critic accuracy, rounds, noise; goes past the paper",
        jobs=tuple(
            Job(
                group=NAME,
                name=law,
                function=carry_out,
                config=LawJob(law=law, how_much=how_much),
                expected_s=10.0 if how_much == "full" else 2.0,
            )
            for law in LAWS
        ),
        conclude=conclude,
    )


def carry_out(job: LawJob, place: Place) -> Outcome:
    """Simulate and draw one law."""
    pictures = list(draw_laws(job.how_much, on_progress=lambda words: place.tell(0.5, words), only=(job.law,)))
    return {
        "pictures": [
            {
                "law": picture.law,
                "verdict": picture.verdict,
                "agrees": picture.agrees,
                "n_points": len(picture.checks),
                "n_agreeing": sum(check.agrees for check in picture.checks),
                "figure": _as_plain(picture.figure),
            }
            for picture in pictures
        ]
    }


def conclude(outcomes: Mapping[str, Outcome]) -> Findings:
    """Figures, and whether every law holds."""
    pictures = [picture for name in LAWS for picture in outcomes[name]["pictures"]]
    n, right = sum(one["n_points"] for one in pictures), sum(one["n_agreeing"] for one in pictures)
    off = [f"{one['figure']['title']}: {one['verdict']}" for one in pictures if not one["agrees"]]
    return Findings(
        words=(
            f"{right} of {n} simulated points of {len(LAWS)} laws lie within four standard errors of their law.",
            *(f"Does not agree: {said}." for said in off),
        ),
        key_figures=(KeyFigure(f"{right} of {n}", "simulated points on their law", f"{len(LAWS)} laws"),),
        figures=tuple(_figure(one) for one in pictures),
        notes=(
            (
                "The laws hold under assumptions that docs/laws.md names; the simulations keep them, so that they "
                "check the formulas and not the world."
            ),
            (
                "A difference of less than four standard errors is not seen: at the small size a law that is off by a "
                "twentieth may agree. `redraft lab laws --full` simulates more."
            ),
        ),
    )


def _as_plain(figure: Figure) -> dict[str, Any]:
    plain = {field.name: getattr(figure, field.name) for field in fields(figure)}
    return plain | {"png": base64.b64encode(figure.png).decode()}


def _figure(plain: Mapping[str, Any]) -> Figure:
    """The figure with the verdict on it below: what a caption says of a law holds only as far as that."""
    figure = plain["figure"]
    told = {
        "description": f"{figure['description']} Verdict: {plain['verdict']}.",
        "columns": tuple(figure["columns"]),
        "rows": tuple(tuple(row) for row in figure["rows"]),
        "png": base64.b64decode(figure["png"]),
    }
    return Figure(**{**figure, **told})
