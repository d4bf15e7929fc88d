"""One keeper, seen from the host: a process that is started once, asked several times and killed when in doubt."""

import contextlib
import importlib.util
import json
import marshal
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import IO, Any

from redraft.sandbox.native.inside import channel

# What a keeper consists of: sent to it as compiled code, so that no file of this package has to be within its reach.
_PARTS = (
    "redraft.sandbox.guest.harness",
    *(f"redraft.sandbox.native.inside.{name}" for name in "channel confine emptying kept child watch keeper".split()),
)

# The first thing that a keeper reads is itself, and how it is set up.
_BEGIN = """
import marshal, os, sys, types
def read(n):
    got = b""
    while len(got) < n:
        part = os.read(0, n - len(got))
        if not part:
            os._exit(1)
        got += part
    return got
parts, settings = marshal.loads(read(int.from_bytes(read(4), "big")))
for name, code in parts:
    above = name
    while above := above.rpartition(".")[0]:
        if above not in sys.modules:
            sys.modules[above] = types.ModuleType(above)
            sys.modules[above].__path__ = []
    module = sys.modules[name] = types.ModuleType(name)
    exec(code, module.__dict__)
module.keep(settings)
os._exit(0)
"""

_START_S = 30.0  # on a machine that is busy with other things
_GRACE_S = 5.0  # how much longer than the job a keeper may take, to end what is left and to tidy up
_END_S = 2.0
_MAX_REPLY = 1 << 31
_MAX_COMPLAINT = 2_000


def _ordinarily() -> Sequence[str]:
    """What makes a command run at ordinary priority: in real time, which is inherited, it would starve who stops it."""
    chrt = None if os.sched_getscheduler(0) == os.SCHED_OTHER else shutil.which("chrt", path=os.defpath)
    return () if chrt is None else (chrt, "--other", "0")


class WorkerLost(RuntimeError):
    """A keeper did not start, did not answer or answered nonsense; it has been killed."""


class Worker:
    """A keeper that runs.

    Args:
        command: starts Python in its confinement; what Python is to run is added.
        settings: of `redraft.sandbox.native.inside.keeper.keep`.
        descriptors: file descriptors that the command inherits; they stay open here.
        environment: the whole of what it sees; the host's own is not passed on.

    Raises:
        WorkerLost: when it does not start; with what it complained.
    """

    def __init__(
        self,
        command: Sequence[str],
        settings: Mapping[str, Any],
        *,
        descriptors: Sequence[int] = (),
        environment: Mapping[str, str],
    ) -> None:
        self._socket, theirs = socket.socketpair()
        self._complaints: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115, closed by `kill`
        try:
            self._process = subprocess.Popen(  # noqa: S603, the command is a level's own
                [*_ordinarily(), *command, "-I", "-S", "-B", "-c", _BEGIN],
                stdin=theirs.fileno(),
                stdout=theirs.fileno(),
                stderr=self._complaints,
                pass_fds=descriptors,
                env=dict(environment),
                cwd="/",
                start_new_session=True,  # the terminal's interrupt is for the host, which ends its workers itself
            )
        except OSError as error:
            self._close()
            raise WorkerLost(f"{command[0]!r} cannot be started: {error}") from error
        finally:
            theirs.close()
        message = marshal.dumps((_parts(), dict(settings)))
        python = self._said(message, until=time.monotonic() + _START_S).get("python")
        if python != sys.version:
            self.kill()
            raise WorkerLost(f"another Python came up than the one that runs here: {python!r}, not {sys.version!r}")

    @property
    def pid(self) -> int:
        """Number of the process that was started."""
        pid: int = self._process.pid
        return pid

    @property
    def is_alive(self) -> bool:
        """Whether it has not ended by itself, or been ended from outside."""
        return self._process.poll() is None

    def ask(self, job: Mapping[str, Any]) -> dict[str, Any]:
        """Let the keeper run one job, and wait.

        Args:
            job: see `redraft.sandbox.native.messages`.

        Returns:
            What it replied: an object, nothing of which has been looked at.

        Raises:
            WorkerLost: when no reply came in time, or none that can be read.
        """
        until = time.monotonic() + float(job["wall_s"]) + _GRACE_S
        return self._said(json.dumps(job).encode(), until=until)

    def _said(self, message: bytes, *, until: float) -> dict[str, Any]:
        """Send one message and read the reply."""
        try:
            channel.send(self._socket.fileno(), message)
            reply = json.loads(channel.receive(self._socket.fileno(), at_most=_MAX_REPLY, until=until))
            if not isinstance(reply, dict):
                raise ValueError(f"a reply is an object, got {type(reply).__name__}")
        except (OSError, EOFError, ValueError, RecursionError) as error:
            complaint = self._complaint()
            self.kill()
            raise WorkerLost(f"the keeper of the jail is gone ({error}){complaint and f': {complaint}'}") from error
        return reply

    def _complaint(self) -> str:
        """What it wrote to stderr, or the command that confines it."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(0.2)  # who leaves has said why by then
        return os.pread(self._complaints.fileno(), _MAX_COMPLAINT, 0).decode("utf-8", "replace").strip()

    def interrupt(self) -> None:
        """Let whoever waits for a reply wait no longer; from any thread."""
        # Not closed: another thread may be reading, and the number could mean another file at once.
        with contextlib.suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)

    def kill(self) -> None:
        """End it and all in its jail, and wait until they are gone; by the thread that asks it."""
        self.interrupt()
        try:
            # A keeper that reads the end of its input ends its jobs, then itself, and its namespaces with it.
            self._process.wait(_END_S)
        except subprocess.TimeoutExpired:
            # It leads a session of its own, with whatever starts it; what it keeps goes with it.
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
        self._close()

    def _close(self) -> None:
        """Give back what is open here."""
        self._socket.close()
        self._complaints.close()


@lru_cache
def _parts() -> list[tuple[str, Any]]:
    """Name and code of what a keeper consists of; the code does not say where it lies here."""
    found = []
    for name in _PARTS:
        spec = importlib.util.find_spec(name)
        assert spec is not None
        assert spec.origin is not None
        with open(spec.origin, encoding="utf-8") as file:
            found.append((name, compile(file.read(), f"<{name}>", "exec")))
    return found
