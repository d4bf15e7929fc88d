"""A calibration as one HTML page."""

from math import ceil, floor

from redraft.cli.views import calibrate_tables as tables
from redraft.core.version import VERSION
from redraft.evals.calibrating.profile import ProfileFigures
from redraft.evals.calibrating.run import Calibration
from redraft.report import page as html
from redraft.report.markup import Html, element
from redraft.report.plots import Point, Series, line_plot
from redraft.report.tables import for_page
from redraft.report.text import percent
from redraft.trust.certificate.document import CertificateFile


def calibration_page(done: Calibration, *, name: str, out: str) -> str:
    """The document.

    Args:
        done: the calibration.
        name: of the profile.
        out: name of the certificate's file.

    Raises:
        MissingExtra: without matplotlib.
    """
    file = done.certificate
    said = element("ul", *(element("li", line) for line in (*tables.sentences(done), *done.notes)))
    further = []
    if len(done.profile.rounds) > 1:
        table = for_page(tables.rounds_table(done.profile))
        further.append(html.section("Round by round", _rounds_plot(done.profile), table))
    if done.advice is not None:
        further.append(html.section("What else could stand there", for_page(tables.advice_table(done.advice))))
    named = {
        "Certificate": out,
        "Calibration": file.calibration_id,
        "Data": f"{file.data}, SHA-256 {file.data_sha256[:16]}…",
        "Made": file.created_at,
        "Command": file.command,
        "Redraft": VERSION,
    }
    return html.page(
        f"Calibration of profile {name}",
        "What the profile did to cases whose answers are known, and from which score its redrafts may replace drafts.",
        html.section("What is promised", said),
        html.section("From which score", _bound_plot(file), for_page(tables.certificate_table(file))),
        html.section("What the profile does by itself", for_page(tables.profile_table(done.profile))),
        *further,
        html.section("With what", html.facts(named)),
    )


def _bound_plot(file: CertificateFile) -> Html:
    """What lowering the threshold costs and brings, on these cases."""
    last = len(file.rows) - 1
    counts = [(row.n_flips, row.n_fixes) for row in file.rows]
    # Where nothing changes on either side a point says nothing.
    turns = [j for j in range(last + 1) if j in (0, last) or not counts[j - 1] == counts[j] == counts[j + 1]]
    places = [(j, file.rows[j]) for j in turns]
    lines = (
        Series(name="broken at most", points=tuple(Point(j, row.broken_at_most) for j, row in places), tone="two"),
        Series(name="broken", points=tuple(Point(j, row.n_flips / max(1, row.n)) for j, row in places), tone="three"),
        Series(name="repaired", points=tuple(Point(j, row.n_fixes / max(1, row.n)) for j, row in places), tone="one"),
    )
    # Whole percents up to 5 % at least: the axis has no decimals.
    top = max(0.05, ceil(100 * max(point.y for line in lines for point in line.points)) / 100)
    ticks = [(j, f"{file.rows[j].threshold:g}") for j in range(0, len(file.rows), max(1, len(file.rows) // 6))]
    if ticks[-1][0] != last:
        ticks.append((last, f"{file.rows[-1].threshold:g}"))
    title = "Broken and repaired cases by threshold"
    described = (
        f"At the loosest threshold {percent(lines[1].points[-1].y)} broken, {percent(lines[2].points[-1].y)} repaired"
    )
    svg = line_plot(
        title, described, lines, x_label="threshold, strictest first", y_label="share of the cases", x_ticks=ticks,
        y_range=(0.0, top),
    )  # fmt: skip
    return html.figure(title, svg, f"Epsilon is {percent(file.epsilon)}; the bound holds for each threshold by itself.")


def _rounds_plot(figures: ProfileFigures) -> Html:
    measured = tuple(
        Point(one.rounds, one.measured.value, one.measured.low, one.measured.high) for one in figures.rounds
    )
    lines = [Series(name="measured", points=measured, tone="one")]
    predicted = tuple(Point(one.rounds, one.predicted) for one in figures.rounds if one.predicted is not None)
    lines += [Series(name="predicted", points=predicted, tone="muted")] if predicted else []
    lowest = floor(10 * min(one.measured.low for one in figures.rounds)) / 10
    title = "Right answers after rounds, measured and predicted"
    described = f"Measured from {percent(measured[0].y)} to {percent(measured[-1].y)}"
    ticks = [(float(one.rounds), str(one.rounds)) for one in figures.rounds]
    svg = line_plot(
        title, described, lines, x_label="rounds", y_label="right answers", x_ticks=ticks, y_range=(lowest, 1.0)
    )
    return html.figure(title, svg, "The prediction follows from what the first round did.")
