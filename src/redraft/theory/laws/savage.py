"""Savage alignment: a ranking mainly says what to move away from, and mistakes at the bottom cost the most."""

from redraft.report.curves import curves
from redraft.report.panels import Axis, Level, Line, Note, Panel
from redraft.report.plots import Point
from redraft.theory.laws.picture import Check, LawPicture, OnProgress, Size, by_law, by_simulation, interval
from redraft.trust.laws import alignment_band, alignment_of_redraws, savage_scores, swap_loss
from redraft.trust.simulations import (
    BandRun,
    Comparison,
    Noise,
    blurred,
    displaced,
    redrawn,
    shuffled,
    simulate_noise,
    simulate_scores,
    simulate_swap,
)

LAW = "Savage alignment"
N_DRAWS: dict[Size, int] = {"small": 4_000, "full": 40_000}
N_ANSWERS = (4, 8, 16)


def figures_of(size: Size, seed: int, on_progress: OnProgress) -> list[LawPicture]:
    """Scores of the ranks, what exchanged neighbours cost, and the alignment by Kendall's tau.

    Args:
        size: how much is simulated.
        seed: fixes it.
        on_progress: told what comes next.

    Raises:
        MissingExtra: without matplotlib or scipy.
    """
    n = N_DRAWS[size]
    return [_scores(n, seed, on_progress), _swaps(n, seed, on_progress), _band(n, seed, on_progress)]


def _scores(n: int, seed: int, on_progress: OnProgress) -> LawPicture:
    on_progress("Savage alignment: what each rank contributes")
    lines: list[Line] = []
    checks: list[Check] = []
    for n_answers in N_ANSWERS:
        name, runs = f"{n_answers} answers", simulate_scores(n_answers, n=n, seed=seed)
        places = [k / (n_answers - 1) for k in range(n_answers)]
        lines += [
            by_law(name, zip(places, map(float, savage_scores(n_answers)), strict=True)),
            by_simulation(name, list(zip(places, runs, strict=True))),
        ]
        checks += [Check(case=f"{name}, rank {k + 1}", run=run) for k, run in enumerate(runs)]
    best, worst = (float(savage_scores(8)[k]) for k in (0, -1))
    n_pulled = sum(float(score) > 0 for score in savage_scores(8))
    figure = curves(
        "law_savage_scores",
        "The step mainly moves away from the worst answer",
        f"What the step gives to each answer, from the best to the worst, for 4, 8 and 16 answers: of eight, the best "
        f"has {best:.2f} and the worst {worst:.2f}; {n_pulled} are pulled towards, the others pushed away from.",
        [
            Panel(
                lines=lines,
                levels=[Level(at=0.0)],
                notes=[
                    Note(x=0.4, y=0.8, text="pulled towards", side="above"),
                    Note(x=0.84, y=-2.0, text="pushed away from", side="left"),
                ],
            )
        ],
        x=Axis(label="rank of the answer", ticks=[(0.0, "best"), (0.5, "middle"), (1.0, "worst")]),
        y=Axis(label="weight in the step"),
    )
    return LawPicture(law=LAW, figure=figure, checks=tuple(checks), n=n, seed=seed)


def _swaps(n: int, seed: int, on_progress: OnProgress) -> LawPicture:
    on_progress("Savage alignment: neighbours exchanged")
    lines: list[Line] = []
    checks: list[Check] = []
    for n_answers in N_ANSWERS[:2]:
        name, ranks = f"{n_answers} answers", range(1, n_answers)
        runs = [(float(rank), simulate_swap(n_answers, rank, n=n, seed=seed)) for rank in ranks]
        lines += [by_law(name, [(rank, swap_loss(n_answers, rank)) for rank in ranks]), by_simulation(name, runs)]
        checks += [Check(case=f"{name}, ranks {x:g} and {x + 1:g}", run=run) for x, run in runs]
    ratio = swap_loss(8, 7) / swap_loss(8, 1)
    figure = curves(
        "law_savage_swaps",
        "What it costs to exchange two neighbours",
        f"The part of the step that is lost when a critic exchanges two answers of neighbouring ranks, on a "
        f"logarithmic scale: of eight answers, the two best cost {swap_loss(8, 1):.4f}, the two worst "
        f"{swap_loss(8, 7):.3f}, {ratio:.0f} times as much.",
        [Panel(lines=lines)],
        x=Axis(label="rank of the better one of the two"),
        y=Axis(label="part of the step lost", log=True),
    )
    return LawPicture(law=LAW, figure=figure, checks=tuple(checks), n=n, seed=seed)


def _band(n: int, seed: int, on_progress: OnProgress) -> LawPicture:
    taus = [i / 50 for i in range(51)]
    band = Line(
        name="tau to tau + .75 tau (1 - tau)",
        points=[Point(t, (low + high) / 2, low, high) for t in taus for low, high in [alignment_band(t)]],
        drawn="band", kind="law", tone="muted",
    )  # fmt: skip
    panels: list[Panel] = []
    checks: list[Check] = []
    for n_answers in (8, 32):
        on_progress(f"Savage alignment: four families of noise, {n_answers} answers")
        lines = [band, by_law("scores redrawn", [(t, alignment_of_redraws(t)) for t in taus])]
        for family, runs in _families(n_answers, n, seed).items():
            points = [interval(run.tau, run.measured, run.standard_error) for run in runs]
            lines.append(Line(name=family, points=points, drawn="marks", kind="simulated"))
            checks += [
                Check(case=f"{family}, {n_answers} answers, tau {run.tau:.2f}", run=_nearest(run)) for run in runs
            ]
        panels.append(Panel(title=f"{n_answers} answers", lines=lines))
    n_inside = sum(check.agrees for check in checks)
    figure = curves(
        "law_savage_band",
        "What a ranking is worth, by its Kendall's tau",
        "The part of the true step that is left against Kendall's tau of the ranking, for 8 and for 32 answers and "
        f"four families of noise. {n_inside} of {len(checks)} points lie, but for chance, between tau and tau + .75 "
        "tau (1 - tau): a rule of thumb, measured and not proved, which a critic that is wrong in a pattern can leave.",
        panels,
        x=Axis(label="Kendall's tau"),
        y=Axis(label="part of the true step"),
    )
    return LawPicture(law=LAW, figure=figure, checks=tuple(checks), n=n, seed=seed)


def _families(n_answers: int, n: int, seed: int) -> dict[str, list[BandRun]]:
    families: dict[str, list[tuple[float, Noise]]] = {
        "scores shuffled": [(float(m), shuffled(m)) for m in (n_answers // 4, n_answers // 2, 3 * n_answers // 4)],
        "scores redrawn": [(rate, redrawn(rate)) for rate in (0.1, 0.25, 0.5, 0.75)],
        "normal noise": [(deviation, blurred(deviation)) for deviation in (0.25, 0.5, 0.75, 2.0)],
        "ranks displaced (Mallows)": [(dispersion, displaced(dispersion)) for dispersion in (0.2, 0.5, 0.8)],
    }
    return {
        family: [simulate_noise(noise, n_answers, name=f"{family} {at}", n=n, seed=seed) for at, noise in noises]
        for family, noises in families.items()
    }


def _nearest(run: BandRun) -> Comparison:
    """A measurement beside the nearest point of its band."""
    law = min(max(run.measured, run.low), run.high)
    return Comparison(law=law, measured=run.measured, standard_error=run.standard_error, n=run.n)
