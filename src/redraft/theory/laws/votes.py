"""Several votes of one critic: how soon they saturate, and why a majority is the wrong threshold."""

from redraft.report.curves import curves
from redraft.report.panels import Axis, Level, Line, Panel
from redraft.theory.laws.picture import Check, LawPicture, OnProgress, Size, by_law, by_simulation
from redraft.trust.laws import best_threshold, flag_ratio, majority, saturated_ratio, vote_counts, voting_gain
from redraft.trust.simulations import Setting, simulate_flag_ratio, simulate_voting

LAW = "votes"
N_DRAFTS: dict[Size, int] = {"small": 20_000, "full": 200_000}
SENSITIVITY, SPECIFICITY = 0.7, 0.8
CORRELATIONS = (0.0, 0.1, 0.3, 0.6)
VOTES = tuple(range(1, 53, 2))
SIMULATED_VOTES = (1, 3, 5, 9, 15, 25, 51)
FEWEST_FLAGS = 100
"""Right drafts that have to be flagged in a simulation for its ratio to mean something."""
HARMFUL = Setting(accuracy=0.8, sensitivity=0.6, specificity=0.7, repair_rate=0.3, break_rate=0.6)
MOST_VOTES = 15


def figures_of(size: Size, seed: int, on_progress: OnProgress) -> list[LawPicture]:
    """Saturation by correlation, and thresholds.

    Args:
        size: how much is simulated.
        seed: fixes it.
        on_progress: told what comes next.

    Raises:
        MissingExtra: without matplotlib or scipy.
    """
    return [_saturation(N_DRAFTS[size], seed, on_progress), _thresholds(N_DRAFTS[size], seed, on_progress)]


def _saturation(n: int, seed: int, on_progress: OnProgress) -> LawPicture:
    lines: list[Line] = []
    levels: list[Level] = []
    checks: list[Check] = []
    for rho in CORRELATIONS:
        on_progress(f"votes: correlation {rho:g}")
        name = "independent votes" if rho == 0 else f"correlation {rho:g}"
        law = [(float(k), _strength(k, rho)) for k in VOTES]
        lines.append(by_law(name, law))
        runs = [
            (
                float(k),
                simulate_flag_ratio(
                    sensitivity=SENSITIVITY, specificity=SPECIFICITY, n_votes=k, correlation=rho, n=n, seed=seed
                ),
            )
            for k in SIMULATED_VOTES
            if n * vote_counts(k, 1 - SPECIFICITY, correlation=rho)[majority(k) :].sum() >= FEWEST_FLAGS
        ]
        lines.append(by_simulation(name, runs))
        checks += [Check(case=f"{name}, {k:g} votes", run=run) for k, run in runs]
        if rho:
            limit = saturated_ratio(sensitivity=SENSITIVITY, specificity=SPECIFICITY, correlation=rho)
            levels += [] if limit is None else [Level(at=limit)]
    ends = {rho: _strength(51, rho) for rho in CORRELATIONS}
    figure = curves(
        "law_votes_saturation",
        "Votes of one mind saturate",
        "How many times more often a majority flags a wrong draft than a right one, over the number of votes. With "
        f"independent votes it grows without end ({ends[0.0]:,.0f} at 51 votes); with correlation .1 it is "
        f"{ends[0.1]:.0f} there, with .3 {ends[0.3]:.1f} and with .6 {ends[0.6]:.1f}; dotted lines are the limits.",
        [Panel(lines=lines, levels=levels)],
        x=Axis(label="votes"),
        y=Axis(label="strength of a flag", log=True, ends=(3.0, 1000.0)),
        naming="legend",
    )
    return LawPicture(law=LAW, figure=figure, checks=tuple(checks), n=n, seed=seed)


def _strength(n_votes: int, correlation: float) -> float:
    """How many times more often a majority flags a wrong draft than a right one."""
    ratio = flag_ratio(n_votes, sensitivity=SENSITIVITY, specificity=SPECIFICITY, correlation=correlation)
    assert ratio is not None  # a specificity below 1 leaves right drafts that are flagged
    return ratio


def _thresholds(n: int, seed: int, on_progress: OnProgress) -> LawPicture:
    on_progress("votes: majority against the best threshold")
    critic = {"sensitivity": HARMFUL.sensitivity, "specificity": HARMFUL.specificity}
    model = {"repair_rate": HARMFUL.repair_rate, "break_rate": HARMFUL.break_rate}
    ways: dict[str, dict[int, int]] = {"majority": {}, "best threshold": {}}
    for k in range(1, MOST_VOTES + 1):
        ways["majority"][k] = majority(k)
        ways["best threshold"][k] = best_threshold(HARMFUL.accuracy, n_votes=k, **critic, **model).threshold
    lines: list[Line] = []
    checks: list[Check] = []
    gains: dict[str, dict[float, float]] = {}
    for name, thresholds in ways.items():
        law = [
            (float(k), voting_gain(HARMFUL.accuracy, n_votes=k, threshold=h, **critic, **model))
            for k, h in thresholds.items()
        ]
        runs = [
            (float(k), simulate_voting(HARMFUL, n_votes=k, threshold=h, n=n, seed=seed)) for k, h in thresholds.items()
        ]
        lines += [by_law(name, law), by_simulation(name, runs)]
        checks += [Check(case=f"{name}, {k:g} votes", run=run) for k, run in runs]
        gains[name] = {k: 100 * gain for k, gain in law}
    majorities, bests = gains["majority"], gains["best threshold"]
    figure = curves(
        "law_votes_threshold",
        "A majority is the wrong threshold for good drafts",
        "Gain of one round over the number of votes, for drafts that are right 80 % of the time, a weak critic and "
        "redrafts that break more than they repair. By the law a majority gains "
        f"{min(majorities.values()):+.1f} points at the worst and {majorities[5]:+.1f} with 5 votes; the best "
        f"threshold, which may be never, {min(bests.values()):+.1f} at the worst and {bests[MOST_VOTES]:+.1f} with "
        f"{MOST_VOTES} votes.",
        [Panel(lines=lines, levels=[Level(at=0.0, name="no correction")])],
        x=Axis(label="votes"),
        y=Axis(label="gain in accuracy", percent=True),
    )
    return LawPicture(law=LAW, figure=figure, checks=tuple(checks), n=n, seed=seed)
