"""What a run will take, before anything is sent: its own arms, played with models and critics that only pretend."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import ceil
from typing import final

from redraft.core import NOTHING, Context, Critic, CriticKind, Critique, Draft, Prompt, Usage, rng_for
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
        middle: calls and tokens when every second answer passes.
        most: calls and tokens when no answer passes; several answers to one call count as so many calls.
        answer_tokens: tokens assumed for each answer and each check.
    """

    n_tasks: int
    n_arms: int
    least: Usage
    middle: Usage
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
    asked_by_share = []
    for passing in (1.0, 0.5, 0.0):
        calls.forget()
        decided = [_decided(arm, passing) for arm in arms]
        played = await play_all(decided, tried, concurrency=1)
        asked = calls.usage(count_answers=passing == 0.0) + _of_critics(arms, played)
        asked_by_share.append(_scaled(asked, len(samples) / len(tried)))
    least, middle, most = asked_by_share
    return ProveForecast(n_tasks=len(samples), n_arms=len(arms), least=least, middle=middle, most=most)


@final
@dataclass(frozen=True, slots=True)
class _Passing:
    """A critic that passes a share of all answers, the same ones in every way of answering."""

    inner: Critic
    share: float

    @property
    def name(self) -> str:
        return self.inner.name

    @property
    def version(self) -> str:
        return self.inner.version

    @property
    def kind(self) -> CriticKind:
        return self.inner.kind

    async def examine(self, prompt: Prompt, draft: Draft, context: Context) -> Critique:
        passes = rng_for(0, prompt.id, "forecast", str(draft.round)).random() < self.share
        return await Decided(self.inner, float(passes)).examine(prompt, draft, context)


def _decided(arm: WayArm, passing: float) -> WayArm:
    plan = arm.arm.plan
    critics = tuple(_Passing(critic, passing) for critic in plan.critics)
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
