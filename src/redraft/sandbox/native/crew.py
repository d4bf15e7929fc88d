"""The workers of one native level: as many jobs at once as it has threads, and warm workers where they may be kept.

All that waits is done in threads of its own, so that a crew serves any event loop, one after another or side by side.
"""

import asyncio
import os
import threading
import time
import weakref
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from redraft.sandbox.jobs import Command, Level, Limits, Program, Run
from redraft.sandbox.native import messages
from redraft.sandbox.native.messages import BadReply, Reply
from redraft.sandbox.native.worker import Worker, WorkerLost
from redraft.sandbox.story import Meddled, Story


class Unfit(RuntimeError):
    """The level cannot run this job here; the message says why."""


class Post(NamedTuple):
    """What a worker has to be able to do; one that was started for the same post can take a job.

    Attributes:
        is_command: whether it is for a command; its worker is used once.
        packages: whether installed packages are on its path.
        files_mb: size of its writable folders, in mebibytes.
    """

    is_command: bool
    packages: bool
    files_mb: int


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Hired:
    """A worker with what belongs to it.

    Attributes:
        worker: the keeper.
        post: what it was started for.
        lasting: whether it may take several programs, one after another.
        python: the interpreter that commands find there.
        environment: the variables that every job sees.
        confinement: what each child takes on before it begins, see `redraft.sandbox.native.inside.child`.
        n_processes: gives the processes that its user may have for a job to have as many as the limits say.
        dismiss: ends it and removes what it had.
    """

    worker: Worker
    post: Post
    lasting: bool
    python: str
    environment: dict[str, str]
    confinement: dict[str, Any]
    n_processes: Callable[[Limits], int]
    dismiss: Callable[[], None]


@dataclass(slots=True, eq=False)
class Turn:
    """One job on its way, which its caller may stop from another thread."""

    _lock: threading.Lock = field(default_factory=threading.Lock)
    _worker: Worker | None = None
    is_stopped: bool = False

    def hold(self, worker: Worker | None) -> None:
        """Note which worker is at it now; None for none."""
        with self._lock:
            self._worker = worker
            if worker is not None and self.is_stopped:
                worker.interrupt()

    def stop(self) -> None:
        """Nobody waits for it any more."""
        with self._lock:
            self.is_stopped = True
            if self._worker is not None:
                self._worker.interrupt()


class Crew:
    """Runs jobs with workers that `hire` starts.

    Args:
        level: what runs are said to have run in.
        hire: starts a worker for a post; raises `Unfit` when the level cannot, `WorkerLost` when it does not start.
        n_at_once: jobs at the same time; others wait for their turn.
    """

    def __init__(self, level: Level, hire: Callable[[Post], Hired], *, n_at_once: int) -> None:
        self._level, self._hire, self._n_at_once = level, hire, n_at_once
        self._lock = threading.Lock()
        self._threads: ThreadPoolExecutor | None = None
        self._idle: list[Hired] = []
        self._turns: set[Turn] = set()
        self._is_closed = False
        # Whoever forgets to close, or never means to, leaves no process behind: neither now nor when Python ends.
        weakref.finalize(self, _dismissed, self._idle, os.getpid())

    async def run(self, job: Program | Command, limits: Limits) -> Run:
        """What became of `job`; its worker is ended when the caller is cancelled."""
        turn = Turn()
        with self._lock:
            if self._is_closed:
                return _refusal("this sandbox has been closed")
            if self._threads is None:
                self._threads = ThreadPoolExecutor(self._n_at_once, thread_name_prefix=f"redraft-{self._level}")
            coming = self._threads.submit(self.run_here, job, limits, turn)
        try:
            return await asyncio.wrap_future(coming)
        except asyncio.CancelledError:
            turn.stop()
            raise

    def run_here(self, job: Program | Command, limits: Limits, turn: Turn | None = None) -> Run:
        """The same in the thread of the caller."""
        turn, began = turn or Turn(), time.monotonic()
        fault = messages.fault_of(job)
        if fault is not None:
            return _refusal(fault)
        with self._lock:
            self._turns.add(turn)
        try:
            return self._command(job, limits, turn) if isinstance(job, Command) else self._program(job, limits, turn)
        except Unfit as error:
            return _refusal(str(error))
        except (WorkerLost, BadReply) as error:
            return Run(level=self._level, status="killed", reason=str(error), wall_s=time.monotonic() - began)
        finally:
            with self._lock:
                self._turns.discard(turn)

    def close(self) -> None:
        """End all workers, also those at work, and wait until they are gone."""
        with self._lock:
            self._is_closed = True
            threads, self._threads = self._threads, None
            idle = self._idle.copy()
            self._idle.clear()
            for turn in self._turns:
                turn.stop()
        for hired in idle:
            hired.dismiss()
        if threads is not None:
            threads.shutdown(wait=True, cancel_futures=True)

    def _command(self, job: Command, limits: Limits, turn: Turn) -> Run:
        """Run a command."""
        began = time.monotonic()
        reply = self._ask(job, limits, turn, None)
        return messages.command_run(reply, level=self._level, limits=limits, wall_s=time.monotonic() - began)

    def _program(self, job: Program, limits: Limits, turn: Turn) -> Run:
        """Run a program and its tests, in a second interpreter and more where a test ended the one before it."""
        began, cpu_s, memory_bytes = time.monotonic(), 0.0, 0
        story, first = Story(job, limits), None
        left: Limits | None = limits
        while left is not None and (request := story.next_request()) is not None:
            reply = self._ask(job, left, turn, request)
            first = first or reply
            _tell(story, reply, limits)
            cpu_s, memory_bytes = cpu_s + reply.cpu_s, max(memory_bytes, reply.memory_bytes)
            left = _left(limits, wall_s=time.monotonic() - began)
        wall_s = time.monotonic() - began
        run = story.run(self._level, cpu_s=cpu_s, wall_s=wall_s, memory_bytes=memory_bytes or None)
        assert first is not None
        # What went past the streams of Python, from a library or a process that the program started, comes after them.
        return replace(
            run,
            stdout=(run.stdout + first.stdout.decode("utf-8", "replace"))[: limits.output_bytes],
            stderr=(run.stderr + first.stderr.decode("utf-8", "replace"))[: limits.output_bytes],
        )

    def _ask(self, job: Program | Command, limits: Limits, turn: Turn, request: Any) -> Reply:
        """Have one worker do one job; it is kept only if nothing at all was odd about it."""
        packages = job.packages if isinstance(job, Program) else True
        hired = self._hired(Post(isinstance(job, Command), packages, limits.files_mb))
        turn.hold(hired.worker)
        is_kept = False
        try:
            n_processes = hired.n_processes(limits)
            message = messages.job_message(job, limits, python=hired.python, request=request, n_processes=n_processes)
            environment = job.environment if isinstance(job, Command) else {}
            message |= hired.confinement | {"environment": {**hired.environment, **environment}}
            reply = messages.read_reply(hired.worker.ask(message), limits=limits)
            is_kept = hired.lasting and reply.is_reusable
        finally:
            turn.hold(None)
            if is_kept:
                self._keep(hired)
            else:
                hired.dismiss()
        if reply.unprepared is not None:
            raise Unfit(reply.unprepared)
        return reply

    def _hired(self, post: Post) -> Hired:
        """A warm worker for this post if there is one, else a fresh one."""
        while True:
            with self._lock:
                warm = next((hired for hired in self._idle if hired.post == post), None)
                if warm is None:
                    break
                self._idle.remove(warm)
            if warm.worker.is_alive:
                return warm
            warm.dismiss()
        try:
            return self._hire(post)
        except (WorkerLost, OSError) as error:  # no room for its folder, no descriptor left, no right to either
            raise Unfit(f"no worker could be started: {error}") from error

    def _keep(self, hired: Hired) -> None:
        """Keep a worker warm; the one that has waited longest goes when there are more than jobs at once."""
        with self._lock:
            self._idle.append(hired)
            surplus = self._idle.pop(0) if self._is_closed or len(self._idle) > self._n_at_once else None
        if surplus is not None:
            surplus.dismiss()


def _dismissed(idle: list[Hired], process: int) -> None:
    """End workers that wait, unless this is a fork of the process whose workers they are."""
    while idle and os.getpid() == process:
        idle.pop().dismiss()


def _refusal(reason: str) -> Run:
    """A run that did not take place."""
    return Run(level="refuse", status="not_run", reason=reason)


def _tell(story: Story, reply: Reply, limits: Limits) -> None:
    """Tell a story what one interpreter did."""
    try:
        for line in reply.told:
            story.hear(line)
    except Meddled as error:
        story.end("killed", str(error))
        return
    cut = reply.status
    if cut in ("timeout", "memory", "output", "killed"):
        story.end(cut, reply.reason(limits) or "it was ended")
    else:
        story.end()


def _left(limits: Limits, *, wall_s: float) -> Limits | None:
    """What the next interpreter of a run may use: as much, within the time that is left; None when none is."""
    return replace(limits, wall_s=limits.wall_s - wall_s) if wall_s < limits.wall_s else None
