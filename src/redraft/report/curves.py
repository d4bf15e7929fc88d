"""Curves: series over a shared axis, in one panel or in several beside and under each other.

A series is told by its colour, its dash, its marker and its name, so that it can be followed without colours. A law and
its simulation are two lines of one name, one with `drawn="line"` and one with `drawn="marks"`.

    curves(
        "accuracy", "Accuracy over rounds", "It rises from 70 % to 92 %.",
        [Panel(lines=[Line(name="strong critic", points=[Point(0, 0.7), Point(1, 0.84), Point(2, 0.89)])])],
        x=Axis(label="rounds"), y=Axis(label="accuracy", percent=True),
    )
"""

from collections.abc import Sequence
from math import ceil
from typing import TYPE_CHECKING, Literal

from redraft.report.curve_marks import draw_panel, name_ends, name_in_legend
from redraft.report.drawing import WIDTH_INCHES, Palette, Tone
from redraft.report.figures import Cell, Figure, drawn
from redraft.report.panels import Axis, Panel, check_panels, tones_of
from redraft.report.scales import Scale, scale_of
from redraft.report.text import wrapped

if TYPE_CHECKING:
    from matplotlib.figure import Figure as Canvas

COLUMNS = ("panel", "series", "kind", "x", "y", "low", "high")
"""Of the CSV of a figure of curves."""

_LEFT, _RIGHT, _BOTTOM, _TOP = 0.86, 0.16, 0.62, 0.14  # inches around the panels: ticks, labels, and air
_GAP, _ROW_GAP = 0.24, 0.2  # between panels that are beside and under each other
_TITLE_LINE, _LEGEND_LINE = 0.19, 0.22
_CHARACTER, _LEGEND_CHARACTER = 0.088, 0.073  # the width of a letter, on average
_LEGEND_HANDLE = 0.7  # the dash and the marker before a name, and the air around them
_LONGEST_END = 22  # letters of a name at the right end of its line, before it is broken
_MOST_ENDS = 5  # names at the ends of lines; more go into a legend


def curves(
    name: str,
    title: str,
    description: str,
    panels: Sequence[Panel],
    *,
    x: Axis,
    y: Axis,
    n_columns: int | None = None,
    naming: Literal["ends", "legend"] | None = None,
    panel_height_inches: float | None = None,
) -> Figure:
    """A figure of curves.

    Args:
        name: of its files.
        title: what it shows.
        description: what a reader who cannot see it should learn from it.
        panels: in the order of reading, at least one; they share both axes.
        x: the axis from left to right.
        y: the axis upwards.
        n_columns: of panels; at most three beside each other if None.
        naming: names at the right ends of the lines, which takes a single panel, or in a legend above; if None, at
            their ends where that is possible and there are no more than five.
        panel_height_inches: of one panel without its title; chosen by their number if None.

    Raises:
        Misuse: when there is nothing to draw, a point is not finite, an axis cannot show it, or there are more than
            eight names.
        MissingExtra: without matplotlib.
    """
    check_panels(panels, x, y)
    tones = tones_of(panels)
    if naming is None:
        naming = "ends" if len(panels) == 1 and len(tones) <= _MOST_ENDS else "legend"
    layout = _Layout(panels, list(tones), naming, n_columns, panel_height_inches)
    x_scale, y_scale = scale_of(x, panels, "x"), scale_of(y, panels, "y")

    def draw(canvas: "Canvas", palette: Palette) -> None:
        _draw(canvas, palette, panels, tones, layout, x_scale, y_scale)

    return drawn(
        name, title, description, draw, height_inches=layout.height, columns=COLUMNS, rows=_rows(panels)
    )  # fmt: skip


class _Layout:
    """Where everything stands, in inches from the lower left corner."""

    def __init__(
        self,
        panels: Sequence[Panel],
        names: Sequence[str],
        naming: Literal["ends", "legend"],
        n_columns: int | None,
        panel_height: float | None,
    ) -> None:
        self.naming = naming
        self.n_columns = n_columns or {1: 1, 2: 2, 4: 2}.get(len(panels), 3)
        self.n_rows = ceil(len(panels) / self.n_columns)
        self.end_names = {name: wrapped(name, _LONGEST_END) for name in names}
        right = _RIGHT
        if naming == "ends":
            longest = max(len(line) for name in self.end_names.values() for line in name.split("\n"))
            right += 0.2 + _CHARACTER * longest
        self.panel_width = (WIDTH_INCHES - _LEFT - right - _GAP * (self.n_columns - 1)) / self.n_columns
        self.panel_height = panel_height or (3.0 if len(panels) == 1 else 2.5 if self.n_columns == 2 else 2.0)
        self.titles = [wrapped(panel.title, int(self.panel_width / _CHARACTER)) for panel in panels]
        self.title_height = max((_TITLE_LINE * (t.count("\n") + 1) + 0.1 for t in self.titles if t), default=0.0)
        self.legend_columns = _legend_columns(names)
        legend_rows = ceil(len(names) / self.legend_columns) if naming == "legend" else 0
        self.legend_height = _LEGEND_LINE * legend_rows + (0.1 if legend_rows else 0.0)
        if naming == "ends":
            # A name of several lines stands with its middle where its line ends, which may be at the very top.
            self.legend_height = 0.1 * max(name.count("\n") for name in self.end_names.values())
        row = self.panel_height + self.title_height
        self.height = _BOTTOM + self.n_rows * row + (self.n_rows - 1) * _ROW_GAP + self.legend_height + _TOP

    def box(self, place: int) -> tuple[float, float, float, float]:
        """Left, bottom, width and height of a panel, as parts of the figure."""
        row, column = divmod(place, self.n_columns)
        left = _LEFT + column * (self.panel_width + _GAP)
        below = self.n_rows - 1 - row
        bottom = _BOTTOM + below * (self.panel_height + self.title_height + _ROW_GAP)
        return (
            left / WIDTH_INCHES, bottom / self.height, self.panel_width / WIDTH_INCHES, self.panel_height / self.height
        )  # fmt: skip

    def is_lowest(self, place: int, n_panels: int) -> bool:
        """Whether nothing stands under a panel."""
        return place + self.n_columns >= n_panels


def _legend_columns(names: Sequence[str]) -> int:
    """As many as fit beside each other; a column of a legend is as wide as its longest name."""
    for n in range(len(names), 1, -1):
        longest = [max(map(len, names[column::n])) for column in range(n)]
        if sum(_LEGEND_HANDLE + _LEGEND_CHARACTER * letters for letters in longest) <= WIDTH_INCHES:
            return n
    return 1


def _draw(
    canvas: "Canvas",
    palette: Palette,
    panels: Sequence[Panel],
    tones: dict[str, Tone],
    layout: _Layout,
    x: Scale,
    y: Scale,
) -> None:
    for place, panel in enumerate(panels):
        axes = canvas.add_axes(layout.box(place))
        draw_panel(axes, panel, tones, palette, x, y)
        first, lowest = place % layout.n_columns == 0, layout.is_lowest(place, len(panels))
        axes.tick_params(labelleft=first, labelbottom=lowest)
        if lowest:
            axes.set_xlabel(x.label)
        if first:
            axes.set_ylabel(y.label)
        if layout.titles[place]:
            axes.set_title(layout.titles[place], fontsize=10.5, loc="left", pad=7, color=palette.ink)
    if layout.naming == "ends":
        name_ends(canvas.axes[0], panels[0], tones, palette, layout.end_names, layout.panel_height, y)
    else:
        name_in_legend(canvas, panels, tones, palette, layout.legend_columns)


def _rows(panels: Sequence[Panel]) -> list[tuple[Cell, ...]]:
    return [
        (panel.title, line.name, line.kind, point.x, point.y, point.low, point.high)
        for panel in panels
        for line in panel.lines
        for point in line.points
    ]
