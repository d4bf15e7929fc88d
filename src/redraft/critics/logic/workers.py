"""Deciding in processes of their own, which can be killed.

Z3 and clingo look at their time limits between steps, and some steps are long: grounding, rewriting, instantiating a
quantifier. Nothing in a thread can stop them. So programs are decided in a few warm worker processes; one that does not
answer in time, or dies, is thrown away and the outcome says so.
"""

import atexit
import importlib.util
import json
import os
import selectors
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from dataclasses import asdict
from functools import lru_cache
from typing import Any

from redraft.critics.logic.outcome import Outcome, from_plain
from redraft.critics.logic.settings import Settings
from redraft.errors import CriticFailed, MissingExtra

# The solvers stop themselves at the limit in nearly every case; so much later the worker is killed.
GRACE_S = 0.5
_START_S = 60.0
_START = (
    "import json, sys; sys.path[:] = json.loads(sys.argv[1]); from redraft.critics.logic.serving import serve; serve()"
)
_KEPT = ("PATH", "LD_LIBRARY_PATH", "LANG", "LC_ALL", "SYSTEMROOT", "TMPDIR")


def check_installed() -> None:
    """Make sure that the solvers are there.

    Raises:
        MissingExtra: when one is not, with what to install.
    """
    for package, module in (("z3-solver", "z3"), ("clingo", "clingo")):
        if importlib.util.find_spec(module) is None:
            raise MissingExtra(f"deciding logic needs {package}; install it with: pip install 'redraft[logic]'")


def decide_apart(text: str, settings: Settings) -> Outcome:
    """What becomes of a program, decided in a worker; returns within `Settings.timeout_s` and a moment.

    Blocks, so that asynchronous callers ask in a thread.

    Raises:
        CriticFailed: when no worker can be started.
    """
    return _pool().decide(text, settings)


class _Ended(Exception):
    """A worker's pipe is closed: it crashed, or ran out of memory."""


class _Worker:
    """One process, asked one thing at a time."""

    def __init__(self) -> None:
        paths = json.dumps([path for path in sys.path if path])
        environment = {name: os.environ[name] for name in _KEPT if name in os.environ}
        self._process = subprocess.Popen(  # noqa: S603 - our own interpreter with our own code
            [sys.executable, "-I", "-c", _START, paths],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**environment, "OMP_NUM_THREADS": "1"},
        )
        self._left = b""
        try:
            ready = self._reply(_START_S)
        except _Ended:
            ready = None
        if ready is None:
            self.close()
            raise CriticFailed("the process that decides logic did not start; see whether `import z3, clingo` works")

    def ask(self, request: Mapping[str, Any], timeout_s: float) -> Mapping[str, Any] | None:
        """The worker's reply; None when there is none in time.

        Raises:
            _Ended: when it died.
        """
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(json.dumps(request).encode("ascii") + b"\n")
            self._process.stdin.flush()
        except OSError as error:
            raise _Ended from error
        return self._reply(timeout_s)

    def _reply(self, timeout_s: float) -> Mapping[str, Any] | None:
        assert self._process.stdout is not None
        deadline_s = time.monotonic() + timeout_s
        with selectors.DefaultSelector() as selector:
            selector.register(self._process.stdout, selectors.EVENT_READ)
            while b"\n" not in self._left:
                if not selector.select(max(0.0, deadline_s - time.monotonic())):
                    return None
                chunk = os.read(self._process.stdout.fileno(), 1 << 16)
                if not chunk:
                    raise _Ended
                self._left += chunk
        line, _, self._left = self._left.partition(b"\n")
        reply: Mapping[str, Any] = json.loads(line)
        return reply

    def close(self) -> None:
        """End the process at once."""
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                try:
                    pipe.close()
                except BrokenPipeError:  # what was not read yet goes with the process
                    continue


class _Pool:
    """Warm workers, as many as are needed at once and at most one for each core."""

    def __init__(self) -> None:
        self._idle: list[_Worker] = []
        self._lock = threading.Lock()
        self._places = threading.BoundedSemaphore(max(1, os.cpu_count() or 1))
        self.pid = os.getpid()

    def decide(self, text: str, settings: Settings) -> Outcome:
        with self._places:
            worker = self._taken()
            try:
                plain = worker.ask({"text": text, "settings": asdict(settings)}, settings.timeout_s + GRACE_S)
            except _Ended:
                worker.close()
                return Outcome(status="undecided", reason="worker_ended")
            except BaseException:
                # Interrupted between question and answer: the next one must not get this one's answer.
                worker.close()
                raise
            if plain is None:
                worker.close()
                return Outcome(status="undecided", reason="out_of_time", cpu_ms=settings.timeout_s * 1000)
            with self._lock:
                self._idle.append(worker)
            return from_plain(plain)

    def _taken(self) -> _Worker:
        with self._lock:
            if self._idle:
                return self._idle.pop()
        return _Worker()

    def close(self) -> None:
        with self._lock:
            for worker in self._idle:
                worker.close()
            self._idle.clear()


@lru_cache(maxsize=1)
def _pool_of(pid: int) -> _Pool:
    # A forked process must not share pipes with its parent, so that each has a pool of its own.
    check_installed()
    pool = _Pool()
    assert pool.pid == pid
    atexit.register(pool.close)
    return pool


def _pool() -> _Pool:
    return _pool_of(os.getpid())
