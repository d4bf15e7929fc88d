"""Figures of the noise-aware aligner: over the redraw rate, and cell by cell beside simple rules."""

from collections.abc import Callable, Mapping, Sequence

from redraft.report.curves import curves
from redraft.report.figures import Figure
from redraft.report.heat_maps import HeatMap, Place, heat_maps
from redraft.report.panels import Axis, Line, Panel
from redraft.report.plots import Point
from redraft.theory.aligners.metrics import Mean
from redraft.theory.aligners.noise_aware.experiment import MOST_ALLOWED, Results, mean_cells
from redraft.theory.aligners.noise_aware.judging import Cell
from redraft.theory.aligners.published import PublishedCurve
from redraft.theory.aligners.published import curves as published_curves
from redraft.theory.aligners.tasks import Noise
from redraft.theory.figures.noise import losses_in_words

SHOWN = (2, 3, 15)
"""Numbers of examples in the figure over the rate."""

Cells = Mapping[tuple[float, int], Cell]


def figures(results: Results) -> tuple[Figure, ...]:
    """All figures, in the order of reading."""
    made = [over_rates(results, noise) for noise in results.sizes.noises]
    for noise in results.sizes.noises:
        made += [regret_of_not_told(results, noise), told_over_ignoring(results, noise)]
    return tuple(made)


def over_rates(results: Results, noise: Noise = "released") -> Figure:
    """Error against the redraw rate, a panel for each number of examples."""
    told, not_told = (_cells(results, noise, tells_rate=tells) for tells in (True, False))
    printed = {one.redraw_rate: one for one in published_curves() if one.learner == "transformer"}
    shown = [n for n in SHOWN if (results.sizes.rates[0], n) in told]
    panels = [
        Panel(
            title=f"{n} examples",
            lines=[
                *(_published_line(printed, n) if noise == "released" else ()),
                Line(name="ignoring the critic", points=_points(told, n, lambda cell: cell.ignoring), tone="muted"),
                Line(name="copy the best", points=_points(told, n, lambda cell: cell.copying)),
                Line(name="noise-aware, not told", points=_points(not_told, n, lambda cell: cell.error)),
                Line(name="noise-aware, told the rate", points=_points(told, n, lambda cell: cell.error)),
            ],
        )
        for n in shown
    ]
    lost = _lost_by_the_published(told, printed, shown) if noise == "released" else ""
    return curves(
        _name("noise_aware_rates", noise),
        f"Error against the redraw rate of the critic ({noise} generator)",
        f"{lost}{_against_ignoring('Told the rate', told, shown)} {_against_ignoring('Not told', not_told, shown)}",
        panels,
        x=Axis(label="redraw rate of the critic"),
        y=Axis(label="1 - cosine to the truth"),
        naming="legend",
    )


def regret_of_not_told(results: Results, noise: Noise = "released") -> Figure:
    """Error of the aligner that is not told the rate, less that of the best simple rule, in every cell."""
    cells = _cells(results, noise, tells_rate=False)
    worst = max(cells.values(), key=lambda cell: cell.regret.value)
    rules = "; ".join(sorted({cell.best_rule for cell in cells.values()}))
    return heat_maps(
        _name("noise_aware_regret", noise),
        f"Not told the rate: regret to the best simple rule, cell by cell ({noise} generator)",
        "Above 0 the best simple rule of the cell is better, below 0 the aligner. The largest regret is "
        f"{worst.regret.value:.3f}, at rate {worst.rate:g} and {worst.n} examples, where the best rule is "
        f"'{worst.best_rule}'. Best in some cell or other: {rules}. Framed: above 0 beyond doubt.",
        [_map(results, cells, lambda cell: cell.regret, above=0.0)],
        row_label="redraw rate",
        column_label="examples",
        value_label="regret, thousandths of 1 - cosine",
        scale="diverging",
        number_format="+.0f",
    )


def told_over_ignoring(results: Results, noise: Noise = "released") -> Figure:
    """Error of the aligner that is told the rate, less that of ignoring the critic, in every cell."""
    cells = _cells(results, noise, tells_rate=True)
    worst = max((cell for cell in cells.values() if cell.n > 1), key=lambda cell: cell.over_ignoring.value)
    return heat_maps(
        _name("noise_aware_told", noise),
        f"Told the rate: error less that of ignoring the critic, cell by cell ({noise} generator)",
        f"Below 0 the aligner is better. The worst cell has "
        f"{worst.over_ignoring.value:+.4f}, at rate {worst.rate:g} and {worst.n} examples; aimed at is at most "
        f"{MOST_ALLOWED}. Framed: above that beyond doubt.",
        [_map(results, cells, lambda cell: cell.over_ignoring, above=MOST_ALLOWED)],
        row_label="redraw rate",
        column_label="examples",
        value_label="difference, thousandths of 1 - cosine",
        scale="diverging",
        number_format="+.0f",
    )


def _name(stem: str, noise: Noise) -> str:
    return stem if noise == "released" else f"{stem}_{noise}"


def _cells(results: Results, noise: Noise, *, tells_rate: bool) -> Cells:
    return {(cell.rate, cell.n): cell for cell in mean_cells(results.of(noise, tells_rate=tells_rate))}


def _points(cells: Cells, n: int, figure: Callable[[Cell], Mean]) -> list[Point]:
    means = [(cell.rate, figure(cell)) for cell in cells.values() if cell.n == n]
    return [Point(rate, mean.value, *_interval(mean)) for rate, mean in means]


def _interval(mean: Mean) -> tuple[float, float]:
    return mean.value - 1.96 * mean.error, mean.value + 1.96 * mean.error


def _published_line(printed: Mapping[float, PublishedCurve], n: int) -> list[Line]:
    points = [(rate, curve.at(n)) for rate, curve in printed.items()]
    marks = [Point(rate, point.cosine, *_interval(Mean(point.cosine, point.error))) for rate, point in points]
    return [Line(name="the paper's transformer, as printed", points=marks, kind="published")]


def _lost_by_the_published(cells: Cells, printed: Mapping[float, PublishedCurve], shown: Sequence[int]) -> str:
    """From which rate on the printed errors are above those of ignoring the critic, beyond doubt."""
    parts = []
    for n in shown:
        gaps = {
            rate: curve.gap(n, (cells[rate, n].ignoring.value, cells[rate, n].ignoring.error))
            for rate, curve in printed.items()
            if (rate, n) in cells
        }
        parts.append(f"at {n} examples {losses_in_words(gaps)}")
    return f"The paper's printed transformer loses to ignoring the critic beyond doubt {'; '.join(parts)}. "


def _against_ignoring(who: str, cells: Cells, shown: Sequence[int]) -> str:
    """Where an aligner is worse than ignoring the critic, beyond doubt, in the cells that are drawn."""
    drawn = [cell for cell in cells.values() if cell.n in shown]
    worst = max(drawn, key=lambda cell: cell.over_ignoring.value)
    sure = [cell for cell in drawn if _interval(cell.over_ignoring)[0] > 0]
    rates = sorted({cell.rate for cell in sure})
    named = f"{'rate' if len(rates) == 1 else 'rates'} {', '.join(f'{rate:g}' for rate in rates)}"
    where = f"at {named}, of those drawn" if sure else "in none of the cells drawn"
    return (
        f"{who}, the noise-aware aligner is worse than ignoring it beyond doubt {where}; its worst of these has "
        f"{worst.over_ignoring.value:+.4f}, at rate {worst.rate:g} and {worst.n} examples."
    )


def _map(results: Results, cells: Cells, figure: Callable[[Cell], Mean], *, above: float) -> HeatMap:
    numbers = sorted({n for _, n in cells if n > 1})  # from one example all say the same
    means = [[figure(cells[rate, n]) for n in numbers] for rate in results.sizes.rates]
    return HeatMap(
        values=[[1000 * mean.value for mean in row] for row in means],
        row_names=[f"{rate:g}" for rate in results.sizes.rates],
        column_names=[str(n) for n in numbers],
        outlined=[
            Place(i, j) for i, row in enumerate(means) for j, mean in enumerate(row) if _interval(mean)[0] > above
        ],
    )
