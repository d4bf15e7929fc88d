"""The result of `redraft eval steps` as tables and lists."""

from collections.abc import Iterator

from redraft.evals.steps.examined import Examined
from redraft.evals.steps.figures import Figures
from redraft.evals.steps.references import Compared
from redraft.evals.steps.run import StepsResult
from redraft.report.tables import Column, Row, Table
from redraft.report.text import percent, percent_between, shortened
from redraft.trust.intervals import Estimate

_NONE = "-"
_WIDTH = 400


def tables(result: StepsResult) -> Iterator[Table]:
    """The figures, the references beside them, and where wrong values stand."""
    yield Table(
        title=f"The critic of steps on {result.data}",
        columns=(
            Column("group", "left"), Column("half", "left"), Column("wrong of n"), Column("precision"),
            Column("recall"), Column("false alarms"),
        ),
        rows=tuple(_verdicts(one) for one in result.figures),
        note="Intervals hold 95 %, by problem. What cannot be judged counts as not flagged.",
    )  # fmt: skip
    yield Table(
        title="The first wrong step, and what it took",
        columns=(
            Column("group", "left"), Column("half", "left"), Column("exact, of wrong"),
            Column("exact, of flagged"), Column("unscored"), Column("acceptable of those"), Column("CPU ms"),
        ),
        rows=tuple(_places(one) for one in result.figures),
    )  # fmt: skip
    overlooked = [one for one in result.figures if one.n_overlooked is not None and one.n_false_alarms]
    if overlooked:
        yield Table(
            title="False alarms by the answer of the chain",
            columns=(
                Column("group", "left"), Column("half", "left"), Column("false alarms"), Column("of acceptable"),
                Column("answer wrong by the data's key"),
            ),
            rows=tuple(_alarms(one) for one in overlooked),
            note="With a wrong answer something in the chain is wrong that nobody marked; --list shows it.",
        )  # fmt: skip
    if result.compared:
        yield Table(
            title="Beside a simple critic of equality chains",
            columns=(
                Column("task", "left"), Column("half", "left"), Column("what", "left"), Column("ours"),
                Column("same data"), Column("all 300 chains"), Column("reached", "left"),
            ),
            rows=tuple(_compared(one) for one in result.compared),
            note="Reached: not worse than on all 300 chains by more than a standard error.",
        )  # fmt: skip
    if result.where and set(result.where) != {"text"}:
        yield Table(
            title="Where the first wrong value stands",
            columns=(Column("where", "left"), Column("outputs")),
            rows=tuple(Row((where, str(n))) for where, n in result.where.items()),
        )


def disagreements(result: StepsResult) -> Iterator[str]:
    """A block of lines for each output whose label says otherwise, with the evidence."""
    for one in result.disagreements:
        yield "\n".join(_evidence(one))


def _evidence(one: Examined) -> Iterator[str]:
    if one.acceptable:
        what = "false alarm"
    elif one.flagged:
        what = "another step than the one marked"
    else:
        what = "missed" if one.scored else "unscored"
    yield f"{what}: {one.id} ({one.half} half)"
    if one.claim is not None:
        yield f"  claim: {shortened(one.claim, _WIDTH)}"
    if one.first is not None:
        yield f"  found: {shortened(one.first, _WIDTH)}"
    if one.reason is not None:
        yield f"  reason: {shortened(one.reason, _WIDTH)}"
    if one.answer is not None:
        yield f"  the stored answer is {one.answer} by the data's own key"


def _verdicts(one: Figures) -> Row:
    rates = (_rate(one.precision), _rate(one.recall), _rate(one.false_alarms))
    return Row((one.group, _half(one.half), f"{one.n_wrong} of {one.n}", *rates), strong=one.half == "test")


def _places(one: Figures) -> Row:
    cells = (
        one.group, _half(one.half), _rate(one.first_error), _rate(one.first_error_found), _share(one.unscored),
        _share(one.unscored_acceptable), _NONE if one.cpu_ms is None else f"{one.cpu_ms:.1f}",
    )  # fmt: skip
    return Row(cells, strong=one.half == "test")


def _alarms(one: Figures) -> Row:
    cells = (one.group, _half(one.half), str(one.n_false_alarms), str(one.n - one.n_wrong), str(one.n_overlooked))
    return Row(cells, strong=one.half == "test")


def _compared(one: Compared) -> Row:
    ours = f"{one.n_hits} of {one.n}" + (f" ({percent(one.n_hits / one.n)})" if one.n else "")
    reference = f"{one.reference.n_hits} of {one.reference.n} ({percent(one.reference.n_hits / one.reference.n)})"
    same = f"{one.n_baseline} of {one.n}"
    reached = _NONE if one.reached is None else "yes" if one.reached else "NO"
    return Row((one.reference.group, _half(one.half), one.reference.name, ours, same, reference, reached))


def _rate(estimate: Estimate | None) -> str:
    return _NONE if estimate is None else percent_between(estimate.value, estimate.low, estimate.high)


def _half(half: str) -> str:
    return "dev." if half == "development" else half


def _share(estimate: Estimate | None) -> str:
    return _NONE if estimate is None else percent(estimate.value)
