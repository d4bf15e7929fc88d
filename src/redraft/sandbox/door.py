"""The one door to the sandbox: each job goes to the strongest level that can run it here, or is not run."""

import asyncio
import os
import threading
from functools import cache
from typing import Protocol

from redraft.errors import Misuse
from redraft.sandbox.jobs import LEVELS, Command, Level, Limits, Probed, Program, Run, Runner

_CONFINING: tuple[Level, ...] = LEVELS[:-1]
_NATIVE: tuple[Level, ...] = ("bubblewrap", "landlock")

_seen: dict[Level, Probed] = {}


class _Level(Runner, Protocol):
    """One level; its class takes no argument that it needs."""

    def probe(self) -> Probed:
        """Whether it works here."""
        ...


def open_sandbox(level: Level | None = None) -> Runner:
    """A door to the sandbox; close it when it is no longer needed.

    Args:
        level: run everything at this level, or not at all; every job at the strongest that can run it unless given.

    Raises:
        Misuse: when there is no such level.
    """
    if level is not None and level not in LEVELS:
        raise Misuse(f"there is no sandbox level {level!r}; there are {', '.join(LEVELS)}")
    return Door(_CONFINING if level is None else (level,))


def shared() -> "Door":
    """The door that all in this process share, so that what is warm is warm for all; it ends with the process."""
    return _shared_in(os.getpid())


# By process: a forked child has none of its parent's threads, and would wait for them for ever. The parent's door stays
# here, untouched, for closing it would reach into the parent's workers.
@cache
def _shared_in(_process: int) -> "Door":
    return Door(_CONFINING)


def probe() -> tuple[Probed, ...]:
    """Which levels work here, the strongest first; each is tried once in the life of this process.

    wasm that is not built yet is not built for this: its detail says so.
    """
    door = shared()
    return tuple(door.probed(level) for level in _CONFINING)


class Door:
    """A `Runner` that hands each job on.

    A program without packages and files can run at every level, everything else at the native ones only. A level that
    turns out to be unable to run anything is passed over; what a program did at one level is never tried at another.

    Args:
        levels: levels to choose from, the strongest first.
    """

    def __init__(self, levels: tuple[Level, ...]) -> None:
        self._levels = levels
        self._open: dict[Level, _Level] = {}
        self._opening = threading.Lock()

    @property
    def level(self) -> Level:
        """The strongest level that works here."""
        return next((level for level in self._levels if self.probed(level).works), "refuse")

    async def run(self, job: Program | Command, limits: Limits) -> Run:
        """What became of `job`; see `redraft.sandbox.jobs.Runner`."""
        reasons = []
        for level in self._levels:
            if level not in _NATIVE and (isinstance(job, Command) or job.packages or job.files):
                reasons.append(f"{level}: it has no commands, packages or files")
                continue
            probed = _seen[level] if level in _seen else await asyncio.to_thread(self.probed, level)
            if not probed.works:
                reasons.append(f"{level}: {probed.detail}")
                continue
            run = await self._opened(level).run(job, limits)
            # With an exception the level did run it: it is the program that asks for what the level has not.
            if run.status != "not_run" or run.raised is not None:
                return run
            reasons.append(f"{level}: {run.reason}")
        return Run(level="refuse", status="not_run", reason="no level can run this here; " + "; ".join(reasons))

    async def close(self) -> None:
        """End what is kept warm; the door may be used again afterwards."""
        while self._open:
            _, runner = self._open.popitem()
            await runner.close()

    def probed(self, level: Level) -> Probed:
        """Whether a level works here; tried when it is first asked for, and remembered for this process."""
        with self._opening:
            if level not in _seen:
                _seen[level] = self._tried(level)
        return _seen[level]

    def _tried(self, level: Level) -> Probed:
        if level == "refuse":
            return Probed(level=level, works=False, detail="it runs nothing")
        try:
            return self._opened(level).probe()
        except ImportError as error:
            install = "pip install 'redraft[sandbox]'"
            return Probed(level=level, works=False, detail=f"{error.name} is not installed; {install}")

    def _opened(self, level: Level) -> _Level:
        if level not in self._open:
            self._open[level] = _made(level)
        return self._open[level]


def _made(level: Level) -> _Level:
    """A runner of a level, imported when it is wanted: wasmtime and seccomp are optional and not light."""
    if level == "wasm":
        from redraft.sandbox.wasm.runner import Wasm

        return Wasm()
    from redraft.sandbox.native import Bubblewrap, Landlock

    return Bubblewrap() if level == "bubblewrap" else Landlock()
