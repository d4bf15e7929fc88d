"""Rounds as a Markov chain: accuracy over rounds, the fixed point, and where correcting helps or does harm."""

import numpy as np

from redraft.core import seed_for
from redraft.report.curves import curves
from redraft.report.figures import Figure
from redraft.report.heat_maps import HeatMap, Place, heat_maps
from redraft.report.panels import Axis, Level, Line, Panel
from redraft.report.plots import Point
from redraft.theory.laws.picture import Check, LawPicture, OnProgress, Size, by_law, by_simulation
from redraft.trust.laws import (
    Gating,
    RoundRates,
    VerdictRates,
    after_rounds,
    break_even,
    diagnostic_odds_ratio,
    gain,
    gated_rates,
    likelihood_ratio,
    round_rates,
)
from redraft.trust.simulations import Setting, simulate_one_round, simulate_rounds

LAW = "rounds"
N_DRAFTS: dict[Size, int] = {"small": 20_000, "full": 200_000}
N_SETTINGS: dict[Size, int] = {"small": 40, "full": 120}
N_ROUNDS = 6
GATINGS: dict[Gating, str] = {"none": "every redraft replaces the draft", "check_after_fix": "check after fix"}
CRITICS = {"strong critic (90 %, 95 %)": (0.9, 0.95), "fair critic (70 %, 80 %)": (0.7, 0.8),
           "weak critic (50 %, 60 %)": (0.5, 0.6)}  # fmt: skip
STARTS = (0.3, 0.5, 0.7, 0.9)
QUALITIES = (0.5, 0.6, 0.7, 0.8, 0.9, 0.95)
ACCURACIES = (0.6, 0.8, 0.9)


def figures_of(size: Size, seed: int, on_progress: OnProgress) -> list[LawPicture]:
    """Accuracy over rounds, where rounds lead, and when one helps.

    Args:
        size: how much is simulated.
        seed: fixes it.
        on_progress: told what comes next.

    Raises:
        MissingExtra: without matplotlib.
    """
    n = N_DRAFTS[size]
    return [
        _over_rounds(n, seed, on_progress),
        _fixed_point(n, seed, on_progress),
        _where_it_helps(n, seed, on_progress),
        _odds(N_SETTINGS[size], n, seed, on_progress),
        _shared_errors(n, seed, on_progress),
    ]


def _over_rounds(n: int, seed: int, on_progress: OnProgress) -> LawPicture:
    on_progress("rounds: accuracy over rounds")
    panels: list[Panel] = []
    checks: list[Check] = []
    ends: list[str] = []
    for gating, title in GATINGS.items():
        lines: list[Line] = []
        for name, (s, t) in CRITICS.items():
            setting = _setting(0.7, s, t)
            runs = simulate_rounds(setting, n_rounds=N_ROUNDS, n=n, seed=seed, gating=gating)
            lines += [
                by_law(name, [(i, _after(setting, i, gating)) for i in range(N_ROUNDS + 1)]),
                by_simulation(name, [(float(i), run) for i, run in enumerate(runs)]),
            ]
            checks += [Check(case=f"{name}, {title}, round {i}", run=run) for i, run in enumerate(runs)]
            ends.append(f"{name.split(' (')[0]} {100 * _after(setting, N_ROUNDS, gating):.0f} %")
        panels.append(Panel(title=title, lines=lines, levels=[Level(at=0.7, name="without correction")]))
    figure = curves(
        "law_rounds",
        "Accuracy over rounds of correction",
        f"Two panels over rounds 0 to {N_ROUNDS}, from drafts that are right 70 % of the time. After {N_ROUNDS} rounds "
        f"without a gate: {', '.join(ends[:3])}. With check after fix: {', '.join(ends[3:])}. Lines are the law, "
        "points are simulated drafts.",
        panels,
        x=Axis(label="rounds"),
        y=Axis(label="accuracy", percent=True),
    )
    return LawPicture(law=LAW, figure=figure, checks=tuple(checks), n=n, seed=seed)


def _fixed_point(n: int, seed: int, on_progress: OnProgress) -> LawPicture:
    on_progress("rounds: the fixed point")
    s, t = CRITICS["fair critic (70 %, 80 %)"]
    verdicts = VerdictRates.judging_all(sensitivity=s, specificity=t)
    end = break_even(round_rates(verdicts, repair_rate=0.4, break_rate=0.4))
    assert end is not None
    lines: list[Line] = []
    checks: list[Check] = []
    for accuracy in STARTS:
        name, setting = f"drafts right {100 * accuracy:.0f} %", _setting(accuracy, s, t)
        runs = simulate_rounds(setting, n_rounds=12, n=n, seed=seed)
        lines += [
            by_law(name, [(i, _after(setting, i, "none")) for i in range(13)]),
            by_simulation(name, [(float(i), run) for i, run in enumerate(runs)]),
        ]
        checks += [Check(case=f"{name}, round {i}", run=run) for i, run in enumerate(runs)]
    figure = curves(
        "law_fixed_point",
        "Where rounds lead",
        "Drafts that are right 30, 50, 70 and 90 % of the time under the same critic, over 12 rounds. By the law all "
        f"of them come to {100 * end:.0f} %: what begins below rises, what begins above is harmed.",
        [Panel(lines=lines, levels=[Level(at=end, name=f"fixed point {100 * end:.0f} %", end="left")])],
        x=Axis(label="rounds"),
        y=Axis(label="accuracy", percent=True),
        naming="legend",
    )
    return LawPicture(law=LAW, figure=figure, checks=tuple(checks), n=n, seed=seed)


def _where_it_helps(n: int, seed: int, on_progress: OnProgress) -> LawPicture:
    panels: list[HeatMap] = []
    checks: list[Check] = []
    framed: list[int] = []
    names = [f"{100 * quality:.0f} %" for quality in QUALITIES]
    for accuracy in ACCURACIES:
        on_progress(f"rounds: every critic on drafts that are right {100 * accuracy:.0f} %")
        values: list[list[float | None]] = []
        helped: list[Place] = []
        for row, s in enumerate(QUALITIES[::-1]):
            runs = [simulate_one_round(_setting(accuracy, s, t), n=n, seed=seed) for t in QUALITIES]
            values.append([100 * run.measured for run in runs])
            helped += [Place(row, column) for column, run in enumerate(runs) if run.law > 1e-9]
            checks += [
                Check(case=f"accuracy {accuracy:g}, finds {s:g}, leaves alone {t:g}", run=run)
                for t, run in zip(QUALITIES, runs, strict=True)
            ]
        framed.append(len(helped))
        panels.append(
            HeatMap(
                title=f"drafts right {100 * accuracy:.0f} %", values=values, row_names=names[::-1], column_names=names,
                outlined=helped,
            )
        )  # fmt: skip
    figure = heat_maps(
        "law_where_it_helps",
        "Which critics help which drafts",
        "Simulated gain of one round without a gate, for critics by how many wrong drafts they find and how many "
        "right ones they leave alone, on drafts that are right 60, 80 and 90 % of the time. Framed where the law says "
        f"that it helps: {', '.join(f'{n_framed}' for n_framed in framed)} of {len(QUALITIES) ** 2} critics, from left "
        "to right.",
        panels,
        row_label="wrong drafts found",
        column_label="right drafts left alone",
        value_label="gain of one round in percentage points; framed: the law says it helps",
        scale="diverging",
        number_format="+z.0f",
    )
    return LawPicture(law=LAW, figure=figure, checks=tuple(checks), n=n, seed=seed)


def _odds(n_settings: int, n: int, seed: int, on_progress: OnProgress) -> LawPicture:
    checks: list[Check] = []
    panels: list[Panel] = []
    for gating, title in GATINGS.items():
        on_progress(f"rounds: settings at random, {title}")
        rng = np.random.default_rng(seed_for(seed, "settings", gating))
        outcomes: dict[str, list[Point]] = {"gained, simulated": [], "lost, simulated": []}
        for _ in range(n_settings):
            a, s, t, f, b = (float(x) for x in rng.uniform([0.2, 0.3, 0.5, 0.1, 0.1], [0.95, 0.95, 0.97, 0.9, 0.9]))
            setting = Setting(accuracy=a, sensitivity=s, specificity=t, repair_rate=f, break_rate=b)
            run = simulate_one_round(setting, n=n, seed=seed, gating=gating)
            checks.append(Check(case=f"setting with odds {a / (1 - a):.2f}, {title}", run=run))
            verdicts = VerdictRates.judging_all(sensitivity=s, specificity=t)
            ratio = likelihood_ratio(verdicts) if gating == "none" else diagnostic_odds_ratio(verdicts)
            if ratio is not None and abs(run.measured) > 2 * run.standard_error:
                outcome = "gained, simulated" if run.measured > 0 else "lost, simulated"
                outcomes[outcome].append(Point(ratio * f / b, a / (1 - a)))
        low, high = 0.15, 60.0
        border = Line(name="the law's border", points=[Point(low, low), Point(high, high)], drawn="line", kind="law")
        points = [
            Line(name=name, points=sorted(found), drawn="marks", kind="simulated") for name, found in outcomes.items()
            if found
        ]  # fmt: skip
        panels.append(Panel(title=title, lines=[*points, border]))
    return LawPicture(law=LAW, figure=_odds_figure(panels, n_settings), checks=tuple(checks), n=n, seed=seed)


def _odds_figure(panels: list[Panel], n_settings: int) -> Figure:
    return curves(
        "law_odds",
        "One line divides all settings",
        f"{n_settings} random settings of critic, model and drafts in each panel, each a simulated round: odds of the "
        "drafts to be right against the critic's strength times how much more redrafts repair than break. By the law a "
        "round gains below the diagonal and loses above it; with check after fix the strength is the diagnostic odds "
        "ratio.",
        panels,
        x=Axis(label="strength of the critic x repairs per break", log=True, ends=(0.12, 700.0)),
        y=Axis(label="odds of the drafts", log=True, ends=(0.15, 30.0)),
        naming="legend",
    )


def _shared_errors(n: int, seed: int, on_progress: OnProgress) -> LawPicture:
    on_progress("rounds: a gate whose critic errs twice")
    fine, shares = [i / 20 for i in range(21)], (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)
    told: list[str] = []
    lines: list[Line] = []
    checks: list[Check] = []
    for critic, (s, t) in CRITICS.items():
        name, setting = critic.split(" (")[0], _setting(0.7, s, t)
        runs = [
            (k, simulate_one_round(setting, n=n, seed=seed, gating="check_after_fix", shared_errors=k)) for k in shares
        ]
        lines += [by_law(name, [(k, gain(0.7, _gated(setting, k))) for k in fine]), by_simulation(name, runs)]
        checks += [Check(case=f"{name}, {100 * k:.0f} % shared", run=run) for k, run in runs]
        gains = [f"{100 * gain(0.7, _gated(setting, k)):+.1f}" for k in (0.0, 0.5, 1.0)]
        told.append(f"{', '.join(gains)} points for the {name}")
    figure = curves(
        "law_shared_errors",
        "A gate protects less when its critic errs twice",
        "What one round with check after fix gains for drafts that are right 70 % of the time, over the share of "
        "prompts on which the critic errs on the redraft exactly if it erred on the draft. By the law, with 0, 50 and "
        f"100 % of them shared: {'; '.join(told)}.",
        [Panel(lines=lines, levels=[Level(at=0.0, name="no correction")])],
        x=Axis(label="prompts on which both errors go together", percent=True),
        y=Axis(label="gain in accuracy", percent=True),
    )
    return LawPicture(law=LAW, figure=figure, checks=tuple(checks), n=n, seed=seed)


def _gated(setting: Setting, shared_errors: float) -> RoundRates:
    return gated_rates(
        sensitivity=setting.sensitivity,
        specificity=setting.specificity,
        repair_rate=setting.repair_rate,
        break_rate=setting.break_rate,
        shared_errors=shared_errors,
    )


def _setting(accuracy: float, sensitivity: float, specificity: float) -> Setting:
    """A model that repairs 40 % of the wrong drafts it writes again, and breaks 40 % of the right ones."""
    return Setting(accuracy=accuracy, sensitivity=sensitivity, specificity=specificity, repair_rate=0.4, break_rate=0.4)


def _after(setting: Setting, n_rounds: int, gating: Gating) -> float:
    verdicts = VerdictRates.judging_all(sensitivity=setting.sensitivity, specificity=setting.specificity)
    rates = round_rates(verdicts, repair_rate=setting.repair_rate, break_rate=setting.break_rate, gating=gating)
    return after_rounds(setting.accuracy, rates, n_rounds=n_rounds)
