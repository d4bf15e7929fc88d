"""The clock that ends runs: one thread for all of them, which falls asleep when nothing has run for a while."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Literal

_TICK_S = 0.02  # how late a run may be ended
_LINGER_TICKS = 100  # short runs that follow each other need not wake it each time: that costs more than ticking

Clock = Literal["cpu", "wall"]

CutOff = Callable[[Clock], None]
"""Ends a run; told by which clock it took too long."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Watched:
    thread_id: int
    cut_off: CutOff
    cpu_s: float
    wall_s: float
    cpu_from_s: float
    wall_from_s: float


class Watch:
    """Ends runs that take too long. Processor time is that of the run's thread, so that a busy machine costs nobody."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._watched: list[_Watched] = []
        self._thread: threading.Thread | None = None
        self._asleep = False

    @contextmanager
    def over(self, cut_off: CutOff, *, cpu_s: float, wall_s: float) -> Iterator[None]:
        """Watch what the calling thread does inside; call `cut_off`, from another thread, when it takes too long."""
        thread_id = threading.get_ident()
        watched = _Watched(
            thread_id=thread_id,
            cut_off=cut_off,
            cpu_s=cpu_s,
            wall_s=wall_s,
            cpu_from_s=_cpu_of(thread_id),
            wall_from_s=time.monotonic(),
        )
        with self._changed:
            self._watched.append(watched)
            if self._thread is None:
                self._thread = threading.Thread(target=self._tick, name="redraft-sandbox-watch", daemon=True)
                self._thread.start()
            if self._asleep:
                self._changed.notify()
        try:
            yield
        finally:
            # The thread that is watched lives at least until here: its clock is read under the same lock.
            with self._changed:
                self._watched.remove(watched)

    def _tick(self) -> None:
        n_idle = 0
        while True:
            with self._changed:
                n_idle = 0 if self._watched else n_idle + 1
                if n_idle > _LINGER_TICKS:
                    self._asleep = True
                    self._changed.wait_for(lambda: self._watched)
                    self._asleep, n_idle = False, 0
                for watched in self._watched:
                    if clock := _over(watched):
                        watched.cut_off(clock)
            time.sleep(_TICK_S)


def _over(watched: _Watched) -> Clock | None:
    """The clock by which a run has to end now; None when it has time left."""
    if _cpu_of(watched.thread_id) - watched.cpu_from_s > watched.cpu_s:
        return "cpu"
    if time.monotonic() - watched.wall_from_s > watched.wall_s:
        return "wall"
    return None


def _cpu_of(thread_id: int) -> float:
    """Processor seconds of a living thread; wall time where the system does not tell (macOS, Windows)."""
    if hasattr(time, "pthread_getcpuclockid"):
        return time.clock_gettime(time.pthread_getcpuclockid(thread_id))
    return time.monotonic()
