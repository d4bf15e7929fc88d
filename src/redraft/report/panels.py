"""What a figure of curves is made of: lines with their points, panels, axes, reference lines and notes."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite
from typing import Literal

from redraft.errors import Misuse
from redraft.report.drawing import LOOKS, Tone
from redraft.report.plots import Point

Drawn = Literal["line", "marks", "both", "band"]
"""How points are drawn: joined; each with its marker, intervals as whiskers; both, intervals shaded; or only the shade
between `low` and `high`."""

Side = Literal["above", "below", "left", "right"]

TONES: tuple[Tone, ...] = tuple(tone for tone in LOOKS if tone != "muted")
"""In the order in which series get them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A series of a panel.

    Attributes:
        name: what it is, in words; lines of the same name belong together and look alike, in all panels.
        points: from left to right, at least one; `low` and `high` are its interval.
        drawn: how.
        kind: what sort of figures these are, for the CSV: ``law``, ``simulated``, ``measured``, ``published``.
        tone: its colour, marker and dash; None for the next one that is free.
    """

    name: str
    points: Sequence[Point]
    drawn: Drawn = "both"
    kind: str = "measured"
    tone: Tone | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """A reference line right across a panel.

    Attributes:
        at: where it crosses its axis.
        name: written along it; empty for none.
        axis: which axis it crosses: ``y`` for a horizontal line.
        end: where along a horizontal line its name stands.
        side: on which side of a horizontal line its name stands.
    """

    at: float
    name: str = ""
    axis: Literal["x", "y"] = "y"
    end: Literal["left", "right"] = "right"
    side: Literal["above", "below"] = "above"


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """Words at a point of a panel; `side` says where from the point they stand."""

    x: float
    y: float
    text: str
    side: Side = "above"


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """One system of axes.

    Attributes:
        lines: what is drawn in it, at least one.
        title: above it; empty for none.
        levels: reference lines.
        notes: words at points.
    """

    lines: Sequence[Line]
    title: str = ""
    levels: Sequence[Level] = ()
    notes: Sequence[Note] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Axis:
    """An axis, the same for all panels of a figure.

    Attributes:
        label: what it counts or measures, in words, with its unit.
        log: whether equal distances are equal ratios.
        percent: whether its figures are shares, to be shown as percentages.
        ends: lowest and highest value shown; None to show everything. What lies outside is cut off.
        ticks: places with their labels; none to choose them.
    """

    label: str
    log: bool = False
    percent: bool = False
    ends: tuple[float, float] | None = None
    ticks: Sequence[tuple[float, str]] = ()


def check_panels(panels: Sequence[Panel], x: Axis, y: Axis) -> None:
    """Refuse what cannot be drawn.

    Raises:
        Misuse: without a panel, a line or a point, with a figure that is not finite, or with one that is not above 0
            on a logarithmic axis.
    """
    if not panels or not all(panel.lines and all(line.points for line in panel.lines) for panel in panels):
        raise Misuse(f"curves need a panel, a line in each and a point in each line, got {list(panels)!r}")
    for line in (line for panel in panels for line in panel.lines):
        for point in line.points:
            known = [value for value in point if value is not None]
            if not all(map(isfinite, known)):
                raise Misuse(f"points must be finite, got {point!r} in {line.name!r}; leave out what is not known")
            if (x.log and point.x <= 0) or (y.log and point.y <= 0):
                raise Misuse(f"a logarithmic axis shows values above 0, got {point!r} in {line.name!r}")


def tones_of(panels: Sequence[Panel]) -> dict[str, Tone]:
    """The tone of every name, as given or the next one that is free, in the order of their appearance.

    Raises:
        Misuse: with more names than tones.
    """
    given = {line.name: line.tone for panel in panels for line in panel.lines if line.tone is not None}
    names = list(dict.fromkeys(line.name for panel in panels for line in panel.lines))
    free = [tone for tone in TONES if tone not in given.values()]
    without = [name for name in names if name not in given]
    if len(without) > len(free):
        raise Misuse(f"one figure tells {len(TONES)} series apart, got {len(names)}: {names!r}; use several figures")
    given.update(zip(without, free, strict=False))
    return {name: given[name] for name in names}
