"""What noise in a critic's scores leaves of the step: some scores shuffled, or each drawn anew with a probability."""

from redraft.report.curves import curves
from redraft.report.panels import Axis, Line, Panel
from redraft.report.plots import Point
from redraft.theory.laws.picture import Check, LawPicture, OnProgress, Size, by_law, by_simulation
from redraft.trust.laws import redrawn_alignment, redrawn_tau, shuffled_alignment
from redraft.trust.simulations import simulate_confident, simulate_redrawn, simulate_shuffled

LAW = "corruption"
N_DRAWS: dict[Size, int] = {"small": 2_000, "full": 20_000}
N_ANSWERS = (4, 8, 16)
DIMENSIONS = (1, 5)
RATES = (0.0, 0.1, 0.25, 0.5, 0.75, 1.0)
CONFIDENCES = (0.5, 1.0, 2.0)
INEXACT = 0.015
"""How far off the mixture is known to be for shuffled scores and a model that is not undecided."""
REDRAWN_ANSWERS = (3, 8, 32)


def figures_of(size: Size, seed: int, on_progress: OnProgress) -> list[LawPicture]:
    """Shuffled and redrawn scores, and both for models that already prefer some answers.

    Args:
        size: how much is simulated.
        seed: fixes it.
        on_progress: told what comes next.

    Raises:
        MissingExtra: without matplotlib or scipy.
    """
    n = N_DRAWS[size]
    return [_shuffled(n, seed, on_progress), _redrawn(n, seed, on_progress), _confident(n, seed, on_progress)]


def _shuffled(n: int, seed: int, on_progress: OnProgress) -> LawPicture:
    on_progress("corruption: scores shuffled")
    left: list[Line] = []
    cosines: list[Line] = []
    checks: list[Check] = []
    for n_answers in N_ANSWERS:
        name = f"{n_answers} answers"
        shuffles = [m for m in range(n_answers + 1) if m != 1 and m % max(1, n_answers // 8) == 0]
        runs = [(m, simulate_shuffled(n_answers, m, n_dimensions=5, n=n, seed=seed)) for m in shuffles]
        left += [
            by_law(name, [(m / n_answers, shuffled_alignment(n_answers, m)) for m in range(n_answers + 1)]),
            by_simulation(name, [(m / n_answers, run.alignment) for m, run in runs]),
        ]
        checks += [Check(case=f"{name}, {m} shuffled", run=run.alignment) for m, run in runs]
    halved: list[str] = []
    for d in DIMENSIONS:
        name = f"cosine in {d} dimension{'s' if d > 1 else ''}, 8 answers"
        runs = [(m, simulate_shuffled(8, m, n_dimensions=d, n=n, seed=seed)) for m in range(9)]
        cosines += [
            Line(name=name, points=[Point(m / 8, run.cosine.law) for m, run in runs], drawn="line", kind="law"),
            by_simulation(name, [(m / 8, run.cosine) for m, run in runs]),
        ]
        checks += [Check(case=f"{name}, {m} shuffled", run=run.cosine) for m, run in runs]
        halved.append(f"{100 * runs[4][1].cosine.law:.0f} % in {d} dimension{'s' if d > 1 else ''}")
    figure = curves(
        "law_shuffled",
        "What is left of the step when some scores are shuffled",
        "Two panels over the share of answers whose scores are shuffled. By the law the part of the true step that is "
        "left falls, from one answer on, in a straight line to 0: (N - m) / (N - 1), for 4, 8 and 16 answers. The "
        f"cosine with the true step, for 8 answers of which half are shuffled, is {' and '.join(halved)}. Lines are "
        "the law, points are simulated rankings.",
        [Panel(title="part of the true step that is left", lines=left), Panel(title="cosine with it", lines=cosines)],
        x=Axis(label="answers with shuffled scores", percent=True),
        y=Axis(label="left of the step", percent=True),
    )
    return LawPicture(law=LAW, figure=figure, checks=tuple(checks), n=n, seed=seed)


def _redrawn(n: int, seed: int, on_progress: OnProgress) -> LawPicture:
    on_progress("corruption: scores redrawn")
    fine = [i / 25 for i in range(26)]
    left: list[Line] = []
    order: list[Line] = []
    checks: list[Check] = []
    for n_answers in REDRAWN_ANSWERS:
        name = f"{n_answers} answers"
        runs = [(rate, simulate_redrawn(n_answers, rate, n=n, seed=seed)) for rate in RATES]
        left += [
            by_law(name, [(rate, redrawn_alignment(rate, n_answers)) for rate in fine]),
            by_simulation(name, [(rate, run.alignment) for rate, run in runs]),
        ]
        order += [
            by_law(name, [(rate, redrawn_tau(rate)) for rate in fine]),
            by_simulation(name, [(rate, run.tau) for rate, run in runs]),
        ]
        checks += [Check(case=f"{name}, rate {rate:g}", run=run.alignment) for rate, run in runs]
        checks += [Check(case=f"tau, {name}, rate {rate:g}", run=run.tau) for rate, run in runs]
    many = Line(name="many answers", points=[Point(0, 1), Point(1, 0)], drawn="line", kind="law", tone="muted")
    half = [100 * redrawn_alignment(0.5, n_answers) for n_answers in REDRAWN_ANSWERS]
    figure = curves(
        "law_redrawn",
        "What is left of the step when scores are drawn anew",
        "Two panels over the rate at which scores are replaced by random ones. By the law the part of the true step "
        f"that is left is 1 - p for many answers and less for few: at a rate of 50 %, {half[0]:.0f} % with 3 answers, "
        f"{half[1]:.0f} % with 8 and {half[2]:.0f} % with 32. Kendall's tau follows (1 - p) (1 - p / 3) for any "
        "number.",
        [
            Panel(title="part of the true step that is left", lines=[many, *left]),
            Panel(title="Kendall's tau", lines=order),
        ],
        x=Axis(label="rate of redrawn scores", percent=True),
        y=Axis(label="left", percent=True),
    )
    return LawPicture(law=LAW, figure=figure, checks=tuple(checks), n=n, seed=seed)


def _confident(n: int, seed: int, on_progress: OnProgress) -> LawPicture:
    on_progress("corruption: models that already prefer some answers")
    undecided = [(m / 8, shuffled_alignment(8, m)) for m in range(9)]
    lines = [Line(name="undecided", points=[Point(x, y) for x, y in undecided], drawn="line", kind="law", tone="muted")]
    checks: list[Check] = []
    ends: list[str] = []
    for confidence in CONFIDENCES:
        name = f"spread {confidence:g} nats"
        runs = [
            (m / 8, simulate_confident(8, m, confidence=confidence, n_dimensions=5, n=n, seed=seed)) for m in range(9)
        ]
        lines += [by_law(name, [(x, run.law) for x, run in runs]), by_simulation(name, runs)]
        checks += [Check(case=f"{name}, {8 * x:.0f} shuffled", run=run, within=INEXACT) for x, run in runs]
        ends.append(f"{100 * runs[-1][1].measured:.0f} %")
    figure = curves(
        "law_confident",
        "A high alignment with a confident model says little about the critic",
        "The part of the true step that is left of 8 answers when some scores are shuffled, for models that already "
        f"prefer some answers, in no relation to the truth. With all scores shuffled there is {', '.join(ends[:-1])} "
        f"and {ends[-1]} left, for models whose own scores spread by .5, 1 and 2 nats: a random ranking leads back to "
        "indifference, too.",
        [Panel(lines=lines)],
        x=Axis(label="answers with shuffled scores", percent=True),
        y=Axis(label="part of the true step", percent=True),
    )
    return LawPicture(law=LAW, figure=figure, checks=tuple(checks), n=n, seed=seed)
