"""Running an arm: every problem at once through the engine, so that the model writes them in common batches."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from redraft.core import Model, Record
from redraft.engine.loop import correct
from redraft.evals.demo.arms import Arm, Sample, plan_for
from redraft.evals.embedded.verifier import verify


@dataclass(frozen=True, slots=True, kw_only=True)
class Played:
    """One problem answered in one way.

    Attributes:
        sample: the problem.
        record: everything that happened.
        right: whether the answer that would be returned after attempt k + 1 is right, for each k; as long as the arm
            allows, the last value repeated where the correction ended earlier.
    """

    sample: Sample
    record: Record
    right: tuple[bool, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far an arm is.

    Attributes:
        arm: which one.
        n_done: problems answered.
        n: problems in all.
        n_right: of those answered, how many returned answers are right.
        latest: the problem answered last.
    """

    arm: Arm
    n_done: int
    n: int
    n_right: int
    latest: Played


class _Kept:
    """A recorder that keeps the records by prompt."""

    def __init__(self) -> None:
        self.records: dict[str, Record] = {}

    async def write(self, record: Record) -> None:
        self.records[record.context.prompt.id] = record


async def play(
    arm: Arm, samples: Sequence[Sample], model: Model, *, seed: int, on_progress: Callable[[Progress], None]
) -> tuple[Played, ...]:
    """Every sample answered in the way of `arm`, in the order of the samples."""
    kept = _Kept()
    plan = plan_for(arm, samples, model, seed=seed, recorder=kept)
    n_done, n_right = 0, 0

    async def one(sample: Sample) -> Played:
        nonlocal n_done, n_right
        await correct(sample.prompt, plan)
        record = kept.records[sample.prompt.id]
        played = Played(sample=sample, record=record, right=right_by_attempt(record, sample, arm.n_answers))
        n_done, n_right = n_done + 1, n_right + played.right[-1]
        on_progress(Progress(arm=arm, n_done=n_done, n=len(samples), n_right=n_right, latest=played))
        return played

    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(one(sample)) for sample in samples]
    return tuple(task.result() for task in tasks)


def right_by_attempt(record: Record, sample: Sample, n_attempts: int) -> tuple[bool, ...]:
    """Whether the answer that stood after each attempt is right; `n_attempts` values.

    What stood is read off the record: the gate's decisions say which attempts it let in.
    """
    admitted = [d.action == "accept" for d in record.decisions[:-1] if d.action in ("accept", "keep")]
    attempts = record.context.attempts
    assert len(admitted) == max(0, len(attempts) - 1)
    right: list[bool] = []
    for attempt, let_in in zip(attempts, [True, *admitted], strict=False):
        right.append(verify(sample.problem, attempt.draft.text).passed if let_in else right[-1])
    if not right:
        return (False,) * n_attempts
    return (*right, *[right[-1]] * (n_attempts - len(right)))
