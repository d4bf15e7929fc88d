"""Keeps a jail: runs one job after another in children of its own, watches them, and leaves no trace of them.

Starts with ``python -I -S`` and has the standard library alone. Of a job it believes nothing: it counts itself what the
job writes, uses and leaves, and reads no more than it was told to. In namespaces it is process 1, which its children
cannot kill, stop or look into; without them it stands outside the limits that each child takes on.

One message comes in per job (see `redraft.sandbox.native.worker`), one goes out. It ends when its input does.
"""

import contextlib
import gc
import json
import os
import resource
import signal
import sys
import time
from typing import Any

from redraft.sandbox.native.inside import channel, child, confine, emptying, kept, watch

MAX_REQUEST = 1 << 30


def keep(settings: dict[str, Any]) -> None:
    """Serve jobs until the input ends.

    Args:
        settings: ``work`` (where a job begins), ``shared`` (folders that jobs write to; ``work`` lies in the first) and
            their ``mode``, ``alone`` (whether all processes to be seen are the jobs'), ``uid`` (whom to become, or
            None), ``preload`` (modules), ``path`` (folders of packages).
    """
    _load(settings)
    if settings["uid"] is not None:
        confine.become(settings["uid"])
    # Not dumpable: a child of the same user can neither trace it nor open what lies under its number in /proc.
    confine.set_process_flag(confine.PR_SET_DUMPABLE, 0)
    confine.set_process_flag(confine.PR_SET_NO_NEW_PRIVS, 1)
    if not settings["alone"]:
        confine.set_process_flag(confine.PR_SET_CHILD_SUBREAPER, 1)
    # Process 1 is spared every signal that it does not handle: SIGINT, for which Python has a handler, is no exception.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    bell = watch.Bell()
    gc.collect()
    gc.freeze()
    channel.send(1, json.dumps({"ready": True, "python": sys.version}).encode())
    try:
        while True:
            job = json.loads(channel.receive(0, at_most=MAX_REQUEST))
            channel.send(1, json.dumps(_serve(job, settings, bell)).encode())
    except (EOFError, OSError):
        # The host has gone, by itself or by force. What is in namespaces goes with this process; a folder does not.
        if not settings["alone"]:
            _tidy(settings)
            with contextlib.suppress(OSError):  # gone already, or in a place where only the host may
                os.rmdir(settings["shared"][0])


def _load(settings: dict[str, Any]) -> None:
    """Import what jobs will need, so that each of them finds it there."""
    sys.path.extend(settings["path"])
    for name in settings["preload"]:
        try:
            __import__(name)
        except ImportError:
            continue  # not in this Python; whoever needs it gets the same error in the job


def _serve(job: dict[str, Any], settings: dict[str, Any], bell: watch.Bell) -> dict[str, Any]:
    """Run one job, and tidy up after it."""
    work = settings["work"]
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    began = time.monotonic()
    try:
        place(work, job["files"])
        started = child.start(job, work, settings["shared"][0])
    except OSError as error:
        _tidy(settings)
        return {"failed": f"the job could not be placed: {error}", "fit": False}
    group = None if settings["alone"] else started.pid
    seen = watch.watch(started, job, group=group, bell=bell, folders=settings["shared"], spent=before)
    n_left = watch.sweep(group)
    seen.drain()
    found = kept.read_back(work, job["keep"], at_most=job["files_bytes"])
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    reply = seen.report() | {
        "kept": found,
        "n_left": n_left,
        "cpu_s": after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime,
        "wall_s": time.monotonic() - began,
    }
    return reply | {"fit": _tidy(settings)}


def place(work: str, files: dict[str, str]) -> None:
    """Write the files of a job into its folder.

    Args:
        work: the folder.
        files: relative path to content in base64; the host has refused paths that lead outside.

    Raises:
        OSError: when one cannot be written, for want of space perhaps.
    """
    os.makedirs(work, mode=0o700, exist_ok=True)
    for path, content in files.items():
        target = os.path.join(work, path)
        os.makedirs(os.path.dirname(target), exist_ok=True)
        with open(target, "wb") as file:
            file.write(kept.from_text(content))


def _tidy(settings: dict[str, Any]) -> bool:
    """Empty every folder that jobs write to; whether the next job will find it as this one did."""
    try:
        for folder in settings["shared"]:
            emptying.empty(folder)
            if os.stat(folder).st_uid == os.getuid():
                os.utime(folder, (0, 0))  # its time would tell the next job that there was one before
                os.chmod(folder, settings["mode"])
    except OSError:
        return False
    return True
