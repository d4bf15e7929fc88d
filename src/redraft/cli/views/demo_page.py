"""The demo's report: one HTML page with plots, tables and two whole trajectories."""

import platform
from collections.abc import Sequence
from math import floor
from typing import NamedTuple

from redraft.cli.views.demo_tables import HONESTY, about, comparisons, noise, table_of
from redraft.core.version import VERSION
from redraft.evals.demo import ArmResult, DemoResult, Stage, WorldResult
from redraft.report import page as html
from redraft.report.drawing import Tone
from redraft.report.markup import Html, element
from redraft.report.plots import Dot, Point, Series, dot_plot, line_plot
from redraft.report.story import story_of
from redraft.report.tables import Column, Row, Table, for_page
from redraft.report.text import percent, percent_between
from redraft.trust.intervals import Estimate


def _harm(count: WorldResult) -> str:
    """What wrong verdicts did to drafts that were right before, if they did."""
    misled = noise(count)[-1].final.right
    if misled.high >= count.draft.right.low:
        return ""
    return (
        f" With every verdict wrong {percent(misled.value)} of the answers of count are right; "
        f"{percent(count.draft.right.value)} were before any verdict. Measure a critic before you trust it."
    )


class _Line(NamedTuple):
    arm: ArmResult
    name: str
    tone: Tone


def demo_page(result: DemoResult, *, cores: int, command: str) -> str:
    """The document.

    Args:
        result: what was computed.
        cores: processor cores of the machine.
        command: how to get the same page again.

    Raises:
        MissingExtra: without matplotlib.
    """
    count, pref = result.worlds
    lead = (
        "A very small language model writes answers, checks them or hears a reward, and writes again with every "
        "earlier (answer, verdict) pair in its context. Below is what that repaired, what it broke, and what the same "
        "number of calls buys without it."
    )
    return html.page(
        "A small model corrects itself",
        lead,
        html.key_figures(_key_figures(count, pref)),
        _count_section(count),
        _pref_section(pref),
        _noise_section(count, pref),
        html.section("What this shows and what it does not", html.aside(HONESTY)),
        html.section("How this page was made", html.facts(_facts(result, cores, command))),
    )


def _key_figures(count: WorldResult, pref: WorldResult) -> list[html.KeyFigure]:
    corrected, aligned, last_pair = count.arms[0].final, pref.arms[0].final, pref.arm("the last pair only").final
    n = aligned.n_answers
    figures = [
        html.KeyFigure(
            _from_to(count.draft, corrected), "count: right, draft → own correction", _doubt(corrected.right)
        ),
        html.KeyFigure(_from_to(pref.draft, aligned), f"pref: right, draft → attempt {n}", _doubt(aligned.right)),
        html.KeyFigure(_from_to(pref.draft, last_pair), "pref: seeing the last pair only", _doubt(last_pair.right)),
    ]
    if corrected.broken is not None:
        broken = html.KeyFigure(
            percent(corrected.broken.value), "count: right drafts made wrong", _doubt(corrected.broken)
        )
        figures.insert(1, broken)
    return figures


def _from_to(draft: Stage, final: Stage) -> str:
    return f"{100 * draft.right.value:.0f} → {100 * final.right.value:.0f} %"


def _doubt(estimate: Estimate) -> str:
    return f"95 % interval {100 * estimate.low:.1f} to {100 * estimate.high:.1f} %, n = {estimate.n}"


def _count_section(result: WorldResult) -> Html:
    corrected, best, majority = result.arms[0], result.arms[1], result.arms[2]
    shown = (_Line(corrected, "own check", "one"), _Line(best, best.arm.name, "two"))
    checked = ""
    if result.check is not None:
        rate = result.check
        checked = f" Its check of the draft is right in {percent_between(rate.value, rate.low, rate.high)}."
    return html.section(
        "count: corrected by its own check",
        html.paragraph(about(result), checked),
        _by_attempt(result, shown, _floor_of(corrected, best)),
        _at_equal_calls(result, corrected, best, majority),
        for_page(table_of(result)),
        _sentences(result),
        html.paragraph("One correction in full, the draft wrong, the answer right:"),
        html.trajectory(story_of(result.example)),
    )


def _pref_section(result: WorldResult) -> Html:
    best = next(other for other in result.arms if other.arm.strategy == "best_of_n")
    shown = (
        _Line(result.arm("ideal player"), "ideal player", "muted"),
        _Line(result.arms[0], "all pairs", "one"),
        _Line(result.arm("the last pair only"), "last pair only", "two"),
        _Line(best, best.arm.name, "three"),
        _Line(result.arm("by its own check"), "own check", "four"),
    )
    return html.section(
        "pref: aligned in the context, by rewards alone",
        html.paragraph(about(result)),
        html.paragraph(
            "Here its own check cannot help: nothing in the prompt says what is wanted, so only a verdict from outside "
            "carries information. The ideal player uses every reward perfectly (Bayes)."
        ),
        _by_attempt(result, shown, 0.0),
        for_page(table_of(result)),
        _sentences(result),
        html.paragraph("One correction in full, from rewards alone:"),
        html.trajectory(story_of(result.example)),
    )


def _noise_section(count: WorldResult, pref: WorldResult) -> Html:
    tones: tuple[tuple[WorldResult, Tone], ...] = ((count, "one"), (pref, "two"))
    series = [
        Series(name=result.world, tone=tone, points=tuple(_point(i, arm.final) for i, arm in enumerate(noise(result))))
        for result, tone in tones
    ]
    rates = [arm.arm.flip_rate for arm in noise(count)]
    flat = tuple(Point(i, count.draft.right.value) for i in range(len(rates)))
    series.append(Series(name="count, draft", tone="muted", points=flat))
    names = ["all" if rate == 1 else f"{100 * rate:.0f} %" for rate in rates]
    numbers = Table(
        title="Right answers by share of wrong verdicts, %",
        columns=(Column("world", "left"), *(Column(name) for name in names)),
        rows=tuple(Row((result.world, *(_cell(arm.final) for arm in noise(result)))) for result, _ in tones),
    )
    title = "Right answers by share of wrong verdicts"
    svg = line_plot(
        title,
        f"{_ends(noise(count), 'count')}; {_ends(noise(pref), 'pref')}.",
        series,
        x_label="verdicts that are wrong on purpose",
        y_label="right answers at the end",
        x_ticks=list(enumerate(names)),
    )
    return html.section(
        "A correction is as good as its critic",
        html.paragraph(
            "The same corrections with verdicts of the exact verifier, a share of them replaced by a wrong one.",
            _harm(count),
        ),
        html.figure(title, svg, "Shaded: 95 % intervals. The dotted line is the draft, before any verdict.", numbers),
    )


def _by_attempt(result: WorldResult, shown: Sequence[_Line], low: float) -> Html:
    series = [
        Series(name=name, tone=tone, points=tuple(_point(stage.n_answers, stage) for stage in arm.stages))
        for arm, name, tone in shown
    ]
    n = len(shown[0][0].stages)
    numbers = Table(
        title="Right answers by attempt, %",
        columns=(Column("answered", "left"), *(Column(str(k)) for k in range(1, n + 1))),
        rows=tuple(Row((name, *(_cell(stage) for stage in arm.stages))) for arm, name, _ in shown),
    )
    ends = "; ".join(
        f"{name} from {percent(arm.stages[0].right.value)} to {percent(arm.final.right.value)}"
        for arm, name, _ in shown
    )
    title = f"{result.world}: right answers by attempt"
    svg = line_plot(
        title,
        ends,
        series,
        x_label="attempt",
        y_label="right answers",
        x_ticks=[(k, str(k)) for k in range(1, n + 1)],
        y_range=(low, 1.0),
    )
    caption = f"Right answers if the correction ended after that attempt; {result.n} problems, shaded: 95 % intervals."
    return html.figure(title, svg, caption, numbers)


def _at_equal_calls(result: WorldResult, corrected: ArmResult, best: ArmResult, majority: ArmResult) -> Html:
    ways: list[tuple[str, Stage, Tone]] = [
        ("draft", result.draft, "muted"),
        ("corrected by its own check", corrected.final, "one"),
        (f"{best.arm.name}, by the same check", best.final, "two"),
        (majority.arm.name, majority.final, "three"),
    ]
    dots = [
        Dot(name=name, value=stage.right.value, low=stage.right.low, high=stage.right.high, tone=tone)
        for name, stage, tone in ways
    ]
    low = floor(10 * min(dot.low for dot in dots)) / 10
    ends = "; ".join(f"{dot.name} {percent(dot.value)}" for dot in dots)
    title = "count: the same calls, spent differently"
    svg = dot_plot(title, ends, dots, x_label="right answers", x_range=(low, 1.0))
    most = 2 * corrected.final.n_answers
    return html.figure(
        title, svg, f"At most {most} model calls for a problem, spent in four ways; whiskers: 95 % intervals."
    )


def _sentences(result: WorldResult) -> Html:
    return element("ul", *(element("li", sentence) for sentence in comparisons(result)))


def _point(x: float, stage: Stage) -> Point:
    return Point(x, stage.right.value, stage.right.low, stage.right.high)


def _cell(stage: Stage) -> str:
    return f"{100 * stage.right.value:.1f}"


def _floor_of(*arms: ArmResult) -> float:
    return floor(10 * min(stage.right.low for arm in arms for stage in arm.stages)) / 10


def _ends(arms: list[ArmResult], world: str) -> str:
    first, last = arms[0].final.right.value, arms[-1].final.right.value
    return f"{world} from {percent(first)} with true verdicts to {percent(last)} with every verdict wrong"


def _facts(result: DemoResult, cores: int, command: str) -> dict[str, str]:
    usage = result.usage
    problems = ", ".join(f"{world.n} of {world.world}" for world in result.worlds)
    return {
        "Command": command,
        "Model": f"{result.model}, shipped with Redraft {VERSION}",
        "Problems": f"{problems}, all distinct; those of count are held out from training",
        "Seed": str(result.seed),
        "Work": f"{result.n_corrections:,} corrections, {usage.calls:,} requests, {usage.tokens:,} tokens",
        "Time": f"{usage.seconds:.1f} s",
        "Machine": f"{cores} cores, {platform.system()} {platform.machine()}, Python {platform.python_version()}",
        "Nothing is stored": "every figure on this page was computed for it",
    }
