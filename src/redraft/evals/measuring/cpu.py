"""Processor time, that of helpers in processes of their own included."""

import os
import time
from contextlib import suppress
from pathlib import Path

_PROCESSES = Path("/proc")


def cpu_s() -> float:
    """Processor seconds spent so far by this process and by its children.

    Children that ended are counted everywhere, those that still run, such as a warm sandbox, where the system tells of
    them (Linux), to a hundredth of a second.
    """
    ended = os.times()
    return time.process_time() + ended.children_user + ended.children_system + _running_s(os.getpid())


def _running_s(parent: int) -> float:
    """Seconds of all descendants that still run, with what their own ended children took."""
    total = 0.0
    for child in _children(parent):
        with suppress(OSError, ValueError, IndexError):  # it may end at any moment
            # After the name, which may hold anything, the fields 14 to 17 of proc(5): user, system, and of children.
            fields = (_PROCESSES / str(child) / "stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2]
            total += sum(int(ticks) for ticks in fields.split()[11:15]) / os.sysconf("SC_CLK_TCK")
            total += _running_s(child)
    return total


def _children(parent: int) -> list[int]:
    found: list[int] = []
    for children in (_PROCESSES / str(parent) / "task").glob("*/children"):
        with suppress(OSError, ValueError):
            found += [int(child) for child in children.read_text(encoding="ascii").split()]
    return found
