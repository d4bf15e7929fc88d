"""One engine with the interpreter in it: runs one request after another, each in a fresh instance."""

import json
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from wasmtime import Store, WasmtimeError

from redraft.sandbox.jobs import Limits
from redraft.sandbox.story import Cut, Meddled
from redraft.sandbox.wasm.compiled import engine, load
from redraft.sandbox.wasm.watch import Clock, Watch
from redraft.sandbox.wasm.world import World

# What wasmtime says about an end, and what it means.
_SAID = {
    "call stack exhausted": "its calls were nested deeper than the stack holds",
    "unreachable": "it aborted the interpreter",
    "wasi:cli/stderr": "it wrote below Python's stderr, where nothing is, as an interpreter does that gives up",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """How an instance ended.

    Attributes:
        cut: None when `run` of the harness came back.
        reason: why it was cut off, in words; None when it was not.
        cpu_s: processor seconds of the whole.
    """

    cut: Cut | None
    reason: str | None
    cpu_s: float


class Machine:
    """Used by one thread at a time; thrown away after a run that was cut off.

    Args:
        compiled: the file of the interpreter.
        watch: ends runs that take too long.

    Attributes:
        fresh: whether it can take a request; no longer once a run was cut off, or was told to stop at its very end.
    """

    def __init__(self, compiled: Path, watch: Watch) -> None:
        self._engine = engine()
        self._component = load(self._engine, compiled)
        self._world = World(self)
        self._linker = self._world.linker(self._engine, self._component)
        self._watch = watch
        self._hear: Callable[[str], None] = _deaf
        self._stopped = threading.Event()
        self._why: tuple[Cut, str] | None = None
        self.fresh = True

    def attempt(self, request: dict[str, Any], hear: Callable[[str], None], *, limits: Limits, wall_s: float) -> Ended:
        """Run one request in a fresh instance.

        Args:
            request: what the harness is given.
            hear: takes in what it tells; raises `Meddled` to end it.
            limits: memory and processor time.
            wall_s: seconds that the whole run has left.
        """
        began = time.thread_time()
        self._hear = hear
        self._world.begin()
        store = Store(self._engine)
        store.set_limits(memory_size=limits.memory_mb * 2**20)
        store.set_epoch_deadline(1)
        error = None
        try:
            with self._watch.over(partial(self._too_long, limits), cpu_s=limits.cpu_s, wall_s=wall_s):
                if self._stopped.is_set():  # just before the deadline was set, which it would not have passed
                    raise WasmtimeError("stopped")
                instance = self._linker.instantiate(store, self._component)
                run = instance.get_func(store, "run")
                assert run is not None, "guest.wit exports it"
                run(store, json.dumps(request))
        except WasmtimeError as raised:
            error, self.fresh = raised, False
        finally:
            store.close()
        cpu_s = time.thread_time() - began
        if error is None:
            return Ended(cut=None, reason=None, cpu_s=cpu_s)
        cut, reason = self._explained(error, limits)
        return Ended(cut=cut, reason=reason, cpu_s=cpu_s)

    def stop(self, cut: Cut, reason: str) -> None:
        """End the instance that runs, from any thread; the first reason counts."""
        self.fresh = False
        if self._why is None:
            self._why = cut, reason
        self._stopped.set()
        self._engine.increment_epoch()

    def close(self) -> None:
        """Give everything back; wasmtime's tables keep what is not closed, and with it this object, alive for ever."""
        for part in (self._linker, self._component, self._engine):
            part.close()

    def report(self, event: str) -> None:
        """Pass on an event of the harness's."""
        try:
            self._hear(event)
        except Meddled as error:
            self.stop("killed", f"it meddled with its results: {error}")
            raise WasmtimeError("stopped") from error

    def wait(self, seconds: float) -> None:
        """Let time pass; a run that is ended meanwhile does not come back."""
        if self._stopped.wait(max(0.0, seconds)):
            raise WasmtimeError("stopped")

    def _too_long(self, limits: Limits, clock: Clock) -> None:
        cpu, wall = f"more than {limits.cpu_s:g} s of processor time", f"longer than {limits.wall_s:g} s"
        self.stop("timeout", f"it took {cpu if clock == 'cpu' else wall}")

    def _explained(self, error: WasmtimeError, limits: Limits) -> tuple[Cut, str]:
        """Why an instance ended: what stopped it, else what wasmtime says."""
        return self._why or _read(error, limits)


def _deaf(event: str) -> None:
    """Take in what is told before anything runs: nothing is."""


def _read(error: WasmtimeError, limits: Limits) -> tuple[Cut, str]:
    """How an instance ended that nobody stopped."""
    said = str(error)
    if "exceeds memory limits" in said:
        return "memory", f"the interpreter itself needs more than {limits.memory_mb} MiB; allow at least 64"
    cause = said.rpartition("Caused by:")[2].strip()
    known = next((words for sign, words in _SAID.items() if sign in cause), None)
    return "killed", known or cause[:300]
