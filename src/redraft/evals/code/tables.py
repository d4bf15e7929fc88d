"""The result as tables."""

from redraft.evals.code.result import REFERENCE, TARGET, CodeEvalResult, Share
from redraft.report.tables import Column, Row, Table
from redraft.trust.intervals import Estimate


def as_tables(result: CodeEvalResult) -> tuple[Table, ...]:
    """Agreement, disagreements, the critic alone, and what each check adds."""
    tables = [_agreement(result), _disagreements(result), _alone(result)]
    return (*tables, *(_checks(share) for share in result.shares if share.name in ("test", "all")))


def _agreement(result: CodeEvalResult) -> Table:
    rows = [
        Row((
            share.name, str(share.n), str(share.n_problems), f"{share.n_agreeing} of {share.n}", _rate(share.agreement),
        ), strong=share.name == "test")
        for share in result.shares
    ]  # fmt: skip
    levels = ", ".join(f"{n} at {level}" for level, n in sorted(result.levels.items()))
    hits, n = REFERENCE
    spent = "" if result.cpu_ms_median is None else f"; {result.cpu_ms_median:.1f} ms of processor time, median"
    return Table(
        title="Running the tests: agreement with the stored verdicts",
        columns=(
            Column("part", "left"), Column("solutions"), Column("problems"), Column("agree"), Column("share, 95 %"),
        ),
        rows=tuple(rows),
        note=f"Wanted: at least {TARGET:.1%}; once reached on the whole public set: {hits} of {n}. {levels}{spent}.",
    )  # fmt: skip


def _disagreements(result: CodeEvalResult) -> Table:
    rows = [
        Row((one.id, _verdict(one.stored), _verdict(one.found), one.cause, " · ".join(one.evidence)))
        for one in result.disagreements
    ]
    return Table(
        title="Every disagreement, with its cause",
        columns=(
            Column("solution", "left"), Column("stored", "left"), Column("found", "left"), Column("cause", "left"),
            Column("evidence", "left"),
        ),
        rows=tuple(rows),
        note="" if rows else "There is none.",
    )  # fmt: skip


def _alone(result: CodeEvalResult) -> Table:
    rows = [
        Row((
            share.name, str(share.n), _rate(share.alone.unscored), _rate(share.alone.sensitivity),
            _rate(share.alone.specificity), _rate(share.alone.accuracy),
        ), strong=share.name == "test")
        for share in result.shares
    ]  # fmt: skip
    return Table(
        title="Without the tests: the critic with what the request shows",
        columns=(
            Column("part", "left"), Column("solutions"), Column("unscored"), Column("sensitivity"),
            Column("specificity"), Column("accuracy"),
        ),
        rows=tuple(rows),
        note="Sensitivity: flagged among the wrong that were scored. Specificity: passed among the right that were.",
    )  # fmt: skip


def _checks(share: Share) -> Table:
    rows = [
        Row((one.check, "fails" if one.fails else "remark", str(one.n_said), _rate(one.found), _rate(one.false_alarms)))
        for one in share.checks
    ]
    return Table(
        title=f"What each check adds ({share.name}: {share.n} solutions, {share.n_wrong} of them wrong)",
        columns=(
            Column("check", "left"), Column("effect", "left"), Column("could say"), Column("flagged among wrong"),
            Column("flagged among right"),
        ),
        rows=tuple(rows),
        note="Shares are of all solutions, also of those that a check had nothing to say about.",
    )  # fmt: skip


def _rate(estimate: Estimate | None) -> str:
    if estimate is None:
        return "none"
    return f"{100 * estimate.value:.1f} % [{100 * estimate.low:.1f}, {100 * estimate.high:.1f}]"


def _verdict(solved: bool | None) -> str:
    return {True: "right", False: "wrong", None: "none"}[solved]
