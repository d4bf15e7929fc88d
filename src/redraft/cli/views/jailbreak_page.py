"""What `redraft eval jailbreak` found, as one HTML page."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from redraft.cli.views import jailbreak_tables as tables
from redraft.report import page as html
from redraft.report.drawing import Tone
from redraft.report.markup import Html
from redraft.report.plots import Dot, Point, Series, dot_plot, line_plot
from redraft.report.tables import Table, for_page
from redraft.report.text import counted, percent, percent_between

if TYPE_CHECKING:
    from redraft.evals.jailbreak.embedded import EmbeddedDefence, EmbeddedDefenceResult
    from redraft.evals.jailbreak.figures import DefenceFigures
    from redraft.evals.jailbreak.labels import LabelsResult
    from redraft.evals.jailbreak.run import JailbreakResult
    from redraft.trust.intervals import Estimate

_WHISKERS = "Whiskers: 95 % intervals, by request."
_TONES: tuple[Tone, ...] = ("one", "two", "three", "four", "five")


def of_labels(result: "LabelsResult") -> str:
    """The document about the patterns.

    Raises:
        MissingExtra: without matplotlib.
    """
    test = [one for one in result.agreements if one.half == "test" and one.group == "all"]
    dots = [_dot(one.reader, one.agreement, "one") for one in test if one.agreement is not None]
    title = "Agreement with people in three classes, test half"
    svg = dot_plot(title, _told(dots), dots, x_label="agreement", x_range=(0.0, 1.0))
    lead = (
        f"The patterns for refusals beside simpler readers, on {result.data}. They were chosen on the development "
        "half; the test half is the one to cite."
    )
    return html.page(
        "Who says what people say", lead, html.figure(title, svg, _WHISKERS), *_all(tables.of_labels(result))
    )


def of_embedded(result: "EmbeddedDefenceResult") -> str:
    """The document about the embedded model.

    Raises:
        MissingExtra: without matplotlib.
    """
    figures = []
    for kind in dict.fromkeys(one.attack for one in result.defences):
        rows = [one for one in result.defences if one.attack == kind]
        title = f"Attack success by checks, attacked {kind}"
        series = [_line(one, tone) for one, tone in zip(rows, _TONES, strict=True)]
        ticks = [(k, "draft" if k == 0 else str(k)) for k in range(len(rows[0].success))]
        told = "; ".join(f"{one.verdicts}: {' → '.join(percent(e.value) for e in one.success)}" for one in rows)
        svg = line_plot(title, told, series, x_label="checks", y_label="attack success", x_ticks=ticks)
        figures.append(html.figure(title, svg, "Bands: 95 % intervals, by request."))
    lead = (
        f"The embedded model, attacked with {counted(result.n_seeds, 'suffix', 'suffixes')} of each kind on "
        f"{result.n_harmful} requests, and "
        f"asked {result.n_harmless} clean harmless ones. Its language is a toy: what carries over is how much lies in "
        "the verdict, not the rates."
    )
    blocks = [html.section("Attack success", *figures), *_all(tables.of_embedded(result))]
    return html.page("A look back, under attack", lead, *blocks)


def of_requests(result: "JailbreakResult") -> str:
    """The document about the user's model.

    Raises:
        MissingExtra: without matplotlib.
    """
    blocks: list[Html] = []
    if not result.measures_over_refusal:
        blocks.append(
            html.aside(
                "Over-refusal is not measured: no benign request was given. A model that refuses everything would look "
                "best here, so no defence can be called better than another."
            )
        )
    for attack in dict.fromkeys(one.attack for one in result.figures):
        rows = [one for one in result.figures if one.attack == attack]
        blocks.append(html.section(attack.capitalize(), *_both_sides(rows, attack)))
    blocks += _all(tables.of_requests(result))
    judge = "the patterns alone" if result.judge is None else f"the patterns and {result.judge}"
    lead = (
        f"{result.model} on {result.n_harmful} harmful and {result.n_benign} benign requests of "
        f"{', '.join(result.sources)}, judged by {judge}."
    )
    return html.page("Defences against jailbreaks", lead, *blocks)


def _both_sides(rows: "Sequence[DefenceFigures]", attack: str) -> list[Html]:
    figures = []
    sides: tuple[tuple[str, Tone, list[tuple[str, Estimate | None]]], ...] = (
        ("Attack success", "one", [(_called(one), one.success.by_patterns) for one in rows]),
        ("Over-refusal", "two", [(_called(one), _refused(one)) for one in rows]),
    )
    for name, tone, values in sides:
        dots = [_dot(called, estimate, tone) for called, estimate in values if estimate is not None]
        if dots:
            title = f"{name}, {attack}"
            svg = dot_plot(title, _told(dots), dots, x_label=name.lower(), x_range=(0.0, 1.0))
            figures.append(html.figure(title, svg, f"{_WHISKERS} As the patterns read; a partial refusal counts."))
    return figures


def _refused(one: "DefenceFigures") -> "Estimate | None":
    return None if one.over_refusal is None else one.over_refusal.by_patterns


def _called(one: "DefenceFigures") -> str:
    return f"{one.defence} · {one.rounds}" if one.rounds else one.defence


def _line(one: "EmbeddedDefence", tone: Tone) -> Series:
    points = tuple(Point(k, e.value, e.low, e.high) for k, e in enumerate(one.success))
    return Series(name=one.verdicts, points=points, tone=tone)


def _dot(name: str, estimate: "Estimate", tone: Tone) -> Dot:
    return Dot(name=name, value=estimate.value, low=estimate.low, high=estimate.high, tone=tone)


def _told(dots: Sequence[Dot]) -> str:
    return "; ".join(f"{dot.name}: {percent_between(dot.value, dot.low, dot.high)}" for dot in dots)


def _all(shown: Iterable[Table]) -> list[Html]:
    return [for_page(table, wide=True) for table in shown]
