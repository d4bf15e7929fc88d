"""The level ``bubblewrap``: native code in namespaces of its own, kept by a warm process that forks for each run."""

import os
import re
import shutil
import subprocess
from collections.abc import Sequence
from functools import lru_cache, partial
from pathlib import Path

from redraft.errors import MissingExtra
from redraft.sandbox.jobs import Command, Level, Limits, Probed, Program, Run
from redraft.sandbox.native import probing
from redraft.sandbox.native.crew import Crew, Hired, Post, Unfit
from redraft.sandbox.native.filters import filters_for
from redraft.sandbox.native.identity import NoOtherUser, n_processes_of_user, spare_user
from redraft.sandbox.native.messages import MEBIBYTE
from redraft.sandbox.native.places import LOOKED_UP, SYSTEM, Places, places, surroundings
from redraft.sandbox.native.preloads import COMMON, PACKAGES
from redraft.sandbox.native.worker import Worker

_TEMPORARY, _SHARED = ("/tmp", "/var/tmp", "/sandbox"), "/dev/shm"  # noqa: S108, folders of the jail
_SHARED_MB = 16  # at most, and a quarter of its files: semaphores and a few arrays
# The keeper, and the process that starts it.
_N_OURS = 2
# Since then the limit of processes counts each user namespace for itself.
_COUNTS_NAMESPACES = (5, 14)


class Bubblewrap:
    """Runs programs and commands in namespaces, with bubblewrap.

    A program runs in a fork of a warm interpreter, a command in a jail that was made for it.

    Args:
        n_at_once: jobs at the same time; others wait for their turn.
    """

    level: Level = "bubblewrap"

    def __init__(self, *, n_at_once: int | None = None) -> None:
        self._crew = Crew(self.level, _hire, n_at_once=n_at_once or max(2, os.cpu_count() or 2))

    async def run(self, job: Program | Command, limits: Limits) -> Run:
        """What became of `job`; see `redraft.sandbox.jobs.Runner`."""
        return await self._crew.run(job, limits)

    def probe(self) -> Probed:
        """Whether this level works here: a program was run, and found nothing that it should not."""
        bwrap = _bwrap()
        if bwrap is None:
            return Probed(
                level=self.level, works=False, detail="bwrap is not installed; install the package bubblewrap"
            )
        return probing.probe(self.level, self._crew.run_here, bwrap.version)

    async def close(self) -> None:
        """End what is kept warm."""
        await probing.in_thread(self._crew.close)


class _Bwrap:
    """The program that makes namespaces.

    Args:
        path: where it lies.
    """

    def __init__(self, path: str) -> None:
        self.path = path
        self.version = self._said("--version").strip()
        self._options = self._said("--help")

    def has(self, option: str) -> bool:
        """Whether this version knows an option."""
        return option in self._options

    def _said(self, option: str) -> str:
        # Its own options only, nothing of anybody's.
        done = subprocess.run([self.path, option], capture_output=True, text=True, env={}, timeout=30, check=False)  # noqa: S603
        return done.stdout


@lru_cache
def _bwrap() -> _Bwrap | None:
    """The installed bubblewrap; None when there is none."""
    path = shutil.which("bwrap", path=os.pathsep.join((os.environ.get("PATH", ""), os.defpath)))
    return None if path is None else _Bwrap(path)


def _hire(post: Post) -> Hired:
    """Start a keeper in a jail of its own."""
    bwrap, shown = _bwrap(), places()
    if bwrap is None:
        raise Unfit("bwrap is not installed; install the package bubblewrap")
    try:
        filters, uid = filters_for("namespaces"), spare_user()
    except (MissingExtra, NoOtherUser) as error:
        raise Unfit(str(error)) from error
    descriptors = [_readable(instructions) for instructions in filters]
    temporary = _temporary(shown)
    settings = {
        "work": f"{temporary}/work",
        "shared": [temporary, _SHARED],
        "mode": 0o1777,
        "alone": True,
        "uid": None,
        "preload": [*COMMON, *(PACKAGES if post.packages and not post.is_command else ())],
        "path": list(shown.packages) if post.packages else [],
    }
    try:
        command = [*_jail(bwrap, shown, post.files_mb, descriptors, uid), shown.python]
        worker = Worker(command, settings, descriptors=descriptors, environment={"PATH": os.defpath})
    finally:
        for descriptor in descriptors:
            os.close(descriptor)
    return Hired(
        worker=worker,
        post=post,
        lasting=not post.is_command,
        python=shown.python,
        environment=surroundings(shown, temporary),
        confinement={"landlock": None, "filters": [], "folder_is_shared": False},
        n_processes=partial(_n_processes, uid),
        dismiss=worker.kill,
    )


def _readable(instructions: bytes) -> int:
    """A descriptor from which bwrap can read a filter."""
    descriptor = os.memfd_create("filter")
    os.write(descriptor, instructions)
    os.lseek(descriptor, 0, os.SEEK_SET)
    return descriptor


def _temporary(shown: Places) -> str:
    """The folder of the jail that may be written to: one in which nothing has to be seen, such as an interpreter."""
    visible = [Path(path) for path in shown.all()]
    return next(folder for folder in _TEMPORARY if not any(path.is_relative_to(folder) for path in visible))


def _jail(bwrap: _Bwrap, shown: Places, files_mb: int, filters: Sequence[int], uid: int | None) -> list[str]:
    """The command that makes a jail; what runs in it follows."""
    command = [bwrap.path, "--unshare-ipc", "--unshare-pid", "--unshare-net", "--unshare-uts", "--unshare-cgroup-try"]
    if uid is None:
        command.append("--unshare-user")
        command += ["--disable-userns"] if bwrap.has("--disable-userns") else []  # the filter forbids it, too
    # Not --die-with-parent: the parent would be a thread, and its end is not that of the host. The keeper, which nobody
    # in the jail can kill or stop, ends with the host's side of its socket, and the jail with the keeper.
    command += ["--as-pid-1", "--hostname", "sandbox", "--clearenv"]
    for path in SYSTEM:
        if os.path.islink(path):
            command += ["--symlink", os.readlink(path), path]
        elif os.path.isdir(path):
            command += ["--ro-bind", path, path]
    visible = (*LOOKED_UP, *shown.all())
    # bwrap would make the folders on the way for their owner alone, who is root here.
    for folder in sorted({str(parent) for path in visible for parent in Path(path).parents if len(parent.parts) > 1}):
        command += [] if folder.startswith(SYSTEM) else ["--perms", "0755", "--dir", folder]
    for path in visible:
        command += ["--ro-bind-try", path, path]
    command += ["--proc", "/proc", "--dev", "/dev"]
    for folder, size_mb in ((_temporary(shown), files_mb), (_SHARED, min(_SHARED_MB, max(1, files_mb // 4)))):
        command += ["--perms", "1777", "--size", str(size_mb * MEBIBYTE), "--tmpfs", folder]
    command += ["--remount-ro", "/dev", "--remount-ro", "/", "--chdir", "/"]
    for descriptor in filters:
        command += ["--add-seccomp-fd", str(descriptor)]
    if uid is not None:
        command += ["setpriv", f"--reuid={uid}", f"--regid={uid}", "--clear-groups", "--no-new-privs"]
        command += ["--bounding-set=-all", "--inh-caps=-all", "--ambient-caps=-all"]
    return command


def _n_processes(uid: int | None, limits: Limits) -> int:
    """The limit of processes with which a job can have as many as it may."""
    release = re.match(r"(\d+)\.(\d+)", os.uname().release)
    counts_namespaces = release is not None and tuple(map(int, release.groups())) >= _COUNTS_NAMESPACES
    others = 0 if uid is not None or counts_namespaces else n_processes_of_user()
    return limits.processes + _N_OURS + others
