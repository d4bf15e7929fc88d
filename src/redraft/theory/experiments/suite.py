"""All experiments in the order of the page, and what running them costs."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from difflib import get_close_matches
from pathlib import Path

from redraft.errors import Misuse
from redraft.theory.experiments import ablations, attention, constructions, curve, laws, noise, noise_aware
from redraft.theory.experiments.experiment import Experiment, Findings, Outcome
from redraft.theory.experiments.keeping import kept_outcome, kept_result
from redraft.theory.experiments.measured import Compared
from redraft.theory.experiments.running import all_jobs
from redraft.theory.experiments.sizes import Size

MAKERS: dict[str, Callable[[Size, str], Experiment]] = {
    constructions.NAME: constructions.experiment,
    curve.NAME: curve.experiment,
    noise.NAME: noise.experiment,
    noise_aware.NAME: noise_aware.experiment,
    ablations.NAME: ablations.experiment,
    attention.NAME: attention.experiment,
    laws.NAME: laws.experiment,
}
"""Experiment by name: a size and a device make it."""


def suite(size: Size, *, device: str = "cpu", only: Sequence[str] = ()) -> tuple[Experiment, ...]:
    """The experiments of a size.

    Args:
        size: how large.
        device: that aligners are trained on.
        only: names; all of them if none is given.

    Raises:
        Misuse: when there is no such experiment.
    """
    for name in only:
        if name not in MAKERS:
            close = get_close_matches(name, MAKERS, n=1)
            hint = f"did you mean {close[0]!r}?" if close else f"there are {', '.join(MAKERS)}"
            raise Misuse(f"no experiment is called {name!r}; {hint}")
    made = [make(size, device) for name, make in MAKERS.items() if not only or name in only]
    return tuple(_without_findings(one, size) if size.name == "tiny" and _trains(one) else one for one in made)


def _trains(experiment: Experiment) -> bool:
    return any(job.needs for job in experiment.jobs)


def _without_findings(experiment: Experiment, size: Size) -> Experiment:
    """The experiment with its pictures and no sentence that states a finding: its aligners have learnt nothing."""
    steps = max(form.training.steps for form in size.forms)
    why = f"the {size.name} size is made to look at this page: its aligners took {steps} steps and have learnt nothing"

    def of_tiny(row: Compared) -> Compared:
        if row.is_learnt:
            return replace(row, comparable=False, why=why)
        # A rule needs no training: what is small here is the number of tasks, and its standard error says so.
        few = "" if row.here is None else f"; only {row.here.n:,} tasks at the {size.name} size"
        return replace(row, why=row.why + few)

    def conclude(outcomes: Mapping[str, Outcome]) -> Findings:
        found = experiment.conclude(outcomes)
        return replace(
            found,
            words=(f"Nothing is found here: {why}.",),
            key_figures=(),
            rows=tuple(of_tiny(row) for row in found.rows),
        )

    return replace(experiment, conclude=conclude)


def still_to_run_s(experiments: Sequence[Experiment], root: Path) -> dict[str, float]:
    """About how many seconds of one core each experiment still takes, by name.

    A training that several experiments need counts with the first of them; 0 for an experiment that is finished.
    """
    counted: set[str] = set()
    due: dict[str, float] = {}
    for experiment in experiments:
        jobs = [] if kept_result(root, experiment.name) is not None else all_jobs([experiment])
        new = [job for job in jobs if job.key not in counted and kept_outcome(root, job) is None]
        counted |= {job.key for job in new}
        due[experiment.name] = sum(job.expected_s for job in new)
    return due


def spent_cpu_s(experiments: Sequence[Experiment], root: Path) -> float:
    """Seconds of processor time of every job that is done, each counted once."""
    return sum(kept.cpu_s for job in all_jobs(experiments) if (kept := kept_outcome(root, job)) is not None)
