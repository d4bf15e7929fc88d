"""The whole demo as one function."""

import asyncio
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from redraft.core import NOTHING, Model
from redraft.evals.demo.arms import Arm, Sample, World, arms_of, samples_of
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
        samples = samples_of(world, (N_PROBLEMS if n_problems is None else n_problems)[world], seed)
        played = await _play_all(world, samples, model, seed, on_progress)
        usage = sum((each.record.usage for _, arm in played for each in arm), usage)
        n_corrections += sum(len(arm) for _, arm in played)
        worlds.append(world_result(world, played))
    return DemoResult(
        model=model.name,
        seed=seed,
        worlds=tuple(worlds),
        usage=replace(usage, seconds=time.monotonic() - started),
        n_corrections=n_corrections,
    )


async def _play_all(
    world: World, samples: Sequence[Sample], model: Model, seed: int, on_progress: Callable[[Progress], None]
) -> list[tuple[Arm, tuple[Played, ...]]]:
    """Every arm with what it played: first the one the world is about, then all others at once in common batches."""
    first, *others = arms_of(world)
    leading = await play(first, samples, model, seed=seed, on_progress=on_progress)
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(play(arm, samples, model, seed=seed, on_progress=on_progress)) for arm in others]
    return [(first, leading), *((arm, task.result()) for arm, task in zip(others, tasks, strict=True))]
