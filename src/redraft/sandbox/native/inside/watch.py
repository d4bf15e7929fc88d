"""Watching the child of a keeper: what it writes, how much it takes, when it ends, what it leaves."""

import os
import resource
import select
import signal
import time
from dataclasses import dataclass, field
from typing import Any

from redraft.sandbox.native.inside import kept
from redraft.sandbox.native.inside.child import Started

# Between two looks at what the job takes. Between them it can take no more than its own limits (each process's memory,
# the number of processes, the size of its folders) let it.
TICK_S = 0.025
# So many files and folders may lie in each folder that a job writes to: each costs the kernel about a kilobyte.
MAX_FILES = 20_000
_CHUNK = 65_536
_CLOCK_TICKS = os.sysconf("SC_CLK_TCK")


class Bell:
    """Rings when a child has ended: a descriptor that can then be read."""

    def __init__(self) -> None:
        self.reading, writing = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.set_wakeup_fd(writing, warn_on_full_buffer=False)

    def silence(self) -> None:
        """Forget the rings so far."""
        try:
            while os.read(self.reading, 4096):
                pass
        except BlockingIOError:
            return


@dataclass(slots=True, kw_only=True)
class Seen:
    """What is known of a child so far.

    Attributes:
        pipes: its open pipes, descriptor to name.
        most: bytes that are kept of each, by name.
        texts: what came through each, by name.
        limit: the limit that it reached; None while it has reached none.
        status: its exit status as `os.wait4` has it; None while it runs.
        memory_bytes: the most that all its processes held.
    """

    pipes: dict[int, str]
    most: dict[str, int]
    texts: dict[str, bytearray] = field(default_factory=lambda: {n: bytearray() for n in ("stdout", "stderr", "told")})
    limit: str | None = None
    status: int | None = None
    memory_bytes: int = 0

    def take(self, descriptor: int) -> bool:
        """Read once from a pipe; whether more may come."""
        try:
            part = os.read(descriptor, _CHUNK)
        except BlockingIOError:
            return True
        name = self.pipes[descriptor]
        if not part:
            os.close(descriptor)
            del self.pipes[descriptor]
            return False
        text = self.texts[name]
        if len(text) + len(part) > self.most[name]:
            self.limit = self.limit or "output"
        text += part[: max(0, self.most[name] - len(text))]
        return True

    def drain(self) -> None:
        """Read what is still in the pipes, now that nobody writes to them, and close them."""
        for descriptor in list(self.pipes):
            # A pipe holds a mebibyte at most; one that is never empty has a writer that cannot be there.
            for _ in range(32):
                before = len(self.texts[self.pipes[descriptor]])
                if not self.take(descriptor) or len(self.texts[self.pipes[descriptor]]) == before:
                    break
        for descriptor in list(self.pipes):
            os.close(descriptor)
            del self.pipes[descriptor]

    def report(self) -> dict[str, Any]:
        """The same as data for a message."""
        texts = {name: kept.to_text(bytes(text)) for name, text in self.texts.items()}
        return {**texts, "limit": self.limit, "status": self.status, "memory_bytes": self.memory_bytes}


def watch(
    started: Started,
    job: dict[str, Any],
    *,
    group: int | None,
    bell: Bell,
    folders: list[str],
    spent: resource.struct_rusage,
) -> Seen:
    """Stay with a child until it ends or reaches a limit.

    Args:
        started: the child.
        job: ``output_bytes``, ``told_bytes``, ``wall_s``, ``cpu_s``, ``memory_bytes`` and ``files_bytes`` are limits.
        group: the session whose processes are the job's; None when all that can be seen are.
        bell: rings when it ends.
        folders: where it can write.
        spent: what earlier children used.
    """
    until = time.monotonic() + job["wall_s"]
    most = {"stdout": job["output_bytes"], "stderr": job["output_bytes"], "told": job["told_bytes"]}
    seen = Seen(pipes={started.stdout: "stdout", started.stderr: "stderr", started.told: "told"}, most=most)
    ears = select.poll()
    for descriptor in (*seen.pipes, bell.reading):
        ears.register(descriptor, select.POLLIN)
    ears.register(0, 0)  # hung up when nobody waits for the result any more
    look_at = time.monotonic() + TICK_S
    while seen.limit is None and seen.status is None:
        now = time.monotonic()
        if now >= until:
            seen.limit = "wall"
            break
        if now >= look_at:
            seen.limit = _reached(seen, job, group, folders, spent)
            # Looking costs: it shall not take more than a fifth of the time.
            look_at = time.monotonic() + max(TICK_S, 4 * (time.monotonic() - now))
        for descriptor, _ in ears.poll(max(0.0, min(look_at, until) - time.monotonic()) * 1000):
            if descriptor == bell.reading:
                bell.silence()
                seen.status = _reap(started.pid, seen)
            elif descriptor == 0:
                seen.limit = "wall"
            elif not seen.take(descriptor):
                ears.unregister(descriptor)
    if seen.status is None:
        _kill(group)
        seen.status = _reap(started.pid, seen, wait=True)
    return seen


def _reap(pid: int, seen: Seen, *, wait: bool = False) -> int | None:
    """Collect those that have ended; the exit status of `pid` if it is among them."""
    status = None
    while status is None or not wait:
        try:
            ended, how, used = os.wait4(pid if wait else -1, 0 if wait else os.WNOHANG)
        except ChildProcessError:
            break
        if ended == 0:
            break
        if ended == pid:
            status = how
            seen.memory_bytes = max(seen.memory_bytes, used.ru_maxrss * 1024)
    return status


def _reached(
    seen: Seen, job: dict[str, Any], group: int | None, folders: list[str], spent: resource.struct_rusage
) -> str | None:
    """Which limit the processes of the job have reached together; None for none."""
    memory = 0
    # A program is a copy of its keeper: what they share is no memory of the program's own.
    shared = _held(os.getpid()) if job["argv"] is None else 0
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu_s = ended.ru_utime + ended.ru_stime - spent.ru_utime - spent.ru_stime
    for pid in _members(group, job):
        try:
            memory += max(0, _held(pid) - shared)
            cpu_s += _spent(pid)
        except (OSError, ValueError, IndexError):
            continue  # it has just ended
    seen.memory_bytes = max(seen.memory_bytes, memory)
    if memory > job["memory_bytes"]:
        return "memory"
    if cpu_s > job["cpu_s"]:
        return "cpu"
    return "files" if _filled(folders, job["files_bytes"], measured=job["folder_is_shared"]) else None


def _members(group: int | None, job: dict[str, Any]) -> list[int]:
    """Numbers of the job's processes."""
    if group is not None and job["argv"] is None:
        return [group]  # a program cannot fork at this level
    me = os.getpid()
    pids = [int(name) for name in os.listdir("/proc") if name.isdigit() and int(name) != me]
    return pids if group is None else [pid for pid in pids if _session(pid) == group]


def _session(pid: int) -> int | None:
    """The session of a process; None when it is gone."""
    try:
        return os.getsid(pid)
    except OSError:
        return None


def _held(pid: int) -> int:
    """Bytes that a process holds beside files, what it shares with its parent included.

    Raises:
        OSError: when it is gone.
        ValueError: when the kernel writes something else.
    """
    total = 0
    with open(f"/proc/{pid}/status", "rb") as file:
        for line in file:
            if line.startswith((b"RssAnon:", b"RssShmem:", b"VmSwap:")):
                total += int(line.split()[1]) * 1024
    return total


def _spent(pid: int) -> float:
    """Processor seconds of a process and of its children that it has waited for.

    Raises:
        OSError: when it is gone.
        ValueError, IndexError: when the kernel writes something else.
    """
    with open(f"/proc/{pid}/stat", "rb") as file:
        fields = file.read().rpartition(b")")[2].split()
    return sum(int(part) for part in fields[11:15]) / _CLOCK_TICKS


def _filled(folders: list[str], at_most: int, *, measured: bool) -> bool:
    """Whether too much lies in the folders.

    Args:
        folders: where the job can write.
        at_most: bytes.
        measured: whether to add up the files; else each folder is a file system of its own that has a size.
    """
    if measured:
        return _size(folders, at_most) > at_most
    used = [os.statvfs(folder) for folder in folders]  # file systems: nobody in the jail can move or remove one
    return any(one.f_files - one.f_ffree > MAX_FILES for one in used)


def _size(folders: list[str], at_most: int) -> int:
    """Bytes in the folders, counted until there are too many."""
    size = n_files = 0
    waiting = list(dict.fromkeys(folders))
    while waiting and size <= at_most:
        try:
            with os.scandir(waiting.pop()) as entries:
                for entry in entries:
                    size += entry.stat(follow_symlinks=False).st_blocks * 512
                    n_files += 1
                    if entry.is_dir(follow_symlinks=False):
                        waiting.append(entry.path)
        except FileNotFoundError:
            continue
        except OSError:
            return at_most + 1  # locked or too deep: what cannot be counted has no place here
        if n_files > MAX_FILES:
            return at_most + 1
    return size


def _kill(group: int | None) -> None:
    """End all processes of the job at once, none of which can fork out of it."""
    try:
        if group is None:
            os.kill(-1, signal.SIGKILL)  # in its own namespace: all but process 1, which this is
        else:
            os.killpg(group, signal.SIGKILL)
    except ProcessLookupError:
        return


def sweep(group: int | None) -> int:
    """End what the job left, and wait for it to be gone; how many there were."""
    n_left = 0
    while True:
        _kill(group)
        try:
            os.waitpid(-1, 0)
        except ChildProcessError:
            return n_left
        n_left += 1
