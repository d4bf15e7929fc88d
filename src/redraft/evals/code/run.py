"""The evaluation, from a file to figures."""

import asyncio
import os
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import TypeVar

from redraft.core import Context, Critique, seed_for
from redraft.critics.code import CodeCritic
from redraft.errors import Misuse
from redraft.evals.code.agreement import CodeSample, agrees, sample_of
from redraft.evals.code.alone import by_check, judged_alone
from redraft.evals.code.causes import disagreement
from redraft.evals.code.hidden import HiddenScore
from redraft.evals.code.result import CodeEvalResult, Share
from redraft.evals.labelled.reading import read_labelled, sha256_of
from redraft.sandbox import Limits
from redraft.trust.figures import figures
from redraft.trust.intervals import clustered_proportion

_T = TypeVar("_T")
_LIMITS = Limits()


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeEvalConfig:
    """What to measure.

    Attributes:
        data: JSON lines of the form code_solutions, gzipped or not.
        limit: solutions at most, from the beginning; None for all.
        concurrency: solutions judged side by side, at least 1.
        limits: what one solution with its tests may use.

    Raises:
        Misuse: when the concurrency is less than 1.
    """

    data: Path
    limit: int | None = None
    concurrency: int = 2
    limits: Limits = _LIMITS

    def __post_init__(self) -> None:
        """Refuse to judge nothing at a time."""
        if self.concurrency < 1:
            raise Misuse(f"`concurrency` must be 1 or more, got {self.concurrency!r}")


@dataclass(frozen=True, slots=True)
class _Row:
    sample: CodeSample
    score: HiddenScore
    critique: Critique


def in_test_half(problem: str) -> bool:
    """Whether a problem belongs to the half that no choice has seen; by a hash of its name."""
    return seed_for(0, "half", problem) % 2 == 1


def evaluate_code(config: CodeEvalConfig, *, on_progress: Callable[[str], None]) -> CodeEvalResult:
    """Measure the critic of code on stored solutions.

    Args:
        config: what to measure.
        on_progress: told of each step, in words.

    Raises:
        Misuse: when the data cannot be read or has no tests.
    """
    return asyncio.run(_evaluated(config, on_progress))


async def _evaluated(config: CodeEvalConfig, on_progress: Callable[[str], None]) -> CodeEvalResult:
    samples = [sample_of(output) for output in read_labelled(config.data, limit=config.limit)]
    critic = CodeCritic(limits=config.limits, max_findings=100)
    began_s = _cpu_s()
    on_progress(f"{len(samples)} solutions: running their tests")
    scores = await _mapped(config, lambda sample: sample.scored(limits=config.limits), samples)
    spent_ms = [score.cpu_ms for score in scores if score.cpu_ms is not None]
    on_progress("the same without their tests")

    async def alone(sample: CodeSample) -> Critique:
        return await critic.examine(sample.prompt, sample.output.draft, Context(prompt=sample.prompt))

    critiques = await _mapped(config, alone, samples)
    rows = [_Row(*row) for row in zip(samples, scores, critiques, strict=True)]
    differing = [row for row in rows if not agrees(row.sample, row.score)]
    on_progress(f"{len(differing)} verdicts differ from the stored ones: looking for the causes")
    found = [await disagreement(row.sample, row.score, limits=config.limits) for row in differing]
    halves = {
        "test": [row for row in rows if in_test_half(row.sample.output.problem)],
        "development": [row for row in rows if not in_test_half(row.sample.output.problem)],
        "all": rows,
    }
    return CodeEvalResult(
        data=config.data.name,
        sha256=sha256_of(config.data),
        critic_version=critic.version,
        levels=dict(Counter(score.sandbox or "none" for score in scores)),
        shares=tuple(_share(name, part) for name, part in halves.items()),
        disagreements=tuple(found),
        cpu_s=_cpu_s() - began_s,
        cpu_ms_median=median(spent_ms) if spent_ms else None,
    )


async def _mapped(
    config: CodeEvalConfig, judge: Callable[[CodeSample], Awaitable[_T]], samples: Sequence[CodeSample]
) -> list[_T]:
    """What `judge` says of each sample, in their order."""
    slots = asyncio.Semaphore(config.concurrency)

    async def one(sample: CodeSample) -> _T:
        async with slots:
            return await judge(sample)

    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(one(sample)) for sample in samples]
    return [task.result() for task in tasks]


def _share(name: str, rows: Sequence[_Row]) -> Share:
    problems = [row.sample.output.problem for row in rows]
    agreeing = [agrees(row.sample, row.score) for row in rows]
    return Share(
        name=name,
        n=len(rows),
        n_problems=len(set(problems)),
        n_wrong=sum(not row.sample.output.acceptable for row in rows),
        n_agreeing=sum(agreeing),
        agreement=clustered_proportion(agreeing, problems),
        alone=figures([judged_alone(row.sample, row.critique) for row in rows], threshold=0.5),
        checks=by_check([row.sample for row in rows], [row.critique for row in rows]),
    )


def _cpu_s() -> float:
    """Processor seconds of this process and of its children that ended."""
    spent = os.times()
    return spent.user + spent.system + spent.children_user + spent.children_system
