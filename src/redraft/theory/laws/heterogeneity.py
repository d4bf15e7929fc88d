"""Prompts that are not alike: one round helps where many do harm."""

from collections.abc import Mapping, Sequence

from redraft.report.curves import curves
from redraft.report.figures import Figure
from redraft.report.panels import Axis, Level, Line, Panel
from redraft.theory.laws.picture import Check, LawPicture, OnProgress, Size, by_law, by_simulation
from redraft.theory.laws.rounds import GATINGS
from redraft.trust.laws import VerdictRates, after_rounds, after_rounds_of, beta_prompts, limit_of, round_rates
from redraft.trust.simulations import Setting, simulate_mixed_prompts, simulate_rounds

LAW = "heterogeneous prompts"
N_DRAFTS: dict[Size, int] = {"small": 20_000, "full": 200_000}
SETTING = Setting(accuracy=0.6, sensitivity=0.7, specificity=0.8, repair_rate=0.4, break_rate=0.5)
ALIKE = "all prompts alike"
CONCENTRATIONS = {2.0: "rates spread evenly", 0.5: "rates near 0 or 1"}
N_ROUNDS = 10


def figures_of(size: Size, seed: int, on_progress: OnProgress) -> list[LawPicture]:
    """Accuracy over rounds for prompts that are alike, differ, and differ much, with the same mean rates.

    Args:
        size: how much is simulated.
        seed: fixes it.
        on_progress: told what comes next.

    Raises:
        MissingExtra: without matplotlib or scipy.
    """
    n = N_DRAFTS[size]
    verdicts = VerdictRates.judging_all(sensitivity=SETTING.sensitivity, specificity=SETTING.specificity)
    rates = {"repair_rate": SETTING.repair_rate, "break_rate": SETTING.break_rate}
    panels: list[Panel] = []
    checks: list[Check] = []
    ends: dict[tuple[str, str], list[float]] = {}
    for gating, title in GATINGS.items():
        on_progress(f"heterogeneous prompts: {title}")
        alike = round_rates(verdicts, gating=gating, **rates)
        runs = list(enumerate(simulate_rounds(SETTING, n_rounds=N_ROUNDS, n=n, seed=seed, gating=gating)))
        name = ALIKE
        law = [(i, after_rounds(SETTING.accuracy, alike, n_rounds=i)) for i in range(N_ROUNDS + 1)]
        ends[title, name] = [100 * y for _, y in law]
        lines: list[Line] = [by_law(name, law), by_simulation(name, runs)]
        checks += [Check(case=f"{name}, {title}, round {i}", run=run) for i, run in runs]
        for concentration, name in CONCENTRATIONS.items():
            prompts = beta_prompts(concentration=concentration, **rates)
            runs = list(
                enumerate(
                    simulate_mixed_prompts(
                        SETTING, concentration=concentration, n_rounds=N_ROUNDS, n=n, seed=seed, gating=gating
                    )
                )
            )
            law = [
                (i, after_rounds_of(SETTING.accuracy, verdicts, prompts, n_rounds=i, gating=gating))
                for i in range(N_ROUNDS + 1)
            ]
            lines += [by_law(name, law), by_simulation(name, runs)]
            checks += [Check(case=f"{name}, {title}, round {i}", run=run) for i, run in runs]
            ends[title, name] = [100 * y for _, y in law]
        panels.append(
            Panel(
                title=title, lines=lines, levels=[Level(at=SETTING.accuracy, name="without correction", side="below")]
            )
        )
    figure = _figure(panels, ends, limit_of(SETTING.accuracy, verdicts, beta_prompts(concentration=0.5, **rates)))
    return [LawPicture(law=LAW, figure=figure, checks=tuple(checks), n=n, seed=seed)]


def _figure(panels: list[Panel], ends: Mapping[tuple[str, str], Sequence[float]], limit: float) -> Figure:
    """The figure; `ends` are accuracies in percent by gating and kind of prompts, over rounds, as the law has them."""
    alike, differing = (ends[GATINGS["none"], name] for name in (ALIKE, CONCENTRATIONS[0.5]))
    gated = min(way[-1] for (title, _), way in ends.items() if title == GATINGS["check_after_fix"])
    return curves(
        "law_heterogeneous",
        "One round helps, many do harm",
        f"Accuracy over {N_ROUNDS} rounds from {100 * SETTING.accuracy:.0f} %, for three kinds of prompts with the "
        f"same mean rates. By the law it ends at {alike[-1]:.0f} % where all are alike. Where each prompt keeps a rate "
        f"near 0 or 1 it is {differing[1]:.0f} % after one round, {differing[-1]:.0f} % after {N_ROUNDS}, and tends to "
        f"{100 * limit:.0f} %. With check after fix the lowest of the three ends at {gated:.0f} %.",
        panels,
        x=Axis(label="rounds"),
        y=Axis(label="accuracy", percent=True),
    )
