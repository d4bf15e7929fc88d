"""How fast small aligners learn the released task: steps and processor seconds to the paper's printed figures.

    python benchmarks/aligners.py --work FOLDER

Three trainings (seeds 1, 2, 3) of each recipe, every one judged once, at its last step, on the same 8,192 held-out
tasks, which nothing was chosen on. What is asked of a run:

* T2: 1 - cosine at 2 and at 15 examples no larger than the paper's transformer (0.519 and 0.297, one batch of 256
  tasks), both shifted by how much the least-loss predictions of this set differ from those of many tasks (0.3790 and
  0.2917, 49,152 tasks); and a ranking regret of 0.05 nats or less, without which an untaught model can pass the first
  two: they are passed early, left again, and reached again. Packed within 350 steps, interleaved within 600 (here 500).
  The packed recipe with 64 tasks in a step was added after the one with 32 had been judged and had missed the limit at
  15 examples with two seeds of three; it was chosen on other seeds and other tasks.
* Regret of 0.008 nats or less after 1,000 packed steps.

When a run first meets T2 is looked up every 20 steps on 1,024 tasks of another seed; no verdict hangs on it. Seconds
are processor seconds of one thread, without judging; no library is preloaded. A work folder keeps the runs, so that the
command goes on where it was stopped. Takes about five minutes of one core.
"""

import argparse
import json
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import torch

from redraft.core.version import VERSION
from redraft.theory.aligners.config import TrainingConfig, as_dict, small
from redraft.theory.aligners.heldout import held_out
from redraft.theory.aligners.looking import predict
from redraft.theory.aligners.metrics import cosine_errors, curve_of, means_of, ranking_regret
from redraft.theory.aligners.pl_optimum import pl_optimum
from redraft.theory.aligners.tasks import Tasks
from redraft.theory.aligners.training import Progress, train

RESULTS = Path(__file__).resolve().parent / "results"
SEEDS = (1, 2, 3)
LOOK_EVERY, N_LOOKED, LOOK_SEED = 20, 1024, 7
PRINTED = {2: 0.519, 15: 0.297}
LEAST_LOSS = {2: 0.3790, 15: 0.2917}
T2_REGRET = 0.05
ASKED_S = {"packed": 5, "interleaved": 25}
"""Processor seconds to the first T2 that were aimed at, from trials on a quiet machine."""
RECIPES: dict[str, TrainingConfig] = {
    "packed, 350 steps": small(steps=350),
    "packed, 350 of 64 tasks": small(steps=350, batch=64),
    "packed, 1,000 steps": small(steps=1000),
    "interleaved, 500 steps": small("interleaved"),
}


@dataclass(frozen=True, kw_only=True)
class Judges:
    """A set of tasks with what its verdicts need.

    Attributes:
        tasks: right rewards.
        optimum: their least-loss predictions.
        limits: by number of examples, the largest 1 - cosine that meets T2.
    """

    tasks: Tasks
    optimum: torch.Tensor
    limits: dict[int, float]

    @classmethod
    def of(cls, tasks: Tasks) -> "Judges":
        """Find the optimum and shift the printed figures to this set."""
        optimum = pl_optimum(tasks)
        floor = means_of(cosine_errors(optimum, tasks))
        limits = {n: printed + floor[n].value - LEAST_LOSS[n] for n, printed in PRINTED.items()}
        return cls(tasks=tasks, optimum=optimum, limits=limits)

    def verdict(self, predictions: torch.Tensor) -> dict[str, Any]:
        """Cosine errors and regret with their standard errors, and whether T2 is met."""
        errors = means_of(cosine_errors(predictions, self.tasks))
        regret = ranking_regret(predictions, self.optimum, self.tasks)
        met = all(errors[n].value <= limit for n, limit in self.limits.items()) and regret.value <= T2_REGRET
        return {"cosine": {str(n): errors[n] for n in (2, 3, 5, 10, 15)}, "regret": regret, "meets_t2": met}


def run(config: TrainingConfig, folder: Path, judges: Judges, lookout: Judges) -> dict[str, Any]:
    """Train once, look on the way, judge at the end."""
    seen = folder / "first_t2.json"
    first: dict[str, float] | None = json.loads(seen.read_text()) if seen.exists() else None

    def look(progress: Progress) -> None:
        nonlocal first
        if first is not None or progress.step % LOOK_EVERY:
            return
        if lookout.verdict(predict(progress.aligner, lookout.tasks))["meets_t2"]:
            first = {"step": progress.step, "cpu_s": progress.cpu_s}
            seen.write_text(json.dumps(first))

    trained = train(config, folder, on_progress=look)
    predictions = predict(trained.aligner, judges.tasks)
    return {
        "seed": config.seed,
        "cpu_s": trained.cpu_s,
        "ms_per_step": 1000 * trained.cpu_s / config.steps,
        "first_t2": first,
        **judges.verdict(predictions),
        "curve": asdict(curve_of(predictions, judges.tasks)),
    }


def lines_of(result: dict[str, Any]) -> list[str]:
    """The table and the verdicts."""
    two, fifteen = result["limits"]["2"], result["limits"]["15"]
    lines = [
        f"{result['n_tasks']:,} held-out tasks; T2: 1-cos {two:.4f} at n=2, {fifteen:.4f} at n=15, regret {T2_REGRET}",
        "",
        f"{'recipe':23} seed   1-cos n=2         1-cos n=15        regret (nats)      cpu-s   ms/step  first T2",
    ]
    for name, runs in result["runs"].items():
        for one in runs:
            (early, early_se), (late, late_se) = one["cosine"]["2"], one["cosine"]["15"]
            regret, regret_se = one["regret"]
            first = one["first_t2"]
            when = "none" if first is None else f"step {first['step']:.0f}, {first['cpu_s']:.1f} s"
            lines.append(
                f"{name:23} {one['seed']:4}   {early:.4f} ± {early_se:.4f}   {late:.4f} ± {late_se:.4f}   "
                f"{regret:.4f} ± {regret_se:.4f}   {one['cpu_s']:6.1f}   {one['ms_per_step']:5.1f}   {when}"
            )
    met = {name: sum(one["meets_t2"] for one in runs) for name, runs in result["runs"].items()}
    lines += ["", *(_t2_line(name, n, result["runs"][name]) for name, n in met.items())]
    long = result["runs"].get("packed, 1,000 steps", [])
    if long:
        n_low = sum(one["regret"][0] <= 0.008 for one in long)
        lines.append(f"regret of 0.008 or less after 1,000 packed steps: {n_low} of {len(long)}")
    return lines


def _t2_line(name: str, n_met: int, runs: list[dict[str, Any]]) -> str:
    asked_s = ASKED_S["interleaved" if name.startswith("interleaved") else "packed"]
    firsts = [one["first_t2"]["cpu_s"] for one in runs if one["first_t2"] is not None]
    seconds = f"{min(firsts):.1f} to {max(firsts):.1f}" if firsts else "no"
    verdict = "met" if len(firsts) == len(runs) and max(firsts) <= asked_s else "missed"
    return (
        f"T2 met at the last step by {n_met} of {len(runs)}: {name}; first met by {len(firsts)}, "
        f"after {seconds} processor seconds (asked: about {asked_s}, {verdict})"
    )


def measure(work: Path, tell: Callable[[str], None]) -> dict[str, Any]:
    """All runs of all recipes."""
    tell("optimum of the held-out tasks")
    tasks = small().tasks
    judges = Judges.of(held_out(tasks))
    lookout = Judges.of(held_out(tasks, n_tasks=N_LOOKED, seed=LOOK_SEED))
    runs: dict[str, list[dict[str, Any]]] = {}
    for name, recipe in RECIPES.items():
        for seed in SEEDS:
            tell(f"{name}, seed {seed}")
            folder = work / f"{name.replace(',', '').replace(' ', '-')}-seed{seed}"
            runs.setdefault(name, []).append(run(replace(recipe, seed=seed), folder, judges, lookout))
    return {
        "command": "python benchmarks/aligners.py --work FOLDER",
        "redraft": VERSION,
        "torch": torch.__version__,
        "n_threads": torch.get_num_threads(),
        "n_tasks": len(judges.tasks),
        "limits": {str(n): limit for n, limit in judges.limits.items()},
        "recipes": {name: as_dict(recipe) for name, recipe in RECIPES.items()},
        "runs": runs,
    }


def main() -> None:
    """Run, print and keep."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--work", type=Path, required=True, help="where runs are kept")
    parser.add_argument("--keep", action="store_true", help="write results/aligners.json and .txt")
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    begun_s = time.process_time()
    result = measure(
        arguments.work, lambda line: print(f"{time.process_time() - begun_s:6.0f} s  {line}", file=sys.stderr)
    )
    text = "\n".join(lines_of(result)) + "\n"
    print(text, end="")
    if arguments.keep:
        (RESULTS / "aligners.json").write_text(json.dumps(result, indent=1) + "\n")
        (RESULTS / "aligners.txt").write_text(text)


if __name__ == "__main__":
    main()
