"""The result of `redraft eval logic` as tables and lists."""

from collections.abc import Iterator

from redraft.evals.logic.figures import Figures, Voted
from redraft.evals.logic.references import Compared
from redraft.evals.logic.run import LogicResult
from redraft.report.tables import Column, Row, Table
from redraft.report.text import percent, percent_between
from redraft.trust.intervals import Estimate

_NONE = "-"
_MOST_FAILURES = 6


def tables(result: LogicResult) -> Iterator[Table]:
    """The figures, what repairs bring, why programs fail, the votes, and the references beside them."""
    group = (Column("set", "left"), Column("model", "left"), Column("half", "left"), Column("n"))
    yield Table(
        title=f"Programs of {', '.join(result.data)}",
        columns=(*group, Column("parsed"), Column("decided"), Column("right, of decided"), Column("with a guess")),
        rows=tuple(_decided(one) for one in result.figures),
        note="Intervals hold 95 %, by problem. With a guess: what is not decided is answered at random.",
    )
    yield Table(
        title="What the repairs bring, and the time of one program",
        columns=(
            *group, Column("parsed without"), Column("right of all without"), Column("right of all with"),
            Column("median ms"), Column("95 % ms"), Column("over time"),
        ),
        rows=tuple(_repaired(one) for one in result.figures),
        note=f"Processor time, with warm workers; all together {result.median_ms:.1f} ms at the median and "
        f"{result.p95_ms:.1f} ms for 95 % of them. A program may take {result.timeout_s:g} s.",
    )  # fmt: skip
    if result.votes:
        yield Table(
            title="Votes of the models' programs",
            columns=(
                Column("set", "left"), Column("half", "left"), Column("n"), Column("answered"), Column("right"),
                Column("first alone answered"), Column("right"),
            ),
            rows=tuple(_vote(one) for one in result.votes),
            note="More than half of the programs that are decided have to agree; of two, both or the only one.",
        )  # fmt: skip
    yield Table(
        title="Why programs are not decided",
        columns=(*group[:2], Column("not decided"), Column("why", "left")),
        rows=tuple(_failures(one) for one in result.figures if one.half == "both"),
    )
    if result.compared:
        yield Table(
            title="Beside a plain translation to Z3",
            columns=(
                *group[:3], Column("what", "left"), Column("ours"), Column("reference"), Column("reached", "left"),
            ),
            rows=tuple(_compared(one) for one in result.compared),
            note="The reference was measured on everything. Reached: not lower by more than a standard error.",
        )  # fmt: skip


def misses(result: LogicResult) -> Iterator[str]:
    """A block of lines for each gold program that says something else than its label."""
    for one in result.misses:
        lines = [f"{one.id} ({one.half} half): label {one.wanted}, the formulas say {one.found}", f"  {one.conclusion}"]
        yield "\n".join([*lines, *(f"  {note}" for note in one.notes)])


def _decided(one: Figures) -> Row:
    rates = (_rate(one.parsed), _rate(one.decided), _rate(one.right), _rate(one.guessed))
    return Row((*_group(one), *rates), strong=one.half == "test")


def _repaired(one: Figures) -> Row:
    rates = (_share(one.parsed_strict), _share(one.right_strict), _share(one.right_of_all))
    times = (f"{one.median_ms:.1f}", f"{one.p95_ms:.1f}", percent(one.over_time))
    return Row((*_group(one), *rates, *times), strong=one.half == "test")


def _vote(one: Voted) -> Row:
    rates = (_rate(one.answered), _rate(one.right), _rate(one.answered_first), _rate(one.right_first))
    return Row((one.set, _half(one.half), str(one.n), *rates), strong=one.half == "test")


def _failures(one: Figures) -> Row:
    shown = [f"{key} {n}" for key, n in list(one.failures.items())[:_MOST_FAILURES]]
    rest = sum(list(one.failures.values())[_MOST_FAILURES:])
    listed = ", ".join([*shown, *([f"other {rest}"] if rest else [])])
    return Row((one.set, one.model, f"{sum(one.failures.values())} of {one.n}", listed or _NONE))


def _compared(one: Compared) -> Row:
    reached = "yes" if one.reached else "NO"
    reference = one.reference
    ours = f"{percent(one.rate)} ({one.n} problems)"
    cells = (reference.set, reference.model, _half(one.half), reference.says, ours, percent(reference.rate), reached)
    return Row(cells)


def _group(one: Figures) -> tuple[str, str, str, str]:
    return one.set, one.model, _half(one.half), str(one.n)


def _half(half: str) -> str:
    return "dev." if half == "development" else half


def _rate(estimate: Estimate | None) -> str:
    return _NONE if estimate is None else percent_between(estimate.value, estimate.low, estimate.high)


def _share(estimate: Estimate | None) -> str:
    return _NONE if estimate is None else percent(estimate.value)
