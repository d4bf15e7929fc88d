"""Watched profiles as one HTML page."""

import math
from collections.abc import Sequence

from redraft.cli.views import monitor_tables as tables
from redraft.profiles.monitoring.report import ProfileReport
from redraft.report import page as html
from redraft.report.markup import Html
from redraft.report.monitor_plots import Ends, Evidence, evidence_plot, rate_plot, score_plot
from redraft.report.tables import for_page
from redraft.report.text import counted, percent

_LEAD = (
    "A certificate bounds how many right answers a correction makes wrong, as long as everything stays as it was "
    "calibrated. Whether it does is watched here on corrections drawn by chance and labelled."
)


def status_page(reports: Sequence[ProfileReport]) -> str:
    """The document.

    Raises:
        MissingExtra: without matplotlib.
    """
    sections = [section for report in reports for section in _sections(report)]
    return html.page("Whether the promise still holds", _LEAD, *sections)


def _sections(report: ProfileReport) -> list[Html]:
    figures = html.key_figures(
        [
            html.KeyFigure(
                "–" if report.broken.value is None else percent(report.broken.value),
                f"broken, promised at most {100 * report.terms.epsilon:g} %",
                f"{report.broken.n_hits} of {report.broken.n:,} audited; "
                f"between {percent(report.broken.low)} and {percent(report.broken.high)}",
            ),
            html.KeyFigure(
                "–" if report.repaired.value is None else percent(report.repaired.value),
                "repaired",
                f"{report.repaired.n_hits} of {report.repaired.n:,} audited; "
                f"between {percent(report.repaired.low)} and {percent(report.repaired.high)}",
            ),
            html.KeyFigure(
                str(sum(alarm.stands for alarm in report.alarms)),
                "alarms that stand",
                f"{counted(len(report.alarms), 'alarm')} since the last reset, drifts included",
            ),
        ]
    )
    alarms = [html.aside(tables.told(alarm, report)) for alarm in report.alarms]
    shown = [for_page(table) for table in tables.of_profile(report)]
    return [html.section(f"Profile {report.profile}", figures, *alarms, *_plots(report), *shown)]


def _plots(report: ProfileReport) -> list[Html]:
    plots = []
    if report.curve:
        plots += [_evidence(report), _broken(report)]
    if len(report.scores) > 1:
        n = len(report.drifts)
        title = f"{report.profile}: scores of first drafts"
        said = f"{counted(n, 'drift')} noticed" if n else "no drift was noticed"
        svg = score_plot(title, said, report.scores, report.drifts)
        plots.append(html.figure(title, svg, f"Means of neighbouring corrections; {said}. Dashed lines are drifts."))
    return plots


def _evidence(report: ProfileReport) -> Html:
    terms, last = report.terms, report.curve[-1]
    lines = (
        Evidence("promise", tuple(p.log10_e for p in report.curve), -math.log10(terms.delta), "one"),
        Evidence("later change", tuple(p.log10_detector for p in report.curve), math.log10(terms.threshold), "two"),
    )
    title = f"{report.profile}: evidence that answers break too often"
    said = f"after {last.n} audited corrections 10 to the power of {last.log10_e:.1f} and of {last.log10_detector:.1f}"
    svg = evidence_plot(title, said, [point.n for point in report.curve], lines)
    caption = (
        f"Dotted: where an alarm rises. That of the promise is false, ever, with a chance of at most {terms.delta:g}; "
        f"that of later changes on average not more often than once in {terms.threshold:,.0f} audits."
    )
    return html.figure(title, svg, caption)


def _broken(report: ProfileReport) -> Html:
    epsilon = report.terms.epsilon
    title = f"{report.profile}: right drafts made wrong"
    said = f"now between {percent(report.broken.low)} and {percent(report.broken.high)}, promised {percent(epsilon)}"
    points = [Ends(p.n, p.share, p.low, p.high) for p in report.curve]
    svg = rate_plot(title, said, points, epsilon)
    caption = (
        "The line is the share among the audited; shaded is where the rate lies, at all times at once. Where no single "
        "rate explains all cases, both begin anew."
    )
    return html.figure(title, svg, caption)
