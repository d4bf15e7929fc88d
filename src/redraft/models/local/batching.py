"""Micro-batching: requests that wait at the same moment and share their settings are written together."""

import asyncio
import hashlib
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import NamedTuple

from redraft.models.local.runtime import Runtime, Sampling, Written


class BatchKey(NamedTuple):
    """What requests must share to be written together; equal prompt lengths, because ragged prompts run slowly."""

    sampling: Sampling
    n_prompt_tokens: int


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Waiting:
    prompt: tuple[str, ...]
    key: BatchKey
    seed: int
    answer: "asyncio.Future[tuple[Written, ...]]"


@dataclass(slots=True)
class _Line:
    """The requests that wait in one event loop, and the task that works them off; dropped when none is left."""

    waiting: list[_Waiting] = field(default_factory=list)
    task: "asyncio.Task[None] | None" = None


def seed_of_batch(seeds: Sequence[int]) -> int:
    """One seed for a batch, decided by the seeds of its requests in order."""
    joined = ",".join(map(str, seeds)).encode()
    return int.from_bytes(hashlib.sha256(joined).digest()[:4], "big") >> 1


class Batcher:
    """Joins concurrent calls of `write` into batches and runs one batch at a time in one thread.

    A request that comes alone is written at once. While a batch is being written, others gather; whatever has gathered
    goes next, grouped by `BatchKey`, so that the number of corrections that run side by side decides the batch size.

    What is reproducible: greedy answers always. Sampled ones when the same requests arrive in the same order and
    gather in the same batches; that is so when all corrections of a run wait for this model alone. Then the seeds of
    the requests decide every draw, but one more request in a batch changes the draws of that batch.

    Args:
        runtime: the model.
        max_batch: most prompts in one batch; more are cut into several.
    """

    def __init__(self, runtime: Runtime, *, max_batch: int = 256) -> None:
        self._runtime, self._max_batch = runtime, max_batch
        self._lines: dict[asyncio.AbstractEventLoop, _Line] = {}
        # One thread: ctranslate2's random seed is global, and one core is what a small model can use.
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="redraft-local")
        self.batch_sizes: list[int] = []

    async def write(self, prompt: tuple[str, ...], sampling: Sampling, seed: int) -> tuple[Written, ...]:
        """The continuations of one prompt, written together with whatever waits at the same time."""
        loop = asyncio.get_running_loop()
        line = self._lines.setdefault(loop, _Line())
        key = BatchKey(sampling=sampling, n_prompt_tokens=len(prompt))
        mine = _Waiting(prompt=prompt, key=key, seed=seed, answer=loop.create_future())
        line.waiting.append(mine)
        if line.task is None:
            line.task = loop.create_task(self._work_off(loop, line))
        return await mine.answer

    async def _work_off(self, loop: asyncio.AbstractEventLoop, line: _Line) -> None:
        try:
            while await _gather(line):
                await self._run(loop, self._next_batch(line))
        finally:
            del self._lines[loop]

    def _next_batch(self, line: _Line) -> list[_Waiting]:
        """Takes the requests that share the oldest one's key out of the line; drops those nobody waits for any more."""
        line.waiting = [waiting for waiting in line.waiting if not waiting.answer.done()]
        key = line.waiting[0].key if line.waiting else None
        batch = [waiting for waiting in line.waiting if waiting.key == key][: self._max_batch]
        taken = set(map(id, batch))
        line.waiting = [waiting for waiting in line.waiting if id(waiting) not in taken]
        return batch

    async def _run(self, loop: asyncio.AbstractEventLoop, batch: list[_Waiting]) -> None:
        if not batch:
            return
        self.batch_sizes.append(len(batch))
        prompts, seed = [waiting.prompt for waiting in batch], seed_of_batch([waiting.seed for waiting in batch])
        done = loop.run_in_executor(self._thread, self._runtime.write, prompts, batch[0].key.sampling, seed)
        # Waited for, not awaited: a failure belongs to those who asked, and the next batch must still be written.
        await asyncio.wait([done])
        failure = done.exception()
        for index, waiting in enumerate(batch):
            if waiting.answer.done():
                continue
            if failure is None:
                waiting.answer.set_result(done.result()[index])
            else:
                waiting.answer.set_exception(failure)


async def _gather(line: _Line) -> bool:
    """Waits until no further request comes in within one turn of the loop; whether there is any."""
    n_seen = -1
    while len(line.waiting) != n_seen:
        n_seen = len(line.waiting)
        # Corrections woken by the last batch need a few turns each until they ask again.
        for _ in range(4):
            await asyncio.sleep(0)
    return n_seen > 0
