"""An evaluation, or two beside each other, as one HTML page."""

from collections.abc import Sequence
from math import ceil, floor

from redraft.cli.views import eval_tables as tables
from redraft.core.version import VERSION
from redraft.evals.comparing.beside import Comparison
from redraft.evals.comparing.result import Evaluation, SliceResult, WayResult
from redraft.evals.comparing.ways import Role
from redraft.report import page as html
from redraft.report.drawing import Tone
from redraft.report.markup import Html, element
from redraft.report.plots import Dot, Point, Series, dot_plot, line_plot
from redraft.report.tables import Table, for_page
from redraft.report.text import counted, percent, percent_between, points_between
from redraft.trust.intervals import Estimate

_TONES: dict[Role, Tone] = {
    "profile": "one",
    "none": "muted",
    "best_of_n": "two",
    "self_consistency": "three",
    "ignoring": "four",
    "oracle": "five",
}
_MOST_SLICES = 30


def eval_page(result: Evaluation) -> str:
    """The document.

    Raises:
        MissingExtra: without matplotlib.
    """
    said = element("ul", *(element("li", sentence) for sentence in tables.sentences(result)))
    by_name = {table.title: table for table in tables.tables_of(result)}
    ways, cost, *others = by_name.values()
    blocks = [
        html.key_figures(_key_figures(result)),
        html.section("At no less calls", *_equal_cost(result), for_page(ways), said, for_page(cost)),
        html.section("Attempt by attempt", *_by_attempt(result)),
        html.section("Repaired and broken", *_flips(result)),
    ]
    rest = [table for table in others if not table.title.startswith(("Right answers after", "Parts of"))]
    if rest:
        blocks.append(html.section("Seeds and unscored answers", *(for_page(table) for table in rest)))
    if result.slices:
        blocks.append(_slices_section(result.slices, [t for t in others if t.title.startswith("Parts of")]))
    blocks.append(html.section("How this page was made", html.facts(_facts(result))))
    n, seeds = counted(result.n_samples, "sample"), counted(len(result.seeds), "seed")
    way = f"{result.model} by {result.own.name}, judged by {_critics(result)}, on {n} of {result.data}, in {seeds}"
    lead = (
        f"{way}, beside the same calls spent in other ways. No prompt, critic or stop rule saw a reference; the oracle "
        "critic did, and is marked as an upper bound."
    )
    return html.page("What correcting is worth here", lead, *blocks)


def comparison_page(result: Comparison) -> str:
    """The document of two evaluations beside each other.

    Raises:
        MissingExtra: without matplotlib.
    """
    differences, *slices = tables.comparison_tables(result)
    dots = [_dot(one.name_b, one.ahead, _TONES[one.role]) for one in result.differences]
    title = "B minus A, way by way"
    svg = dot_plot(title, _told_apart(dots), dots, x_label="B ahead", x_range=_around(dots))
    said = element("ul", *(element("li", sentence) for sentence in tables.comparison_sentences(result)))
    figure = html.figure(title, svg, "Whiskers: 95 % intervals, paired by sample and seed.")
    blocks = [html.section("The difference", figure, for_page(differences), said)]
    if slices:
        blocks.append(_slices_section(result.slices, slices))
    return html.page("Two evaluations beside each other", f"A: {result.a}. B: {result.b}.", *blocks)


def _key_figures(result: Evaluation) -> list[html.KeyFigure]:
    own, drafts, best = result.own, result.way("none"), result.way("best_of_n") or result.way("self_consistency")
    figures = []
    if own.accuracy is not None and drafts is not None and drafts.accuracy is not None:
        value = f"{100 * drafts.accuracy.value:.1f} → {100 * own.accuracy.value:.1f} %"
        figures.append(html.KeyFigure(value, "right, no correction → corrected", _doubt(own.accuracy)))
    for estimate, label in ((own.repaired, "wrong drafts repaired"), (own.broken, "right drafts broken")):
        if estimate is not None:
            figures.append(html.KeyFigure(percent(estimate.value), label, _doubt(estimate)))
    if best is not None and best.ahead is not None:
        ahead = best.ahead
        value = f"{100 * ahead.value:+.1f} points"
        between = f"95 % interval {100 * ahead.low:+.1f} to {100 * ahead.high:+.1f}"
        figures.append(html.KeyFigure(value, f"ahead of {best.name}", between))
    return figures


def _equal_cost(result: Evaluation) -> list[Html]:
    dots = [_dot(tables.called(way), way.accuracy, _TONES[way.role]) for way in result.ways if way.accuracy is not None]
    if not dots:
        return [html.paragraph("No answer could be scored.")]
    title = "Right answers, the calls spent in different ways"
    svg = dot_plot(title, _told(dots), dots, x_label="right answers", x_range=_over(dots))
    calls = "; ".join(f"{way.name} {way.calls:.2f}" for way in result.ways)
    caption = f"Whiskers: 95 % intervals, by problem over all seeds. Calls for a sample: {calls}."
    return [html.figure(title, svg, caption), *_ahead(result)]


def _ahead(result: Evaluation) -> list[Html]:
    """The paired differences, which say more than two intervals beside each other: easy samples are easy for all."""
    dots = [_dot(tables.called(w), w.ahead, _TONES[w.role]) for w in result.ways[1:] if w.ahead is not None]
    if not dots:
        return []
    title = f"How far {result.own.name} is ahead of each other way"
    svg = dot_plot(title, _told_apart(dots), dots, x_label="ahead of it", x_range=_around(dots))
    return [html.figure(title, svg, "Whiskers: 95 % intervals of the paired differences; right of 0 it is ahead.")]


def _by_attempt(result: Evaluation) -> list[Html]:
    most = max(len(way.by_attempt) for way in result.ways)
    series = [_line(way, most) for way in result.ways if way.accuracy is not None]
    if most < 2 or not series:
        return [html.paragraph("Every way wrote one answer only.")]
    title = "Right answers had it ended after each attempt"
    lowest = min(point.y if point.low is None else point.low for line in series for point in line.points)
    highest = max(point.y if point.high is None else point.high for line in series for point in line.points)
    described = "; ".join(
        f"{line.name} from {percent(line.points[0].y)} to {percent(line.points[-1].y)}" for line in series
    )
    svg = line_plot(
        title,
        described,
        series,
        x_label="attempt",
        y_label="right answers",
        x_ticks=[(k, str(k)) for k in range(1, most + 1)],
        y_range=(floor(10 * lowest) / 10, ceil(10 * highest) / 10),
    )
    numbers = tables.attempts_table(result)
    return [html.figure(title, svg, "Shaded: its 95 % interval. A way that ended stays at its last answer.", numbers)]


def _line(way: WayResult, most: int) -> Series:
    estimates = [one for one in way.by_attempt if one is not None]
    last = estimates[-1:] if estimates else []
    points = [
        # Six shaded bands over each other tell nothing apart; the table behind the plot has all intervals.
        Point(k, one.value, one.low, one.high) if way.role == "profile" else Point(k, one.value)
        for k, one in enumerate([*estimates, *last * (most - len(estimates))], start=1)
    ]
    return Series(name=way.name, points=tuple(points), tone=_TONES[way.role])


def _flips(result: Evaluation) -> list[Html]:
    figures = []
    for what, of in (("repaired", "wrong drafts that came out right"), ("broken", "right drafts that came out wrong")):
        dots = [
            _dot(tables.called(way), estimate, _TONES[way.role])
            for way in result.ways
            if way.role != "none" and (estimate := way.repaired if what == "repaired" else way.broken) is not None
        ]
        if dots:
            title = f"{what.capitalize()}: {of}"
            svg = dot_plot(title, _told(dots), dots, x_label=of, x_range=_over(dots, least=0.0))
            figures.append(html.figure(title, svg, "Whiskers: 95 % intervals, by problem over all seeds."))
    return figures or [html.paragraph("No draft and its answer were both scored.")]


def _slices_section(slices: Sequence[SliceResult], numbers: Sequence[Table]) -> Html:
    shown = slices[:_MOST_SLICES]
    dots = [
        _dot(f"{one.key} = {one.value}", one.difference, "one" if one.p_of_many < 0.05 else "muted") for one in shown
    ]
    title = "The difference in each part of the data"
    svg = dot_plot(title, _told_apart(dots), dots, x_label="ahead", x_range=_around(dots))
    caption = (
        "Whiskers: intervals that hold for all parts together with 95 %. In colour: told from chance after "
        "correction for the number of parts."
    )
    caption += (
        f" The first {_MOST_SLICES} of {len(slices)} parts; the table has all." if len(slices) > len(shown) else ""
    )
    return html.section("Parts of the data", html.figure(title, svg, caption), *(for_page(table) for table in numbers))


def _dot(name: str, estimate: Estimate, tone: Tone) -> Dot:
    return Dot(name=name, value=estimate.value, low=estimate.low, high=estimate.high, tone=tone)


def _over(dots: Sequence[Dot], *, least: float | None = None) -> tuple[float, float]:
    low = floor(10 * min(dot.low for dot in dots)) / 10 if least is None else least
    high = ceil(10 * max(dot.high for dot in dots) - 1e-9) / 10
    return low, max(high, low + 0.1)


def _around(dots: Sequence[Dot]) -> tuple[float, float]:
    far = max(0.02, *(abs(end) for dot in dots for end in (dot.low, dot.high)))
    far = min(1.0, ceil(20 * far) / 20)
    return -far, far


def _told(dots: Sequence[Dot]) -> str:
    return "; ".join(f"{dot.name} {percent_between(dot.value, dot.low, dot.high)}" for dot in dots)


def _told_apart(dots: Sequence[Dot]) -> str:
    return "; ".join(f"{dot.name} {points_between(dot.value, dot.low, dot.high)} points" for dot in dots)


def _doubt(estimate: Estimate) -> str:
    return f"95 % interval {100 * estimate.low:.1f} to {100 * estimate.high:.1f} %, {counted(estimate.n, 'problem')}"


def _facts(result: Evaluation) -> dict[str, str]:
    return {
        "Command": result.command,
        "Data": f"{result.data}, form {result.form}, SHA-256 {result.sha256}",
        "Scorers": ", ".join(f"{name}, version {version}" for name, version in result.scorers.items()),
        "Model": result.model,
        "Way": f"{result.own.name}, judged by {_critics(result)}",
        "Seeds": ", ".join(str(seed) for seed in result.seeds),
        "Redraft": VERSION,
    }


def _critics(result: Evaluation) -> str:
    return ", ".join(result.critics) or "nobody"
