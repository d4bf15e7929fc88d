"""What a partly right step gains: its aligned part at a small step, about the square of that at the best one."""

from redraft.report.curves import curves
from redraft.report.panels import Axis, Panel
from redraft.theory.laws.picture import Check, LawPicture, OnProgress, Size, by_law, by_simulation
from redraft.trust.laws import best_step_ratio, shuffled_alignment, small_step_ratio
from redraft.trust.simulations import Comparison, simulate_gain

LAW = "improvement"
N_DRAWS: dict[Size, int] = {"small": 5_000, "full": 40_000}
N_ANSWERS = 8
SHUFFLED = (0, 2, 3, 4, 5, 6)


def figures_of(size: Size, seed: int, on_progress: OnProgress) -> list[LawPicture]:
    """Gains by noisy critics as shares of those by a perfect one.

    Args:
        size: how much is simulated.
        seed: fixes it.
        on_progress: told what comes next.

    Raises:
        MissingExtra: without matplotlib.
    """
    on_progress("improvement: gains of noisy steps")
    n = N_DRAWS[size]
    runs = {
        shuffled_alignment(N_ANSWERS, m): simulate_gain(N_ANSWERS, m, n=n, seed=seed) for m in SHUFFLED
    }  # fmt: skip
    fine = [i / 40 for i in range(8, 41)]
    lines = [
        by_law("at a small step: A", [(a, small_step_ratio(a)) for a in fine]),
        by_simulation("at a small step: A", [(a, run.small_step) for a, run in runs.items()]),
        by_law("at the best step: A² or more", [(a, best_step_ratio(a)) for a in fine]),
        by_simulation("at the best step: A² or more", [(a, run.best_step) for a, run in runs.items()]),
    ]
    checks = [
        check
        for a, run in runs.items()
        for check in (
            Check(case=f"small step, A {a:.2f}", run=run.small_step),
            Check(case=f"best step, A {a:.2f}", run=run.best_step_exact),
            Check(case=f"floor of the best step, A {a:.2f}", run=_above(run.best_step)),
        )
    ]
    half = shuffled_alignment(N_ANSWERS, N_ANSWERS // 2)
    figure = curves(
        "law_improvement",
        "What a partly right step gains",
        "The gain by a noisy critic as a share of that by a perfect one, against the part A of the step that is left. "
        "By the law it is A itself at a small step. With the step size that gains the most it is the square of A or "
        f"more: at A = {100 * half:.0f} % at least {100 * best_step_ratio(half):.0f} %, because a doubtful direction "
        "deserves a smaller step as well.",
        [Panel(lines=lines)],
        x=Axis(label="part A of the true step that is left", percent=True),
        y=Axis(label="share of the gain", percent=True),
    )
    return [LawPicture(law=LAW, figure=figure, checks=tuple(checks), n=n, seed=seed)]


def _above(floor: Comparison) -> Comparison:
    """A measurement beside its floor: nothing is wrong with being above it."""
    law = max(floor.law, floor.measured)
    return Comparison(law=law, measured=floor.measured, standard_error=floor.standard_error, n=floor.n)
