"""Every rule without training on the held-out tasks: both generators, five redraw rates, errors and ranking regret.

    python benchmarks/baselines.py

Means over 8,192 tasks, the same for all rules, at 2, 3, 5, 10 and 15 examples; the published curves of the released
generator stand beside, each a mean over 256 other tasks. Behind each table: how the published transformer compares with
ignoring the critic, at each number of examples.

"Heavy tail" stands for a mean of squared errors whose standard error is above a twentieth of it: rules that divide by
how far their examples spread have, for few examples, a tail that falls so slowly that the mean says little or does not
exist.

Takes about five minutes of one core. The full curves, n = 0 .. 19, are in results/baselines.json.
"""

import argparse
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import torch

from redraft.core.version import VERSION
from redraft.theory.aligners.baselines import at_rate
from redraft.theory.aligners.heldout import N_HELD_OUT, REDRAW_RATES, held_out, with_redrawn
from redraft.theory.aligners.metrics import FIRST_RANKED, Curve, Mean, curve_of, means_of, ranking_regret
from redraft.theory.aligners.pl_optimum import excess_bounds, pl_optimum
from redraft.theory.aligners.published import curve as published_curve
from redraft.theory.aligners.tasks import Noise, TaskConfig, Tasks

RESULTS = Path(__file__).resolve().parent / "results"
SHOWN = (2, 3, 5, 10, 15)
IGNORING = "mean, critic ignored"


def judged(tasks: Tasks, redraw_rate: float) -> dict[str, Any]:
    """Curve and regret of every rule, and how near the ranking optimum is proved to be."""
    optimum = pl_optimum(tasks)
    rules = {}
    for name, rule in at_rate(redraw_rate).items():
        predictions = optimum if rule is pl_optimum else rule(tasks)
        rules[name] = {"curve": curve_of(predictions, tasks), "regret": ranking_regret(predictions, optimum, tasks)}
    bounds = excess_bounds(optimum, tasks)[:, FIRST_RANKED:]
    proved = means_of(bounds.mean(dim=1, keepdim=True))[0]
    return {"rules": rules, "proved_within_nats": proved, "proved_share": (bounds < 1e-4).double().mean().item()}


def table_of(rate: float, result: dict[str, Any], with_published: bool) -> Iterator[str]:
    """Lines of one redraw rate: a rule in each, then the published curves."""
    numbers = "".join(f"{f'n = {n}':>16}" for n in SHOWN)
    yield f"redraw rate {rate:g}"
    yield f"  {'1 - cosine':27}{numbers}   regret, nats"
    for name, rule in result["rules"].items():
        cells = "".join(f"{_said(rule['curve'].cosine[n]):>16}" for n in SHOWN)
        yield f"  {name:27}{cells}   {rule['regret'].value:6.3f} +-{rule['regret'].error:.3f}"
    if with_published:
        for learner in ("transformer", "gradient descent"):
            points = [published_curve(learner, rate).at(n) for n in SHOWN]
            cells = "".join(f"{_said(Mean(point.cosine, point.error)):>16}" for point in points)
            yield f"  {'published ' + learner:27}{cells}"
    yield f"  {'squared error':27}{numbers}"
    for name, rule in result["rules"].items():
        yield f"  {name:27}" + "".join(f"{_squared(rule['curve'].squared[n]):>16}" for n in SHOWN)
    yield (
        f"  ranking optimum proved within {result['proved_within_nats'].value:.1e} nats on average, "
        f"{100 * result['proved_share']:.2f} % of prefixes within 1e-4"
    )
    yield ""


def comparison(results: dict[float, dict[str, Any]]) -> Iterator[str]:
    """The published transformer minus ignoring the critic, rate by number of examples."""
    shown = (2, 3, 4, 5, 7, 10, 12, 15)
    yield "published transformer minus ignoring the critic, 1 - cosine (* worse beyond 1.96 standard errors)"
    yield f"  {'redraw rate':12}" + "".join(f"{f'n = {n}':>18}" for n in shown)
    for rate, result in results.items():
        gaps = {gap.n_examples: gap for gap in published_curve("transformer", rate).gaps(_ignoring(result).cosine)}
        cells = ""
        for n in shown:
            gap = gaps[n]
            cells += f"{f'{gap.difference:+.3f} +-{gap.error:.3f}' + ('*' if gap.is_worse else ' '):>18}"
        yield f"  {rate:<12g}{cells}"
    yield ""


def _ignoring(result: dict[str, Any]) -> Curve:
    curve: Curve = result["rules"][IGNORING]["curve"]
    return curve


def _said(mean: Mean) -> str:
    return f"{mean.value:.4f} +-{mean.error:.4f}"


def _squared(mean: Mean) -> str:
    return "heavy tail" if mean.error > mean.value / 20 > 1e-4 else f"{mean.value:.2f} +-{mean.error:.2f}"


def main() -> None:
    """Measure, print and keep."""
    from measuring import write_result

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tasks", type=int, default=N_HELD_OUT)
    parser.add_argument("--seed", type=int, default=0, help="of the held-out tasks")
    given = parser.parse_args()
    torch.set_num_threads(1)

    start = time.process_time()
    generators: tuple[Noise, ...] = ("released", "text")
    lines, kept = [], {}
    for noise in generators:
        right = held_out(TaskConfig(noise=noise), n_tasks=given.tasks, seed=given.seed)
        results = {}
        lines.append(f"generator of the {'released code' if noise == 'released' else 'text'}, {given.tasks} tasks\n")
        for rate in REDRAW_RATES:
            results[rate] = judged(with_redrawn(right, rate, seed=given.seed), rate)
            lines += table_of(rate, results[rate], noise == "released")
        if noise == "released":
            lines += comparison(results)
        kept[noise] = {
            f"{rate:g}": {
                "proved_within_nats": result["proved_within_nats"].value,
                "proved_share": result["proved_share"],
                "rules": {name: _kept(rule["curve"], rule["regret"]) for name, rule in result["rules"].items()},
            }
            for rate, result in results.items()
        }
    command = f"python benchmarks/baselines.py --tasks {given.tasks} --seed {given.seed}"
    seconds = time.process_time() - start
    head = [
        command,
        f"redraft {VERSION}; torch {torch.__version__}; {seconds:.0f} s of one core; mean +-standard error",
    ]
    text = "\n".join(line.rstrip() for line in [*head, "", *lines]).rstrip() + "\n"
    sys.stdout.write(text)
    (RESULTS / "baselines.txt").write_text(text)
    write_result("baselines", {"command": command, "redraft": VERSION, "torch": torch.__version__, "generators": kept})


def _kept(curve: Curve, regret: Mean) -> dict[str, Any]:
    def pairs(means: tuple[Mean, ...]) -> list[list[float]]:
        return [[float(f"{number:.5g}") for number in mean] for mean in means]

    return {
        "cosine": pairs(curve.cosine),
        "squared": pairs(curve.squared),
        "ranking": pairs(curve.ranking),
        "regret": pairs((regret,))[0],
    }


if __name__ == "__main__":
    main()
