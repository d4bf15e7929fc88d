"""Draws the map of docs/laws.md: SVG in the colours of the reports, light or dark as the reader's system is.

Run ``python docs/make_pictures.py`` after a change of the laws, and look at docs/pictures. The marks are simulations
(`redraft.trust.simulations`), the borders are laws (`redraft.trust.laws`); neither knows the other. The other pictures
of that page are drawn by ``docs/make_theory_pictures.py``.
"""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from redraft.report.drawing import INK, LOOKS, as_svg, drawing, plain, standing_alone
from redraft.trust.laws import Gating, VerdictRates, break_even_odds
from redraft.trust.simulations import Setting, simulate_one_round

if TYPE_CHECKING:
    from matplotlib.axes import Axes

PICTURES = Path(__file__).resolve().parent / "pictures"
N_DRAFTS = 100_000
"""Drafts behind each point: an interval of 95 % is then lower than its marker."""
REPAIR_RATE, BREAK_RATE = 0.4, 0.4
GATINGS: tuple[Gating, Gating] = ("none", "check_after_fix")


def map_picture() -> str:
    """Where correcting helps: the draft's accuracy against the critic's, with and without the gate."""
    title = "Where a round of correction helps"
    qualities = [0.5 + i / 200 for i in range(100)]
    free, gated = ([_even(quality, gating) for quality in qualities] for gating in GATINGS)
    with drawing(title, 4.6) as figure:
        axes = figure.add_axes((0.1, 0.14, 0.62, 0.8))
        good, middle, bad = LOOKS["three"].stand_in, LOOKS["one"].stand_in, LOOKS["two"].stand_in
        axes.fill_betweenx(qualities, 0, free, color=good, alpha=0.16, linewidth=0)
        axes.fill_betweenx(qualities, free, gated, color=middle, alpha=0.16, linewidth=0)
        axes.fill_betweenx(qualities, gated, 1, color=bad, alpha=0.16, linewidth=0)
        axes.plot(free, qualities, color=good, linewidth=2)
        axes.plot(gated, qualities, color=middle, linewidth=2, linestyle=LOOKS["two"].dash)
        _draw_outcomes(axes)
        axes.set_xlim(0, 1)
        axes.set_ylim(0.5, 1)
        for axis in (axes.xaxis, axes.yaxis):
            axis.set_major_formatter(lambda rate, _: f"{100 * rate:.0f} %")
        axes.set_xlabel("accuracy of the drafts")
        axes.set_ylabel("accuracy of the critic's verdicts")
        plain(axes, grid="y")
        axes.grid(visible=False)
        words = ((0.93, "helps", good), (0.74, "helps only with\ncheck after fix", middle), (0.55, "does harm", bad))
        for place, text, color in words:
            axes.annotate(text, (1.06, place), va="center", color=color, fontweight="bold", annotation_clip=False)
        axes.annotate(
            "simulated, no gate:\n▲ gained   ▼ lost",
            (1.06, 0.63),
            va="center",
            fontsize=9,
            color=INK,
            annotation_clip=False,
        )
        description = (
            "A map of the drafts' accuracy against the critic's. Without a gate a round helps left of the diagonal: "
            "while the critic is more often right than the drafts. With check after fix the border bends to the right: "
            "a critic that is right 80 % of the time helps drafts that are right up to 94 % of the time."
        )
        return as_svg(figure, title, description)


def _even(quality: float, gating: Gating) -> float:
    """The accuracy of drafts up to which a critic of this sensitivity and specificity helps."""
    verdicts = VerdictRates.judging_all(sensitivity=quality, specificity=quality)
    odds = break_even_odds(verdicts, repair_rate=REPAIR_RATE, break_rate=BREAK_RATE, gating=gating)
    return 1.0 if odds is None else odds / (1 + odds)


def _draw_outcomes(axes: "Axes") -> None:
    """A mark for each of a grid of simulated settings in which a round without a gate surely gained or lost."""
    for accuracy in (0.15, 0.3, 0.45, 0.6, 0.75, 0.9):
        for quality in (0.55, 0.65, 0.75, 0.85, 0.95):
            setting = Setting(
                accuracy=accuracy,
                sensitivity=quality,
                specificity=quality,
                repair_rate=REPAIR_RATE,
                break_rate=BREAK_RATE,
            )
            run = simulate_one_round(setting, n=N_DRAFTS, seed=0)
            if abs(run.measured) > 1.96 * run.standard_error:
                axes.plot([accuracy], [quality], color=INK, marker="^" if run.measured > 0 else "v", markersize=5)


def main() -> int:
    """Draw the map."""
    PICTURES.mkdir(exist_ok=True)
    (PICTURES / "break_even.svg").write_text(standing_alone(map_picture()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
