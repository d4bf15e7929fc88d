"""How a panel of curves is put on the canvas: lines, markers, whiskers, bands, reference lines, notes and names."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from redraft.report.drawing import LOOKS, Palette, Tone, plain
from redraft.report.panels import Level, Line, Note, Panel, Side
from redraft.report.plots import spread
from redraft.report.scales import Scale
from redraft.report.text import printable

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure as Canvas

_LINE_WIDTH, _MARKER_SIZE, _SHADE = 1.8, 4.8, 0.16
_SMALL = 9.0  # points of the letters of notes and reference lines
_NAME_LINE = 0.185  # inches from one line of a name to the next
_ASIDE: dict[Side, tuple[float, float, str, str]] = {  # where a note stands from its point, and how it is aligned
    "above": (0, 7, "center", "bottom"),
    "below": (0, -7, "center", "top"),
    "left": (-8, 0, "right", "center"),
    "right": (8, 0, "left", "center"),
}


def draw_panel(axes: "Axes", panel: Panel, tones: Mapping[str, Tone], palette: Palette, x: Scale, y: Scale) -> None:
    """Everything of a panel but its title, the labels of its axes and the names of its lines."""
    x.put(axes, "x")
    y.put(axes, "y")
    plain(axes, grid="y", palette=palette)
    for level in panel.levels:
        _draw_level(axes, level, palette)
    for line in panel.lines:
        _draw_line(axes, line, tones[line.name], palette, x, y)
    for note in panel.notes:
        _draw_note(axes, note, palette)


def name_ends(
    axes: "Axes",
    panel: Panel,
    tones: Mapping[str, Tone],
    palette: Palette,
    names: Mapping[str, str],
    height_inches: float,
    y: Scale,
) -> None:
    """Write each line's name at its right end, pushed apart where names would overlap.

    Args:
        axes: of the panel.
        panel: whose lines are named.
        tones: of the names.
        palette: to draw with.
        names: each name as it is written, broken into lines.
        height_inches: of the panel.
        y: its upward axis.
    """
    ends = {name: _end(panel, name, y) for name in tones}
    lines = max(text.count("\n") + 1 for text in names.values())
    places = spread(list(ends.values()), (_NAME_LINE * lines + 0.03) / height_inches)
    for (name, tone), place in zip(tones.items(), places, strict=True):
        axes.annotate(
            names[name], (1, place), xycoords="axes fraction", xytext=(12, 0), textcoords="offset points",
            va="center", color=palette.tones[tone], annotation_clip=False, linespacing=1.15,
        )  # fmt: skip


def name_in_legend(
    canvas: "Canvas", panels: Sequence[Panel], tones: Mapping[str, Tone], palette: Palette, n_columns: int
) -> None:
    """A legend at the top: each name with its dash and its marker."""
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    handles: list[Any] = []
    for name, tone in tones.items():
        ways = {line.drawn for panel in panels for line in panel.lines if line.name == name}
        look, color, word = LOOKS[tone], palette.tones[tone], printable(name)
        if ways == {"band"}:
            handles.append(Patch(facecolor=color, alpha=_SHADE, linewidth=0, label=word))
            continue
        handles.append(
            Line2D(
                [], [], color=color, linewidth=_LINE_WIDTH if ways & {"line", "both"} else 0, linestyle=look.dash,
                marker=(look.marker or "o") if ways & {"marks", "both"} else None, markersize=_MARKER_SIZE + 1,
                label=word,
            )
        )  # fmt: skip
    # matplotlib fills a legend column by column; readers read row by row.
    n_rows = -(-len(handles) // n_columns)
    order = [row * n_columns + column for column in range(n_columns) for row in range(n_rows)]
    ordered = [handles[i] for i in order if i < len(handles)]
    legend = canvas.legend(
        handles=ordered, loc="upper left", ncols=n_columns, frameon=False,
        bbox_to_anchor=(0.0, 1.0), handlelength=2.6, columnspacing=1.6, fontsize=10, borderaxespad=0.4,
    )  # fmt: skip
    colors = {printable(name): palette.tones[tone] for name, tone in tones.items()}
    for text in legend.get_texts():
        text.set_color(colors[text.get_text()])


def _draw_line(axes: "Axes", line: Line, tone: Tone, palette: Palette, x: Scale, y: Scale) -> None:
    look, color = LOOKS[tone], palette.tones[tone]
    points = list(line.points)
    known = [point for point in points if point.low is not None and point.high is not None]
    lows, highs = [max(p.low or 0.0, y.low) for p in known], [max(p.high or 0.0, y.low) for p in known]
    # Markers at the edge are drawn whole, but what an axis was told not to show is cut off.
    inside = all(x.holds(p.x) and y.holds(p.y) for p in points) and all(map(y.holds, [*lows, *highs]))
    shown = [point for point in points if x.holds(point.x) and y.holds(point.y)]
    if known and line.drawn == "marks":
        axes.vlines([p.x for p in known], lows, highs, color=color, linewidth=1.3, clip_on=not inside)
    elif known:
        axes.fill_between([p.x for p in known], lows, highs, color=color, alpha=_SHADE, linewidth=0)
    if line.drawn == "band":
        return
    if line.drawn != "marks":
        axes.plot(
            [p.x for p in points], [p.y for p in points], color=color, linewidth=_LINE_WIDTH, linestyle=look.dash,
            clip_on=not inside,
        )  # fmt: skip
    if line.drawn != "line" or len(points) == 1:
        axes.plot(
            [p.x for p in shown], [p.y for p in shown], color=color, linewidth=0, marker=look.marker or "o",
            markersize=_MARKER_SIZE, clip_on=False,
        )  # fmt: skip


def _draw_level(axes: "Axes", level: Level, palette: Palette) -> None:
    look: dict[str, Any] = {"color": palette.tones["muted"], "linewidth": 1.2, "linestyle": LOOKS["muted"].dash}
    word: dict[str, Any] = {"color": palette.tones["muted"], "fontsize": _SMALL, "textcoords": "offset points"}
    if level.axis == "y":
        axes.axhline(level.at, **look)
        axes.annotate(
            printable(level.name), (1 if level.end == "right" else 0, level.at), xycoords=("axes fraction", "data"),
            xytext=(-2 if level.end == "right" else 2, 3 if level.side == "above" else -3), ha=level.end,
            va="bottom" if level.side == "above" else "top", **word,
        )  # fmt: skip
    else:
        axes.axvline(level.at, **look)
        axes.annotate(
            printable(level.name), (level.at, 1), xycoords=("data", "axes fraction"), xytext=(4, -3), va="top", **word
        )  # fmt: skip


def _draw_note(axes: "Axes", note: Note, palette: Palette) -> None:
    right, up, across, upright = _ASIDE[note.side]
    axes.annotate(
        printable(note.text), (note.x, note.y), xytext=(right, up), textcoords="offset points", ha=across, va=upright,
        color=palette.ink, fontsize=_SMALL, annotation_clip=False,
    )  # fmt: skip


def _end(panel: Panel, name: str, y: Scale) -> float:
    """Where a name's line ends on the right, as a part of the height; a band, in its middle."""
    lines = [line for line in panel.lines if line.name == name]
    joined = [line for line in lines if line.drawn in ("line", "both")] or lines
    last = max((point for line in joined for point in line.points), key=lambda point: point.x)
    return y.place(last.y)
