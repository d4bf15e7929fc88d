"""Jobs as messages to a keeper, and its replies as what became of them; no reply is trusted."""

import base64
import binascii
import json
import math
import os
import signal
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import PurePosixPath
from typing import Any

from redraft.sandbox.jobs import Command, Level, Limits, Program, Run, Status

MEBIBYTE = 1 << 20
# What a program may tell about itself beside its output: a few values of some megabytes.
_MAX_TOLD = 16 * MEBIBYTE
# Address space that an interpreter takes beside its memory: libraries, stacks of threads, reserves of the allocator.
_RESERVED = 1024 * MEBIBYTE
_N_FILES_OPEN = 256


class BadReply(ValueError):
    """A keeper said something that no keeper says."""


def fault_of(job: Program | Command) -> str | None:
    """Why nothing can run this; None when something can."""
    if isinstance(job, Command) and not job.argv:
        return "a command needs a first word, got argv=()"
    return _path_fault((*job.files, *(job.keep if isinstance(job, Command) else ())))


def _path_fault(paths: Iterable[str]) -> str | None:
    """Why one of these paths cannot lie in a working folder; None when all can."""
    for path in paths:
        parts = path.split("/")
        plain = PurePosixPath(path).as_posix() == path and not path.startswith("/") and "\0" not in path
        if not plain or ".." in parts or path in ("", "."):
            return f"a file lies in the working folder, under a plain relative path; got {path!r}"
        try:
            path.encode("utf-8")
        except UnicodeEncodeError:
            return f"a path must be text that can be written as UTF-8, got {path!r}"
    return None


def job_message(
    job: Program | Command, limits: Limits, *, python: str, request: Any, n_processes: int
) -> dict[str, Any]:
    """The part of a message that is the same at every native level.

    Args:
        job: what to run.
        limits: what it may use.
        python: what ``python`` as the first word of a command means.
        request: for a program, what its harness is asked.
        n_processes: processes and threads that its user may have.
    """
    memory_bytes, files_bytes = limits.memory_mb * MEBIBYTE, limits.files_mb * MEBIBYTE
    return {
        "program": request,
        "argv": [python if word == "python" and n == 0 else word for n, word in enumerate(job.argv)]
        if isinstance(job, Command)
        else None,
        "stdin": job.stdin,
        "files": {path: base64.b64encode(content).decode("ascii") for path, content in job.files.items()},
        "keep": list(job.keep) if isinstance(job, Command) else [],
        "output_bytes": limits.output_bytes,
        "told_bytes": _MAX_TOLD + 8 * limits.output_bytes,
        "wall_s": limits.wall_s,
        "cpu_s": limits.cpu_s,
        "memory_bytes": memory_bytes,
        "files_bytes": files_bytes,
        "rlimits": {
            # Whole seconds, so the keeper, which measures all processes together, is there first.
            "CPU": math.ceil(limits.cpu_s) + 1,
            # Of a command nobody knows how much its programs reserve; what they really take is watched.
            "AS": memory_bytes + (_RESERVED if isinstance(job, Command) else 0),
            "FSIZE": files_bytes,
            "NPROC": n_processes,
            "NOFILE": _N_FILES_OPEN,
            "CORE": 0,
            "MEMLOCK": 0,
            "MSGQUEUE": 0,
            "RTPRIO": 0,
            "NICE": 0,
        },
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What a keeper says about one job.

    Attributes:
        stdout: bytes that came through the descriptor; a program's own streams are told, not written.
        stderr: the same.
        told: whole lines that the child told.
        limit: the limit that was reached; None for none.
        exit_code: what it left with; None when a signal ended it.
        signal_number: the signal that ended it.
        kept: files to give back.
        cpu_s: processor seconds of all processes.
        memory_bytes: the most that they held.
        unprepared: why the job could not be begun; None when it was.
        fit: whether the keeper can take another job.
    """

    stdout: bytes
    stderr: bytes
    told: tuple[str, ...]
    limit: str | None
    exit_code: int | None
    signal_number: int | None
    kept: Mapping[str, bytes]
    cpu_s: float
    memory_bytes: int
    unprepared: str | None
    fit: bool

    @property
    def is_reusable(self) -> bool:
        """Whether the next job may run where this one did: it did nothing out of the ordinary."""
        return self.fit and self.limit is None and self.exit_code == 0

    def reason(self, limits: Limits) -> str | None:
        """In words, what ended the job; None when it left by itself, with whatever code."""
        if self.limit is not None:
            return {
                "wall": f"it ran longer than {limits.wall_s} s",
                "cpu": f"it used more than {limits.cpu_s} s of processor time",
                "memory": f"it needed more than {limits.memory_mb} MiB",
                "output": f"it wrote more than {limits.output_bytes} bytes",
                "files": f"its files took more than {limits.files_mb} MiB, or there were too many",
            }[self.limit]
        if self.signal_number is not None:
            if self.signal_number == signal.SIGXCPU:
                return f"it used more than {limits.cpu_s} s of processor time"
            return f"{_signal_name(self.signal_number)} ended it"
        return None

    @property
    def status(self) -> Status:
        """How it ended, were it a command."""
        if self.limit is not None:
            ends: dict[str, Status] = {"wall": "timeout", "cpu": "timeout", "memory": "memory", "output": "output"}
            return ends.get(self.limit, "killed")
        if self.signal_number is not None:
            return "timeout" if self.signal_number == signal.SIGXCPU else "killed"
        return "finished"


def _signal_name(number: int) -> str:
    """Name of a signal, or its number."""
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"


def read_reply(reply: Mapping[str, Any], *, limits: Limits) -> Reply:
    """A reply whose form has been checked.

    Raises:
        BadReply: when it has another form.
    """
    try:
        if "failed" in reply:
            return _UNBEGUN(unprepared=str(reply["failed"]))
        status, limit = reply["status"], reply["limit"]
        if not isinstance(status, int) or limit not in (None, "wall", "cpu", "memory", "output", "files"):
            raise BadReply(f"no end of a job: status {status!r:.80}, limit {limit!r:.80}")
        code = os.waitstatus_to_exitcode(status)
        lines = _content(reply["told"]).decode("utf-8", "replace").split("\n")[:-1]
        told, unprepared = _begun(lines) if lines or limit is None else ((), None)
        return Reply(
            stdout=_content(reply["stdout"])[: limits.output_bytes],
            stderr=_content(reply["stderr"])[: limits.output_bytes],
            told=told,
            limit=limit,
            exit_code=code if code >= 0 else None,
            signal_number=-code if code < 0 else None,
            kept={str(path): _content(content) for path, content in reply["kept"].items()},
            cpu_s=max(0.0, float(reply["cpu_s"])),
            memory_bytes=max(0, int(reply["memory_bytes"])),
            unprepared=unprepared,
            fit=reply["fit"] is True,
        )
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError) as error:
        raise BadReply(f"a keeper's reply cannot be read: {error!r}") from error


# What is left to say about a job that was not begun is why.
_UNBEGUN = partial(
    Reply,
    stdout=b"",
    stderr=b"",
    told=(),
    limit=None,
    exit_code=None,
    signal_number=None,
    kept={},
    cpu_s=0.0,
    memory_bytes=0,
    fit=False,
)


def _begun(lines: list[str]) -> tuple[tuple[str, ...], str | None]:
    """What was told after the job began, and why it did not; see `redraft.sandbox.native.inside.child`."""
    if not lines:
        return (), "it was ended before it began"
    event = json.loads(lines[0])
    if event["event"] != "prepared":
        return (), str(event["reason"])
    return tuple(lines[1:]), None


def _content(text: str) -> bytes:
    """Bytes that came as base64.

    Raises:
        BadReply: when they did not.
    """
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, TypeError) as error:
        raise BadReply(f"content that is no base64: {error}") from error


def command_run(reply: Reply, *, level: Level, limits: Limits, wall_s: float) -> Run:
    """What became of a command."""
    if reply.told:  # the way to tell anything closes when the command begins
        return Run(level="refuse", status="not_run", reason=str(json.loads(reply.told[0])["reason"]))
    return Run(
        level=level,
        status=reply.status,
        reason=reply.reason(limits),
        stdout=reply.stdout.decode("utf-8", "replace"),
        stderr=reply.stderr.decode("utf-8", "replace"),
        exit_code=reply.exit_code if reply.limit is None else None,
        kept=reply.kept,
        cpu_s=reply.cpu_s,
        wall_s=wall_s,
        memory_bytes=reply.memory_bytes,
    )
