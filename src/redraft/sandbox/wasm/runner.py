"""The level `wasm`: programs inside WebAssembly, side by side in threads."""

import asyncio
import os
import queue
import re
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path

from redraft.errors import MissingExtra
from redraft.sandbox.jobs import Command, Level, Limits, Probed, Program, Raised, Run
from redraft.sandbox.story import Story
from redraft.sandbox.wasm.compiled import CannotBuild, Misfit, build, built, versions
from redraft.sandbox.wasm.machine import Machine
from redraft.sandbox.wasm.watch import Watch

_STACK_BYTES = 2**24  # of a thread: what the interpreter may use of it, and room for what called it
_NO_MODULE = re.compile(r"No module named '([A-Za-z_]\w*)[\w.]*'")
_TINY, _TINY_SAYS = "import os\nprint(6 * 7, dict(os.environ))", "42 {}\n"

_starting = threading.Lock()


class Wasm:
    """CPython inside WebAssembly, by wasmtime; the standard library only, no files, no packages.

    The interpreter is built on first use, which takes some 15 seconds, and kept for the next process.

    Args:
        cache: folder in which the interpreter is kept; the user's cache unless given.
        n_at_once: runs at the same time; as many as there are processors unless given.
    """

    level: Level = "wasm"

    def __init__(self, *, cache: Path | None = None, n_at_once: int | None = None) -> None:
        self._cache = cache
        self._compiled: Path | None = None  # looked through once: hashing it takes longer than any short run
        self._watch = Watch()
        self._idle: queue.LifoQueue[Machine] = queue.LifoQueue()
        self._threads = ThreadPoolExecutor(n_at_once or os.cpu_count() or 1, thread_name_prefix="redraft-sandbox")

    def probe(self) -> Probed:
        """Whether it works here: by a run where the interpreter is built, else by what is installed."""
        try:
            detail = ", ".join(f"{name} {number}" for name, number in versions().items())
            if built(self._cache) is None:
                return Probed(level="wasm", works=True, detail=f"{detail}; builds on first use, about 15 s")
        except (MissingExtra, CannotBuild) as error:
            return Probed(level="wasm", works=False, detail=str(error))
        run = self._run_or_refuse(Program(code=_TINY), Limits(), _Ticket())
        if run.stdout == _TINY_SAYS:
            return Probed(level="wasm", works=True, detail=f"{detail}; a run took {run.wall_s * 1000:.0f} ms")
        return Probed(level="wasm", works=False, detail=f"a tiny program did not run: {run.reason or run.raised}")

    async def run(self, job: Program | Command, limits: Limits) -> Run:
        """What became of `job`; see `redraft.sandbox.jobs.Runner`."""
        if isinstance(job, Command) or job.packages or job.files:
            return _not_run("inside WebAssembly there are no commands, packages or files, only the standard library")
        ticket = _Ticket()
        with _roomy_threads():
            future = self._threads.submit(self._run_or_refuse, job, limits, ticket)
        try:
            return await asyncio.wrap_future(future)
        except asyncio.CancelledError:
            ticket.cancel()
            raise

    async def close(self) -> None:
        """Let the threads go; what still runs ends within its limits."""
        self._threads.shutdown(wait=False, cancel_futures=True)
        with suppress(queue.Empty):
            while True:
                self._idle.get_nowait().close()

    def _run_or_refuse(self, program: Program, limits: Limits, ticket: "_Ticket") -> Run:
        try:
            return _fair(self._run(program, limits, ticket))
        except (CannotBuild, MissingExtra) as error:
            return _not_run(str(error))

    def _run(self, program: Program, limits: Limits, ticket: "_Ticket") -> Run:
        """Run in one instance after another until nothing is left to try."""
        story, cpu_s = Story(program, limits), 0.0
        machine: Machine | None = self._take()  # before the clock starts: the first one may have to be built
        began = time.monotonic()
        while (left_s := limits.wall_s - (time.monotonic() - began)) > 0 and not ticket.cancelled:
            request = story.next_request()
            if request is None:
                break
            machine = machine or self._take()
            with ticket.held_by(machine):
                ended = machine.attempt(request, story.hear, limits=limits, wall_s=left_s)
            machine = self._kept(machine)
            cpu_s += ended.cpu_s
            story.end(ended.cut, ended.reason)
        if machine:
            self._idle.put(machine)
        return story.run("wasm", cpu_s=cpu_s, wall_s=time.monotonic() - began)

    def _take(self) -> Machine:
        """A machine that nobody uses."""
        try:
            return self._idle.get_nowait()
        except queue.Empty:
            pass
        if self._compiled is None:
            self._compiled = build(self._cache)
        try:
            return Machine(self._compiled, self._watch)
        except Misfit:
            self._compiled = build(self._cache)  # the misfit is gone, so this one is built anew
            return Machine(self._compiled, self._watch)

    @staticmethod
    def _kept(machine: Machine) -> Machine | None:
        """The machine if it can be used again, else it is closed."""
        if machine.fresh:
            return machine
        machine.close()
        return None


class _Ticket:
    """A run that somebody waits for, or no longer."""

    def __init__(self) -> None:
        self.cancelled = False
        self._machine: Machine | None = None
        self._lock = threading.Lock()

    @contextmanager
    def held_by(self, machine: Machine) -> Iterator[None]:
        """Say which machine works on it; only as long as it does can it be told to stop."""
        with self._lock:
            self._machine = machine
        try:
            yield
        finally:
            with self._lock:
                self._machine = None

    def cancel(self) -> None:
        """Nobody waits any more."""
        with self._lock:
            self.cancelled = True
            if self._machine is not None:
                self._machine.stop("killed", "nobody waits for it any more")


@contextmanager
def _roomy_threads() -> Iterator[None]:
    """Let threads that start inside have room for the interpreter's stack; some systems give them little."""
    with _starting:
        before = threading.stack_size(_STACK_BYTES)
        try:
            yield
        finally:
            threading.stack_size(before)


def _not_run(reason: str) -> Run:
    return Run(level="refuse", status="not_run", reason=reason)


def _fair(run: Run) -> Run:
    """The same run, but what failed for want of something that only a native level has was *not run*.

    A program that imports numpy is not wrong because there is no numpy here.
    """
    outcomes = tuple(
        replace(outcome, status="not_run") if _lacking(outcome.raised) else outcome for outcome in run.outcomes
    )
    lacking = next((lack for raised in (run.raised, *(o.raised for o in outcomes)) if (lack := _lacking(raised))), None)
    if lacking is None:
        return run
    reason = f"{lacking}; a native level has it (`packages=True`)"
    if _lacking(run.raised):
        return replace(run, level="refuse", status="not_run", reason=reason, outcomes=outcomes)
    return replace(run, reason=run.reason or reason, outcomes=outcomes)


def _lacking(raised: Raised | None) -> str | None:
    """What a program lacked that it would have had natively; None when it failed by itself."""
    if raised is None:
        return None
    if raised.kind == "RuntimeError" and raised.message == "can't start new thread":
        return "inside WebAssembly there are no threads"
    named = _NO_MODULE.fullmatch(raised.message) if raised.kind == "ModuleNotFoundError" else None
    if named and (named[1] in sys.stdlib_module_names or _installed(named[1])):
        return f"inside WebAssembly there is no module {named[1]!r}"
    return None


def _installed(module: str) -> bool:
    try:
        return find_spec(module) is not None
    except ValueError:  # it is loaded but says not from where, as __main__ does
        return False
