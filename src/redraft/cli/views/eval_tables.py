"""An evaluation as tables and sentences, the same for terminal and page."""

from collections.abc import Mapping, Sequence

from redraft.evals.comparing.beside import Comparison
from redraft.evals.comparing.result import Evaluation, SliceResult, WayResult
from redraft.report.tables import Column, Row, Table
from redraft.report.text import counted, points_between
from redraft.trust.intervals import Estimate

_CHANCE = "not told apart from"
_MOST_ATTEMPTS = 8  # columns that stand side by side; of more attempts the last one is shown besides
_MOST_NAMED = 5  # parts of two profiles that are named when they differ; the rest is counted


def tables_of(result: Evaluation) -> list[Table]:
    """All tables, in the order of reading."""
    tables = [ways_table(result), cost_table(result)]
    if any(way.n_unscored for way in result.ways):
        tables.append(unscored_table(result))
    if len(result.own.by_attempt) > 1:
        tables.append(attempts_table(result))
    if len(result.seeds) > 1:
        tables.append(seeds_table(result))
    if result.slices:
        tables.append(slices_table(result.slices, result.n_slices_left_out, first="none", second=result.own.name))
    return tables


def ways_table(result: Evaluation) -> Table:
    """What every way reached."""
    rows = []
    for way in result.ways:
        ahead = "" if way.ahead is None else points(way.ahead)
        p = "" if way.p is None else p_value(way.p)
        flips = (rate(way.repaired), rate(way.broken), points(way.gain)) if way.role != "none" else ("", "", "")
        cells = (rate(way.accuracy), *flips, ahead, p)
        rows.append(Row((called(way), *cells), strong=way.role == "profile"))
    n, seeds = counted(result.n_samples, "sample"), counted(len(result.seeds), "seed")
    critics = f"judged by {', '.join(result.critics)}" if result.critics else "judged by nobody"
    title = f"{result.data}: {n}, {seeds}; {result.model}, {critics}"
    return Table(
        title=title,
        columns=(
            Column("way", "left"), Column("right, %"), Column("repaired, %"), Column("broken, %"),
            Column("net gain, points"), Column("ahead of it, points"), Column("p"),
        ),
        rows=tuple(rows),
        note=(
            "In brackets 95 % intervals, by problem over all seeds. Repaired: of wrong drafts; broken: of right "
            f"ones; net gain: over the way's own draft. Ahead of it: how far {result.own.name} is ahead of that way, "
            "paired; p: of a test that exchanges the two problem by problem. An upper bound knows the references."
        ),
    )  # fmt: skip


def cost_table(result: Evaluation) -> Table:
    """What every way took for a sample."""
    priced = any(way.usd for way in result.ways)
    rows = []
    for way in result.ways:
        cells = [f"{way.n_answers:.2f}", f"{way.calls:.2f}", f"{way.prompt_tokens:,.0f}"]
        cells += [f"{way.completion_tokens:,.0f}", f"{way.seconds:.2g}"]
        cells += [("not known" if way.usd is None else f"{way.usd:.6f}")] if priced else []
        rows.append(Row((called(way), *cells), strong=way.role == "profile"))
    columns = ["answers", "calls", "tokens sent", "tokens written", "seconds", *(["US dollars"] if priced else [])]
    return Table(
        title="What a sample took, mean",
        columns=(Column("way", "left"), *(Column(column) for column in columns)),
        rows=tuple(rows),
        note=(
            "Calls: answers and critics' calls, each counted, also where several came with one request. Best of n and "
            "the majority have the smallest n, 2 or more, whose calls are at least those of the first row. Seconds: of "
            "wall time; samples that run side by side wait for each other."
        ),
    )


def unscored_table(result: Evaluation) -> Table:
    """What could not be scored, and what the figures are when it counts as wrong."""
    rows = tuple(
        Row(
            (
                called(way),
                f"{way.n_unscored:,} of {way.n:,}",
                rate(way.accuracy),
                rate(way.accuracy_of_all),
                "" if way.ahead_of_all is None else points(way.ahead_of_all),
                "; ".join(f"{n:,} × {reason}" for reason, n in list(way.reasons.items())[:3]),
            ),
            strong=way.role == "profile",
        )
        for way in result.ways
    )
    return Table(
        title="Unscored answers",
        columns=(
            Column("way", "left"), Column("unscored"), Column("right of scored, %"), Column("right of all, %"),
            Column("ahead of it of all, points"), Column("why", "left"),
        ),
        rows=rows,
        note="Of scored: unscored answers are left out. Of all: they count as wrong.",
    )  # fmt: skip


def attempts_table(result: Evaluation) -> Table:
    """Right answers had each way ended earlier."""
    most = max(len(way.by_attempt) for way in result.ways)
    shown = [*range(min(most, _MOST_ATTEMPTS)), *([most - 1] if most > _MOST_ATTEMPTS else [])]
    rows = []
    for way in result.ways:
        cells = [rate(way.by_attempt[k]) if k < len(way.by_attempt) else "" for k in shown]
        rows.append(Row((called(way), *cells), strong=way.role == "profile"))
    return Table(
        title="Right answers after each attempt, %",
        columns=(Column("way", "left"), *(Column(str(k + 1)) for k in shown)),
        rows=tuple(rows),
        note="What would have been returned had it ended after that attempt.",
    )


def seeds_table(result: Evaluation) -> Table:
    """Right answers seed by seed."""
    names = [str(seed) for seed in result.seeds]
    rows = []
    for way in result.ways:
        cells = ["none scored" if (r := way.by_seed.get(name)) is None else f"{100 * r:.1f}" for name in names]
        spread = "" if way.spread is None else f"{100 * way.spread:.1f}"
        rows.append(Row((called(way), *cells, spread), strong=way.role == "profile"))
    return Table(
        title="Right answers by seed, %",
        columns=(Column("way", "left"), *(Column(f"seed {name}") for name in names), Column("spread, points")),
        rows=tuple(rows),
        note="Spread: standard deviation between seeds.",
    )


def slices_table(slices: Sequence[SliceResult], n_left_out: int, *, first: str, second: str) -> Table:
    """The parts of the data, each with its difference."""
    rows = tuple(
        Row(
            (
                f"{one.key} = {one.value}",
                f"{one.difference.n:,}",
                f"{100 * one.first:.1f}",
                f"{100 * one.second:.1f}",
                points(one.difference),
                p_value(one.p_of_many),
            )
        )
        for one in slices
    )
    left = f" {counted(n_left_out, 'part')} with fewer than 5 problems left out." if n_left_out else ""
    return Table(
        title=f"Parts of the data: {second} beside {first}",
        columns=(
            Column("part", "left"), Column("problems"), Column("first, %"), Column("second, %"),
            Column("second ahead, points"), Column("p of many"),
        ),
        rows=rows,
        note=(
            "Intervals hold for all parts together with 95 % (Bonferroni); p is corrected for their number (Holm). "
            f"First: {first}; second: {second}.{left}"
        ),
    )  # fmt: skip


def sentences(result: Evaluation) -> list[str]:
    """What may be said, as strong as the paired intervals allow."""
    own = result.own
    said = []
    if own.accuracy is None:
        return [f"No answer of {own.name} could be scored: {_reasons(own.reasons)}."]
    for way in result.ways[1:]:
        if way.ahead is not None:
            said.append(_compared(own.name, way, way.ahead))
    void = (result.settings.get("guarantee") or {}).get("void")
    if void:
        said.append(f"Every draft may have been kept for that alone: {void}.")
    if result.n_repeated:
        rows = counted(result.n_repeated, "row asks", "rows ask")
        said.append(f"{rows} what an earlier row asks; each prompt was asked once.")
    if own.accuracy.n < 30:
        said.append(f"{counted(own.accuracy.n, 'problem')}: too few to see any but large differences.")
    return said


def _compared(own: str, way: WayResult, ahead: Estimate) -> str:
    what = {
        "none": "no correction",
        "best_of_n": f"{way.name} with the same critics, at no less calls",
        "self_consistency": f"the {way.name}, at no less calls",
        "ignoring": "its own redrafts by chance verdicts",
        "oracle": "the oracle critic, which knows the references",
    }.get(way.role, way.name)
    words = points_between(ahead.value, ahead.low, ahead.high)
    if not ahead.excludes_zero:
        return f"{own} is {_CHANCE} {what}: {words} points."
    return f"{own} is {'ahead of' if ahead.value > 0 else 'behind'} {what}: {words} points."


def comparison_tables(result: Comparison) -> list[Table]:
    """A comparison's tables, in the order of reading."""
    rows = tuple(
        Row(
            (
                one.name_a if one.name_a == one.name_b else f"{one.name_a} / {one.name_b}",
                f"{one.n:,}",
                f"{one.n_unscored:,}",
                rate(one.a),
                rate(one.b),
                points(one.ahead),
                points(one.of_all),
                p_value(one.p_of_many),
            ),
            strong=one.role == "profile",
        )
        for one in result.differences
    )
    differences = Table(
        title="B minus A on the cases they have in common",
        columns=(
            Column("way", "left"), Column("cases"), Column("unscored"), Column("A, %"), Column("B, %"),
            Column("B ahead, points"), Column("of all, points"), Column("p of many"),
        ),
        rows=rows,
        note=(
            f"A: {result.a}. B: {result.b}. In brackets 95 % intervals, paired by sample and seed. Of all: what is "
            f"unscored in either counts as wrong there. {result.n_only_a:,} cases in A only, {result.n_only_b:,} in B "
            "only; p is corrected for the number of ways (Holm)."
        ),
    )  # fmt: skip
    if not result.slices:
        return [differences]
    return [differences, slices_table(result.slices, result.n_slices_left_out, first="A", second="B")]


def comparison_sentences(result: Comparison) -> list[str]:
    """What may be said of B and A, as strong as the paired interval allows."""
    said = []
    for one in result.differences:
        if one.role == "profile":
            words = points_between(one.ahead.value, one.ahead.low, one.ahead.high)
            verb = "ahead of" if one.ahead.value > 0 else "behind"
            verb = verb if one.ahead.excludes_zero else _CHANCE
            said.append(
                f"B is {verb} A in its own way of answering: {words} points, {counted(one.ahead.n, 'problem')}."
            )
    return [*said, _plans(result), *(f"Note: {warning}." for warning in result.warnings)]


def _plans(result: Comparison) -> str:
    """In what the two profiles differ; the first few parts by name."""
    if not result.plans:
        return "The two profiles do not differ."
    named = [f"{one.part} is {one.now!r:.80} in B and {one.before!r:.80} in A" for one in result.plans[:_MOST_NAMED]]
    n_more = len(result.plans) - len(named)
    more = [f"and {counted(n_more, 'part')} more"] if n_more else []
    return f"The profiles differ: {'; '.join((*named, *more))}."


def called(way: WayResult) -> str:
    """A way as tables call it; upper bounds are marked."""
    return f"{way.name} (upper bound)" if way.is_upper_bound else way.name


def rate(estimate: Estimate | None) -> str:
    """A rate in percent with its interval."""
    if estimate is None:
        return "no case"
    return f"{100 * estimate.value:.1f} [{100 * estimate.low:.1f}, {100 * estimate.high:.1f}]"


def points(estimate: Estimate | None) -> str:
    """A difference in points with its interval."""
    return "no case" if estimate is None else points_between(estimate.value, estimate.low, estimate.high)


def p_value(p: float) -> str:
    """A p-value as it is read."""
    return "< .001" if p < 0.001 else f"{p:.3f}".lstrip("0") if p < 1 else "1"


def _reasons(reasons: Mapping[str, int]) -> str:
    return "; ".join(f"{n:,} × {reason}" for reason, n in reasons.items())
