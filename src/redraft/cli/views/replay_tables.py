"""A replay as tables and sentences, the same for terminal and page."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from redraft.report.tables import Column, Row, Table
from redraft.report.text import counted, points_between, shortened

if TYPE_CHECKING:  # they need numpy, which need not be there before there is a result
    from redraft.evals.replay.result import ReplayResult, Way, Worth
    from redraft.evals.replay.run import Replayed
    from redraft.trust.intervals import Estimate

_WAYS = {
    "first": "first (none)",
    "corrected": "corrected",
    "majority": "majority of all",
    "best possible": "best possible",
}
_VERDICTS = {True: "✓", False: "✗", None: "?"}
_LABELS = {True: "right", False: "wrong", None: "no label"}
_WIDEST_ID, _WIDEST_PROMPT = 24, 32


def tables_of(result: "ReplayResult") -> list[Table]:
    """All tables but the list of problems, in the order of reading."""
    worth = [] if result.worth is None else [worth_table(result, result.worth)]
    return [outcome_table(result), *worth, *(group_table(result, name) for name in result.groups)]


def outcome_table(result: "ReplayResult") -> Table:
    """What was accepted, rejected and kept."""
    worth = result.worth
    n = result.n_problems
    rows = [
        _outcome(
            "problems accepted: an answer passed", result.accepted, n, None if worth is None else worth.accepted_right
        ),
        _outcome(
            "problems kept: none passed, or none could be judged",
            result.kept,
            n,
            None if worth is None else worth.kept_right,
        ),
        _outcome("problems with another answer than the first", result.changed, n, None),
    ]
    n_used = result.n_passed + result.n_rejected + result.n_unscored
    for name, n_answers in (
        ("passed", result.n_passed), ("rejected", result.n_rejected), ("unscored", result.n_unscored)
    ):  # fmt: skip
        rows.append(_outcome(f"answers {name}", n_answers, n_used, None))
    rows += [_outcome(f"ended: {reason}", n_ended, n, None) for reason, n_ended in result.endings.items()]
    critics = ", ".join(result.critics) or "nobody"
    title = (
        f"{result.strategy} by {critics} on stored answers: {counted(n, 'problem')}, "
        f"{counted(result.n_answers, 'answer')}"
    )
    alone = f" {counted(result.n_alone, 'problem has', 'problems have')} one answer only." if result.n_alone else ""
    return Table(
        title=title,
        columns=(Column("outcome", "left"), Column("n"), Column("share"), Column("right among them")),
        rows=tuple(rows),
        note=f"{n_used:,} of {counted(result.n_answers, 'answer')} were handed out.{alone}",
    )


def worth_table(result: "ReplayResult", worth: "Worth") -> Table:
    """Every way of choosing among the same answers."""
    rows = tuple(_way(way) for way in worth.ways)
    return Table(
        title=f"What choosing was worth, {counted(worth.n, 'problem')} with labels",
        columns=(
            Column("answer", "left"), Column("right, %"), Column("gain, points"), Column("repaired, %"),
            Column("broken, %"), Column("answers"),
        ),
        rows=rows,
        note=(
            "In brackets 95 % intervals, by problem. Repaired: first answer wrong, the chosen one right; broken: "
            "the other way round. Best possible knows the labels; the majority counts equal final answers. "
            "Answers: looked at, mean."
        ),
    )  # fmt: skip


def group_table(result: "ReplayResult", name: str) -> Table:
    """First and corrected answers for each value of a group."""
    rows = []
    for value, worth in result.groups[name].items():
        first, corrected, _, best = worth.ways
        cells = (f"{worth.n:,}", _rate(first.right), _rate(corrected.right), _points(corrected.gain), _rate(best.right))
        rows.append(Row((value, *cells)))
    columns = ("n", "first, %", "corrected, %", "gain, points", "best possible, %")
    return Table(
        title=f"By {name}", columns=(Column(name, "left"), *(Column(column) for column in columns)), rows=tuple(rows)
    )


def list_table(replayed: "Sequence[Replayed]") -> Table:
    """A line for each problem: verdict and label of every answer handed out, and what was returned."""
    return Table(
        title="Every problem",
        columns=(
            Column("problem", "left"),
            Column("prompt", "left"),
            Column("answers", "left"),
            Column("returned", "left"),
            Column("reason", "left"),
        ),
        rows=tuple(_problem(one) for one in replayed),
        note="✓ passed, ✗ rejected, ? unscored, · not handed out; then the label.",
    )


def sentences(result: "ReplayResult") -> list[str]:
    """What may be said of the correction, as strong as the paired intervals allow."""
    if result.worth is None:
        return ["No labels for every answer: what was accepted is known, not whether it was right."]
    gain = next(way.gain for way in result.worth.ways if way.name == "corrected")
    return [_compared("the first answer", gain), _compared("the majority", result.worth.over_majority)]


def _compared(other: str, difference: "Estimate") -> str:
    points = points_between(difference.value, difference.low, difference.high)
    if not difference.excludes_zero:
        return f"Correction is not told apart from {other}: {points} points, paired by problem."
    verb = "is ahead of" if difference.value > 0 else "is behind"
    return f"Correction {verb} {other}: {points} points, paired by problem."


def _outcome(name: str, n: int, among: int, right: "Estimate | None") -> Row:
    share = f"{100 * n / among:.1f} %" if among else "–"
    return Row((name, f"{n:,}", share, "" if right is None else f"{_rate(right)} %"))


def _way(way: "Way") -> Row:
    is_first = way.name == "first"
    cells = (
        _rate(way.right),
        "" if is_first else _points(way.gain),
        "" if is_first else _rate(way.repaired),
        "" if is_first else _rate(way.broken),
        f"{way.n_answers:.1f}",
    )
    return Row((_WAYS[way.name], *cells), strong=way.name == "corrected")


def _rate(estimate: "Estimate | None") -> str:
    if estimate is None:
        return "no case"
    return f"{100 * estimate.value:.1f} [{100 * estimate.low:.1f}, {100 * estimate.high:.1f}]"


def _points(estimate: "Estimate") -> str:
    return points_between(estimate.value, estimate.low, estimate.high)


def _problem(one: "Replayed") -> Row:
    attempts = one.record.context.attempts
    shown = []
    for index, answer in enumerate(one.problem.answers):
        mark = _VERDICTS[attempts[index].passed] if index < len(attempts) else "·"
        shown.append(mark if answer.acceptable is None else f"{mark} {_LABELS[answer.acceptable]}")
    returned = f"{one.final + 1}, {'accepted' if one.accepted else 'kept'}"
    reason = one.record.decisions[-1].reason
    asked = shortened(one.problem.prompt.text, _WIDEST_PROMPT)
    return Row((shortened(one.problem.id, _WIDEST_ID), asked, ", ".join(shown), returned, reason))
