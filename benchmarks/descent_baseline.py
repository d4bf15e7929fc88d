"""The gradient-descent baseline, all tasks and prefixes at once, against one linear model after the other.

    python benchmarks/descent_baseline.py

The loop is written as the released code runs it: for every task and every number of examples a linear layer of its
own, its own Adam, and per step a forward pass, a loss that sorts and sums, a backward pass and an update, all on the
tensors of one task. It is timed on a few tasks and extrapolated to as many as the vectorised descent does; both start
from the same weights, and their predictions are compared. Times are CPU seconds of this process on one thread, the
least of a few repetitions; each repetition is in the JSON file.

Then the vectorised descent at all five redraw rates on 4,096 tasks. Takes about a minute.
"""

import argparse
import sys
import time
from collections.abc import Callable
from pathlib import Path

import torch
from torch import Tensor

from redraft.core.version import VERSION
from redraft.theory.aligners.descent import DescentConfig, descend, first_weights, published_steps
from redraft.theory.aligners.heldout import REDRAW_RATES, held_out, with_redrawn
from redraft.theory.aligners.tasks import TaskConfig, Tasks

RESULTS = Path(__file__).resolve().parent / "results"


def loss_of_one(prediction: Tensor, responses: Tensor, rewards: Tensor, reward: str) -> Tensor:
    """The ranking loss of some examples, sorted and summed anew in every step."""
    responses = responses[rewards.argsort(descending=True)]
    if reward == "cosine":
        scores = torch.cosine_similarity(prediction[None], responses, dim=1)
    else:
        scores = -(prediction - responses).square().sum(dim=1)
    weights = scores.exp()
    remaining = weights.flip(0).cumsum(0).flip(0)
    return -(weights / remaining).log().sum()


def descend_one(
    weights: Tensor, query: Tensor, responses: Tensor, rewards: Tensor, *, n_steps: int, reward: str = "cosine"
) -> Tensor:
    """``(d,)`` the prediction of one linear model after its descent on ``(n, d)`` examples; d x d first weights."""
    model = torch.nn.Linear(*weights.shape, bias=False, dtype=weights.dtype)
    with torch.no_grad():
        model.weight.copy_(weights)
    optimizer = torch.optim.Adam(model.parameters(), lr=0.1)
    for _ in range(n_steps if len(responses) > 1 else 0):  # one example ranks nothing; the released code skips it too
        optimizer.zero_grad()
        loss_of_one(model(query), responses, rewards, reward).backward()
        optimizer.step()
    return model(query).detach()


def descend_in_a_loop(tasks: Tasks, *, n_tasks: int, n_steps: int) -> Tensor:
    """``(n_tasks, N, d)`` predictions of the first tasks."""
    weights = first_weights(tasks, 0)
    return torch.stack(
        [
            torch.stack(
                [
                    descend_one(
                        weights[b, n], tasks.query[b], tasks.responses[b, :n], tasks.rewards[b, :n], n_steps=n_steps
                    )
                    for n in range(tasks.rewards.shape[1])
                ]
            )
            for b in range(n_tasks)
        ]
    )


def timed(work: Callable[[], Tensor], n_times: int) -> tuple[Tensor, list[float]]:
    """What the work gives, and the CPU seconds of each repetition."""
    seconds = []
    for _ in range(n_times):
        start = time.process_time()
        result = work()
        seconds.append(time.process_time() - start)
    return result, seconds


def main() -> None:
    """Compare, time, print and keep."""
    from measuring import write_result

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tasks", type=int, default=4096, help="tasks of the vectorised descent at each redraw rate")
    parser.add_argument("--loop-tasks", type=int, default=8, help="tasks of the loop, whose time is extrapolated")
    parser.add_argument("--repetitions", type=int, default=3)
    given = parser.parse_args()
    torch.set_num_threads(1)

    tasks = held_out(TaskConfig(), n_tasks=given.tasks)
    few = Tasks(**{name: getattr(tasks, name)[:256] for name in Tasks.__slots__})
    descend(few, DescentConfig(n_steps=2))  # the first call of a process allocates
    together, few_seconds = timed(lambda: descend(few, DescentConfig()), given.repetitions)
    alone, loop_seconds = timed(lambda: descend_in_a_loop(few, n_tasks=given.loop_tasks, n_steps=50), given.repetitions)
    worst = (together[: given.loop_tasks] - alone).abs().max().item()
    wide = Tasks(**{name: getattr(few, name)[: given.loop_tasks].double() for name in Tasks.__slots__})
    exact = descend_in_a_loop(wide, n_tasks=given.loop_tasks, n_steps=50)
    worst_wide = (descend(wide, DescentConfig()) - exact).abs().max().item()

    loop_of_256 = min(loop_seconds) / given.loop_tasks * 256
    rates = {}
    for rate in REDRAW_RATES:
        wrong = with_redrawn(tasks, rate)
        config = DescentConfig(n_steps=published_steps(rate))
        rates[f"{rate:g}"] = timed(lambda wrong=wrong, config=config: descend(wrong, config), 1)[1][0]  # type: ignore[misc]

    command = (
        f"python benchmarks/descent_baseline.py --tasks {given.tasks} --loop-tasks {given.loop_tasks} "
        f"--repetitions {given.repetitions}"
    )
    seconds_each, largest = min(loop_seconds) / given.loop_tasks, together.abs().max().item()
    lines = [
        command,
        f"redraft {VERSION}; torch {torch.__version__}; CPU seconds of one thread, least of {given.repetitions}",
        "",
        f"50 steps on {tasks.rewards.shape[1]} prefixes of 256 tasks",
        f"  one after the other        {loop_of_256:10.2f} s  ({given.loop_tasks} tasks: {seconds_each:.3f} s each)",
        f"  all at once                {min(few_seconds):10.4f} s",
        f"  ratio                      {loop_of_256 / min(few_seconds):10.0f}",
        f"  largest difference         float32 {worst:.1e}, float64 {worst_wide:.1e}; predictions reach {largest:.1f}",
        "",
        f"all at once, {given.tasks} tasks, steps as in the released code",
        *(f"  redraw rate {rate:>4}  {published_steps(float(rate))} steps  {s:6.2f} s" for rate, s in rates.items()),
        f"  together                    {sum(rates.values()):6.2f} s",
    ]
    text = "\n".join(lines) + "\n"
    sys.stdout.write(text)
    (RESULTS / "descent_baseline.txt").write_text(text)
    write_result(
        "descent_baseline",
        {
            "command": command,
            "redraft": VERSION,
            "torch": torch.__version__,
            "loop_tasks": given.loop_tasks,
            "loop_cpu_s": loop_seconds,
            "vectorised_256_tasks_cpu_s": few_seconds,
            "ratio": loop_of_256 / min(few_seconds),
            "largest_difference_float32": worst,
            "largest_difference_float64": worst_wide,
            "tasks": given.tasks,
            "rates_cpu_s": rates,
        },
    )


if __name__ == "__main__":
    main()
