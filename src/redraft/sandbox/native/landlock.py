"""The level ``landlock``: native code behind landlock, seccomp and resource limits, where namespaces are not allowed.

A fresh interpreter for each run. What landlock does not cover is withheld by the filter of system calls: permissions,
owners and times of files; sockets; for programs also processes.
"""

import base64
import contextlib
import os
import shutil
import tempfile
from functools import lru_cache, partial
from typing import Any

from redraft.errors import MissingExtra
from redraft.sandbox.jobs import Command, Level, Limits, Probed, Program, Run
from redraft.sandbox.native import probing
from redraft.sandbox.native.crew import Crew, Hired, Post, Unfit
from redraft.sandbox.native.filters import filters_for
from redraft.sandbox.native.identity import NoOtherUser, n_processes_of_user, others_can_read, spare_user
from redraft.sandbox.native.inside import confine, emptying
from redraft.sandbox.native.places import LOOKED_UP, SYSTEM, Places, places, surroundings
from redraft.sandbox.native.preloads import COMMON, REST
from redraft.sandbox.native.worker import Worker

# Before, a file that may be read could be cut to nothing. Linux 6.2.
_OLDEST = 3
# Since then it keeps signals within, of which a command needs its own. Linux 6.12.
_SCOPES_SIGNALS = 6
_DEVICES = ("/dev/null", "/dev/zero", "/dev/urandom", "/dev/random")
_DATA = ("/usr/share/zoneinfo",)


class Landlock:
    """Runs programs, and commands where the kernel can keep their signals in, behind landlock and seccomp.

    Args:
        n_at_once: jobs at the same time; others wait for their turn.
    """

    level: Level = "landlock"

    def __init__(self, *, n_at_once: int | None = None) -> None:
        self._crew = Crew(self.level, _hire, n_at_once=n_at_once or max(2, os.cpu_count() or 2))

    async def run(self, job: Program | Command, limits: Limits) -> Run:
        """What became of `job`; see `redraft.sandbox.jobs.Runner`."""
        return await self._crew.run(job, limits)

    def probe(self) -> Probed:
        """Whether this level works here: a program was run, and found nothing that it should not."""
        abi = confine.landlock_abi()
        if abi < _OLDEST:
            detail = f"landlock version {_OLDEST} is needed (Linux 6.2), this kernel has {abi or 'none'}"
            return Probed(level=self.level, works=False, detail=detail)
        lacking = _lacking()
        version = f"landlock version {abi}{f'; {lacking}' if lacking else ''}"
        return probing.probe(self.level, self._crew.run_here, version)

    async def close(self) -> None:
        """End what is running."""
        await probing.in_thread(self._crew.close)


@lru_cache
def _lacking() -> str | None:
    """What cannot be done here because confined code has another user than this process; None when all can."""
    if os.geteuid() != 0:
        return None
    shown = places()
    if all(others_can_read(path) for path in (shown.python, *shown.all())):
        return None
    return (
        "as root, with a Python in a folder that only root can read, it runs programs with the modules of the standard "
        "library that are imported before, but no commands and no packages"
    )


def _fault(post: Post) -> str | None:
    """Why a job cannot run here; None when it can."""
    abi = confine.landlock_abi()
    if abi < _OLDEST:
        return f"landlock version {_OLDEST} is needed (Linux 6.2), this kernel has {abi or 'none'}"
    if post.is_command and abi < _SCOPES_SIGNALS:
        return f"a command needs landlock version {_SCOPES_SIGNALS} (Linux 6.12), this kernel has {abi}"
    return _lacking() if post.is_command or post.packages else None


def _hire(post: Post) -> Hired:
    """Start a keeper for one job."""
    fault = _fault(post)
    if fault is not None:
        raise Unfit(fault)
    shown = places()
    try:
        filters, uid = filters_for("command" if post.is_command else "program"), spare_user()
    except (MissingExtra, NoOtherUser) as error:
        raise Unfit(str(error)) from error
    folder = _folder(uid)
    settings = {
        "work": f"{folder}/work",
        "shared": [folder],
        "mode": 0o700,
        "alone": False,
        "uid": uid,
        "preload": _preloads(post),
        "path": list(shown.packages) if post.packages else [],
    }
    try:
        worker = Worker([shown.python], settings, environment={"PATH": os.defpath})
    except BaseException:
        shutil.rmtree(folder)
        raise
    confinement = {
        "landlock": _open_paths(shown, folder, is_command=post.is_command),
        "filters": [base64.b64encode(instructions).decode("ascii") for instructions in filters],
        "folder_is_shared": True,
    }
    return Hired(
        worker=worker,
        post=post,
        lasting=False,
        python=shown.python,
        environment=surroundings(shown, folder),
        confinement=confinement,
        n_processes=partial(_n_processes, uid),
        dismiss=partial(_dismiss, worker, folder),
    )


def _folder(uid: int | None) -> str:
    """A folder that only the confined user can look into.

    Raises:
        Unfit: when that user cannot come to it.
    """
    parent = tempfile.gettempdir()
    if uid is not None and not _can_pass(parent):
        raise Unfit(
            f"the folder for temporary files, {parent!r}, is closed to other users; set TMPDIR to one that is not"
        )
    folder = os.path.realpath(tempfile.mkdtemp(prefix="redraft-sandbox-"))
    if uid is not None:
        os.chown(folder, uid, uid)
    return folder


def _can_pass(folder: str) -> bool:
    """Whether a user who owns nothing could go through a folder."""
    place = os.path.realpath(folder)
    while os.stat(place).st_mode & 0o001:
        if place == "/":
            return True
        place = os.path.dirname(place)
    return False


def _preloads(post: Post) -> list[str]:
    """Modules that are imported before the job, while it still can."""
    # Each interpreter has one job: what that can import itself, it imports when it needs it.
    return [*COMMON, *REST] if _lacking() and not post.is_command else []


def _open_paths(shown: Places, folder: str, *, is_command: bool) -> dict[str, Any]:
    """What landlock leaves open: libraries to read, for a command also programs to run, and the job's own folder."""
    libraries = ["/usr/lib", *(path for path in SYSTEM if path.startswith("/lib")), *shown.all()]
    programs = [*SYSTEM, *shown.all()] if is_command else []
    return {
        "read": [*LOOKED_UP, *_DATA, *libraries],
        "run": programs,
        "write": [folder],
        "devices": list(_DEVICES),
    }


def _n_processes(uid: int | None, limits: Limits) -> int:
    """The limit of processes with which a job can have as many as it may: all others of this user count as well."""
    return limits.processes + 1 if uid is not None else limits.processes + n_processes_of_user()


def _dismiss(worker: Worker, folder: str) -> None:
    """End a keeper and remove its folder, in which nobody is at work any more."""
    worker.kill()
    # What cannot be removed stays, as with any program that leaves temporary files; the run itself is over, and whoever
    # asked for it has a right to its result.
    with contextlib.suppress(OSError):
        emptying.empty(folder)
        os.rmdir(folder)
