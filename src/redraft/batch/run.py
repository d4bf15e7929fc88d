"""The batch: read, correct side by side, write in order."""

import asyncio
import hashlib
import os
import platform
import time
import uuid
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from redraft.batch.config import BatchConfig, BatchReport, Progress
from redraft.batch.entries import Entry, content_of
from redraft.batch.forms import Reader, Writer, reader_for, writer_for
from redraft.batch.kept_calls import KeepingModel
from redraft.batch.outcome import Outcome
from redraft.batch.place import growing
from redraft.batch.worker import Worker
from redraft.core import Prompt
from redraft.errors import Misuse
from redraft.profiles import Assembly, assemble
from redraft.profiles.keeping import watched
from redraft.settings import store_url
from redraft.store import BadLine, Ledger, RecordStore

Watch = Callable[[Progress], object]

WINDOW = 16
"""Results for each correction side by side that may wait for an earlier one; bounds the memory behind a slow prompt."""

_MOST_ALARMS = 20
"""Alarms that a webhook is told of before the first prompt and after the last; one that does not arrive ends it."""

_HERE = f"{platform.node()}/"
"""How the names of this machine's workers begin."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Files:
    """A reader and the writer that goes with it, for files that need more than their names to be opened.

    Attributes:
        reader: reads the input.
        writer: makes the writer for the file that grows.
    """

    reader: Reader
    writer: Callable[[Path], Writer]


async def run_batch(
    config: BatchConfig, watch: Watch = lambda progress: None, *, files: Files | None = None
) -> BatchReport:
    """Correct every prompt of a file.

    A run that was killed goes on where it was when it is started again: finished prompts are not asked again, and of
    the others only the calls that were in flight.

    Args:
        config: what to do.
        watch: told of the progress after every result, and at once when other machines have prompts of this run.
        files: how input and output are opened; None goes by their names.

    Raises:
        Misuse: when the configuration cannot work, before any model is asked.
        StoreError: when store or ledger fail.
    """
    started = time.monotonic()
    if config.choices.get("recorder") is not None:
        raise Misuse("a batch keeps its records beside its ledger; say where with `store`, not `recorder`")
    if config.choices.get("store") is False:
        raise Misuse("a batch needs a `store` for its records and its ledger, got False; leave it out, or say where")
    assembly = assemble(config.choices, wrap=KeepingModel)
    if files is None:
        opened = reader_for(config.input, config.input_form)
        files = Files(reader=opened, writer=lambda target: writer_for(config.output, target, opened))
    reader = files.reader
    concurrency = assembly.concurrency if config.concurrency is None else config.concurrency
    if concurrency < 1:
        raise Misuse(f"`concurrency` must be 1 or more, got {concurrency!r}")
    with _store(assembly) as store, growing(config.output) as target:
        ledger = Ledger(store.database, run=_run_id(config.output), owner=f"{_HERE}{uuid.uuid4().hex}")
        await _take_over(ledger, config, alone=store.database.is_file)
        # An alarm is looked up here, once for the whole batch; what the batch itself sees may raise one for the next.
        under = await watched(replace(assembly.plan, recorder=None), assembly.settings, store)
        worker = Worker(
            plan=under.plan, store=store, ledger=ledger, retry_failed=config.retry_failed, watch=under.watch
        )
        told = Progress(n_total=reader.count(), n_elsewhere=await ledger.n_leased())
        if told.n_elsewhere:
            watch(told)
        batch = _Batch(worker, files.writer(target), told, watch)
        if under.watch is not None:
            await under.watch.tell(most=_MOST_ALARMS)
        await batch.run(reader, concurrency)
        if under.watch is not None:
            await under.watch.tell(most=_MOST_ALARMS)
    return BatchReport(
        progress=batch.progress,
        output=config.output,
        bad_lines=tuple(batch.bad_lines),
        seconds=time.monotonic() - started,
    )


class _Batch:
    """A batch under way."""

    def __init__(self, worker: Worker, writer: Writer, progress: Progress, watch: Watch) -> None:
        self.progress = progress
        self.bad_lines: list[BadLine] = []
        self._worker, self._writer, self._watch = worker, writer, watch
        self._first_lines: dict[str, tuple[int, str]] = {}
        self._under_way: dict[str, asyncio.Task[Outcome]] = {}

    async def run(self, reader: Reader, concurrency: int) -> None:
        slots = asyncio.Semaphore(concurrency)
        waiting: deque[tuple[Entry, asyncio.Task[Outcome] | None]] = deque()
        try:
            async with asyncio.TaskGroup() as group:
                for entry in map(self._checked, reader.entries()):
                    task = None if entry.prompt is None else await self._begin(entry, entry.prompt, group, slots)
                    waiting.append((entry, task))
                    while waiting and (len(waiting) > WINDOW * concurrency or _is_over(waiting[0][1])):
                        await self._finish(*waiting.popleft())
                while waiting:
                    await self._finish(*waiting.popleft())
        except BaseExceptionGroup as errors:
            # One failure of the store cancels the others; the caller is told of the first.
            raise _first(errors) from None
        finally:
            self._writer.close()

    def _checked(self, entry: Entry) -> Entry:
        """The entry, bad if its id was seen before for another prompt."""
        prompt = entry.prompt
        if prompt is None:
            return entry
        content = content_of(prompt)
        line, earlier = self._first_lines.setdefault(prompt.id, (entry.line, content))
        if earlier == content:
            return entry
        problem = f"its id {prompt.id!r} is that of line {line}, which asks something else; give each its own"
        return replace(entry, prompt=None, problem=problem)

    async def _begin(
        self, entry: Entry, prompt: Prompt, group: asyncio.TaskGroup, slots: asyncio.Semaphore
    ) -> asyncio.Task[Outcome]:
        """The task that corrects `prompt`; one that stands in the file twice is corrected once."""
        under_way = self._under_way.get(prompt.id)
        if under_way is not None:
            return under_way
        await slots.acquire()
        task = group.create_task(self._worker.work_on(prompt, entry.draft))
        self._under_way[prompt.id] = task

        def over(_: object) -> None:
            slots.release()
            del self._under_way[prompt.id]

        task.add_done_callback(over)
        return task

    async def _finish(self, entry: Entry, task: asyncio.Task[Outcome] | None) -> None:
        """Write the result of an entry, all earlier ones being written, and tell."""
        outcome = None if task is None else await task
        self._writer.write(entry, outcome)
        self._writer.flush()
        if outcome is None:
            self.bad_lines.append(BadLine(line=entry.line, problem=str(entry.problem)))
        self.progress = self._counted(entry, outcome)
        self._watch(self.progress)

    def _counted(self, entry: Entry, outcome: Outcome | None) -> Progress:
        before = replace(self.progress, n_done=self.progress.n_done + 1)
        if entry.prompt is None or outcome is None:
            return replace(before, n_bad=before.n_bad + 1)
        repeated = self._first_lines[entry.prompt.id][0] != entry.line
        resumed = outcome.resumed and not repeated
        return replace(
            before,
            n_resumed=before.n_resumed + resumed,
            n_accepted=before.n_accepted + outcome.accepted,
            n_changed=before.n_changed + outcome.changed,
            n_failed=before.n_failed + outcome.failed,
            usage=before.usage if resumed or repeated else before.usage + outcome.usage,
        )


async def _take_over(ledger: Ledger, config: BatchConfig, *, alone: bool) -> None:
    """Make the ledger ours: nobody else is alive on this machine, since the lock on the growing file is ours.

    Where a database is shared, another machine may have an output of that name: its leases stand until they run out.

    Args:
        ledger: the run.
        config: what to do.
        alone: whether no other machine has the ledger; then all leases are of the dead, whatever this machine was
            called when they were given.

    Raises:
        Misuse: when the output is there and no run of ours, or one from another input, wrote it.
    """
    shown, source = repr(str(config.output)), _source(config.input)
    if config.fresh:
        await ledger.forget()
    elif config.output.exists():
        if await ledger.n_done() == 0:
            raise Misuse(f"{shown} is there and no run known here wrote it; remove it, or ask for a fresh run")
        earlier = await ledger.source()
        if earlier not in (None, source):
            raise Misuse(
                f"{shown} holds the results of {earlier!r}, not of {source!r}; "
                "choose another output, remove it, or ask for a fresh run"
            )
    await ledger.set_source(source)
    await ledger.take_over("" if alone else _HERE)


@contextmanager
def _store(assembly: Assembly) -> Iterator[RecordStore]:
    """The store that records and ledger go into."""
    if isinstance(assembly.store, RecordStore):
        yield assembly.store
        return
    with RecordStore.open(assembly.store or store_url(assembly.settings)) as store:
        yield store


def _run_id(output: Path) -> str:
    """Names the run by where its results go: the same command goes on with the same run."""
    return hashlib.sha256(os.path.abspath(output).encode("utf-8", "surrogateescape")).hexdigest()[:16]


def _source(input: Path) -> str:
    """The input's whole path, with escapes for what no database has a form for."""
    return os.path.abspath(input).encode(errors="backslashreplace").decode()


def _is_over(task: asyncio.Task[Outcome] | None) -> bool:
    return task is None or task.done()


def _first(errors: BaseExceptionGroup[BaseException]) -> BaseException:
    error = errors.exceptions[0]
    return _first(error) if isinstance(error, BaseExceptionGroup) else error
