"""Every labelled output judged by a critic, through the engine's own rim: a crash becomes an unscored critique."""

import asyncio
import time
from collections.abc import Callable, Coroutine, Iterable, Mapping
from typing import Any, Protocol, TypeVar

from redraft.core import Context, Critic, Critique, Draft, Prompt
from redraft.engine.examine import examine
from redraft.engine.plan import Plan, Run
from redraft.engine.strategies import NoCorrection
from redraft.errors import RedraftError
from redraft.evals.measuring.cpu import cpu_s
from redraft.evals.measuring.journal import Judgement
from redraft.models import ScriptedModel


class Answered(Protocol):
    """A stored answer that can be judged, labelled or not."""

    @property
    def id(self) -> str:
        """Names it within its data."""
        ...

    @property
    def prompt(self) -> Prompt:
        """What was asked."""
        ...

    @property
    def draft(self) -> Draft:
        """What was answered."""
        ...


A = TypeVar("A", bound=Answered)


def critique_with(critic: Critic, *, timeout_s: float) -> Callable[[Prompt, Draft], Coroutine[Any, Any, Critique]]:
    """A function that asks the critic about a stored answer as the loop would ask it about a new one.

    Args:
        critic: who judges; when it fails, the critique is unscored with the reason.
        timeout_s: seconds after which its judgement counts as not given.
    """
    # Nobody writes here; a model that is asked all the same would say so loudly.
    plan = Plan(
        model=ScriptedModel(name="stored"), critics=(critic,), strategy=NoCorrection(), critic_timeout_s=timeout_s
    )

    async def critique(prompt: Prompt, draft: Draft) -> Critique:
        (attempt,) = await examine([draft], Context(prompt=prompt), Run(plan))
        return attempt.critiques[0]

    return critique


async def judge(
    outputs: Iterable[A],
    critic: Critic,
    *,
    data: str,
    done: Mapping[str, Judgement],
    concurrency: int,
    timeout_s: float,
    on_judged: Callable[[A, Judgement], None],
) -> None:
    """Judge every output that is not done yet.

    Args:
        outputs: taken one by one, as judgements end.
        critic: who judges.
        data: SHA-256 of the file they are from.
        done: judgements made before, by id; these outputs are not judged again.
        concurrency: judgements side by side, at least 1.
        timeout_s: seconds after which a judgement counts as not given.
        on_judged: told of every output with its judgement, also of those done before.
    """
    critique = critique_with(critic, timeout_s=timeout_s)
    waiting = iter(outputs)
    cpu_then_s = cpu_s()

    async def work() -> None:
        nonlocal cpu_then_s
        for output in waiting:  # shared by all workers: each takes what is next
            judgement = done.get(output.id)
            if judgement is None:
                if concurrency == 1:
                    cpu_then_s = cpu_s()  # what passed between two judgements is not the critic's
                started = time.perf_counter()
                said = await critique(output.prompt, output.draft)
                wall_s, cpu_before_s, cpu_then_s = time.perf_counter() - started, cpu_then_s, cpu_s()
                taken_s = max(0.0, cpu_then_s - cpu_before_s)
                judgement = Judgement(data=data, id=output.id, critique=said, wall_s=wall_s, cpu_s=taken_s)
            on_judged(output, judgement)

    try:
        async with asyncio.TaskGroup() as group:
            for _ in range(concurrency):
                group.create_task(work())
    except* (RedraftError, OSError) as failed:  # a full disk, a test that prepared too little: told as itself
        raise failed.exceptions[0] from None
