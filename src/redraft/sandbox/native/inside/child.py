"""The child of a keeper in which one job runs: it gives up what it may not have, then becomes the job."""

import fcntl
import os
import resource
import signal
import sys
from collections.abc import Callable
from typing import Any, NamedTuple

from redraft.sandbox.native.inside import confine, kept

EXIT_UNPREPARED, EXIT_NOT_FOUND = 125, 127
_leave = os._exit  # a program may replace it


class Started(NamedTuple):
    """A child and the reading ends of its pipes.

    Attributes:
        pid: its number; also that of its group and session.
        stdout: what it writes there.
        stderr: what it writes there.
        told: what it tells about itself: events of the harness, one line of JSON each, or why it could not begin.
    """

    pid: int
    stdout: int
    stderr: int
    told: int


def start(job: dict[str, Any], work: str, folder: str) -> Started:
    """Fork a child that runs `job` in the folder `work`; `folder` is another one, in which there is room.

    Raises:
        OSError: when there is no room, or no further process.
    """
    stdin = _holding(job["stdin"].encode("utf-8", "surrogatepass"), folder)
    pipes = [os.pipe() for _ in range(3)]
    pid = os.fork()
    if pid == 0:
        _become(job, work, [stdin, *(writing for _, writing in pipes)])
    for descriptor in (stdin, *(writing for _, writing in pipes)):
        os.close(descriptor)
    for reading, _ in pipes:
        os.set_blocking(reading, False)
    return Started(pid, *(reading for reading, _ in pipes))


def _holding(content: bytes, folder: str) -> int:
    """A file without a name, at its beginning, that holds `content`."""
    if not content:
        return os.open(os.devnull, os.O_RDONLY | os.O_CLOEXEC)
    path = os.path.join(folder, ".stdin")
    writing = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    try:
        reading = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
        os.unlink(path)
        with os.fdopen(os.dup(writing), "wb") as file:
            file.write(content)
        return reading
    finally:
        os.close(writing)


def _become(job: dict[str, Any], work: str, descriptors: list[int]) -> None:
    """Turn this process into the job; does not return."""
    code = EXIT_UNPREPARED
    try:
        try:
            _prepare(job, work, descriptors)
        except (OSError, ValueError) as error:
            _tell({"event": "unprepared", "reason": f"{type(error).__name__}: {error}"})
            return
        # Whatever comes after this line was told with untrusted code at work; what comes before, was not.
        _tell({"event": "prepared"})
        if job["argv"] is None:
            harness = sys.modules["redraft.sandbox.guest.harness"]
            harness.run(job["program"], _telling())
            code = 0
            return
        try:
            os.execvpe(job["argv"][0], job["argv"], job["environment"])  # noqa: S606, a shell would be one thing more
        except (OSError, ValueError) as error:
            _tell({"event": "unfound", "reason": f"{job['argv'][0]!r} cannot be run: {error}"})
            code = EXIT_NOT_FOUND
    finally:
        _leave(code)


def _prepare(job: dict[str, Any], work: str, descriptors: list[int]) -> None:
    """Arrange descriptors, surroundings and limits; the last step is the filter of system calls."""
    os.setsid()
    signal.set_wakeup_fd(-1)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    # As every program of Python's has it, and as every command expects to find it.
    signal.signal(signal.SIGINT, signal.default_int_handler if job["argv"] is None else signal.SIG_DFL)
    signal.signal(signal.SIGPIPE, signal.SIG_IGN if job["argv"] is None else signal.SIG_DFL)
    # First out of the way of each other, then to 0, 1, 2 and 3.
    away = [fcntl.fcntl(descriptor, fcntl.F_DUPFD_CLOEXEC, 10) for descriptor in descriptors]
    for number, descriptor in enumerate(away):
        os.dup2(descriptor, number, inheritable=number < 3)
    os.closerange(4, resource.getrlimit(resource.RLIMIT_NOFILE)[0])
    os.chdir(work)
    os.environ.clear()
    os.environ.update(job["environment"])
    os.umask(0o022)
    # A process that gave up its user cannot be traced or dumped; this one has nothing to hide from itself.
    confine.set_process_flag(confine.PR_SET_DUMPABLE, 1)
    limits = dict(job["rlimits"])
    if job["argv"] is None:
        limits["AS"] += _address_space()  # a program gets its own beside that of the keeper, whose copy it is
    confine.limit(limits)
    if job["landlock"] is not None:
        confine.set_process_flag(confine.PR_SET_PDEATHSIG, signal.SIGKILL)
        confine.restrict_files(**job["landlock"])
    for instructions in job["filters"]:
        confine.filter_calls(kept.from_text(instructions))


def _address_space() -> int:
    """Bytes of address space that this process has already."""
    with open("/proc/self/statm", encoding="ascii") as file:
        return int(file.read().split()[0]) * resource.getpagesize()


def _telling() -> Callable[[dict[str, Any]], object]:
    """A function that tells one event; a program that replaces `os.write` does not silence it."""
    write, encode = os.write, sys.modules["redraft.sandbox.guest.harness"].as_json

    def tell(event: dict[str, Any]) -> None:
        rest = memoryview(encode(event).encode() + b"\n")
        while rest:
            rest = rest[write(3, rest) :]

    return tell


def _tell(event: dict[str, Any]) -> None:
    """Tell one event from outside the harness."""
    try:
        _telling()(event)
    except OSError:
        os._exit(EXIT_UNPREPARED)  # descriptor 3 is not there yet; the exit code says enough
