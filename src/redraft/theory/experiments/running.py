"""Runs experiments: jobs on worker processes, longest first, each result as soon as its jobs are done."""

import multiprocessing
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess
from pathlib import Path

from redraft.core.version import VERSION
from redraft.errors import RedraftError
from redraft.theory.experiments.experiment import Experiment, Job, Result
from redraft.theory.experiments.keeping import keep_result, kept_outcome, kept_result
from redraft.theory.experiments.workers import Done, Failed, Told, work

_BEGINS = Told(0.0, "begins")


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far a run is.

    Attributes:
        done_s: expected seconds of one core of all that is done.
        total_s: of everything that was to be done.
        n_done: jobs done.
        n_jobs: jobs that were to be done.
        running: how far each job under way is, by its key.
        finished: the result that is there now, if this is what there is to tell.
        reused: whether that result was there before.
    """

    done_s: float
    total_s: float
    n_done: int
    n_jobs: int
    running: dict[str, Told]
    finished: Result | None = None
    reused: bool = False


@dataclass(slots=True)
class _Worker:
    process: SpawnProcess
    pipe: Connection
    job: Job | None = None
    told: Told = _BEGINS


def run(
    experiments: Sequence[Experiment],
    root: Path,
    *,
    processes: int = 2,
    on_progress: Callable[[Progress], None] = lambda progress: None,
) -> tuple[Result, ...]:
    """Run what is not there yet and give every result, in the order of the experiments.

    Args:
        experiments: which.
        root: folder of the run, opened by `keeping.open_folder`.
        processes: workers; each has one thread.
        on_progress: called in this process, several times a second.

    Raises:
        RedraftError: when a job fails; what is done is kept, and the next run goes on from there.
    """
    results = {e.name: result for e in experiments if (result := kept_result(root, e.name)) is not None}
    open_ = [e for e in experiments if e.name not in results]
    due = [job for job in all_jobs(open_) if kept_outcome(root, job) is None]
    state = _State(root, due, on_progress)
    for result in results.values():
        state.tell(result, reused=True)

    def conclude() -> None:
        for experiment in open_:
            if experiment.name not in results and not ({job.key for job in all_jobs([experiment])} & state.due.keys()):
                results[experiment.name] = _concluded(experiment, root)
                state.tell(results[experiment.name])

    conclude()
    if due:
        with _workers(min(processes, len(due)), root) as workers:
            while state.due:
                state.give_out(workers)
                for pipe in wait([worker.pipe for worker in workers if worker.job is not None]):
                    state.hear(next(worker for worker in workers if worker.pipe is pipe))
                state.tell()
                # The workers have something to do meanwhile: drawing is done here, beside them.
                state.give_out(workers)
                conclude()
    return tuple(results[experiment.name] for experiment in experiments)


def all_jobs(experiments: Sequence[Experiment]) -> list[Job]:
    """Every job once, those that are needed before those that need them."""
    found: dict[str, Job] = {}

    def add(job: Job) -> None:
        for needed in job.needs:
            add(needed)
        there = found.setdefault(job.key, job)
        assert there == job, f"two jobs are called {job.key!r}"

    for experiment in experiments:
        for job in experiment.jobs:
            add(job)
    return list(found.values())


class _State:
    """What is to be done, and what has been."""

    def __init__(self, root: Path, due: Sequence[Job], on_progress: Callable[[Progress], None]) -> None:
        self.due = {job.key: job for job in due}
        self._root, self._on_progress, self._n = root, on_progress, len(due)
        self._total_s = sum(job.expected_s for job in due)
        self._busy: dict[str, _Worker] = {}

    def give_out(self, workers: Sequence[_Worker]) -> None:
        """Give every idle worker the longest job whose needs are met."""
        for worker in workers:
            ready = [
                job
                for job in self.due.values()
                if job.key not in self._busy and not any(needed.key in self.due for needed in job.needs)
            ]
            if worker.job is None and ready:
                worker.job = max(ready, key=lambda job: job.expected_s)
                worker.told = _BEGINS
                self._busy[worker.job.key] = worker
                worker.pipe.send(worker.job)

    def hear(self, worker: _Worker) -> None:
        """Take what a worker says."""
        assert worker.job is not None
        try:
            said = worker.pipe.recv()
        except (EOFError, ConnectionResetError) as error:
            worker.process.join()
            raise RedraftError(
                f"{worker.job.key}: its process ended with code {worker.process.exitcode} (what it wrote stands above; "
                f"-9 is a kill, often for memory); what is done is kept, run the command again to go on"
            ) from error
        if isinstance(said, Told):
            worker.told = said
        elif isinstance(said, Failed):
            raise RedraftError(f"{worker.job.key}: {said.words}")
        else:
            assert isinstance(said, Done)
            del self.due[worker.job.key], self._busy[worker.job.key]
            worker.job = None

    def tell(self, finished: Result | None = None, *, reused: bool = False) -> None:
        """Report how far it is."""
        ahead = sum(job.expected_s for job in self.due.values())
        begun = sum(w.told.share * w.job.expected_s for w in self._busy.values() if w.job is not None)
        self._on_progress(
            Progress(
                done_s=self._total_s - ahead + begun,
                total_s=self._total_s,
                n_done=self._n - len(self.due),
                n_jobs=self._n,
                running={key: worker.told for key, worker in self._busy.items()},
                finished=finished,
                reused=reused,
            )
        )


@contextmanager
def _workers(n: int, root: Path) -> Iterator[list[_Worker]]:
    # Spawned, not forked: a forked torch may hang, and a fresh process can still choose its number of threads.
    context = multiprocessing.get_context("spawn")
    workers: list[_Worker] = []
    try:
        for _ in range(n):
            here, there = context.Pipe()
            process = context.Process(target=work, args=(there, root), daemon=True)
            process.start()
            there.close()
            workers.append(_Worker(process, here))
        yield workers
    finally:
        # Also after Ctrl-C: whatever they have not kept is computed again from the last checkpoint.
        for worker in workers:
            worker.process.terminate()
        for worker in workers:
            worker.process.join()
            worker.pipe.close()


def _concluded(experiment: Experiment, root: Path) -> Result:
    kept = {job.name: kept_outcome(root, job) for job in experiment.jobs}
    own = {name: one for name, one in kept.items() if one is not None}
    needed = [kept_outcome(root, job) for job in all_jobs([experiment]) if job.group != experiment.name]
    findings = experiment.conclude({name: one.outcome for name, one in own.items()})
    result = Result(
        name=experiment.name,
        title=experiment.title,
        answers=experiment.answers,
        findings=findings,
        cpu_s=sum(one.cpu_s for one in own.values()),
        shared_cpu_s=sum(one.cpu_s for one in needed if one is not None),
        version=VERSION,
    )
    keep_result(root, result)
    return result
