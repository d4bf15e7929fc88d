"""Experiments without science, for tests of the runner: their jobs live at the top of a module, as real ones do."""

import os
import signal
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from redraft.errors import Misuse
from redraft.theory.experiments.experiment import Experiment, Findings, Job, Outcome, Place
from redraft.theory.experiments.measured import Compared, Measured


def write_down(number: int, place: Place) -> Outcome:
    """Note that it ran, so that a second run would be seen."""
    with (place.folder / "runs").open("a") as file:
        file.write("x")
    place.tell(0.5, f"at {number}")
    return {"square": number**2, "threads": os.environ["OMP_NUM_THREADS"]}


def read_needed(names: tuple[str, ...], place: Place) -> Outcome:
    """Read what the jobs it needs have left."""
    return {"found": [(place.root / name / "runs").read_text() for name in names]}


def refuse(_: object, place: Place) -> Outcome:
    """Fail on purpose."""
    raise Misuse("`number` must be smaller, got 7; use 3")


def die(_: object, place: Place) -> Outcome:
    """End as a process does that is killed for its memory."""
    os.kill(os.getpid(), signal.SIGKILL)
    return {}


def wait_for(path: str, place: Place) -> Outcome:
    """Run until a file is there."""
    (place.folder / "began").touch()
    while not Path(path).exists():
        place.tell(0.1, "waits")
        time.sleep(0.02)
    return {"square": 1}


def square(n: int, *, group: str = "squares", needs: tuple[Job, ...] = ()) -> Job:
    """A job that squares a number."""
    return Job(group=group, name=f"n{n}", function=write_down, config=n, needs=needs, expected_s=n)


def summed(outcomes: Mapping[str, Outcome]) -> Findings:
    """The sum of the squares."""
    total = sum(outcome["square"] for outcome in outcomes.values())
    here = Measured(value=total, standard_error=None, n=len(outcomes), seeds=(1,))
    row = Compared(about="Fig. 1", metric="sum", published="14", here=here, comparable=True, why="the same")
    return Findings(words=(f"The sum is {total}.",), rows=(row,), notes=("Squares are exact.",))


def experiment(*jobs: Job, conclude: Any = summed, name: str = "squares") -> Experiment:
    """An experiment of these jobs."""
    return Experiment(name=name, title="Squares", answers="none", jobs=jobs, conclude=conclude)
