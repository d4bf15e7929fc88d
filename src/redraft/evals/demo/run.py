"""The whole demo as one function."""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from redraft.core import NOTHING, Model
from redraft.evals.demo.arms import Arm, World, arms_of, samples_of
from redraft.evals.demo.play import Played, Progress, play
from redraft.evals.demo.result import DemoResult, world_result

WORLDS: tuple[World, ...] = ("count", "pref")

N_PROBLEMS: Mapping[World, int] = {"count": 600, "pref": 162}
"""Enough for intervals of a few points, few enough for the whole demo to end within half a minute on two cores."""


async def run_demo(
    model: Model,
    *,
    seed: int = 0,
    n_problems: Mapping[World, int] | None = None,
    on_progress: Callable[[Progress], None] = lambda progress: None,
) -> DemoResult:
    """Every arm on every problem, computed now, through the engine that everybody uses.

    Args:
        model: the embedded model, or another that speaks its languages.
        seed: fixes the problems and every draw.
        n_problems: how many of each world; None for `N_PROBLEMS`.
        on_progress: told of every problem that is answered.

    Raises:
        Misuse: when more problems are asked for than there are.
    """
    started = time.monotonic()
    worlds, usage, n_corrections = [], NOTHING, 0
    for world in WORLDS:
        samples = samples_of(world, (n_problems or N_PROBLEMS)[world], seed)
        played: list[tuple[Arm, Sequence[Played]]] = []
        for arm in arms_of(world):
            played.append((arm, await play(arm, samples, model, seed=seed, on_progress=on_progress)))
            usage = sum((each.record.usage for each in played[-1][1]), usage)
            n_corrections += len(samples)
        worlds.append(world_result(world, played))
    return DemoResult(
        model=model.name,
        seed=seed,
        worlds=tuple(worlds),
        usage=replace(usage, seconds=time.monotonic() - started),
        n_corrections=n_corrections,
    )
