"""Axes worked out: what they show, where their ticks stand and how figures are written beside them."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import floor, log10
from typing import TYPE_CHECKING, Literal

from redraft.report.panels import Axis, Panel
from redraft.report.text import printable

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_FEW_DECADES = 2.7  # of a logarithmic axis, below which powers of ten alone are too few ticks
_AIR = 0.05  # of the range, beyond the outermost point
_RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """An axis with its ends.

    Attributes:
        label: of the axis.
        low: lowest value shown.
        high: highest value shown.
        log: whether equal distances are equal ratios.
        percent: whether figures are written as percentages.
        ticks: places with their labels; none to choose them.
        whole: whether only whole numbers mean something.
    """

    label: str
    low: float
    high: float
    log: bool
    percent: bool
    ticks: tuple[tuple[float, str], ...]
    whole: bool

    def place(self, value: float) -> float:
        """Where a value stands, 0 at the lower end and 1 at the upper one; what lies outside, at the end."""
        low, high, at = (log10(v) if self.log else v for v in (self.low, self.high, max(value, self.low)))
        return min(1.0, max(0.0, (at - low) / (high - low)))

    def holds(self, value: float) -> bool:
        """Whether a value is shown."""
        return self.low <= value <= self.high

    def put(self, axes: "Axes", which: Literal["x", "y"]) -> None:
        """Give the axis its ends, ticks and labels."""
        from matplotlib.ticker import FuncFormatter, LogLocator, MaxNLocator, NullLocator

        axis = axes.xaxis if which == "x" else axes.yaxis
        if self.log:
            (axes.set_xscale if which == "x" else axes.set_yscale)("log")
        (axes.set_xlim if which == "x" else axes.set_ylim)(self.low, self.high)
        if self.ticks:
            axis.set_ticks([at for at, _ in self.ticks], [label for _, label in self.ticks])
        elif self.log:
            few = log10(self.high / self.low) < _FEW_DECADES
            axis.set_major_locator(LogLocator(subs=(1.0, 3.0) if few else (1.0,), numticks=9))
        else:
            axis.set_major_locator(MaxNLocator(5, integer=self.whole, steps=[1, 2, 2.5, 5, 10]))
        axis.set_minor_locator(NullLocator())
        if not self.ticks:
            axis.set_major_formatter(FuncFormatter(lambda v, _: f"{100 * v:.3g} %" if self.percent else number(v)))


def scale_of(axis: Axis, panels: Sequence[Panel], which: Literal["x", "y"]) -> Scale:
    """The axis with ends that show every point, interval, level and note of the panels, unless it has ends already."""
    shown = _shown([value for panel in panels for value in _values(panel, which)], axis)
    low, high = axis.ends or _around(min(shown), max(shown), log=axis.log)
    return Scale(
        label=printable(axis.label), low=low, high=high, log=axis.log, percent=axis.percent,
        ticks=tuple((at, printable(word)) for at, word in axis.ticks),
        whole=not axis.percent and all(float(value).is_integer() for value in shown),
    )  # fmt: skip


def number(value: float) -> str:
    """A figure as it stands on an axis: 0.25, 1,000, 10⁻⁶, 3×10⁻⁶."""
    if value == 0 or 1e-3 <= abs(value) < 1e6:
        return f"{value:,.6g}" if abs(value) < 1000 else f"{value:,.0f}"
    power = floor(log10(abs(value)) + 1e-9)
    front = f"{value / 10**power:.3g}"
    raised = f"10{str(power).translate(_RAISED)}"
    return raised if front == "1" else f"-{raised}" if front == "-1" else f"{front}×{raised}"


def _values(panel: Panel, which: Literal["x", "y"]) -> list[float]:
    points = [point for line in panel.lines for point in line.points]
    levels = [level.at for level in panel.levels if level.axis == which]
    if which == "x":
        return [*levels, *(point.x for point in points)]
    return [*levels, *(value for p in points for value in (p.y, p.low, p.high) if value is not None)]


def _shown(values: list[float], axis: Axis) -> list[float]:
    """The values that the axis can show: an interval that reaches to 0 ends where a logarithmic axis does."""
    return [value for value in values if value > 0] if axis.log else values


def _around(low: float, high: float, *, log: bool) -> tuple[float, float]:
    if low == high:
        return (low / 2, high * 2) if log else (low - 0.5, high + 0.5)
    if log:
        ratio = (high / low) ** _AIR
        return low / ratio, high * ratio
    air = _AIR * (high - low)
    return low - air, high + air
