"""Plots as inline SVG, drawn with matplotlib (the extra `report`).

Text stays text, every plot has a title and a description for readers who do not see it, series differ in marker and
dash as well as in colour, and the colours are the page's own variables, so that a plot follows light and dark.
"""

import io
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from html import escape
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from redraft.errors import MissingExtra

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

Tone = Literal["one", "two", "three", "four", "five", "muted"]
"""A colour of the page; `page.css` says which, for light and for dark."""


class _Look(NamedTuple):
    stand_in: str  # matplotlib wants a colour, the page wants a variable: one that nobody would choose, replaced later
    marker: str
    dash: Any


_INK, _FAINT = "#0a0001", "#0a0002"
_LOOKS: dict[Tone, _Look] = {
    "one": _Look("#0a0011", "o", "-"),
    "two": _Look("#0a0012", "s", (0, (6, 2))),
    "three": _Look("#0a0013", "^", (0, (3, 2))),
    "four": _Look("#0a0014", "D", (0, (6, 2, 1, 2))),
    "five": _Look("#0a0015", "v", (0, (2, 1))),
    "muted": _Look("#0a0016", "", (0, (1, 2))),
}
_VARIABLES = {_INK: "--ink", _FAINT: "--line", **{look.stand_in: f"--{tone}" for tone, look in _LOOKS.items()}}

_MISSING = "matplotlib is needed for plots; install it with: pip install 'redraft[report]'"

_WIDTH_INCHES, _HEIGHT_INCHES = 7.4, 3.9
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
    with _drawing(title) as figure:
        axes = figure.add_axes((0.115, 0.15, 0.6, 0.8))
        for line in series:
            look, x = _LOOKS[line.tone], [point.x for point in line.points]
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
        _plain(axes, grid="y")
        _name_lines(axes, series, y_range)
        return _svg(figure, title, description)


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
    with _drawing(title, height) as figure:
        axes = figure.add_axes((0.34, 0.6 / height, 0.56, (height - 0.7) / height))
        for row, dot in enumerate(dots):
            look = _LOOKS[dot.tone]
            axes.plot([dot.low, dot.high], [row, row], color=look.stand_in, linewidth=2, solid_capstyle="round")
            axes.plot([dot.value], [row], color=look.stand_in, marker=look.marker or "o", markersize=8)
            axes.annotate(
                f"{100 * dot.value:.1f} %", (x_range[1], row), xytext=(8, 0), textcoords="offset points", va="center",
                color=look.stand_in, fontweight="bold", annotation_clip=False,
            )  # fmt: skip
        axes.set_yticks(range(len(dots)), [dot.name for dot in dots])
        axes.set_ylim(len(dots) - 0.5, -0.5)
        axes.set_xlim(*x_range)
        axes.xaxis.set_major_formatter(lambda rate, _: f"{100 * rate:.0f} %")
        axes.set_xlabel(x_label)
        _plain(axes, grid="x")
        return _svg(figure, title, description)


def check_available() -> None:
    """Refuse to begin work whose end would be a plot that cannot be drawn.

    Raises:
        MissingExtra: without matplotlib.
    """
    if find_spec("matplotlib") is None:
        raise MissingExtra(_MISSING)


@contextmanager
def _drawing(title: str, height_inches: float = _HEIGHT_INCHES) -> "Iterator[Figure]":
    try:
        import matplotlib as mpl
        from matplotlib.figure import Figure
    except ImportError as error:
        raise MissingExtra(_MISSING) from error
    with mpl.rc_context(
        {
            "axes.edgecolor": _INK,
            "axes.labelcolor": _INK,
            "font.size": 10.5,
            "svg.fonttype": "none",
            "svg.hashsalt": title,  # salts the ids that references need, so that two plots on one page share none
            "text.color": _INK,
            "text.parse_math": False,
            "xtick.color": _INK,
            "ytick.color": _INK,
        }
    ):
        yield Figure(figsize=(_WIDTH_INCHES, height_inches))


def _plain(axes: "Axes", *, grid: Literal["x", "y"]) -> None:
    """No box, a quiet grid, nothing behind."""
    for side in ("top", "right", "left", "bottom"):
        axes.spines[side].set_visible(False)
    axes.grid(axis=grid, color=_FAINT, linewidth=1)
    axes.set_axisbelow(True)
    axes.patch.set_visible(False)
    axes.tick_params(length=0, pad=6)


def _name_lines(axes: "Axes", series: Sequence[Series], y_range: tuple[float, float]) -> None:
    """Write each line's name at its right end, pushed apart where they would overlap."""
    height = y_range[1] - y_range[0]
    ends = [(min(max(line.points[-1].y, y_range[0]), y_range[1]) - y_range[0]) / height for line in series]
    for line, place in zip(series, spread(ends, _LABEL_GAP), strict=True):
        look = _LOOKS[line.tone]
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


def _svg(figure: "Figure", title: str, description: str) -> str:
    file = io.StringIO()
    metadata = dict.fromkeys(("Date", "Creator", "Format", "Type"))
    figure.savefig(file, format="svg", transparent=True, metadata=metadata)
    svg = file.getvalue()
    svg = svg[svg.index("<svg") :]
    svg = re.sub(r"<(metadata|style)\b.*?</\1>\s*", "", svg, flags=re.DOTALL)
    svg = re.sub(r"font-family: [^;]*", "font-family: inherit", svg)
    referenced = set(re.findall(r"(?:#|url\(#)([\w-]+)", svg))
    svg = re.sub(r' id="([^"]*)"', lambda match: match[0] if match[1] in referenced else "", svg)
    for color, variable in _VARIABLES.items():
        svg = svg.replace(color, f"var({variable})")
    box = re.search(r'viewBox="[^"]*"', svg)
    assert box is not None
    head = f"<svg {box[0]} role='img' aria-label='{escape(f'{title}. {description}', quote=True)}'>"
    return f"{head}<title>{escape(title)}</title>{svg[svg.index('>') + 1 :].strip()}"
