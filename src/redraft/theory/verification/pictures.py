"""A verification as figures: errors over sizes, along temperatures, and where rewards are nearly equal."""

from redraft.report.curves import curves
from redraft.report.figures import Figure
from redraft.report.panels import Axis, Level, Line, Panel
from redraft.report.plots import Point
from redraft.theory.verification.cells import ROUNDING, Cell
from redraft.theory.verification.suite import Verification

_FLOOR = 1e-17
"""Where an error of exactly 0 is drawn on a logarithmic axis."""


def figures_of(verification: Verification) -> tuple[Figure, ...]:
    """All figures, in the order of reading.

    Raises:
        MissingExtra: without matplotlib.
    """
    return (size_figure(verification), temperature_figure(verification), tie_figure(verification))


def size_figure(verification: Verification) -> Figure:
    """The largest error of each construction over the number of responses."""
    cells = verification.sizes
    lines = []
    for name in dict.fromkeys(_line(cell) for cell in cells):
        worst: dict[int, float] = {}
        for cell in cells:
            if _line(cell) == name:
                n = cell.setting.n_responses
                worst[n] = max(worst.get(n, _FLOOR), cell.error)
        lines.append(Line(name=name, points=[Point(n, error) for n, error in sorted(worst.items())]))
    counts = sorted({cell.setting.n_responses for cell in cells})
    largest = max(cell.error for cell in cells)
    return curves(
        "construction_errors",
        "How far constructions are from gradient descent",
        f"No prediction is off by more than {largest:.1e}; 1e-12 is allowed.",
        [Panel(lines=lines, levels=[Level(at=ROUNDING["float64"], name="allowed")])],
        x=Axis(label="responses in the context", log=True, ticks=[(n, f"{n}") for n in counts]),
        y=Axis(label="largest error of a prediction", log=True, ends=(1e-16, 1e-11)),
        naming="legend",
    )


def temperature_figure(verification: Verification) -> Figure:
    """Errors along the sharpness beside the bounds that are proved."""
    lines = []
    for name in ("masked", "picked", "paper"):
        cells = [cell for cell in verification.temperatures if cell.construction == name]
        measured = [Point(cell.setting.sharpness or 0.0, max(cell.error, _FLOOR)) for cell in cells]
        lines.append(Line(name=f"{name}, measured", points=measured, drawn="marks", kind="measured"))
        proved = [Point(cell.setting.sharpness or 0.0, cell.bound) for cell in cells if cell.bound]
        if name == "masked" and proved:
            lines.append(Line(name="bound of masked and paper", points=proved, drawn="line", kind="proved"))
    return curves(
        "construction_temperatures",
        "A sharper temperature, a smaller error",
        "Errors of two constructions fall exponentially below their bound; the third is exact from 1.763 on.",
        [Panel(lines=lines)],
        x=Axis(label="temperature times smallest gap of rewards"),
        y=Axis(label="largest error of a prediction", log=True, ends=(1e-17, 10)),
        naming="legend",
    )


def tie_figure(verification: Verification) -> Figure:
    """What one pair of rewards does that lies nearer than the gap."""
    lines = [
        Line(
            name=name,
            points=[
                Point(tie.closeness, max(tie.median, _FLOOR))
                for tie in sorted(verification.near, key=lambda tie: tie.closeness)
                if tie.construction == name
            ],
        )
        for name in dict.fromkeys(tie.construction for tie in verification.near)
    ]
    return curves(
        "construction_ties",
        "Rewards nearer than the gap that a network was built for",
        "Down to three quarters of the gap nothing happens; below, a stage is lost and the step is off by a quarter.",
        [Panel(lines=lines, levels=[Level(at=0.75, name="3/4", axis="x")])],
        x=Axis(label="distance of one pair of rewards, in gaps"),
        y=Axis(label="median distance from the step, of its length", log=True, ends=(1e-17, 10)),
        naming="legend",
    )


def _line(cell: Cell) -> str:
    """Bradley-Terry and InfoNCE are one network, for two responses and for more."""
    return "bradley-terry, infonce" if cell.construction in ("bradley-terry", "infonce") else cell.construction
