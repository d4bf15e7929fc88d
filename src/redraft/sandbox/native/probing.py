"""Trying a level: a small program is run in it, and must find nothing of what lies outside."""

import asyncio
import os
import secrets
import tempfile
from collections.abc import Callable

from redraft.sandbox.jobs import Command, Level, Limits, Probed, Program, Run

# Each line that it writes is something that it should not have been able to do.
_ATTEMPTS = """
import os, socket
def attempt(what, action):
    try:
        action()
    except (OSError, ImportError):
        return
    print(what)
attempt("read a file outside", lambda: open({canary!r}).close())
attempt("list the home folders", lambda: os.listdir("/home") and os.listdir("/root") or os.listdir("/var"))
attempt("open a socket of the machine's host", lambda: socket.socket(40, socket.SOCK_STREAM).close())
attempt("look into another process", lambda: open(f"/proc/{{os.getppid()}}/environ").close())
attempt("become root", lambda: os.setuid(0))
if os.geteuid() == 0:
    print("run as root")
"""
_LIMITS = Limits(cpu_s=5.0, wall_s=20.0, memory_mb=128, files_mb=8)


def probe(level: Level, run: Callable[[Program | Command, Limits], Run], version: str) -> Probed:
    """Whether `run` confines a program.

    Args:
        level: what is tried.
        run: runs a job there, in this thread.
        version: of what confines it, for the eye.
    """
    with tempfile.NamedTemporaryFile(prefix="redraft-canary-", mode="w", encoding="ascii") as canary:
        canary.write(secrets.token_hex())
        canary.flush()
        os.chmod(canary.name, 0o644)  # it is not the file's mode that shall keep it
        done = run(Program(code=_ATTEMPTS.format(canary=canary.name)), _LIMITS)
    if done.status != "finished":
        why = done.reason or (done.raised and f"{done.raised.kind}: {done.raised.message}") or done.stderr
        return Probed(level=level, works=False, detail=f"a program could not be run ({done.status}): {why}")
    if done.stdout:
        could = ", ".join(done.stdout.splitlines())
        return Probed(level=level, works=False, detail=f"a program in it could {could}; it is not used")
    return Probed(level=level, works=True, detail=version)


async def in_thread(work: Callable[[], None]) -> None:
    """Wait for blocking work without holding up the event loop."""
    await asyncio.to_thread(work)
