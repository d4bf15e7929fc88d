"""What a run will take, before anything is sent: its own arms, played with models and critics that only pretend."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import ceil

from redraft.core import NOTHING, Usage
from redraft.critics import ComparingJudge, Judge, SelfCheck
from redraft.evals.prove.arms import WayArm
from redraft.evals.prove.calls import Calls
from redraft.evals.prove.play import PlayedTask, play_all
from redraft.evals.sample import Sample
from redraft.profiles.estimate import ANSWER_TOKENS, Decided

N_TRIED = 30
"""Tasks that are gone through; all take the same calls here, and the tokens of their prompts differ little."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProveForecast:
    """What a run will take at least, if every answer passes, and at most, if none ever does.

    Attributes:
        n_tasks: tasks.
        n_arms: ways of answering.
        least: calls and tokens when every answer passes.
        most: calls and tokens when no answer passes; several answers to one call count as so many calls.
        answer_tokens: tokens assumed for each answer and each check.
    """

    n_tasks: int
    n_arms: int
    least: Usage
    most: Usage
    answer_tokens: int = ANSWER_TOKENS


async def forecast(arms: Sequence[WayArm], calls: Calls, samples: Sequence[Sample]) -> ProveForecast:
    """The forecast of a run.

    Args:
        arms: the run's arms, made around models that pretend and whose calls are kept in `calls`.
        calls: nothing but what these arms will ask.
        samples: the run's tasks.
    """
    tried = samples[:N_TRIED]
    bounds = []
    for score in (1.0, 0.0):
        calls.forget()
        decided = [_decided(arm, score) for arm in arms]
        played = await play_all(decided, tried, concurrency=1)
        asked = calls.usage(count_answers=score == 0.0) + _of_critics(arms, played)
        bounds.append(_scaled(asked, len(samples) / len(tried)))
    return ProveForecast(n_tasks=len(samples), n_arms=len(arms), least=bounds[0], most=bounds[1])


def _decided(arm: WayArm, score: float) -> WayArm:
    plan = arm.arm.plan
    critics = tuple(Decided(critic, score) for critic in plan.critics)
    return replace(arm, arm=replace(arm.arm, plan=replace(plan, critics=critics)))


def _of_critics(arms: Sequence[WayArm], played: Sequence[PlayedTask]) -> Usage:
    """Calls of critics that only say how many they make: about the prompt, so once for each task."""
    spent = NOTHING
    for task in played:
        asked: dict[str, Usage] = {}
        for arm, way in zip(arms, task.ways, strict=True):
            if any(isinstance(critic, SelfCheck | Judge | ComparingJudge) for critic in arm.arm.plan.critics):
                continue  # what these ask goes through a model that is counted
            for attempt in way.record.context.attempts:
                asked |= {one.critic: one.usage for one in attempt.critiques if one.usage.calls}
        spent += sum(asked.values(), NOTHING)
    return spent


def _scaled(usage: Usage, factor: float) -> Usage:
    return replace(
        usage,
        calls=ceil(usage.calls * factor),
        prompt_tokens=ceil(usage.prompt_tokens * factor),
        completion_tokens=ceil(usage.completion_tokens * factor),
        seconds=0.0,
        usd=None,
    )
