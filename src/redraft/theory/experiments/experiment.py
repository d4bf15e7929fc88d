"""What an experiment is: jobs that can run side by side, and what their outcomes come to."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from redraft.report.figures import Figure
from redraft.report.page import KeyFigure
from redraft.theory.experiments.measured import Compared

Outcome = dict[str, Any]
"""What a job found: plain data that JSON can hold."""


class Place(NamedTuple):
    """Where a job works.

    Attributes:
        folder: its own, for checkpoints; what lies there is found again when the job is resumed.
        root: of the whole run; `Job.folder` of a needed job lies in it.
        tell: takes the share done, in [0, 1], and what there is to say.
    """

    folder: Path
    root: Path
    tell: Callable[[float, str], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One piece of work for one process; it can be sent to another process.

    Attributes:
        group: the experiment it belongs to, or "trained" for trainings that several experiments use.
        name: unique in its group.
        function: a function of a module, called with `config` and a `Place`.
        config: what the function needs to know, frozen.
        needs: jobs whose folders it reads; they run first. A job that two experiments need runs once.
        expected_s: about how many seconds of one core it takes.
    """

    group: str
    name: str
    function: Callable[[Any, Place], Outcome]
    config: Any
    needs: tuple["Job", ...] = ()
    expected_s: float

    @property
    def key(self) -> str:
        """Its address in a run."""
        return f"{self.group}/{self.name}"

    def folder(self, root: Path) -> Path:
        """Where it keeps its checkpoints."""
        return root / self.group / "checkpoints" / self.name


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """What the outcomes of an experiment come to.

    Attributes:
        words: findings as sentences, the most important first.
        key_figures: figures worth large print.
        figures: in the order of the page.
        rows: for the table "paper v here".
        notes: caveats, and how it was done.
    """

    words: tuple[str, ...]
    key_figures: tuple[KeyFigure, ...] = ()
    figures: tuple[Figure, ...] = ()
    rows: tuple[Compared, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Experiment:
    """An experiment.

    Attributes:
        name: as `--only` takes it.
        title: heading on the page.
        answers: what of the paper it answers.
        jobs: its own; those that they need come with them.
        conclude: outcomes by the names of the jobs -> findings.
    """

    name: str
    title: str
    answers: str
    jobs: tuple[Job, ...]
    conclude: Callable[[Mapping[str, Outcome]], Findings]


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """A finished experiment.

    Attributes:
        name: of the experiment.
        title: of the experiment.
        answers: what of the paper it answers.
        findings: what it came to.
        cpu_s: seconds of processor time of its own jobs.
        shared_cpu_s: those of the trainings it needed, which other experiments may have needed, too.
        version: of Redraft.
    """

    name: str
    title: str
    answers: str
    findings: Findings
    cpu_s: float
    shared_cpu_s: float
    version: str
