"""A proof as tables: rates, ways of answering at equal calls, predictions beside measurements, families and grades."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from redraft.report.tables import Column, Row, Table
from redraft.report.text import counted, points_between

if TYPE_CHECKING:
    from redraft.evals.prove import CriticResult, ProveResult, Tested
    from redraft.evals.prove.arms import Way
    from redraft.evals.prove.curves import Curve, Stage
    from redraft.evals.prove.rates import Rates
    from redraft.trust.intervals import Estimate

WAYS: "Mapping[Way, str]" = {
    "none": "draft alone",
    "forced": "redrafted whatever the verdict",
    "gated": "corrected, gated",
    "ungated": "corrected, without a gate",
    "best_of_n": "best of n, by the same check",
    "self_consistency": "majority of n",
    "oracle": "corrected by the answer itself (upper bound)",
}
_LAWS = {"alike": "tasks alike", "differing": "tasks differ"}


def tables_of(result: "ProveResult") -> list[Table]:
    """All tables in the order of reading."""
    tables = [rates_table(critic, result) for critic in result.critics]
    tables.append(ways_table(result))
    for critic in result.critics:
        tables += [tests_table(critic)] if critic.tests else []
    for critic in result.critics:
        splits = (("family", critic.families), ("grade", critic.grades))
        tables += [split_table(critic, what, split) for what, split in splits if len(split) > 1]
    return tables


def rates_table(critic: "CriticResult", result: "ProveResult") -> Table:
    """The rates of one critic: over all tasks, and over the half that the rest was predicted from."""
    every, first = critic.rates, critic.first_half
    named = (
        ("drafts right", every.accuracy, first.accuracy),
        ("sensitivity: wrong drafts that fail", every.sensitivity, first.sensitivity),
        ("specificity: right drafts that pass", every.specificity, first.specificity),
        ("drafts that could not be judged", every.unscored, first.unscored),
        ("repaired: wrong, failed, redraft right", every.repair, first.repair),
        ("broken: right, failed, redraft wrong", every.breakage, first.breakage),
        ("wrong, passed, redrafted all the same: right", every.repair_passed, first.repair_passed),
        ("right, passed, redrafted all the same: wrong", every.breakage_passed, first.breakage_passed),
        ("right redrafts that pass", every.admitted_good, first.admitted_good),
        ("wrong redrafts that pass", every.admitted_bad, first.admitted_bad),
    )
    rows = tuple(Row((name, rate(one), _n(one), rate(other))) for name, one, other in named)
    return Table(
        title=f"{result.model}, judged by {critic.critic} ({critic.kind}), {counted(every.n, 'task')}",
        columns=(Column("rate", "left"), Column("all tasks, %"), Column("cases"), Column("first half, %")),
        rows=rows,
        note="In brackets 95 % intervals. Repairs and breakages are of the first redraft.",
    )


def ways_table(result: "ProveResult") -> Table:
    """Every way of answering at its last round."""
    chosen = result.advice
    rows = []
    for curve in result.curves:
        is_chosen = chosen is not None and (curve.way, curve.critic) == (chosen.way, chosen.critic)
        stage = curve.stages[chosen.rounds if chosen is not None and is_chosen else -1]
        rows.append(_way_row(curve, stage, several=len(result.critics) > 1, strong=is_chosen))
    return Table(
        title=f"Ways of answering, {counted(result.n_tasks, 'task')}",
        columns=(
            Column("way", "left"), Column("rounds"), Column("calls"), Column("right, %"), Column("gain, points"),
            Column("repaired, %"), Column("broken, %"),
        ),
        rows=tuple(rows),
        note=_ways_note(result),
    )  # fmt: skip


def _ways_note(result: "ProveResult") -> str:
    failed = ""
    if result.n_broken_off or result.n_unscored:
        failed = (
            f" {counted(result.n_unscored, 'task')} left unscored, their drafts never came; "
            f"{result.n_broken_off:,} of {counted(result.n_answers, 'answer')} ended early on a failed call."
        )
    return (
        "Calls: mean of answers and checks for a task. Gain, repaired and broken: against the draft, paired by task. "
        f"Rounds: redrafts or further answers at most.{failed}"
    )


def _way_row(curve: "Curve", stage: "Stage", *, several: bool, strong: bool) -> Row:
    by = f" ({curve.critic})" if several and curve.critic and curve.way != "oracle" else ""
    gain = stage.gain
    is_draft = curve.way == "none"
    cells = (
        WAYS[curve.way] + by,
        str(stage.rounds),
        f"{stage.calls:.1f}",
        rate(stage.right),
        "" if is_draft else points_between(gain.change.value, gain.change.low, gain.change.high),
        "" if is_draft else f"{100 * gain.repaired.value:.1f}",
        "" if is_draft else f"{100 * gain.broken.value:.1f}",
    )
    return Row(cells, strong=strong)


def tests_table(critic: "CriticResult") -> Table:
    """Predicted from one half, measured on the other, after every round."""
    rows = []
    for gated in (True, False):
        tests = [test for test in critic.tests if test.gated == gated]
        name = "gated" if gated else "without a gate"
        for test in tests:
            rows.append(_test_row(f"{name}, {_LAWS[test.law]}", test.predicted))
        rows.append(_test_row(f"{name}, measured", tests[0].measured, strong=True))
    n = len(critic.tests[0].measured)
    return Table(
        title=f"Right answers after each round, %: predicted from one half, measured on the other ({critic.critic})",
        columns=(Column("", "left"), *(Column(str(k)) for k in range(n))),
        rows=tuple(rows),
        note=(
            "Predicted if tasks are alike: one set of rates, every draft examined anew each round. If tasks differ: "
            f"rates by grade, a rate of repair for each task, and what passed once stays. {agreement(critic)}"
        ),
    )


def agreement(critic: "CriticResult") -> str:
    """Which predictions the measurements contradict."""
    said = []
    for test in critic.tests:
        too_high = [str(k) for k, error in enumerate(test.error) if error.low > 0]
        too_low = [str(k) for k, error in enumerate(test.error) if error.high < 0]
        for side, rounds in (("too high", too_high), ("too low", too_low)):
            if rounds:
                way = "gated" if test.gated else "without a gate"
                after = f"after round{'s' * (len(rounds) > 1)} {', '.join(rounds)}"
                said.append(f"{way}, {_LAWS[test.law]}: {side} {after}")
    return f"Contradicted: {'; '.join(said)}." if said else "No prediction is contradicted by its measurement."


def _test_row(name: str, points: "tuple[Estimate, ...]", *, strong: bool = False) -> Row:
    return Row((name, *(rate(point, digits=0) for point in points)), strong=strong)


def split_table(critic: "CriticResult", what: str, split: "Mapping[str, Rates]") -> Table:
    """The rates for each family or grade."""
    rows = tuple(
        Row(
            (
                name,
                f"{rates.n:,}",
                rate(rates.accuracy),
                rate(rates.sensitivity),
                rate(rates.specificity),
                _of(rates.repair),
                _of(rates.breakage),
            )
        )
        for name, rates in split.items()
    )
    return Table(
        title=f"By {what} ({critic.critic})",
        columns=(
            Column(what, "left"), Column("n"), Column("drafts right, %"), Column("sensitivity, %"),
            Column("specificity, %"), Column("repaired"), Column("broken"),
        ),
        rows=rows,
        note="Repaired and broken: of the drafts that failed their check, by the first redraft.",
    )  # fmt: skip


def rate(estimate: "Estimate | None", *, digits: int = 1) -> str:
    """A rate with its interval, in percent without the sign; ``no case`` where there was none."""
    if estimate is None:
        return "no case"
    value, low, high = (f"{100 * x:.{digits}f}" for x in (estimate.value, estimate.low, estimate.high))
    return f"{value} [{low}, {high}]"


def _n(estimate: "Estimate | None") -> str:
    return "0" if estimate is None else f"{estimate.n:,}"


def _of(estimate: "Estimate | None") -> str:
    return "no case" if estimate is None else f"{round(estimate.value * estimate.n)} of {estimate.n}"


def law_name(test: "Tested") -> str:
    """A law in words."""
    return _LAWS[test.law]
