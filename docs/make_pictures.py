"""Draws the pictures of docs/laws.md: SVG in the colours of the reports, light or dark as the reader's system is.

Run ``python docs/make_pictures.py`` after a change of the laws, and look at docs/pictures. The points are simulations
(`redraft.trust.simulations`), the lines are laws (`redraft.trust.laws`); neither knows the other.
"""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from redraft.report.drawing import INK, LOOKS, Tone, as_svg, drawing, plain, standing_alone
from redraft.trust.laws import Gating, VerdictRates, after_rounds, break_even_odds, round_rates
from redraft.trust.simulations import Setting, simulate_one_round, simulate_rounds

if TYPE_CHECKING:
    from matplotlib.axes import Axes

PICTURES = Path(__file__).resolve().parent / "pictures"
N_DRAFTS = 100_000
"""Drafts behind each point: an interval of 95 % is then lower than its marker."""
ACCURACY, REPAIR_RATE, BREAK_RATE = 0.7, 0.4, 0.4


class Panel(NamedTuple):
    """A half of a picture.

    Attributes:
        gating: what it shows.
        title: above it.
    """

    gating: Gating
    title: str


class Shown(NamedTuple):
    """A critic that is drawn.

    Attributes:
        name: at its line.
        sensitivity: of the critic.
        specificity: of the critic.
        tone: its colour and marker.
    """

    name: str
    sensitivity: float
    specificity: float
    tone: Tone


PANELS = (Panel("none", "every redraft replaces the draft"), Panel("check_after_fix", "check after fix"))
CRITICS = (
    Shown("strong\n(90 %, 95 %)", 0.90, 0.95, "three"),
    Shown("fair\n(70 %, 80 %)", 0.70, 0.80, "one"),
    Shown("weak\n(50 %, 60 %)", 0.50, 0.60, "two"),
)


def rounds_picture() -> str:
    """Accuracy after 0 to 5 rounds for three critics, by the law and simulated, without and with the gate."""
    title = "Accuracy after rounds of correction"
    with drawing(title, 4.3) as figure:
        for place, panel in enumerate(PANELS):
            axes = figure.add_axes((0.115 + 0.375 * place, 0.16, 0.335, 0.72))
            for critic in CRITICS:
                _draw_rounds(axes, critic, panel.gating, named=place == 1)
            axes.axhline(ACCURACY, color=LOOKS["muted"].stand_in, linewidth=1, linestyle=LOOKS["muted"].dash)
            axes.set_title(panel.title, fontsize=10.5, color=INK, loc="left", pad=12)
            axes.set_xlim(-0.1, 5.1)
            axes.set_xticks(range(6))
            axes.set_ylim(0.55, 1.0)
            axes.set_xlabel("rounds")
            axes.yaxis.set_major_formatter(lambda rate, _: f"{100 * rate:.0f} %")
            axes.tick_params(labelleft=place == 0)
            plain(axes, grid="y")
        figure.axes[0].set_ylabel("accuracy")
        figure.axes[0].annotate(
            "without correction", (5.1, ACCURACY - 0.006), ha="right", va="top", fontsize=9, color=INK
        )
        description = (
            "Two panels over rounds 0 to 5. Without a gate a strong critic lifts 70 % to 92 %, a fair one to 77 %, and "
            "a weak one lowers it to 57 %. With check after fix the strong one reaches 96 %, the fair one 85 %, and "
            "the weak one still loses, down to 63 %. Simulated drafts lie on the lines."
        )
        return as_svg(figure, title, description)


def _draw_rounds(axes: "Axes", critic: Shown, gating: Gating, *, named: bool) -> None:
    """A critic's line by the law, and its simulated points with intervals of 95 %."""
    look = LOOKS[critic.tone]
    setting = Setting(
        accuracy=ACCURACY,
        sensitivity=critic.sensitivity,
        specificity=critic.specificity,
        repair_rate=REPAIR_RATE,
        break_rate=BREAK_RATE,
    )
    verdicts = VerdictRates.judging_all(sensitivity=critic.sensitivity, specificity=critic.specificity)
    rates = round_rates(verdicts, repair_rate=REPAIR_RATE, break_rate=BREAK_RATE, gating=gating)
    line = [after_rounds(ACCURACY, rates, n_rounds=n) for n in range(6)]
    axes.plot(range(6), line, color=look.stand_in, linestyle=look.dash, linewidth=1.8)
    history = simulate_rounds(setting, n_rounds=5, n=N_DRAFTS, seed=0, gating=gating)
    axes.errorbar(
        range(6), [run.measured for run in history], yerr=[1.96 * run.standard_error for run in history],
        color=look.stand_in, marker=look.marker, markersize=4.5, linewidth=0, elinewidth=1.2, clip_on=False,
    )  # fmt: skip
    if named:
        axes.annotate(
            critic.name, (5, line[-1]), xytext=(12, 0), textcoords="offset points", va="center",
            color=look.stand_in, annotation_clip=False,
        )  # fmt: skip


def map_picture() -> str:
    """Where correcting helps: the draft's accuracy against the critic's, with and without the gate."""
    title = "Where a round of correction helps"
    qualities = [0.5 + i / 200 for i in range(100)]
    free, gated = ([_even(quality, panel.gating) for quality in qualities] for panel in PANELS)
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
    """Draw both pictures."""
    PICTURES.mkdir(exist_ok=True)
    for name, svg in (("rounds.svg", rounds_picture()), ("break_even.svg", map_picture())):
        (PICTURES / name).write_text(standing_alone(svg))
    return 0


if __name__ == "__main__":
    sys.exit(main())
