"""Plots of a watch: evidence beside the limits at which it becomes an alarm, and scores with the places of drift."""

from collections.abc import Sequence
from typing import NamedTuple

from redraft.report.drawing import LOOKS, Tone, as_svg, drawing, plain

_LOWEST = -4.0
"""Evidence below a ten-thousandth is drawn there: it says nothing more than that all is well."""

_ABOVE = 1.5
"""Powers of ten that are shown above the highest limit: once the alarm has risen it does not matter by how much."""


class Evidence(NamedTuple):
    """A line of evidence and its limit, both as powers of ten."""

    name: str
    values: tuple[float, ...]
    limit: float
    tone: Tone


def evidence_plot(title: str, description: str, cases: Sequence[int], lines: Sequence[Evidence]) -> str:
    """Evidence after so many audited cases as one `<svg>` element; dotted lines are the limits.

    Args:
        title: what the plot shows.
        description: what a reader who cannot see it should learn from it.
        cases: ``(n,)`` numbers of cases, rising.
        lines: each with ``(n,)`` values.

    Raises:
        MissingExtra: without matplotlib.
    """
    with drawing(title) as figure:
        axes = figure.add_axes((0.15, 0.15, 0.565, 0.8))
        for line in lines:
            look = LOOKS[line.tone]
            shown = [max(value, _LOWEST) for value in line.values]
            axes.plot(cases, shown, color=look.stand_in, linestyle=look.dash, linewidth=2)
            axes.axhline(line.limit, color=look.stand_in, linewidth=1, linestyle=LOOKS["muted"].dash)
            axes.annotate(
                f"{line.name}: alarm", (1, line.limit), xycoords=("axes fraction", "data"), xytext=(12, 0),
                textcoords="offset points", va="center", color=look.stand_in, annotation_clip=False,
            )  # fmt: skip
        axes.set_ylim(_LOWEST - 0.2, max(line.limit for line in lines) + _ABOVE)
        axes.set_xlim(0, max(cases[-1], 1))
        axes.yaxis.set_major_formatter(lambda power, _: f"{10**power:,.0f}" if power >= 0 else f"1/{10**-power:,.0f}")
        axes.set_xlabel("audited corrections")
        axes.set_ylabel("evidence, to 1")
        plain(axes, grid="y")
        return as_svg(figure, title, description)


class Ends(NamedTuple):
    """A rate after so many audited cases: the share so far, and the ends between which the rate lies."""

    n: int
    share: float
    low: float
    high: float


def rate_plot(title: str, description: str, points: Sequence[Ends], promised: float) -> str:
    """A rate between its ends, beside the bound that was promised, as one `<svg>` element.

    Args:
        title: what the plot shows.
        description: what a reader who cannot see it should learn from it.
        points: from left to right, at least one.
        promised: the bound, in [0, 1].

    Raises:
        MissingExtra: without matplotlib.
    """
    highest = min(1.0, max(4 * promised, 2 * points[-1].share, 1.5 * points[-1].low))
    with drawing(title) as figure:
        axes = figure.add_axes((0.115, 0.15, 0.6, 0.8))
        ours, bound, cases = LOOKS["one"], LOOKS["two"], [point.n for point in points]
        lows, highs = [point.low for point in points], [max(point.low, point.high) for point in points]
        axes.fill_between(cases, lows, highs, color=ours.stand_in, alpha=0.14, linewidth=0)
        axes.plot(cases, [point.share for point in points], color=ours.stand_in, linewidth=2)
        axes.axhline(promised, color=bound.stand_in, linewidth=2, linestyle=bound.dash)
        for name, y, look in (("so far", points[-1].share, ours), ("promised", promised, bound)):
            axes.annotate(
                f"{name}  {100 * y:.1f} %", (1, min(y, highest)), xycoords=("axes fraction", "data"),
                xytext=(12, 0 if look is bound else 14 if y >= promised else -14),
                textcoords="offset points", va="center", color=look.stand_in, annotation_clip=False,
            )  # fmt: skip
        axes.set_ylim(0, highest)
        axes.set_xlim(0, max(cases[-1], 1))
        axes.yaxis.set_major_formatter(lambda rate, _: f"{100 * rate:.3g} %")
        axes.set_xlabel("audited corrections")
        axes.set_ylabel("of all corrections")
        plain(axes, grid="y")
        return as_svg(figure, title, description)


def score_plot(title: str, description: str, points: Sequence[tuple[int, float]], drifts: Sequence[int]) -> str:
    """The mean score along the records as one `<svg>` element; vertical lines are where it was seen to drift.

    Args:
        title: what the plot shows.
        description: what a reader who cannot see it should learn from it.
        points: (record, score in [0, 1]), from left to right, at least one.
        drifts: records at which a drift was noticed.

    Raises:
        MissingExtra: without matplotlib.
    """
    with drawing(title, 2.9) as figure:
        axes = figure.add_axes((0.115, 0.2, 0.84, 0.74))
        look = LOOKS["one"]
        axes.plot([x for x, _ in points], [y for _, y in points], color=look.stand_in, linewidth=2)
        for drift in drifts:
            axes.axvline(drift, color=LOOKS["two"].stand_in, linewidth=2, linestyle=LOOKS["two"].dash)
        axes.set_ylim(0, 1)
        axes.set_xlim(min(points[0][0], 1) - 1, max(points[-1][0], 2))
        axes.set_xlabel("corrections")
        axes.set_ylabel("score of first drafts")
        plain(axes, grid="y")
        return as_svg(figure, title, description)
