"""The tasks that everything is judged on: fixed by their config and a seed, and never trained on.

Training draws from generators with addresses of their own, so that no task of a training run is one of these.
"""

import torch

from redraft.core import seed_for
from redraft.errors import Misuse
from redraft.theory.aligners.tasks import TaskConfig, Tasks, draw_tasks, redraw_rewards

N_HELD_OUT = 8192
"""Tasks in the held-out set: a mean cosine error then has a standard error of 0.003 or less."""

REDRAW_RATES = (0.0, 0.25, 0.5, 0.75, 1.0)
"""The rates at which the paper shows its curves."""


def held_out(config: TaskConfig, *, n_tasks: int = N_HELD_OUT, seed: int = 0) -> Tasks:
    """The held-out tasks of a config, with right rewards; the same on every call.

    Args:
        config: which tasks.
        n_tasks: B, 2 or more: one task has no standard error.
        seed: another seed gives another set, for choosing a setting without touching this one.
    """
    if n_tasks < 2:
        raise Misuse(f"`n_tasks` must be 2 or more, got {n_tasks!r}: one task has no standard error")
    address = f"{config.noise} {config.width} {config.n_responses}"
    generator = torch.Generator().manual_seed(seed_for(seed, "held-out tasks", address))
    return draw_tasks(config, n_tasks, generator)


def with_redrawn(tasks: Tasks, redraw_rate: float, *, seed: int = 0) -> Tasks:
    """The tasks with rewards redrawn at a rate; the same on every call.

    All rates share their draws: what is redrawn at one rate is redrawn, to the same number, at every higher one. Curves
    over the rate then differ by the rate alone.

    Args:
        tasks: with right rewards.
        redraw_rate: in [0, 1].
        seed: of the draws.
    """
    generator = torch.Generator(device=tasks.rewards.device).manual_seed(seed_for(seed, "held-out redraws"))
    return redraw_rewards(tasks, redraw_rate, generator)
