"""Every problem replayed through the engine's own loop."""

import asyncio
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from redraft.core import Budget, Record, Recorder, Strategy
from redraft.engine.gates import Majority, final_answer
from redraft.engine.loop import correct
from redraft.engine.plan import Plan
from redraft.engine.strategies import BestOfN, SelfConsistency
from redraft.errors import Misuse, RedraftError
from redraft.evals.replay.problems import Problem
from redraft.evals.replay.stored import StoredModel

# How stored solutions of word problems end; nobody else's answer would begin its last line so.
_LAST_LINE = re.compile(r"(?:^|\n)\s*A:\s*(\S[^\n]*)\s*\Z")


@dataclass(frozen=True, slots=True, kw_only=True)
class Replayed:
    """A problem with what the loop made of its answers.

    Attributes:
        problem: the problem.
        record: everything that happened; attempt k is the problem's answer k.
        final: index of the answer that was returned.
        majority: index of the answer that self-consistency over all answers returns, without any critic.
    """

    problem: Problem
    record: Record
    final: int
    majority: int

    @property
    def accepted(self) -> bool:
        """Whether the returned answer passed its critics."""
        return self.record.decisions[-1].action == "accept"

    @property
    def n_used(self) -> int:
        """Answers that were handed out."""
        return len(self.record.context.attempts)


class _Kept:
    """A recorder that keeps one record, and hands it on where records shall be kept for good."""

    def __init__(self, beyond: Recorder | None) -> None:
        self.record: Record | None = None
        self._beyond = beyond

    async def write(self, record: Record) -> None:
        self.record = record
        if self._beyond is not None:
            await self._beyond.write(record)


async def replay(
    problems: Sequence[Problem],
    plan: Plan,
    *,
    concurrency: int = 1,
    on_replayed: Callable[[Replayed], None] = lambda replayed: None,
) -> tuple[Replayed, ...]:
    """Every problem replayed, in their order.

    Args:
        problems: what is replayed.
        plan: critics, strategy, gate, rounds and, if records shall be kept, the recorder; its model is not asked.
        concurrency: problems side by side, at least 1.
        on_replayed: told of every problem when it is done.

    Raises:
        Misuse: when the strategy wants its drafts as edits, which stored answers are not.
    """
    if plan.strategy.rendering.form == "edits":
        raise Misuse("stored answers are whole, and the strategy wants edits; set the rendering's form to 'whole'")
    slots = asyncio.Semaphore(concurrency)

    async def one(problem: Problem) -> Replayed:
        async with slots:
            record = await _record(problem, plan, plan.recorder)
            voting = SelfConsistency(n=len(problem.answers), gate=Majority(answer_of=conclusion))
            vote = replace(plan, strategy=voting, gate=None, critics=(), budget=Budget())
            majority = await _record(problem, vote, None)
        done = Replayed(problem=problem, record=record, final=_standing(record), majority=_standing(majority))
        on_replayed(done)
        return done

    try:
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(one(problem)) for problem in problems]
    except* RedraftError as failed:  # a store that refuses, say: told as itself
        raise failed.exceptions[0] from None
    return tuple(task.result() for task in tasks)


def conclusion(text: str) -> str:
    """What votes compare of a stored answer: its marked final answer, a last line ``A: ...``, else all of it."""
    last_line = _LAST_LINE.search(text)
    return final_answer(text if last_line is None else last_line[1])


async def _record(problem: Problem, plan: Plan, recorder: Recorder | None) -> Record:
    kept = _Kept(recorder)
    drafts = [answer.draft for answer in problem.answers]
    budget = Budget(rounds=_rounds(plan.strategy, plan.budget.rounds, len(drafts)))
    await correct(
        problem.prompt,
        replace(
            plan,
            model=StoredModel(drafts),
            budget=budget,
            recorder=kept,
            observers=(),
            on_exhausted="best",
            settings={**plan.settings, "replayed": problem.id},
        ),
    )
    assert kept.record is not None
    return kept.record


def _rounds(strategy: Strategy, rounds: int | None, n_answers: int) -> int | None:
    """Rounds at most: a strategy that samples a fixed number of answers has to make do with those that there are."""
    if isinstance(strategy, BestOfN | SelfConsistency):
        wanted = strategy.n - 1 if rounds is None else rounds
        return min(wanted, n_answers - 1)
    return rounds


def _standing(record: Record) -> int:
    standing = record.context.standing
    assert standing is not None, "a problem has an answer, so an attempt stands"
    return standing
