"""Plots of a critic's card: its calibration, and how long it takes."""

from collections.abc import Sequence
from math import ceil, floor, log10
from typing import NamedTuple

from redraft.report.drawing import LOOKS, Tone, as_svg, drawing, plain

_LARGEST_AREA, _SMALLEST_AREA = 220.0, 18.0  # of a marker, in square points: seen at the smallest, not in the way

# How the markers of both series look in a line of text.
_SHAPES: dict[Tone, str] = {"one": "●", "two": "■"}

_TIMES = ((1e-6, "µs"), (1e-3, "ms"), (1.0, "s"))


class Bin(NamedTuple):
    """Outputs with scores close to each other: their mean score, the share that is acceptable, its interval."""

    score: float
    share: float
    low: float
    high: float
    n: int


def calibration_plot(title: str, description: str, bins: Sequence[Bin], after: Sequence[Bin] = ()) -> str:
    """Shares of acceptable outputs over scores, as one `<svg>` element; calibrated scores lie on the diagonal.

    Args:
        title: what the plot shows.
        description: what a reader who cannot see it should learn from it.
        bins: at least one; the area of a marker grows with its `n`.
        after: the same of calibrated scores, drawn beside them; none for one series without a name.

    Raises:
        MissingExtra: without matplotlib.
    """
    most = max(one.n for one in (*bins, *after))
    series: list[tuple[Tone, str, Sequence[Bin]]] = [("one", "as it scores", bins), ("two", "calibrated", after)]
    with drawing(title) as figure:
        axes = figure.add_axes((0.115, 0.15, 0.6, 0.8))
        axes.plot([0, 1], [0, 1], color=LOOKS["muted"].stand_in, linestyle=LOOKS["muted"].dash, linewidth=1.5)
        notes: list[tuple[str, float, Tone]] = [("probabilities" if after else "calibrated", 0.97, "muted")]
        for row, (tone, name, points) in enumerate(series):
            look = LOOKS[tone]
            for one in points:
                axes.plot([one.score, one.score], [one.low, one.high], color=look.stand_in, linewidth=2)
                area = max(_SMALLEST_AREA, _LARGEST_AREA * one.n / most)
                axes.scatter(
                    [one.score], [one.share], s=area, marker=look.marker, color=look.stand_in, zorder=3, clip_on=False
                )
            if after:
                notes.append((f"{_SHAPES[tone]} {name}", 0.78 - 0.09 * row, tone))
        notes.append((f"n = {sum(one.n for one in bins):,}", 0.06, "muted"))
        for text, place, tone in notes:
            axes.annotate(
                text, (1, place), xycoords="axes fraction", xytext=(12, 0), textcoords="offset points", va="center",
                color=LOOKS[tone].stand_in, annotation_clip=False,
            )  # fmt: skip
        axes.set_xlim(-0.02, 1.02)
        axes.set_ylim(-0.02, 1.02)
        for axis in (axes.xaxis, axes.yaxis):
            axis.set_ticks([0, 0.25, 0.5, 0.75, 1])
            axis.set_major_formatter(lambda rate, _: f"{rate:.2g}")
        axes.set_xlabel("mean score of a bin")
        axes.set_ylabel("share that is acceptable")
        plain(axes, grid="y")
        return as_svg(figure, title, description)


def waiting_plot(title: str, description: str, seconds: Sequence[float]) -> str:
    """The share of judgements made within a time, over that time on a logarithmic axis, as one `<svg>` element.

    Args:
        title: what the plot shows.
        description: what a reader who cannot see it should learn from it.
        seconds: quantiles of the time, at equal steps from the shortest to the longest; two or more, 0 or more.

    Raises:
        MissingExtra: without matplotlib.
    """
    look = LOOKS["one"]
    # What took less than a microsecond cannot be told apart by a clock.
    places = [log10(max(value, 1e-6)) for value in seconds]
    first, last = floor(places[0]), max(ceil(places[-1]), floor(places[0]) + 1)
    with drawing(title, 3.0) as figure:
        axes = figure.add_axes((0.115, 0.2, 0.6, 0.74))
        shares = [i / (len(places) - 1) for i in range(len(places))]
        axes.plot(places, shares, color=look.stand_in, linewidth=2)
        for share in (0.5, 0.95):
            index = round(share * (len(places) - 1))
            axes.plot([places[index]], [share], color=look.stand_in, marker="o", markersize=6)
            axes.annotate(
                f"{100 * share:.0f} % within {in_time(seconds[index])}", (1, share), xycoords="axes fraction",
                xytext=(12, 0), textcoords="offset points", va="center", color=look.stand_in, annotation_clip=False,
            )  # fmt: skip
        axes.set_xlim(first, last)
        axes.set_ylim(0, 1)
        ticks = range(first, last + 1)
        axes.set_xticks(list(ticks), [in_time(10.0**tick) for tick in ticks])
        axes.yaxis.set_major_formatter(lambda rate, _: f"{100 * rate:.0f} %")
        axes.set_xlabel("time for one judgement")
        axes.set_ylabel("judged")
        plain(axes, grid="y")
        return as_svg(figure, title, description)


def in_time(seconds: float) -> str:
    """A time in the unit that suits it, with two digits: ``840 µs``, ``4.2 ms``, ``12 s``."""
    factor, unit = next(((f, u) for f, u in reversed(_TIMES) if float(f"{seconds:.2g}") >= f), _TIMES[0])
    value = seconds / factor
    return f"{value:.0f} {unit}" if value >= 9.95 else f"{value:.2g} {unit}"
