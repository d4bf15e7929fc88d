"""Four ways in which the published metric, 1 - cosine to the truth, misleads; each measured.

    python benchmarks/metric_traps.py

1. On the released generator the truth can be read off two examples: the error of the fitted line, task by task.
2. The ranking loss does not ask for the truth: the error of its optimum beside that of a rule that copies.
3. An error can be reached before the loss is learnt: packed aligners of the small size, judged every 20 steps.
4. 256 tasks are few: the optimum's mean error on each of the disjoint batches of the held-out tasks.

Trainings are judged on held-out tasks of another seed than the tables of benchmarks/baselines.py. Takes two minutes of
one core.
"""

import argparse
import sys
import time
from pathlib import Path

import torch
from torch import Tensor

from redraft.core.version import VERSION
from redraft.theory.aligners.baselines import copy_best, least_squares
from redraft.theory.aligners.config import TrainingConfig
from redraft.theory.aligners.heldout import N_HELD_OUT, held_out
from redraft.theory.aligners.looking import predict
from redraft.theory.aligners.metrics import cosine_errors, means_of, ranking_regret
from redraft.theory.aligners.pl_optimum import pl_optimum
from redraft.theory.aligners.published import curve
from redraft.theory.aligners.tasks import TaskConfig, Tasks
from redraft.theory.aligners.training import Progress, train
from redraft.theory.figures.metric import GOAL_NATS, Moment, crossing

RESULTS = Path(__file__).resolve().parent / "results"
N_EXAMPLES = 15
BATCH = 256


def moments_of(config: TrainingConfig, tasks: Tasks, optimum: Tensor, every: int) -> list[Moment]:
    """An aligner's error and regret on the tasks, every some steps."""
    moments: list[Moment] = []

    def judge(progress: Progress) -> None:
        if progress.step % every and progress.step != 1:
            return
        predictions = predict(progress.aligner, tasks)
        cosine = means_of(cosine_errors(predictions, tasks))[N_EXAMPLES].value
        moments.append(Moment(progress.step, cosine, ranking_regret(predictions, optimum, tasks).value))

    train(config, on_progress=judge)
    return moments


def _told(moments: list[Moment], published: float) -> str:
    found = crossing(moments, published)
    lowest, last = min(moments, key=lambda one: one.cosine), moments[-1]
    reached = f"step {found.step}, regret {found.regret:.3f}" if found else "none"
    learnt = "never" if found is None or found.learnt_step is None else f"step {found.learnt_step}"
    return (
        f"{reached}; regret {GOAL_NATS:g} or less: {learnt}; lowest error {lowest.cosine:.4f} at step "
        f"{lowest.step} with regret {lowest.regret:.3f}; at the end {last.cosine:.4f} with regret {last.regret:.4f}"
    )


def main() -> None:
    """Measure, print and keep."""
    from measuring import write_result

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tasks", type=int, default=N_HELD_OUT)
    parser.add_argument("--judged-tasks", type=int, default=2048, help="of another seed, for the trainings")
    parser.add_argument("--steps", type=int, default=500)
    parser.add_argument("--seeds", type=int, nargs="+", default=[1, 2, 3])
    given = parser.parse_args()
    torch.set_num_threads(1)
    start = time.process_time()

    tasks = held_out(TaskConfig(), n_tasks=given.tasks)
    line = cosine_errors(least_squares(tasks), tasks)[:, 2:]
    optimum = cosine_errors(pl_optimum(tasks), tasks)
    best = means_of(optimum)
    copied = means_of(cosine_errors(copy_best(tasks), tasks))
    printed = curve("transformer", 0.0).at(N_EXAMPLES)
    batches = optimum[: given.tasks // BATCH * BATCH, N_EXAMPLES].reshape(-1, BATCH).mean(dim=1)
    above = (batches > printed.cosine).double().mean().item()

    judged = held_out(TaskConfig(), n_tasks=given.judged_tasks, seed=1)
    judged_optimum = pl_optimum(judged)
    trainings = {
        f"seed {seed}": moments_of(TrainingConfig(seed=seed, steps=given.steps), judged, judged_optimum, every=20)
        for seed in given.seeds
    }

    seeds = " ".join(map(str, given.seeds))
    command = (
        f"python benchmarks/metric_traps.py --tasks {given.tasks} --judged-tasks {given.judged_tasks} "
        f"--steps {given.steps} --seeds {seeds}"
    )
    lines = [
        command,
        f"redraft {VERSION}; torch {torch.__version__}; {time.process_time() - start:.0f} s of one core",
        "",
        (
            f"1  least squares line, 2 to 19 examples, {given.tasks} tasks: mean error {line.mean().item():.1e}, "
            f"largest {line.max().item():.1e}"
        ),
        (
            f"2  1 - cosine at 2 and {N_EXAMPLES} examples: "
            f"ranking optimum {best[2].value:.4f} +-{best[2].error:.4f} and "
            f"{best[N_EXAMPLES].value:.4f} +-{best[N_EXAMPLES].error:.4f}, copy the best {copied[2].value:.4f} and "
            f"{copied[N_EXAMPLES].value:.4f}"
        ),
        (
            f"3  packed aligners, {given.steps} steps, judged on {given.judged_tasks} tasks: "
            f"first step with an error of {printed.cosine:.4f} or less"
        ),
        *(f"   {name}: {_told(moments, printed.cosine)}" for name, moments in trainings.items()),
        (
            f"4  ranking optimum at {N_EXAMPLES} examples on {len(batches)} batches of {BATCH} tasks: "
            f"{batches.min():.4f} to {batches.max():.4f}, standard deviation {batches.std():.4f}; "
            f"{100 * above:.0f} % lie above the published {printed.cosine:.4f}"
        ),
    ]
    text = "\n".join(lines) + "\n"
    sys.stdout.write(text)
    (RESULTS / "metric_traps.txt").write_text(text)
    write_result(
        "metric_traps",
        {
            "command": command,
            "redraft": VERSION,
            "torch": torch.__version__,
            "line": {"mean": line.mean().item(), "largest": line.max().item()},
            "optimum": [best[2], best[N_EXAMPLES]],
            "copied": [copied[2], copied[N_EXAMPLES]],
            "trainings": trainings,
            "batches": [round(value, 5) for value in batches.tolist()],
        },
    )


if __name__ == "__main__":
    main()
