"""A critic's card as tables and sentences, the same for terminal, page and Markdown."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from redraft.cli.views import card_scores
from redraft.report.card_plots import in_time
from redraft.report.tables import Column, Row, Table
from redraft.report.text import counted, percent, shortened

if TYPE_CHECKING:  # they need numpy, which need not be there before a card is
    from redraft.trust.cards import Card
    from redraft.trust.figures import Figures
    from redraft.trust.intervals import Estimate

_HOW = "In brackets 95 % intervals; outputs to one problem are not taken for independent."

_MEANINGS: Mapping[str, str] = {
    "sensitivity": "of what is not acceptable, flagged",
    "specificity": "of what is acceptable, passed",
    "found": "of all that is not acceptable, flagged",
    "false_alarms": "of all that is acceptable, flagged",
    "accuracy": "verdicts that are right",
    "ppv": "of what is flagged, not acceptable (precision)",
    "npv": "of what passes, acceptable",
    "auroc": "acceptable scores above not acceptable",
    "first_error": "first finding at the first mistake",
    "unscored": "could not be judged",
}
_RATES = {
    "sensitivity": "sensitivity",
    "specificity": "specificity",
    "found": "found",
    "false_alarms": "false alarms",
    "auroc": "AUROC",
    "first_error": "first error",
}
_MOST_REASONS = 12
_MUCH_UNJUDGED = 0.05
_NAMES = {"ppv": "PPV", "npv": "NPV", "auroc": "AUROC", "first_error": "first error", "false_alarms": "false alarms"}


def tables_of(card: "Card") -> list[Table]:
    """All tables of a card, in the order of reading."""
    groups = (
        table
        for name in card.groups
        for table in (group_table(card, name), card_scores.group_scores_table(card, name))
        if table is not None
    )
    scores = card_scores.scores_table(card)
    agreement = [] if card.agreement is None else [card_scores.agreement_table(card.agreement)]
    reasons = [reasons_table(card)] if card.overall.reasons else []
    first = [overall_table(card), *([] if scores is None else [scores])]
    return [*first, *groups, *agreement, worth_table(card), *reasons]


def lines_of(card: "Card") -> list[str]:
    """The sentences that stand below the tables, without their full stops."""
    return [line for line in (labels_line(card), calibration_line(card), cost_line(card)) if line]


def headline(card: "Card") -> str:
    """What was measured on what, in one line."""
    of, overall = card.measured, card.overall
    problems = counted(overall.n_problems, "problem")
    outputs = counted(overall.n, "labelled output")
    hidden = f", not shown: {', '.join(of.without)}" if of.without else ""
    return f"{of.critic} ({of.kind}, version {shortened(of.version, 40)}) on {of.data}: {outputs}, {problems}{hidden}"


def overall_table(card: "Card") -> Table:
    """Every figure on all outputs, with its interval and how many cases it rests on."""
    overall = card.overall
    rows = []
    for name, meaning in _MEANINGS.items():
        estimate: Estimate | None = getattr(overall, name)
        if name == "first_error" and estimate is None:
            continue
        cells = (_rate(estimate), between(estimate), f"{cases(overall, name):,}")
        rows.append(Row((_NAMES.get(name, name), meaning, *cells), strong=name in ("sensitivity", "specificity")))
    counts = overall.counts
    note = (
        f"An output passes from a score of {card.threshold:g}. Not acceptable: {counts.flagged_bad:,} flagged, "
        f"{counts.passed_bad:,} passed; acceptable: {counts.passed_good:,} passed, {counts.flagged_good:,} flagged. "
        f"What could not be judged counts in found, false alarms and unscored only. {_HOW}"
    )
    if overall.n_unrefuted:
        unrefuted = counted(overall.n_unrefuted, "unscored output")
        note = f"{note} In {unrefuted} all that could be checked holds."
    if overall.no_auroc is not None:
        note = f"{note} No AUROC: {overall.no_auroc}."
    columns = (Column("figure", "left"), Column("what it is", "left"), Column("value"), Column("interval"), Column("n"))
    return Table(title=headline(card), columns=columns, rows=tuple(rows), note=note)


def group_table(card: "Card", name: str) -> Table:
    """The figures of each value of a group."""
    values = card.groups[name].values()
    columns = dict(_RATES)
    # Where nearly all is judged, found and false alarms say what sensitivity and specificity do; where much is not, a
    # ranking says little. A terminal has no room for both.
    unjudged = sum(card.overall.reasons.values()) > _MUCH_UNJUDGED * card.overall.n
    for column in ("auroc",) if unjudged else ("found", "false_alarms"):
        del columns[column]
    if all(figures.first_error is None for figures in values):
        del columns["first_error"]
    rows = [
        Row((value, f"{figures.n:,}", _rate(figures.unscored), *(_with_interval(getattr(figures, c)) for c in columns)))
        for value, figures in card.groups[name].items()
    ]
    heads = [Column(head) for head in ("n", "unscored", *columns.values())]
    return Table(title=f"By {name}", columns=(Column(name, "left"), *heads), rows=tuple(rows))


def worth_table(card: "Card") -> Table:
    """Below which accuracy of the drafts a correction by this critic helps."""
    rows = []
    for one in card.worth:
        repairs = f"{one.ratio:g} for every one it breaks"
        rows.append(Row((repairs, _break_even(one.ungated), _break_even(one.gated)), strong=one.ratio == 1))
    return Table(
        title="When correcting by it is worth it: drafts right in less than",
        columns=(
            Column("a redraft repairs", "left"),
            Column("every redraft replaces"),
            Column("checked after the fix"),
        ),
        rows=tuple(rows),
        note=(
            "One round helps while the accuracy of the drafts is below s f / (s f + e b): s found, e false alarms, f "
            "the share of wrong drafts that a redraft repairs, b that of right ones it breaks; rows differ in f / b. "
            "Checked after the fix, a redraft replaces its draft only if it passes, or holds as far as can be checked; "
            "the critic's errors on both are taken for independent."
        ),
    )


def reasons_table(card: "Card") -> Table:
    """Why outputs were not judged, the most frequent reasons first."""
    reasons = sorted(card.overall.reasons.items(), key=lambda item: -item[1])
    rows = tuple(Row((reason, f"{n:,}")) for reason, n in reasons[:_MOST_REASONS])
    left = sum(n for _, n in reasons[_MOST_REASONS:])
    note = f"{left:,} more for {len(reasons) - _MOST_REASONS:,} rarer reasons." if left else ""
    return Table(
        title="Why there was no verdict", columns=(Column("reason", "left"), Column("outputs")), rows=rows, note=note
    )


def cost_line(card: "Card") -> str:
    """What judging one output cost, in one line."""
    cost = card.cost
    if cost is None:
        return "nothing was judged"
    money = "an unknown price" if cost.usd is None else f"{cost.usd:.6f} US dollars"
    asked = f"{cost.calls:.2g} calls, {cost.tokens:,.0f} tokens, {money}; " if cost.calls else ""
    return (
        f"One judgement: {asked}{in_time(cost.cpu_s)} of processor time; half within {in_time(cost.wall_s_median)}, "
        f"95 % within {in_time(cost.wall_s_95)}, mean {in_time(cost.wall_s)}"
    )


def labels_line(card: "Card") -> str:
    """Whose labels they are, and what was left out, in one line; empty when nothing is to be said."""
    of, said = card.measured, list[str]()
    if of.labels != "the data":
        said.append(f"labels by {of.labels}")
    if of.n_unlabelled:
        said.append(f"{counted(of.n_unlabelled, 'output')} without a label left out")
    if of.n_repeated:
        said.append(f"{_repeating(of.n_repeated)} an earlier one to the same problem counted")
    if of.n_dropped:
        said.append(f"{_repeating(of.n_dropped)} one to another problem left out")
    line = "; ".join(said)
    return line[:1].upper() + line[1:]


def _repeating(n: int) -> str:
    return counted(n, "output that repeats", "outputs that repeat")


def calibration_line(card: "Card") -> str:
    """How far scores are probabilities, in one line; empty when nothing was scored."""
    if card.curve is None:
        return ""
    loss = card.curve.brier_loss
    return (
        f"Scores as probabilities: Brier loss {loss.value:.3f} [{loss.low:.3f}, {loss.high:.3f}], expected calibration "
        f"error {card.curve.calibration_error:.3f}"
    )


def cases(figures: "Figures", name: str) -> int:
    """Outputs that a figure rests on."""
    counts = figures.counts
    return {
        "sensitivity": counts.flagged_bad + counts.passed_bad,
        "specificity": counts.flagged_good + counts.passed_good,
        "ppv": counts.flagged_bad + counts.flagged_good,
        "npv": counts.passed_bad + counts.passed_good,
        "found": figures.n_bad,
        "false_alarms": figures.n - figures.n_bad,
        "first_error": figures.n_located,
        "unscored": figures.n,
    }.get(name, figures.n_scored)


def between(estimate: "Estimate | None") -> str:
    """The interval of a rate, in percent where the rate is."""
    return "" if estimate is None else f"[{100 * estimate.low:.1f}, {100 * estimate.high:.1f}]"


def _rate(estimate: "Estimate | None") -> str:
    return "–" if estimate is None else percent(estimate.value)


def _with_interval(estimate: "Estimate | None") -> str:
    return (
        "–" if estimate is None else f"{100 * estimate.value:.1f} [{100 * estimate.low:.0f}, {100 * estimate.high:.0f}]"
    )


def _break_even(estimate: "Estimate | None") -> str:
    return (
        "–"
        if estimate is None
        else f"{100 * estimate.value:.1f} % [{100 * estimate.low:.1f}, {100 * estimate.high:.1f}]"
    )
