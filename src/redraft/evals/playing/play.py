"""Samples played through the engine, side by side."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import replace

from redraft.core import Event, Record, Recorder
from redraft.engine.loop import correct
from redraft.errors import RedraftError
from redraft.evals.playing.arm import Arm
from redraft.evals.playing.played import Played
from redraft.evals.sample import Sample

Watch = Callable[[Played], None]


class _Kept:
    """Keeps the record of one correction and which attempt stood when; hands the record on where it shall be kept."""

    def __init__(self, beyond: Recorder | None) -> None:
        self.record: Record | None = None
        self.let_in: list[bool] = []
        self._beyond = beyond

    async def write(self, record: Record) -> None:
        self.record = record
        if self._beyond is not None:
            await self._beyond.write(record)

    def on_event(self, event: Event) -> None:
        if event.kind == "admitted" and event.decision is not None:
            self.let_in.append(event.decision.action == "accept")


async def play(
    arm: Arm, samples: Sequence[Sample], *, concurrency: int, on_played: Watch = lambda played: None
) -> tuple[Played, ...]:
    """Every sample answered in the way of `arm`, in the order of the samples.

    Args:
        arm: the way.
        samples: what is asked; a sample's reference is seen by its scorer alone.
        concurrency: samples side by side, at least 1; a model in this process writes what is asked at once in batches.
        on_played: told of every sample when it is done.
    """
    slots = asyncio.Semaphore(concurrency)

    async def one(sample: Sample) -> Played:
        async with slots:
            played = await _played(arm, sample)
        on_played(played)
        return played

    try:
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(one(sample)) for sample in samples]
    except* RedraftError as failed:  # a store that refuses, a test that prepared too little: told as itself
        raise failed.exceptions[0] from None
    return tuple(task.result() for task in tasks)


async def _played(arm: Arm, sample: Sample) -> Played:
    kept = _Kept(arm.plan.recorder)
    plan = replace(arm.plan, recorder=kept, observers=(*arm.plan.observers, kept))
    plan = plan if plan.on_exhausted != "raise" else replace(plan, on_exhausted="best")
    correction = await correct(sample.prompt, plan)
    assert kept.record is not None
    scores = [await sample.scorer.score(attempt.draft) for attempt in correction.attempts]
    standing = [0] if scores else []
    for number, let_in in enumerate(kept.let_in, start=1):
        standing.append(number if let_in else standing[-1])
    return Played(
        sample=sample,
        record=kept.record,
        scores=tuple(scores),
        standing=tuple(standing),
        final=None if correction.draft is None else kept.record.context.standing,
    )
