"""Heat maps: values in cells, in one panel or in several beside each other, as of attention or of settings.

A cell is a colour of the page, the more opaque the farther its value is from 0; on a diverging scale another colour
for each side. So a map follows light and dark, and with its numbers written into the cells it can be read without any.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, isfinite
from typing import TYPE_CHECKING, Literal, NamedTuple

from redraft.errors import Misuse
from redraft.report.drawing import WIDTH_INCHES, Palette, Tone
from redraft.report.figures import Cell, Figure, drawn
from redraft.report.scales import number
from redraft.report.text import printable, shortened, wrapped

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure as Canvas

Sign = Literal["sequential", "diverging"]
"""Values from 0 up, or on both sides of 0."""

COLUMNS = ("panel", "row", "column", "value", "outlined")
"""Of the CSV of a figure of heat maps."""

LEVELS = 24
"""Opacities that are told apart; cells of one level are one shape, which keeps a file of many cells small."""

_POSITIVE: Tone = "one"
_NEGATIVE: Tone = "two"
_CHARACTER = 0.075  # inches: the width of a letter beside a row, on average
_LONGEST_NAME = 26
_GAP, _TITLE_LINE, _RIGHT = 0.26, 0.18, 0.12
_NAME_ROOM = 0.145  # inches from one name to the next
_MOST_APART = 24  # rows or columns whose cells stand a little apart
_STRONGEST, _STRONGEST_UNDER_WORDS = 0.95, 0.5  # opacities: words on a cell have to be readable


class Place(NamedTuple):
    """A cell, counted from 0 at the upper left."""

    row: int
    column: int


@dataclass(frozen=True, slots=True, kw_only=True)
class HeatMap:
    """One panel.

    Attributes:
        values: ``(n_rows, n_columns)`` finite, None for a cell without one, which stays empty; an array's `tolist()`.
        row_names: ``(n_rows,)`` from top to bottom.
        column_names: ``(n_columns,)`` from left to right.
        title: above it; empty for none.
        outlined: cells with a frame around them.
    """

    values: Sequence[Sequence[float | None]]
    row_names: Sequence[str]
    column_names: Sequence[str]
    title: str = ""
    outlined: Sequence[Place] = ()


def heat_maps(
    name: str,
    title: str,
    description: str,
    panels: Sequence[HeatMap],
    *,
    row_label: str,
    column_label: str,
    value_label: str,
    scale: Sign = "sequential",
    strongest: float | None = None,
    number_format: str | None = None,
    n_columns: int | None = None,
) -> Figure:
    """A figure of heat maps.

    Args:
        name: of its files.
        title: what it shows.
        description: what a reader who cannot see it should learn from it.
        panels: in the order of reading, at least one.
        row_label: what the rows are.
        column_label: what the columns are.
        value_label: what the values are, with their unit; written at the scale of colours.
        scale: whether values lie on one side of 0 or on both.
        strongest: the value, or its distance from 0, that has the full colour; the largest there is if None.
        number_format: how values are written into the cells, for instance ``.2f`` or ``+.0%``; not at all if None.
        n_columns: of panels; four at most beside each other if None.

    Raises:
        Misuse: without a panel, when names and values do not match, a value is not finite, or one below 0 stands on a
            sequential scale.
        MissingExtra: without matplotlib.
    """
    _check(panels, scale, strongest)
    full = _full(panels) if strongest is None else strongest
    layout = _Layout(panels, n_columns, with_numbers=number_format is not None)

    def draw(canvas: "Canvas", palette: Palette) -> None:
        words = _STRONGEST if number_format is None else _STRONGEST_UNDER_WORDS
        for place, panel in enumerate(panels):
            axes = canvas.add_axes(layout.box(place))
            _draw_panel(axes, panel, palette, full, words, number_format)
            _name_cells(axes, panel, palette, layout, place)
            if place % layout.n_columns == 0:
                axes.set_ylabel(printable(row_label))
            if place + layout.n_columns >= len(panels):
                axes.set_xlabel(printable(column_label))
            if layout.titles[place]:
                axes.set_title(layout.titles[place], fontsize=10, loc="left", pad=5, color=palette.ink)
        _draw_scale(canvas, palette, layout.height, full, words, scale, value_label)

    return drawn(
        name, title, description, draw, height_inches=layout.height, columns=COLUMNS, rows=_rows(panels)
    )  # fmt: skip


class _Layout:
    """Where the panels stand; all have the same size."""

    def __init__(self, panels: Sequence[HeatMap], n_columns: int | None, *, with_numbers: bool) -> None:
        self.panels = panels
        self.n_columns = n_columns or {1: 1, 2: 2, 3: 3, 6: 3}.get(len(panels), 4)
        self.n_rows = ceil(len(panels) / self.n_columns)
        longest = max(len(shortened(row, _LONGEST_NAME)) for panel in panels for row in panel.row_names)
        self.left = 0.42 + _CHARACTER * longest
        # Where names of rows differ from panel to panel, each panel needs room for its own.
        self.gap = _GAP if self._alike("row_names") else 0.15 + _CHARACTER * longest
        self.width = (WIDTH_INCHES - self.left - _RIGHT - self.gap * (self.n_columns - 1)) / self.n_columns
        most_columns = max(len(panel.column_names) for panel in panels)
        most_rows = max(len(panel.row_names) for panel in panels)
        if len(panels) == 1:
            self.width = min(self.width, 0.62 * most_columns)
        cell = min(0.5, self.width / most_columns)
        self.panel_height = most_rows * (min(cell, 0.3) if with_numbers else cell)
        longest_column = max(len(shortened(c, _LONGEST_NAME)) for panel in panels for c in panel.column_names)
        # Figures that have no room are written under every second column or fewer; words are turned.
        self.turned = longest_column > 4 and _CHARACTER * longest_column > self.width / most_columns
        self.name_room = _NAME_ROOM if self.turned else _CHARACTER * longest_column + 0.07
        self.under = 0.1 + (_CHARACTER * longest_column if self.turned else 0.2)
        self.titles = [wrapped(panel.title, int(self.width / 0.084)) for panel in panels]
        self.over = max((_TITLE_LINE * (t.count("\n") + 1) + 0.1 for t in self.titles if t), default=0.05)
        self.between = self.over + (0.12 if self._alike("column_names") else self.under)
        self.height = (
            0.5 + self.over + self.n_rows * self.panel_height + (self.n_rows - 1) * self.between + self.under + 0.32
        )

    def box(self, place: int) -> tuple[float, float, float, float]:
        """Left, bottom, width and height of a panel, as parts of the figure."""
        row, column = divmod(place, self.n_columns)
        top = self.height - 0.5 - self.over - row * (self.panel_height + self.between)
        return (
            (self.left + column * (self.width + self.gap)) / WIDTH_INCHES, (top - self.panel_height) / self.height,
            self.width / WIDTH_INCHES, self.panel_height / self.height,
        )  # fmt: skip

    def names_rows(self, place: int) -> bool:
        """Whether a panel has the names of its rows beside it."""
        return place % self.n_columns == 0 or not self._alike("row_names")

    def names_columns(self, place: int) -> bool:
        """Whether a panel has the names of its columns under it."""
        return place + self.n_columns >= len(self.panels) or not self._alike("column_names")

    def _alike(self, which: Literal["row_names", "column_names"]) -> bool:
        return len({tuple(getattr(panel, which)) for panel in self.panels}) == 1


def _draw_panel(
    axes: "Axes", panel: HeatMap, palette: Palette, full: float, words: float, number_format: str | None
) -> None:
    from matplotlib.patches import PathPatch, Rectangle
    from matplotlib.path import Path

    n_rows, n_columns = len(panel.row_names), len(panel.column_names)
    air = 0.03 if max(n_rows, n_columns) <= _MOST_APART else 0.0
    shapes: dict[tuple[Tone, int], list[Path]] = {}
    for row, values in enumerate(panel.values):
        for column, value in enumerate(values):
            if value is None:
                continue
            level = round(min(1.0, abs(value) / full) * LEVELS)
            left, right, upper, lower = column + air, column + 1 - air, row + air, row + 1 - air
            corners = [(left, upper), (right, upper), (right, lower), (left, lower), (left, upper)]
            shapes.setdefault((_POSITIVE if value >= 0 else _NEGATIVE, level), []).append(Path(corners, closed=True))
            if number_format is not None:
                axes.text(
                    column + 0.5, row + 0.5, format(value, number_format), ha="center", va="center", fontsize=8.5,
                    color=palette.ink,
                )  # fmt: skip
    for (tone, level), cells in shapes.items():
        if level:
            opacity = words * level / LEVELS
            axes.add_patch(
                PathPatch(
                    Path.make_compound_path(*cells), facecolor=palette.tones[tone], alpha=opacity, linewidth=0,
                )
            )  # fmt: skip
    for place in panel.outlined:
        axes.add_patch(
            Rectangle(
                (place.column + 0.06, place.row + 0.06), 0.88, 0.88, fill=False, edgecolor=palette.ink, linewidth=1.4,
            )
        )  # fmt: skip
    axes.set_xlim(0, n_columns)
    axes.set_ylim(n_rows, 0)
    axes.patch.set_visible(False)
    axes.tick_params(length=0, pad=4, labelsize=8.5)
    for spine in axes.spines.values():
        spine.set_color(palette.faint)


def _name_cells(axes: "Axes", panel: HeatMap, palette: Palette, layout: "_Layout", place: int) -> None:
    """Names beside and under the cells; where there is no room for all, every second one or fewer."""
    room = layout.name_room
    for axis, names, named, size in (
        (axes.yaxis, panel.row_names, layout.names_rows(place), layout.panel_height / _NAME_ROOM),
        (axes.xaxis, panel.column_names, layout.names_columns(place), layout.width / room),
    ):
        step = max(1, ceil(len(names) / size - 0.01))
        shown = range(0, len(names), step) if named else range(0)
        axis.set_ticks([i + 0.5 for i in shown], [shortened(names[i], _LONGEST_NAME) for i in shown])
    if layout.turned:
        axes.tick_params(axis="x", labelrotation=90)
    for label in (*axes.get_xticklabels(), *axes.get_yticklabels()):
        label.set_color(palette.ink)


def _draw_scale(
    canvas: "Canvas", palette: Palette, height: float, full: float, words: float, scale: Sign, value_label: str
) -> None:
    """The scale of colours at the upper left, from the lowest value to the highest."""
    ends = (-1.0, 1.0) if scale == "diverging" else (0.0, 1.0)
    axes = canvas.add_axes((0.14 / WIDTH_INCHES, 1 - 0.2 / height, 1.3 / WIDTH_INCHES, 0.1 / height))
    steps, rounded = LEVELS // 2, float(f"{full:.3g}")
    for i in range(steps):
        low, high = (ends[0] + (ends[1] - ends[0]) * j / steps for j in (i, i + 1))
        middle = (low + high) / 2
        color = palette.tones[_POSITIVE if middle >= 0 else _NEGATIVE]
        axes.axvspan(low, high, color=color, alpha=words * abs(middle), linewidth=0)
    axes.set_xlim(*ends)
    axes.set_axis_off()
    ends_in_words = f"{number(ends[0] * rounded)} to {number(rounded)}"
    axes.annotate(
        f"{ends_in_words}: {printable(value_label)}", (1, 0.5), xycoords="axes fraction", xytext=(8, 0),
        textcoords="offset points", va="center", fontsize=9, color=palette.ink, annotation_clip=False,
    )  # fmt: skip


def _full(panels: Sequence[HeatMap]) -> float:
    """The largest distance from 0; 1 where all is 0."""
    known = [abs(value) for panel in panels for row in panel.values for value in row if value is not None]
    return max(known, default=0.0) or 1.0


def _check(panels: Sequence[HeatMap], scale: Sign, strongest: float | None) -> None:
    if not panels:
        raise Misuse("heat maps need at least one panel, got none")
    if strongest is not None and not 0 < strongest < float("inf"):
        raise Misuse(f"`strongest` must be a finite value above 0, got {strongest!r}")
    for panel in panels:
        n_rows, n_columns = len(panel.row_names), len(panel.column_names)
        shape = (len(panel.values), sorted({len(row) for row in panel.values}))
        if not n_rows or not n_columns or shape != (n_rows, [n_columns]):
            raise Misuse(f"{n_rows} and {n_columns} names need as many values, got {shape!r} in {panel.title!r}")
        for value in (value for row in panel.values for value in row if value is not None):
            if not isfinite(value) or (scale == "sequential" and value < 0):
                raise Misuse(f"a {scale} scale shows finite values{', 0 or more' * (scale == 'sequential')}, got "
                             f"{value!r} in {panel.title!r}; use None for a cell without a value")  # fmt: skip
        for row, column in panel.outlined:
            if not (0 <= row < n_rows and 0 <= column < n_columns):
                raise Misuse(f"an outlined cell must be one of {n_rows} by {n_columns}, got {(row, column)!r}")


def _rows(panels: Sequence[HeatMap]) -> list[tuple[Cell, ...]]:
    return [
        (panel.title, row_name, column_name, panel.values[row][column], int(Place(row, column) in panel.outlined))
        for panel in panels
        for row, row_name in enumerate(panel.row_names)
        for column, column_name in enumerate(panel.column_names)
    ]
