"""Critics that compare two answers: the part of a step that is left, and where alignment stops."""

from math import exp

from redraft.report.curves import curves
from redraft.report.panels import Axis, Level, Line, Panel
from redraft.theory.laws.picture import Check, LawPicture, OnProgress, Size, by_law, by_simulation
from redraft.trust.laws import expected_step, relative_alignment, stopping_point
from redraft.trust.simulations import simulate_approach, simulate_pair, simulate_stopping

LAW = "pairwise critics"
N_PAIRS: dict[Size, int] = {"small": 10_000, "full": 100_000}
N_MODELS: dict[Size, int] = {"small": 200, "full": 1000}
N_STEPS: dict[Size, int] = {"small": 4_000, "full": 12_000}
ACCURACIES: dict[Size, tuple[float, ...]] = {
    "small": (0.55, 0.65, 0.75, 0.85, 0.95),
    "full": (0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95, 0.99),
}
SHOWN = (0.6, 0.75, 0.9)
SHOWN_STEPS = (0, 10, 20, 40, 60, 80, 120, 160, 200, 260, 320, 400, 480)
N_UNTIL_ARRIVED = 300
"""Steps after which a model has come to where it ends, for the critics that are shown."""
STEP_SIZE = 0.05


def figures_of(size: Size, seed: int, on_progress: OnProgress) -> list[LawPicture]:
    """The step on one pair, and where step after step leads.

    Args:
        size: how much is simulated.
        seed: fixes it.
        on_progress: told what comes next.

    Raises:
        MissingExtra: without matplotlib.
    """
    return [
        _step(N_PAIRS[size], seed, on_progress),
        _approach(size, seed, on_progress),
        _stopping(size, seed, on_progress),
    ]


def _step(n: int, seed: int, on_progress: OnProgress) -> LawPicture:
    on_progress("pairwise critics: the step on one pair")
    lines: list[Line] = []
    checks: list[Check] = []
    for q in SHOWN:
        name = f"critic right {100 * q:.0f} %"
        runs = [(1 - loss, simulate_pair(q, loss, n=n, seed=seed)) for loss in (0.9, 0.7, 0.5, 0.4, 0.3, 0.2, 0.15)]
        fine = [0.1 + 0.75 * i / 60 for i in range(61)]
        lines += [by_law(name, [(sure, relative_alignment(q, 1 - sure)) for sure in fine]), by_simulation(name, runs)]
        checks += [Check(case=f"{name}, model {100 * x:.0f} % sure", run=run) for x, run in runs]
    figure = curves(
        "law_pairwise_step",
        "What a fallible critic leaves of a step",
        "The part of a perfect critic's step that is left, against how sure the model already is of the better answer, "
        "for critics that are right 60, 75 and 90 % of the time. By the law a line crosses 0 where the model is as "
        "sure as its critic is accurate; beyond, the step leads back.",
        [Panel(lines=lines, levels=[Level(at=0.0, name="no step")])],
        x=Axis(label="model's probability for the better answer", percent=True),
        y=Axis(label="part of the step", percent=True),
    )
    return LawPicture(law=LAW, figure=figure, checks=tuple(checks), n=n, seed=seed)


def _approach(size: Size, seed: int, on_progress: OnProgress) -> LawPicture:
    n = N_MODELS[size]
    lines: list[Line] = []
    checks: list[Check] = []
    for q in SHOWN:
        on_progress(f"pairwise critics: the way to where a critic that is right {100 * q:.0f} % leads")
        name, runs = f"critic right {100 * q:.0f} %", simulate_approach(q, at=SHOWN_STEPS, n=n, seed=seed)
        lines += [
            by_law(name, list(enumerate(_expected_way(q, SHOWN_STEPS[-1])))[::4]),
            by_simulation(name, list(zip(map(float, SHOWN_STEPS), runs, strict=True))),
        ]
        arrived = [(i, run) for i, run in zip(SHOWN_STEPS, runs, strict=True) if i >= N_UNTIL_ARRIVED]
        checks += [Check(case=f"{name}, step {i}", run=run) for i, run in arrived]
    figure = curves(
        "law_pairwise_approach",
        "A model becomes no surer than its critic is accurate",
        "How sure the model is of the better answer, over steps on labels by critics that are right 60, 75 and 90 % of "
        "the time. By the law it rises from one half and stays at the accuracy of its critic. Lines take the expected "
        "step, points the steps of many simulated models.",
        [Panel(lines=lines, levels=[Level(at=stopping_point(q)) for q in SHOWN])],
        x=Axis(label="steps, each on a new label"),
        y=Axis(label="probability for the better answer", percent=True),
    )
    return LawPicture(law=LAW, figure=figure, checks=tuple(checks), n=n, seed=seed)


def _expected_way(q: float, n_steps: int) -> list[float]:
    """The probability for the better answer before each step, if every step were the expected one."""
    margin, sure = 0.0, []
    for _ in range(n_steps + 1):
        sure.append(1 / (1 + exp(-margin)))
        # The pair is one apart, so a step of the prediction moves its margin, a difference of squares, twice as far.
        margin += 4 * STEP_SIZE * expected_step(q, 1 - sure[-1])
    return sure


def _stopping(size: Size, seed: int, on_progress: OnProgress) -> LawPicture:
    n = N_MODELS[size]
    runs = []
    for q in ACCURACIES[size]:
        on_progress(f"pairwise critics: {N_STEPS[size]:,} steps by a critic that is right {100 * q:.0f} %")
        runs.append((q, simulate_stopping(q, n=n, seed=seed, n_steps=N_STEPS[size], step_size=STEP_SIZE)))
    name = "where the model ends"
    ends = ", ".join(f"{100 * q:.0f} % ends at {100 * run.measured:.1f} %" for q, run in runs)
    figure = curves(
        "law_pairwise_stopping",
        "Where alignment stops",
        f"How sure a model ends of the better answer after {N_STEPS[size]:,} steps, against the accuracy of its "
        f"critic; by the law the two are equal. Simulated: {ends}.",
        [
            Panel(
                lines=[
                    by_law(name, [(q, stopping_point(q)) for q in (0.5, 1.0)]),
                    by_simulation(name, runs),
                ]
            )
        ],
        x=Axis(label="accuracy of the critic on pairs", percent=True),
        y=Axis(label="final probability for the better answer", percent=True),
        naming="legend",
    )
    checks = tuple(Check(case=f"end of a critic right {100 * q:.0f} %", run=run) for q, run in runs)
    return LawPicture(law=LAW, figure=figure, checks=checks, n=n, seed=seed)
