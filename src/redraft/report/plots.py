"""Plots as inline SVG: lines over a shared axis, and figures under each other. What they are drawn on is `drawing`."""

from collections.abc import Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from typing import TYPE_CHECKING, NamedTuple

from redraft.errors import MissingExtra
from redraft.report.drawing import LOOKS, MISSING, Tone, as_svg, drawing, plain
from redraft.report.text import shortened

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_WIDEST_NAME = 30  # characters that fit to the left of a row
_LABEL_GAP = 0.062  # of the height: what two lines of labels need to stand apart


class Point(NamedTuple):
    """A point of a line with its interval; without one, `low` and `high` are None."""

    x: float
    y: float
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """A line of a plot.

    Attributes:
        name: written at its right end.
        points: from left to right, at least one.
        tone: its colour, marker and dash.
    """

    name: str
    points: tuple[Point, ...]
    tone: Tone


@dataclass(frozen=True, slots=True, kw_only=True)
class Dot:
    """A row of a dot plot: a figure with its interval.

    Attributes:
        name: written to the left.
        value: the rate, in [0, 1].
        low: lower end of its interval.
        high: upper end of its interval.
        tone: its colour and marker.
    """

    name: str
    value: float
    low: float
    high: float
    tone: Tone


def line_plot(
    title: str,
    description: str,
    series: Sequence[Series],
    *,
    x_label: str,
    y_label: str,
    x_ticks: Sequence[tuple[float, str]],
    y_range: tuple[float, float] = (0.0, 1.0),
) -> str:
    """Lines with shaded intervals, each named at its right end, as one `<svg>` element.

    Args:
        title: what the plot shows.
        description: what a reader who cannot see it should learn from it.
        series: lines over the same x; rates in [0, 1] on the y axis.
        x_label: what the x axis counts.
        y_label: what the y axis measures; percent is added.
        x_ticks: places on the x axis with their labels.
        y_range: lowest and highest rate shown.

    Raises:
        MissingExtra: without matplotlib.
    """
    with drawing(title) as figure:
        axes = figure.add_axes((0.115, 0.15, 0.6, 0.8))
        for line in series:
            look, x = LOOKS[line.tone], [point.x for point in line.points]
            axes.plot(
                x, [point.y for point in line.points], color=look.stand_in, marker=look.marker, linestyle=look.dash,
                linewidth=2, markersize=5, clip_on=False,
            )  # fmt: skip
            doubted = [p for p in line.points if p.low is not None and p.high is not None]
            if doubted:
                lows, highs = [p.low or 0.0 for p in doubted], [p.high or 0.0 for p in doubted]
                axes.fill_between([p.x for p in doubted], lows, highs, color=look.stand_in, alpha=0.14, linewidth=0)
        axes.set_xlim(x_ticks[0][0], x_ticks[-1][0])
        axes.set_ylim(*y_range)
        axes.set_xticks([x for x, _ in x_ticks], [name for _, name in x_ticks])
        axes.yaxis.set_major_formatter(lambda rate, _: f"{100 * rate:.0f} %")
        axes.set_xlabel(x_label)
        axes.set_ylabel(y_label)
        plain(axes, grid="y")
        _name_lines(axes, series, y_range)
        return as_svg(figure, title, description)


def dot_plot(title: str, description: str, dots: Sequence[Dot], *, x_label: str, x_range: tuple[float, float]) -> str:
    """Figures under each other, each with its interval as a whisker, as one `<svg>` element.

    Args:
        title: what the plot shows.
        description: what a reader who cannot see it should learn from it.
        dots: from top to bottom.
        x_label: what the x axis measures; percent is added.
        x_range: lowest and highest rate shown.

    Raises:
        MissingExtra: without matplotlib.
    """
    height = 0.9 + 0.36 * len(dots)
    with drawing(title, height) as figure:
        axes = figure.add_axes((0.34, 0.6 / height, 0.54, (height - 0.7) / height))
        for row, dot in enumerate(dots):
            look = LOOKS[dot.tone]
            axes.plot([dot.low, dot.high], [row, row], color=look.stand_in, linewidth=2, solid_capstyle="round")
            axes.plot([dot.value], [row], color=look.stand_in, marker=look.marker or "o", markersize=8, clip_on=False)
            axes.annotate(
                f"{100 * dot.value:.1f} %", (x_range[1], row), xytext=(8, 0), textcoords="offset points", va="center",
                color=look.stand_in, fontweight="bold", annotation_clip=False,
            )  # fmt: skip
        axes.set_yticks(range(len(dots)), [shortened(dot.name, _WIDEST_NAME) for dot in dots])
        axes.set_ylim(len(dots) - 0.5, -0.5)
        axes.set_xlim(*x_range)
        axes.xaxis.set_major_formatter(lambda rate, _: f"{100 * rate:.0f} %")
        axes.set_xlabel(x_label)
        plain(axes, grid="x")
        return as_svg(figure, title, description)


def check_available() -> None:
    """Refuse to begin work whose end would be a plot that cannot be drawn.

    Raises:
        MissingExtra: without matplotlib.
    """
    if find_spec("matplotlib") is None:
        raise MissingExtra(MISSING)


def _name_lines(axes: "Axes", series: Sequence[Series], y_range: tuple[float, float]) -> None:
    """Write each line's name at its right end, pushed apart where they would overlap."""
    height = y_range[1] - y_range[0]
    ends = [(min(max(line.points[-1].y, y_range[0]), y_range[1]) - y_range[0]) / height for line in series]
    for line, place in zip(series, spread(ends, _LABEL_GAP), strict=True):
        look = LOOKS[line.tone]
        axes.annotate(
            f"{line.name}  {100 * line.points[-1].y:.0f} %", (1, place), xycoords="axes fraction", xytext=(12, 0),
            textcoords="offset points", va="center", color=look.stand_in, annotation_clip=False,
        )  # fmt: skip


def spread(places: Sequence[float], gap: float) -> list[float]:
    """The places in [0, 1] moved as little as needed so that neighbours stand `gap` apart, in the same order.

    Groups that touch share their mean, as in isotonic regression; so no label wanders further than it must.
    """
    order = sorted(range(len(places)), key=lambda i: places[i])
    groups: list[tuple[float, int]] = []  # mean of (place - rank * gap), and how many share it
    for rank, i in enumerate(order):
        mean, n = places[i] - rank * gap, 1
        while groups and groups[-1][0] > mean:
            before, n_before = groups.pop()
            mean, n = (before * n_before + mean * n) / (n_before + n), n_before + n
        groups.append((mean, n))
    spread_out = [mean for mean, n in groups for _ in range(n)]
    moved = [0.0] * len(places)
    for rank, i in enumerate(order):
        moved[i] = spread_out[rank] + rank * gap
    # A stack that grew over the top comes down as a whole; below 0 there is the axis label's room.
    over = max([0.0, *(place - 1 for place in moved)])
    return [place - over for place in moved]
