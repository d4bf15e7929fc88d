"""Draws the pictures of docs/trust.md: what a certificate holds back, and how a monitor notices a change.

Run ``python docs/make_trust_pictures.py`` after ``benchmarks/certificate_worlds.py`` or a change of the detectors, and
look at docs/pictures. The first picture is drawn from the committed result of that benchmark.
"""

import json
import sys
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from make_pictures import PICTURES

from redraft.report.drawing import INK, LOOKS, as_svg, drawing, plain, standing_alone
from redraft.trust.monitoring import Monitor, Terms

RESULTS = Path(__file__).resolve().parents[1] / "benchmarks" / "results" / "certificate_worlds.json"
EXACT, NAIVE = "exact, best net gain", "no correction, loosest"

EPSILON, DELTA = 0.02, 0.05
GOOD_RATE, BAD_RATE = 0.01, 0.06
N_GOOD, N_AFTER = 2000, 450
SEED = 1
"""A life as most are: the change is noticed after about as many cases as in the median of benchmarks/monitoring.py."""


class Row(NamedTuple):
    """One world, bound and number of cases; shares of calibrations that broke the promise."""

    name: str
    naive: float
    certified: float


def certificate_picture() -> str:
    """How often a threshold promises what does not hold: a certified one, and the loosest one that looks fine."""
    title = "Calibrations that promise too much"
    result = json.loads(RESULTS.read_text())
    rows = [_row(row) for row in result["rows"]]
    with drawing(title, 4.4) as figure:
        axes = figure.add_axes((0.3, 0.13, 0.66, 0.78))
        places = range(len(rows))[::-1]
        for name, look, shift in (("naive", LOOKS["two"], 0.17), ("certified", LOOKS["one"], -0.17)):
            shares = [getattr(row, name) for row in rows]
            axes.barh([place + shift for place in places], shares, height=0.3, color=look.stand_in)
        axes.axvline(result["delta"], color=INK, linewidth=1.4, linestyle=LOOKS["muted"].dash)
        axes.annotate("delta: 5 % allowed", (result["delta"] + 0.006, len(rows) - 0.45), fontsize=9, color=INK)
        axes.set_yticks(list(places), [row.name for row in rows])
        axes.set_xlim(0, 0.72)
        axes.set_ylim(-0.6, len(rows) - 0.1)
        axes.xaxis.set_major_formatter(lambda rate, _: f"{100 * rate:.0f} %")
        axes.set_xlabel("share of calibrations whose true rate of broken answers is above epsilon")
        # Beside the bars of the sixth row, the shortest ones.
        axes.annotate("where it looks fine", (0.485, 2.11), color=LOOKS["two"].stand_in, fontweight="bold")
        axes.annotate("certified", (0.06, 1.71), color=LOOKS["one"].stand_in, fontweight="bold")
        plain(axes, grid="x")
        worst = max(row.certified for row in rows)
        least, most = min(row.naive for row in rows), max(row.naive for row in rows)
        description = (
            f"Eight settings, {result['n_runs']} simulated calibrations each. The loosest threshold at which the cases "
            f"look fine breaks the promise in {100 * least:.0f} to {100 * most:.0f} % of them, the certified one in "
            f"{100 * worst:.1f} % at most, where {100 * result['delta']:.0f} % are allowed."
        )
        return as_svg(figure, title, description)


def _row(row: dict[str, Any]) -> Row:
    rules = {rule["rule"]: rule["violation_rate"] for rule in row["rules"]}
    world = str(row["world"]).partition(", ")[2]
    name = f"{world}, {100 * row['epsilon']:g} %, n = {row['n']}"
    return Row(name=name, naive=rules[NAIVE], certified=rules[EXACT])


def monitor_picture() -> str:
    """One life of a profile: the promise holds for a long time, then three times too many answers break."""
    title = "What a monitor sees"
    broken = np.random.default_rng(SEED).random(N_GOOD + N_AFTER) < np.repeat([GOOD_RATE, BAD_RATE], [N_GOOD, N_AFTER])
    monitor = Monitor(Terms(epsilon=EPSILON, delta=DELTA))
    evidence, change = [], []
    for one in broken:
        monitor.audit(draft_right=True, returned_right=not one)
        evidence.append(monitor.state.evidence.log_e / np.log(10) - np.log10(1 / DELTA))
        change.append(np.log10(max(monitor.state.table.value, 1e-9) / monitor.state.terms.threshold))
    with drawing(title, 4.2) as figure:
        axes = figure.add_axes((0.13, 0.15, 0.6, 0.78))
        axes.axhline(0, color=INK, linewidth=1.4, linestyle=LOOKS["muted"].dash)
        axes.axvline(N_GOOD, color=INK, linewidth=1, linestyle=LOOKS["muted"].dash)
        lines = (("detector\nof change", change, LOOKS["one"]), ("test of the\ncertificate", evidence, LOOKS["two"]))
        for name, line, look in lines:
            axes.plot(range(len(line)), line, color=look.stand_in, linestyle=look.dash, linewidth=1.7)
            axes.annotate(
                name, (len(line), line[-1]), xytext=(8, 0), textcoords="offset points", va="center",
                color=look.stand_in, annotation_clip=False,
            )  # fmt: skip
        alarm = next(i for i, value in enumerate(change) if value >= 0)
        axes.plot([alarm], [0], color=LOOKS["one"].stand_in, marker="o", markersize=8)
        axes.annotate("alarm", (0, 0.25), color=INK, fontsize=9)
        axes.annotate(
            f"{100 * GOOD_RATE:.0f} % broken, promised: at most {100 * EPSILON:.0f} %",
            (60, -8.6),
            color=INK,
            fontsize=9,
        )
        axes.annotate(f"{100 * BAD_RATE:.0f} %", (N_GOOD + 60, -8.6), color=INK, fontsize=9)
        axes.set_ylim(-9, 6)
        axes.set_yticks([-6, -3, 0, 3], ["10⁻⁶", "10⁻³", "1", "10³"])
        axes.set_ylabel("capital, as a share of the alarm's")
        axes.set_xlabel("audited cases")
        plain(axes, grid="y")
        description = (
            f"Two capitals over {N_GOOD + N_AFTER} audited cases. While {100 * GOOD_RATE:.0f} % are broken both stay "
            f"below the alarm. From case {N_GOOD} on {100 * BAD_RATE:.0f} % are: the detector of change reaches it "
            f"{alarm + 1 - N_GOOD} cases later, the test of the certificate must first win back what good times cost."
        )
        return as_svg(figure, title, description)


def main() -> int:
    """Draw both pictures."""
    PICTURES.mkdir(exist_ok=True)
    for name, svg in (("certificate.svg", certificate_picture()), ("monitor.svg", monitor_picture())):
        (PICTURES / name).write_text(standing_alone(svg))
    return 0


if __name__ == "__main__":
    sys.exit(main())
