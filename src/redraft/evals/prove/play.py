"""Every task answered in every way; the ways of one task one after the other, tasks side by side."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from redraft.errors import RedraftError
from redraft.evals.playing import Played, play
from redraft.evals.prove.arms import WayArm
from redraft.evals.sample import Sample


@dataclass(frozen=True, slots=True, kw_only=True)
class PlayedTask:
    """One task, answered in every way.

    Attributes:
        sample: what was asked.
        half: 0 for the half that is estimated from, 1 for the half that is measured on.
        ways: what came of each arm, in the order of the arms; nothing in any of them when the first gave no answer.
    """

    sample: Sample
    half: int
    ways: tuple[Played, ...]


async def play_all(
    arms: Sequence[WayArm],
    samples: Sequence[Sample],
    *,
    concurrency: int,
    on_played: Callable[[PlayedTask], None] = lambda played: None,
) -> tuple[PlayedTask, ...]:
    """Every sample in every way, in the order of the samples.

    Args:
        arms: the ways, the draft alone first.
        samples: the tasks.
        concurrency: tasks side by side, at least 1.
        on_played: told of every task when it is done.
    """
    slots = asyncio.Semaphore(concurrency)
    halves = halves_of(samples)

    async def one(number: int, sample: Sample) -> PlayedTask:
        async with slots:
            (draft,) = await play(arms[0].arm, [sample], concurrency=1)
            # A draft that never came is not asked for once in every way.
            others = [] if draft.final is None else arms[1:]
            ways = [draft, *[(await play(arm.arm, [sample], concurrency=1))[0] for arm in others]]
        missing = [draft] * (len(arms) - len(ways))
        played = PlayedTask(sample=sample, half=halves[number], ways=(*ways, *missing))
        on_played(played)
        return played

    try:
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(one(number, sample)) for number, sample in enumerate(samples)]
    except* RedraftError as failed:  # what must not go on is told as itself
        raise failed.exceptions[0] from None
    return tuple(task.result() for task in tasks)


def halves_of(samples: Sequence[Sample]) -> tuple[int, ...]:
    """Which half each sample belongs to: within each family and grade in turn, so that the halves are alike.

    The cells begin with either half in turn, so that the halves are of one size as well.
    """
    n_seen: dict[tuple[str, ...], int] = {}
    halves = []
    for sample in samples:
        cell = tuple(sample.groups.values())
        n_seen.setdefault(cell, len(n_seen) % 2)
        halves.append(n_seen[cell] % 2)
        n_seen[cell] += 1
    return tuple(halves)
