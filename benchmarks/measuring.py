"""What the benchmarks share: the fake endpoint as a process of its own, medians with intervals, and results as JSON."""

import json
import os
import platform
import random
import statistics
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec

from fake_server import Behaviour

FOLDER = Path(__file__).resolve().parent


@dataclass(frozen=True, kw_only=True)
class Median:
    """A median with its 95 % interval.

    Attributes:
        median: of all repetitions.
        low: lower end, from 2,000 resamples of the repetitions.
        high: upper end.
        n: repetitions.
    """

    median: float
    low: float
    high: float
    n: int

    def __str__(self) -> str:
        return f"{self.median:.3g} [{self.low:.3g}, {self.high:.3g}]"


def median_of(values: Sequence[float]) -> Median:
    """The median of repetitions, with an interval from resampling them."""
    rng = random.Random(0)
    medians = sorted(statistics.median(rng.choices(values, k=len(values))) for _ in range(2000))
    return Median(median=statistics.median(values), low=medians[50], high=medians[1949], n=len(values))


@contextmanager
def endpoint(behaviour: Behaviour) -> Iterator[str]:
    """The address of a fake endpoint in a process of its own, so that its work is not counted as ours."""
    command = [sys.executable, str(FOLDER / "fake_server.py"), msgspec.json.encode(behaviour).decode()]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            yield process.stdout.readline().strip()
        finally:
            process.stdin.close()


def write_result(name: str, figures: dict[str, Any]) -> Path:
    """Keep figures with date, commit and kind of machine in ``benchmarks/results/NAME.json``."""
    git = ["git", "-C", str(FOLDER), "rev-parse", "--short", "HEAD"]
    commit = subprocess.run(git, capture_output=True, text=True, check=False).stdout.strip() or None
    result = {
        "date": datetime.now(UTC).date().isoformat(),
        "commit": commit,
        "machine": f"{platform.machine()}, {os.cpu_count()} cores, {_processor()}",
        "python": platform.python_version(),
        "load_before": round(os.getloadavg()[0], 1),
        "real_time_priority": os.sched_getscheduler(0) == os.SCHED_FIFO,
        **{key: asdict(value) if isinstance(value, Median) else value for key, value in figures.items()},
    }
    path = FOLDER / "results" / f"{name}.json"
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(result, indent=2) + "\n")
    return path


def _processor() -> str:
    """The processor's family as the system names it."""
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return platform.processor()
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), "unknown")
