"""The tables of a watched profile, for the terminal and the page."""

from redraft.profiles.monitoring.report import Alarm, CriticReport, ProfileReport, Rate
from redraft.report.tables import Column, Row, Table
from redraft.report.text import counted, percent, percent_between
from redraft.trust.intervals import Estimate

_MOST_DUE = 10
"""Rows of what waits; `redraft monitor audit --list` has all."""

_AUDITED = (
    "Among the corrections that the audit drew{rests}. Each end is wrong, at any time ever, with a chance of at most "
    "{delta:g}, so one may look as often as one likes."
)
_RUNNING = "Means over the last corrections; score, disagreement and unscored are those of first drafts."
_VERDICTS = (
    "Scores are those of first drafts, money and time all its verdicts on a correction. The last rates are of drafts "
    "and answers of audited corrections that changed the draft, with 95 % intervals."
)


def of_profile(report: ProfileReport) -> list[Table]:
    """All tables of a profile."""
    shown = [audited(report), running(report)]
    shown += [critics(report)] if report.critics else []
    return [*shown, due(report)] if report.due else shown


def audited(report: ProfileReport) -> Table:
    """What the audit found, and the evidence against the promise."""
    columns = (Column("", "left"), Column("rate"), Column("of"), Column("evidence"), Column("alarm at"))
    limit = report.terms
    rows = (
        Row(
            (
                f"broken (promised: at most {100 * limit.epsilon:g} %)",
                _rate(report.broken),
                _cases(report.broken),
                f"{_odds(report.log10_e)} to 1",
                f"{1 / limit.delta:g} to 1",
            ),
            strong=True,
        ),
        Row(("broken lately", "", "", f"{_odds(report.log10_detector)}", f"{limit.threshold:,.0f}")),
        Row(("repaired", _rate(report.repaired), _cases(report.repaired), "", "")),
    )
    title = f"Profile {report.profile}, watched since {_when(report.since)}"
    title += f" ({counted(report.resets, 'reset')})" if report.resets else ""
    return Table(title=title, columns=columns, rows=rows, note=_AUDITED.format(rests=_rests(report), delta=limit.delta))


def _rests(report: ProfileReport) -> str:
    """What the rates rest on, and what they wait for."""
    said = f": {report.n_counted:,} of {report.n_drawn:,} drawn so far, counted in the order in which they were drawn"
    unknown = [(report.n_overdue, "not labelled in time"), (report.n_unclear, "of which nobody can tell")]
    counts = [f"{n:,} {what}" for n, what in unknown if n]
    said += f", {' and '.join(counts)} as broken" if counts else ""
    if report.due:
        said += f"; they wait for {counted(len(report.due), 'label')}, the oldest since {_when(report.due[0].at)}"
    return said


def running(report: ProfileReport) -> Table:
    """Running means of the corrections."""
    names = ("records", "accepted", "changed", "score", "disagreement", "unscored", "USD", "seconds", "drifts")
    means = report.means
    cells = (
        f"{means.n_records:,}",
        _share(means.accepted),
        _share(means.changed),
        _number(means.score, 2),
        _number(means.disagreement, 2),
        _share(means.unscored),
        _number(means.usd, 4),
        _number(means.seconds, 2),
        str(len(report.drifts)),
    )
    columns = tuple(Column(name) for name in names)
    return Table(title="Corrections", columns=columns, rows=(Row(cells),), note=_RUNNING)


def critics(report: ProfileReport) -> Table:
    """Running means of each critic, and its verdicts beside the labels."""
    names = ("score", "unscored", "USD", "seconds", "wrong drafts flagged", "right drafts passed", "drifts")
    columns = (Column("critic", "left"), *(Column(name) for name in names))
    return Table(title="Critics", columns=columns, rows=tuple(map(_critic, report.critics)), note=_VERDICTS)


def due(report: ProfileReport) -> Table:
    """What waits for a label."""
    n_overdue = sum(audit.overdue for audit in report.due)
    rows = tuple(
        Row((audit.record_id[:12], _when(audit.at), _when(audit.due_at), "overdue" if audit.overdue else ""))
        for audit in report.due[:_MOST_DUE]
    )
    columns = (Column("record", "left"), Column("written", "left"), Column("due", "left"), Column("", "left"))
    title = f"{counted(len(report.due), 'audit')} waiting for a label"
    title += f", {n_overdue} of them overdue" if n_overdue else ""
    note = "Label them with `redraft monitor audit`. What was drawn later waits for them; overdue they count as broken."
    return Table(title=title, columns=columns, rows=rows, note=note)


def told(alarm: Alarm, report: ProfileReport) -> str:
    """An alarm in one line, with what it does."""
    line = f"alarm ({alarm.kind}) at {_when(alarm.at)}: {alarm.sentence}"
    if not alarm.stands:
        return line
    if report.fallback == "none":
        return f"{line}. The settings let corrections go on (fallback none)."
    kept = (
        "The profile keeps its drafts" if report.fallback == "keep" else "A profile with fallback keep keeps its drafts"
    )
    return f"{line}. {kept} until `redraft monitor reset`."


def _critic(critic: CriticReport) -> Row:
    means = critic.means
    return Row(
        (
            critic.critic,
            _number(means.score, 2),
            _share(means.unscored),
            _number(means.usd, 4),
            _number(means.seconds, 2),
            _estimate(critic.found),
            _estimate(critic.passed),
            str(len(critic.drifts)),
        )
    )


def _estimate(rate: Estimate | None) -> str:
    return "" if rate is None else percent_between(rate.value, rate.low, rate.high)


def _rate(rate: Rate) -> str:
    return "no case yet" if rate.value is None else percent_between(rate.value, rate.low, rate.high)


def _cases(rate: Rate) -> str:
    """How many of how many; where the rate was seen to change, since which audit."""
    since = f", changed at audit {rate.n_before:,}" if rate.n_before else ""
    unknown = f" ({rate.n_unknown:,} unknown)" if rate.n_unknown else ""
    return f"{rate.n_hits} of {rate.n:,}{unknown}{since}"


def _odds(power: float) -> str:
    if power > 6:
        return "over 1,000,000"
    return f"{10**power:,.0f}" if power >= 1 else f"{10**power:.2g}" if power > -3 else "<0.001"


def _share(value: float | None) -> str:
    return "" if value is None else percent(value)


def _number(value: float | None, digits: int) -> str:
    return "" if value is None else f"{value:.{digits}f}"


def _when(at: str) -> str:
    return at[:16].replace("T", " ")
