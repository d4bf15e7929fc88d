"""A calibration as tables and sentences, the same for terminal and page."""

from typing import TYPE_CHECKING

from redraft.report.tables import Column, Row, Table
from redraft.report.text import counted, percent, percent_between, points_between

if TYPE_CHECKING:  # they need numpy, which need not be there before a calibration is
    from redraft.evals.calibrating.advice import Advice
    from redraft.evals.calibrating.forecast import CalibrationCost, Need
    from redraft.evals.calibrating.profile import ProfileFigures
    from redraft.evals.calibrating.run import Calibration
    from redraft.trust.certificate.document import CertificateFile, NetHalf
    from redraft.trust.intervals import Estimate


def need_lines(need: "Need") -> list[str]:
    """How many cases are needed, for people who have not labelled any yet."""
    by_flips = ", ".join(f"{n:,} with {k}" for k, n in need.needed[1:])
    first = (
        f"A broken rate of at most {100 * need.epsilon:g} % at delta {need.delta:g} takes {need.needed[0][1]:,} cases "
        f"if no answer is broken, {by_flips}."
    )
    if need.allowed is None:
        return [first, f"There {_are(need.n_tested)}: too few."]
    half = "" if need.n_tested == need.n else f", half of {need.n:,}"
    chances = ", ".join(f"{100 * chance:.0f} % if it is {100 * rate:g} %" for rate, chance in need.chances)
    second = (
        f"There {_are(need.n_tested)}{half}: up to {counted(need.allowed, 'flip')} allowed. The chance "
        f"of a certificate by the true broken rate: {chances}."
    )
    return [first, second]


def _are(n: int) -> str:
    return f"{'is' if n == 1 else 'are'} {counted(n, 'case')}"


def repeated_line(n_repeated: int) -> str:
    """That rows which ask the same are one case."""
    rows = counted(n_repeated, "row asks", "rows ask")
    return f"{rows} what an earlier row asks, and {'was' if n_repeated == 1 else 'were'} left out."


def problems_line(n: int, n_all: int) -> str:
    """That rows of one problem count once."""
    return (
        f"{counted(n_all - n, 'row')} of {n_all:,} share a problem with another and are not independent: the "
        f"certificate counts one row of each of {n:,} problems, drawn by a hash; the other figures use all."
    )


def cost_line(cost: "CalibrationCost", n: int) -> str:
    """What playing the cases will take."""
    least, most, beside = cost.least, cost.most, cost.beside
    own = f"{counted(n, 'case')}: {least.calls:,} to {most.calls:,} calls, {least.tokens:,} to {most.tokens:,} tokens"
    if not beside.calls:
        return f"{own}."
    return f"{own}; at most {beside.calls:,} calls more for other strategies beside it (--alone leaves them out)."


def tables_of(done: "Calibration") -> list[Table]:
    """All tables, in the order of reading."""
    tables = [certificate_table(done.certificate), profile_table(done.profile)]
    tables += [rounds_table(done.profile)] if len(done.profile.rounds) > 1 else []
    return [*tables, *([] if done.advice is None else [advice_table(done.advice)])]


def sentences(done: "Calibration") -> list[str]:
    """What to make of it."""
    return [verdict(done.certificate), *([] if done.advice is None else [recommendation(done)])]


def verdict(file: "CertificateFile") -> str:
    """What is certified, in a sentence."""
    among = "all answers" if file.among == "all" else "the drafts that are right"
    promise = f"at most {100 * file.epsilon:g} % of {among} are broken, with confidence {100 * (1 - file.delta):g} %"
    if file.threshold is not None:
        also = "" if file.net is None else ", and correcting repairs more than it breaks, at the same confidence"
        return (
            f"Certified: with redrafts let in from a score of {file.threshold:g}, {promise}{also} ({file.n:,} cases)."
        )
    certified = [row for row in file.rows if row.certified]
    if not certified:
        return f"Nothing is certified: no threshold keeps the promise that {promise}. The draft is always returned."
    if file.net is not None and file.net.p_flip is not None:
        return (
            "Nothing is certified: the second half does not confirm the threshold that the first one picked "
            f"(p {file.net.p_flip:.3f} for flips, {file.net.p_net:.3f} for the gain). The draft is always returned."
        )
    return "Correcting stays off: thresholds are certified, but none of them gains on these cases."


def certificate_table(file: "CertificateFile") -> Table:
    """Every threshold at which something changes."""
    rows, before = [], None
    for row in file.rows:
        counts = (row.n_replaced, row.certified)
        chosen = row.threshold == file.threshold
        if counts != before or chosen:
            cells = (
                f"{row.threshold:g}", str(row.n_replaced), str(row.n_flips), str(row.n_fixes), f"{row.net:+d}",
                percent(row.broken_at_most), f"{row.p_value:.4f}", "yes" if row.certified else "no",
            )  # fmt: skip
            rows.append(Row(cells, strong=chosen))
        before = counts
    names = ("replaced", "broken", "repaired", "net", "broken rate at most", "p", "certified")
    untold = f" {counted(file.n_unscored, 'case')} could not be told and count as broken." if file.n_unscored else ""
    if file.n_left_out:
        untold += f" {counted(file.n_left_out, 'row')} left out, for another of their problem counts."
    if file.n_unanswered:
        untold += f" {counted(file.n_unanswered, 'case')} left out, for there was no answer."
    if file.looks > 1:
        untold += f" Look {file.look} of {file.looks}: each tests at level {file.level:g}."
    halves = "" if file.net is None else f" The counts are those of the half that picks.{_confirmed(file.net)}"
    note = (
        f"Rate among {'all cases' if file.among == 'all' else 'right drafts'}, epsilon {100 * file.epsilon:g} %, delta "
        f"{file.delta:g}, {file.n:,} cases. Thresholds at which nothing changes are left out.{halves}{untold}"
    )
    columns = (Column("threshold"), *(Column(name) for name in names))
    return Table(title="From which score redrafts are let in", columns=columns, rows=tuple(rows), note=note)


def _confirmed(net: "NetHalf") -> str:
    if net.p_flip is None or net.p_net is None:
        return ""
    return (
        f" The half that confirms, {counted(net.n, 'case')}: {net.n_fixes} repaired (p {net.p_net:.4f} for a gain), "
        f"{net.n_flips} broken (p {net.p_flip:.4f})."
    )


def profile_table(figures: "ProfileFigures") -> Table:
    """What the profile does by itself, without a certificate."""
    named = {
        "right drafts": figures.drafts,
        "right results": figures.results,
        "repaired, of all": figures.repaired,
        "broken, of all": figures.broken,
        "sensitivity: wrong drafts that fail": figures.sensitivity,
        "specificity: right drafts that pass": figures.specificity,
        "fixed, of wrong drafts that fail": figures.repair,
        "broken, of right drafts that fail": figures.breakage,
        "right redrafts score above wrong ones": figures.ranking,
    }
    rows = [Row((name, _shown(one), "" if one is None else f"{one.n:,}")) for name, one in named.items()]
    if figures.gain is not None:
        gain = figures.gain
        rows.insert(2, Row(("gain, points", points_between(gain.value, gain.low, gain.high), f"{gain.n:,}"), True))
    note = f"Every redraft let in that the profile's gate lets in. {figures.calls:.2f} calls for a case."
    note += f" Unscored: {figures.n_unscored:,}." if figures.n_unscored else ""
    columns = (Column("", "left"), Column("share [95 % interval]"), Column("problems"))
    return Table(title="What the profile does to these cases", columns=columns, rows=tuple(rows), note=note)


def rounds_table(figures: "ProfileFigures") -> Table:
    """Accuracy by rounds, beside what the laws predict."""
    rows = tuple(
        Row((str(one.rounds), _shown(one.measured), "" if one.predicted is None else percent(one.predicted)))
        for one in figures.rounds
    )
    columns = (Column("rounds"), Column("measured"), Column("predicted from the first round"))
    note = "The prediction takes drafts for alike; where some are persistently hard, many rounds end lower."
    return Table(title="Right answers after rounds", columns=columns, rows=rows, note=note)


def advice_table(advice: "Advice") -> Table:
    """What else could stand in the profile."""
    rows = tuple(
        Row(
            (
                one.name,
                "always" if one.threshold is None else f"{one.threshold:g}",
                f"{one.calls:.2f}",
                f"{100 * one.gain_first:+.1f}",
                points_between(one.gain.value, one.gain.low, one.gain.high),
                percent(one.broken.value),
            ),
            strong=one == advice.chosen,
        )
        for one in advice.candidates
    )
    names = ("let in from", "calls", "gain, half that chose", "gain, other half", "broken, other half")
    note = "Points of accuracy over the draft. The half that chose flatters what it chose; the other half does not."
    columns = (Column("strategy", "left"), *(Column(name) for name in names))
    return Table(title="Beside other strategies", columns=columns, rows=rows, note=note)


def recommendation(done: "Calibration") -> str:
    """Strategy, rounds and threshold, in a sentence."""
    assert done.advice is not None
    chosen = done.advice.chosen
    if chosen is None:
        return "Recommended: do not correct; on the half that chose, nothing gained."
    gain = points_between(chosen.gain.value, chosen.gain.low, chosen.gain.high)
    sure = "" if chosen.gain.low > 0 else ", which chance alone could explain"
    if chosen == done.advice.candidates[0]:
        return f"Recommended: the profile as it is; it gained {gain} points on the half that had no say{sure}."
    settings = f'strategy = "{chosen.strategy}", rounds = {chosen.rounds}, and the strategy\'s own gate and threshold'
    return (
        f"Recommended: {settings}; it gained {gain} points on the half that had no say{sure}. These cases chose it, so "
        "calibrate it on others."
    )


def _shown(estimate: "Estimate | None") -> str:
    return "no case" if estimate is None else percent_between(estimate.value, estimate.low, estimate.high)
