"""The plot of lifts: each check a row, its interval a whisker, with a line at 1, where a flag says nothing."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from redraft.report.drawing import LOOKS, Palette, Tone, plain
from redraft.report.figures import Figure, drawn
from redraft.report.text import shortened

_WIDEST_NAME = 26  # characters that fit to the left of a row
_LONGEST = 10.0  # whiskers are cut off there: a few flagged sources can leave everything open


class Lift(NamedTuple):
    """A row.

    Attributes:
        name: of the check.
        value: its lift, 0 or more.
        low: lower end of the interval.
        high: upper end.
        n: flagged sources.
        tone: its colour and marker.
    """

    name: str
    value: float
    low: float
    high: float
    n: int
    tone: Tone


def lift_figure(name: str, title: str, rows: Sequence[Lift]) -> Figure:
    """The figure of some lifts, from top to bottom.

    Raises:
        MissingExtra: without matplotlib.
    """
    widest = min(_LONGEST, max(2.0, *(row.high for row in rows)) * 1.02)
    height = 0.95 + 0.34 * len(rows)
    told = "; ".join(f"{row.name}: {row.value:.1f} [{row.low:.1f}, {row.high:.1f}]" for row in rows)

    # Any: the canvas is matplotlib's, which only the package of reports imports.
    def draw(canvas: Any, palette: Palette) -> None:
        axes = canvas.add_axes((0.32, 0.62 / height, 0.56, (height - 0.72) / height))
        axes.axvline(1, color=palette.tones["muted"], linewidth=1.2, linestyle=LOOKS["muted"].dash)
        for at, row in enumerate(rows):
            color = palette.tones[row.tone]
            axes.plot(
                [min(row.low, widest), min(row.high, widest)], [at, at], color=color, linewidth=2,
                solid_capstyle="round",
            )  # fmt: skip
            if row.value <= widest:
                axes.plot(
                    [row.value], [at], color=color, marker=LOOKS[row.tone].marker or "o", markersize=7, clip_on=False
                )
            axes.annotate(
                f"{row.value:.1f}  ({row.n})", (widest, at), xytext=(8, 0), textcoords="offset points", va="center",
                color=palette.ink, annotation_clip=False,
            )  # fmt: skip
        axes.set_yticks(range(len(rows)), [shortened(row.name, _WIDEST_NAME) for row in rows])
        axes.set_ylim(len(rows) - 0.5, -0.5)
        axes.set_xlim(0, widest)
        axes.set_xlabel("lift (flagged sources in brackets); at the dotted line a flag says nothing")
        plain(axes, grid="x")

    return drawn(
        name, title, f"Lifts with 95 % intervals. {told}.", draw, height_inches=height,
        columns=("check", "lift", "low", "high", "flagged_sources"),
        rows=[(row.name, row.value, row.low, row.high, row.n) for row in rows],
    )  # fmt: skip
