"""A replay as one HTML page."""

from collections.abc import Sequence
from math import floor

from redraft.cli.views import replay_tables as tables
from redraft.core.version import VERSION
from redraft.evals.replay.result import ReplayResult, Worth
from redraft.evals.replay.run import Replayed
from redraft.report import page as html
from redraft.report.drawing import Tone
from redraft.report.markup import Html, element
from redraft.report.plots import Dot, dot_plot
from redraft.report.story import story_of
from redraft.report.tables import for_page
from redraft.report.text import percent

_TONES: dict[str, Tone] = {"first": "muted", "corrected": "one", "majority": "three", "best possible": "two"}


def replay_page(result: ReplayResult, replayed: Sequence[Replayed], *, data: str) -> str:
    """The document.

    Args:
        result: what came of the replay.
        replayed: every problem; one of them is told in full.
        data: name of what was replayed.

    Raises:
        MissingExtra: without matplotlib.
    """
    outcome, *others = tables.tables_of(result)
    plot = [] if result.worth is None else [_plot(result.worth)]
    said = element("ul", *(element("li", sentence) for sentence in tables.sentences(result)))
    example = story_of(_example(replayed).record)
    named = {
        "Data": data,
        "Critics": ", ".join(f"{name}, version {version}" for name, version in result.critics.items()) or "nobody",
        "Strategy": result.strategy,
        "Redraft": VERSION,
    }
    return html.page(
        "A replay of stored answers",
        "The loop that corrects was run on answers which were written before: the answers to a problem stand for its "
        "successive drafts. No model wrote anything for this page.",
        html.section("What was accepted, rejected and kept", for_page(outcome)),
        html.section("What it was worth", *plot, *(for_page(table) for table in others), said),
        html.section("One problem in full", html.trajectory(example)),
        html.section("With what", html.facts(named)),
    )


def _plot(worth: Worth) -> Html:
    dots = [
        Dot(name=way.name, value=way.right.value, low=way.right.low, high=way.right.high, tone=_TONES[way.name])
        for way in worth.ways
    ]
    title = "Right answers, by who chose among the same answers"
    described = "; ".join(f"{dot.name} {percent(dot.value)}" for dot in dots)
    lowest = floor(10 * min(dot.low for dot in dots)) / 10
    svg = dot_plot(title, described, dots, x_label="right answers", x_range=(min(lowest, 0.9), 1.0))
    return html.figure(title, svg, "Whiskers: 95 % intervals, by problem.")


def _example(replayed: Sequence[Replayed]) -> Replayed:
    """A problem to look at: one that changed its answer, with as many attempts as possible."""
    return max(replayed, key=lambda one: (one.final > 0, one.accepted, one.n_used))
