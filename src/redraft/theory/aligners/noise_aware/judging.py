"""Aligners beside simple rules, for every redraw rate and number of examples, paired on the same held-out tasks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from redraft.errors import Misuse
from redraft.theory.aligners.baselines import BASELINES
from redraft.theory.aligners.heldout import held_out, with_redrawn
from redraft.theory.aligners.looking import predict
from redraft.theory.aligners.metrics import Mean, cosine_errors, means_of
from redraft.theory.aligners.network import Aligner
from redraft.theory.aligners.tasks import Noise, TaskConfig, Tasks

RATES = (0.0, 0.1, 0.25, 0.5, 0.75, 0.9, 1.0)
"""Redraw rates at which aligners are judged."""

IGNORING = "mean, critic ignored"
"""The rule that no critic can mislead."""

COPYING = "copy the best"

RULES: dict[Noise, tuple[str, ...]] = {
    "released": (IGNORING, "reward-weighted mean", COPYING, "least squares line", "line consensus"),
    "text": (IGNORING, "reward-weighted mean", COPYING, "least squares line", "line consensus", "weighted share"),
}
"""Rules by generator; some know how its responses are made, which makes the best of them hard to beat."""

_TASKS_AT_ONCE = 512  # the consensus looks at every pair of examples: half a GiB for that many tasks


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """Held-out tasks with rewards redrawn at every rate, and how far every rule is off on them.

    Attributes:
        noise: generator of the tasks.
        tasks: by redraw rate.
        errors: by redraw rate and rule, ``(B, N)`` 1 - cosine to the truth.
    """

    noise: Noise
    tasks: Mapping[float, Tasks]
    errors: Mapping[float, Mapping[str, Tensor]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """An aligner at one redraw rate and number of examples; all errors are 1 - cosine, lower is better.

    Attributes:
        rate: the redraw rate.
        n: examples, 1 or more.
        error: of the aligner.
        ignoring: of the mean of the responses.
        copying: of the response with the highest reward.
        best: of the best simple rule in this cell.
        best_rule: its name; chosen on the same tasks, which favours the rule.
        over_ignoring: error of the aligner less that of the mean, paired; below 0 where the aligner is better.
        regret: error of the aligner less that of the best rule, paired.
    """

    rate: float
    n: int
    error: Mean
    ignoring: Mean
    copying: Mean
    best: Mean
    best_rule: str
    over_ignoring: Mean
    regret: Mean


def prepare(
    noise: Noise, *, n_tasks: int, seed: int = 0, rates: Sequence[float] = RATES, width: int = 5, n_responses: int = 20
) -> Ground:
    """The held-out tasks, with all rules applied to them.

    Args:
        noise: which generator.
        n_tasks: B, 2 or more.
        seed: of the held-out tasks; one other than 0 for choosing a recipe.
        rates: redraw rates, each in [0, 1].
        width: d.
        n_responses: N; 1 .. N - 1 examples are judged.
    """
    right = held_out(TaskConfig(noise=noise, width=width, n_responses=n_responses), n_tasks=n_tasks, seed=seed)
    tasks = {rate: with_redrawn(right, rate, seed=seed) for rate in rates}
    errors = {
        rate: {
            rule: torch.cat([cosine_errors(BASELINES[rule](part), part) for part in _parts(redrawn)])
            for rule in RULES[noise]
        }
        for rate, redrawn in tasks.items()
    }
    return Ground(noise=noise, tasks=tasks, errors=errors)


def judge(aligner: Aligner, ground: Ground) -> tuple[Cell, ...]:
    """The aligner in every cell, by rate and then by number of examples.

    Args:
        aligner: told the redraw rate if it has an extra input.
        ground: from `prepare`, with tasks of the shape for which the aligner was made.

    Raises:
        Misuse: when the aligner was made for another generator or wants to be told more than a rate.
    """
    if aligner.tasks.noise != ground.noise:
        raise Misuse(
            f"the aligner was trained on {aligner.tasks.noise!r} tasks and these are {ground.noise!r}; "
            "prepare the ground of its own generator"
        )
    if aligner.config.n_extra_inputs > 1:
        raise Misuse(f"an aligner can be told a rate and no more, got n_extra_inputs={aligner.config.n_extra_inputs!r}")
    cells: list[Cell] = []
    for rate, tasks in ground.tasks.items():
        told = torch.full((len(tasks), 1), rate) if aligner.config.n_extra_inputs else None
        cells += _cells_at(rate, cosine_errors(predict(aligner, tasks, told), tasks), ground.errors[rate])
    return tuple(cells)


def _cells_at(rate: float, errors: Tensor, rules: Mapping[str, Tensor]) -> list[Cell]:
    means = {rule: means_of(of_rule) for rule, of_rule in rules.items()}
    over = {rule: means_of(errors - of_rule) for rule, of_rule in rules.items()}
    cells = []
    for n, error in enumerate(means_of(errors)):
        if n == 0:
            continue  # nothing is known of the truth: every rule predicts zeros, an error of 1
        best = min(rules, key=lambda rule: means[rule][n].value)
        cells.append(
            Cell(
                rate=rate,
                n=n,
                error=error,
                ignoring=means[IGNORING][n],
                copying=means[COPYING][n],
                best=means[best][n],
                best_rule=best,
                over_ignoring=over[IGNORING][n],
                regret=over[best][n],
            )
        )
    return cells


def _parts(tasks: Tasks) -> list[Tasks]:
    return [
        Tasks(**{name: getattr(tasks, name)[start : start + _TASKS_AT_ONCE] for name in Tasks.__slots__})
        for start in range(0, len(tasks), _TASKS_AT_ONCE)
    ]
