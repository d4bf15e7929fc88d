"""A process that carries out jobs one after the other, with one thread.

This module imports little on purpose: a worker must say how many threads numeric libraries may start before any of them
is loaded, and they are loaded with the first job.
"""

import multiprocessing
import os
import signal
import threading
import time
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from redraft.errors import RedraftError

if TYPE_CHECKING:
    from redraft.theory.experiments.experiment import Job

THREADS = ("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS")
_TELL_EVERY_S = 0.2


class Told(NamedTuple):
    """A job is under way: the share done, in [0, 1], and what there is to say."""

    share: float
    words: str


class Done(NamedTuple):
    """A job is done and its outcome kept."""

    cpu_s: float


class Failed(NamedTuple):
    """A job cannot be done; `words` say why."""

    words: str


def work(pipe: Connection, root: Path) -> None:
    """Carry out the jobs that come through the pipe, until this process is ended or its parent is gone.

    Args:
        pipe: `Job`s come in; `Told`, `Done` and `Failed` go out.
        root: folder of the run.
    """
    # Ctrl-C reaches every process of a terminal. The one that gives the jobs out ends the others.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.environ.update(dict.fromkeys(THREADS, "1"))
    threading.Thread(target=_end_with_parent, daemon=True).start()
    while True:
        job: Job = pipe.recv()
        try:
            pipe.send(_done(job, pipe, root))
        except RedraftError as error:
            pipe.send(Failed(str(error)))


def _end_with_parent() -> None:
    """Whoever gave the jobs out may be killed; a worker must not go on for minutes with nobody to work for."""
    parent = multiprocessing.parent_process()
    assert parent is not None
    parent.join()
    os._exit(1)


def _done(job: "Job", pipe: Connection, root: Path) -> Done:
    from redraft.theory.experiments.experiment import Place
    from redraft.theory.experiments.keeping import keep_outcome

    last_s = 0.0

    def tell(share: float, words: str) -> None:
        nonlocal last_s
        if time.monotonic() - last_s >= _TELL_EVERY_S:
            last_s = time.monotonic()
            pipe.send(Told(share, words))

    began_cpu_s, began_s = time.process_time(), time.monotonic()
    folder = job.folder(root)
    folder.mkdir(parents=True, exist_ok=True)
    outcome = job.function(job.config, Place(folder, root, tell))
    cpu_s = time.process_time() - began_cpu_s
    keep_outcome(root, job, outcome, cpu_s=cpu_s, wall_s=time.monotonic() - began_s)
    return Done(cpu_s)
