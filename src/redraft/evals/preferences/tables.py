"""The result of `redraft eval preferences` as tables, and its curves for a page."""

from collections.abc import Iterator

from redraft.evals.preferences.figures import Compared, Figures
from redraft.evals.preferences.memories import ALL, MEMORIES
from redraft.evals.preferences.people import WORDS_ABOUT, Kind
from redraft.evals.preferences.run import PreferencesResult
from redraft.report.curves import curves
from redraft.report.figures import Figure
from redraft.report.panels import Axis, Line, Panel
from redraft.report.plots import Point
from redraft.report.tables import Column, Row, Table
from redraft.report.text import percent_between
from redraft.trust.intervals import Estimate

_COST = "slots of an answer, 0 to 4, that the person wanted otherwise"


def tables(result: PreferencesResult) -> Iterator[Table]:
    """For each kind of people the cost with every memory, and the product's memory against each other one."""
    config = result.config
    late = max(1, round(config.n_steps / 3))
    for kind in config.kinds:
        figures = [one for one in result.figures if one.kind == kind]
        yield Table(
            title=f"{_title(kind)}: {WORDS_ABOUT[kind]}",
            columns=(
                Column("memory", "left"), Column(f"cost, requests 1 to {late}"), Column(f"cost, last {late}"),
                Column("fall"), Column("untouched, last"), Column("calls"),
            ),
            rows=tuple(_row(one) for one in figures),
            note=f"Cost: {_COST}. {figures[0].n_people} people, seeds {', '.join(map(str, config.seeds))}; intervals "
            "hold 95 %, over people.",
        )  # fmt: skip
    yield Table(
        title=f"{ALL.name} less another memory, the same people",
        columns=(
            Column("people", "left"), Column("against", "left"), Column(f"cost, last {late}"), Column("whole stream"),
            Column("last, by seed"),
        ),
        rows=tuple(_compared(one) for one in result.compared),
        note="Below 0: the memory of the product is cheaper. Differences person by person, with 95 % intervals.",
    )  # fmt: skip


def sentence(result: PreferencesResult) -> str:
    """What the result says, in a sentence for each kind of people."""
    said = []
    for kind in result.config.kinds:
        ours = next(one for one in result.figures if (one.kind, one.memory) == (kind, ALL.name))
        said.append(f"{_title(kind)}: {ours.first.value:.2f} to {_between(ours.late)}")
    return f"Cost of editing from the first to the last third of the stream, {ALL.name}: {'; '.join(said)}."


def figure(result: PreferencesResult) -> Figure:
    """Cost by request, a panel for each kind of people.

    Raises:
        MissingExtra: without matplotlib.
    """
    names = [memory.name for memory in MEMORIES]
    panels = []
    for kind in result.config.kinds:
        by_name = {one.memory: one for one in result.figures if one.kind == kind}
        lines = [Line(name=name, points=_points(by_name[name])) for name in names]
        panels.append(Panel(lines=lines, title=f"{_title(kind)}: {WORDS_ABOUT[kind]}"))
    return curves(
        "preferences",
        "Cost of editing over a stream of requests",
        "With the similar edits in its context the model's answers need less and less editing. With no memory, or with "
        "another person's edits, the cost stays where it was; with the last edit alone it soon stops falling.",
        panels,
        x=Axis(label="request"),
        y=Axis(label="slots wanted otherwise", ends=(0, 4)),
        n_columns=2 if len(panels) > 1 else 1,
        naming="legend",
    )


def _points(figures: Figures) -> list[Point]:
    return [Point(step + 1, one.value, one.low, one.high) for step, one in enumerate(figures.by_step)]


def _row(one: Figures) -> Row:
    untouched = percent_between(one.untouched.value, one.untouched.low, one.untouched.high)
    cells = (
        one.memory, _between(one.first), _between(one.late), _between(one.fall), untouched, f"{one.mean_calls:.1f}"
    )  # fmt: skip
    return Row(cells, strong=one.memory == ALL.name)


def _compared(one: Compared) -> Row:
    seeds = " ".join(f"{difference:+.2f}" for difference in one.by_seed)
    return Row((one.kind, one.other, _signed(one.late), _signed(one.whole), seeds))


def _title(kind: Kind) -> str:
    return {"thorough": "Thorough", "one word": "One word", "silent": "Silent", "moody": "Moody"}[kind]


def _between(estimate: Estimate) -> str:
    return f"{estimate.value:.2f} [{estimate.low:.2f}, {estimate.high:.2f}]"


def _signed(estimate: Estimate) -> str:
    return f"{estimate.value:+.2f} [{estimate.low:+.2f}, {estimate.high:+.2f}]"
