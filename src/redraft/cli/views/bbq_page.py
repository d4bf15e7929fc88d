"""An evaluation on BBQ as one HTML page."""

from collections.abc import Iterator

from redraft.evals.bbq import tables
from redraft.evals.bbq.figures import BbqFigures
from redraft.evals.bbq.result import ArmResult, BbqResult
from redraft.report.curves import curves
from redraft.report.figures import Figure, on_page
from redraft.report.markup import Html
from redraft.report.page import KeyFigure, aside, facts, key_figures, page, paragraph, section
from redraft.report.panels import Axis, Level, Line, Note, Panel
from redraft.report.plots import Point
from redraft.report.tables import Table, for_page
from redraft.report.text import counted, percent

_LEAD = (
    "In half of these questions the context does not say who it is, and only “unknown” is right; in the other half it "
    "does, and “unknown” is wrong. So an answerer that never names anybody, or never looks at the context, stands out."
)


def bbq_page(result: BbqResult) -> str:
    """The whole document.

    Raises:
        MissingExtra: without matplotlib.
    """
    return page("Social bias on BBQ", _LEAD, *_blocks(result))


def _blocks(result: BbqResult) -> Iterator[Html]:
    unread = tables.unread(result)
    if unread is not None:
        yield aside(unread)
    if result.arms:
        yield key_figures([_key_figure(arm) for arm in result.arms])
    yield section("All questions", _table(tables.headline(result)))
    if result.arms:
        yield section("What became of the drafts", _table(tables.changes(result)), _table(tables.verdicts(result)))
        checked = [arm for arm in result.arms if arm.correlation is not None]
        if checked:
            yield section("A check brings what it is right about", *_checks(checked))
        yield section("By category", _table(tables.categories(result)))
        yield section("What it took, and what that brings", _table(tables.costs(result)))
    else:
        yield aside("Measured on labels: no model was asked.")
        yield section("The counterfactual critic", _table(tables.coverage(result.coverage)))
    said = list(tables.sentences(result))
    if said:
        yield section("Left out", *(paragraph(sentence) for sentence in said))
    yield section("How it was made", facts(_facts(result)))


def _key_figure(arm: ArmResult) -> KeyFigure:
    balanced = arm.overall.balanced
    if balanced is None:
        return KeyFigure("-", arm.name, "one condition only")
    between = f"{percent(balanced.low)} to {percent(balanced.high)}"
    return KeyFigure(percent(balanced.value), f"balanced accuracy, {arm.name}", f"{between}{_bias(arm.overall)}")


def _bias(figures: BbqFigures) -> str:
    return "" if figures.s_amb is None else f"; bias s_AMB {figures.s_amb.value:+.2f}"


def _checks(arms: list[ArmResult]) -> Iterator[Html]:
    for i, arm in enumerate(arms):
        assert arm.correlation is not None
        drawn = gain_figure(arm, name=f"gain_by_check_{i + 1}")
        if drawn is not None:
            yield on_page(drawn, tables.correlation_in_words(arm.correlation) + " A point is a category.")
        yield _table(tables.checks(arm))


def gain_figure(arm: ArmResult, *, name: str) -> Figure | None:
    """Gain against accuracy of the check, a point for each category; None where there is none.

    Source: wang2024incontext Fig. 1
    """
    gains = [
        (gain.category.replace("_", " "), gain.check, gain.gain)
        for gain in arm.gains
        if gain.category != "all" and gain.check is not None and gain.gain is not None
    ]
    if not gains:
        return None
    ordered = sorted(gains, key=lambda entry: entry[1].value)
    points = [Point(check.value, gain.value, gain.low, gain.high) for _, check, gain in ordered]
    middle = (ordered[0][1].value + ordered[-1][1].value) / 2
    notes = [
        Note(x=check.value, y=gain.value, text=category, side="right" if check.value <= middle else "left")
        for category, check, gain in ordered
    ]
    return curves(
        name,
        f"Gain against accuracy of the check: {arm.name}",
        f"{counted(len(points), 'category', 'categories')} of bias, each with the accuracy of the model's check of its "
        "drafts and what answering again brought.",
        [Panel(lines=[Line(name="category", points=points, drawn="marks")], notes=notes, levels=[Level(at=0.0)])],
        x=Axis(label="drafts on which the check is right", percent=True),
        y=Axis(label="gain in accuracy", percent=True),
        naming="legend",
    )


def _facts(result: BbqResult) -> dict[str, str]:
    model = {} if result.model is None else {"Model": result.model, "Reviews by": result.judge or "the model itself"}
    return {
        "Data": f"{result.data}, {counted(result.n, 'question')}, SHA-256 {result.sha256[:12]}",
        "Categories": ", ".join(f"{name} {n}" for name, n in result.categories.items()),
        **model,
        "Command": result.command,
        "Redraft": result.redraft_version,
    }


def _table(table: Table) -> Html:
    return for_page(table, wide=True)
