"""Draws the first picture of docs/theory.md: one step of alignment in the plane, and how far each response moves it.

Run ``python docs/make_step_picture.py`` after a change of `redraft.theory.statements`, and look at docs/pictures.
"""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from redraft.report.drawing import FAINT, INK, LOOKS, as_svg, drawing, plain, standing_alone
from redraft.theory.problems import Problems
from redraft.theory.statements.descent import descend
from redraft.theory.statements.facts import item_shares

if TYPE_CHECKING:
    from matplotlib.axes import Axes

PICTURES = Path(__file__).resolve().parent / "pictures"
RESPONSES = np.array([[0.62, 0.3], [0.15, 0.55], [-0.35, 0.15], [-0.1, -0.4], [-0.62, -0.3]])
REWARDS = np.array([0.9, 0.7, 0.5, 0.3, 0.1])
STEP_SIZE = 0.12


def step_picture() -> str:
    """Five responses, the prediction before and after a step, and the share of each response in it."""
    problem = Problems(
        query=np.ones((1, 1)), responses=RESPONSES[None], rewards=REWARDS[None], weights=np.zeros((1, 2, 1))
    )
    before, after = problem.prediction[0], descend(problem, STEP_SIZE).predictions[0]
    shares = item_shares(problem)[0]
    title = "One step of alignment"
    with drawing(title, 3.7) as figure:
        plane = figure.add_axes((0.03, 0.06, 0.5, 0.84))
        for place, reward, share in zip(RESPONSES, REWARDS, shares, strict=True):
            look = LOOKS["one"] if share > 0 else LOOKS["two"]
            plane.plot(*place, color=look.stand_in, marker=look.marker, markersize=9, linestyle="")
            plane.annotate(f"reward {reward:g}", place, xytext=(9, -4), textcoords="offset points", fontsize=9.5)
        plane.annotate("", after, before, arrowprops={"arrowstyle": "-|>", "color": INK, "linewidth": 1.8})
        plane.plot(*before, color=INK, marker="o", markersize=5)
        plane.annotate("prediction", before, xytext=(6, -15), textcoords="offset points", fontweight="bold")
        plane.annotate("after the step", after, xytext=(7, -15), textcoords="offset points", fontweight="bold")
        plane.set_xlim(-0.78, 1.02)
        plane.set_ylim(-0.62, 0.76)
        plane.set_xticks([])
        plane.set_yticks([])
        plane.set_title("responses, and where the prediction goes", fontsize=10.5)
        plain(plane, grid="x")
        _shares(figure.add_axes((0.68, 0.14, 0.3, 0.76)), shares)
        best, worst = max(shares), min(shares)
        description = (
            "Five responses in a plane. The prediction moves towards the side of the better ones. The best response "
            f"attracts with {best:.2f}, the worst repels with {-worst:.2f}: the step is mostly away from what is worst."
        )
        return as_svg(figure, title, description)


def _shares(axes: "Axes", shares: np.ndarray) -> None:
    places = range(len(shares))[::-1]
    looks = [LOOKS["one"] if share > 0 else LOOKS["two"] for share in shares]
    axes.barh(list(places), shares, height=0.6, color=[look.stand_in for look in looks])
    axes.axvline(0, color=FAINT, linewidth=1)
    for place, share in zip(places, shares, strict=True):
        side = 1 if share > 0 else -1
        axes.annotate(
            f"{share:+.2f}", (share, place), xytext=(4 * side, -4), textcoords="offset points", fontsize=9.5,
            ha="left" if side > 0 else "right",
        )  # fmt: skip
    axes.set_yticks(list(places), [f"reward {reward:g}" for reward in REWARDS])
    axes.set_xticks([])
    axes.set_xlim(-2.0, 1.4)
    axes.set_title("share of each in the step", fontsize=10.5)
    plain(axes, grid="x")


def main() -> int:
    """Draw it."""
    (PICTURES / "step.svg").write_text(standing_alone(step_picture()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
