"""What an evaluation would take, way by way, before anything is sent."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Unpack

from redraft.core import Context, Draft, Prompt, Usage
from redraft.critics import FunctionCritic, Strictest
from redraft.engine.strategies import NoCorrection
from redraft.errors import CriticFailed
from redraft.evals.comparing.ways import Cost, Role
from redraft.models import Price
from redraft.profiles import Choices, assemble
from redraft.profiles.choices import in_its_place
from redraft.profiles.estimate import estimate


@dataclass(frozen=True, slots=True, kw_only=True)
class WayForecast:
    """What one way would take, over all samples and seeds.

    Attributes:
        role: what it is there for.
        least: if every draft passes.
        most: if no answer ever does.
    """

    role: Role
    least: Usage
    most: Usage


async def forecast(
    prompts: Sequence[Prompt], *, n_seeds: int, has_critics: bool, price: Price | None, **choices: Unpack[Choices]
) -> tuple[WayForecast, ...]:
    """What each way would take; no model is asked and no function of yours is called.

    Args:
        prompts: what would be asked, at least one.
        n_seeds: how often each prompt is answered in each way.
        has_critics: whether the profile has any.
        price: what the model that writes charges, if it is the only one that is asked; None for a cost not known.
        **choices: as for `redraft.correct`.

    Raises:
        Misuse: when a choice cannot work, or a prompt cannot be asked.
    """
    own = await estimate(prompts, **choices)
    nobody: Choices = {"critics": [], "panel": Strictest()}
    draft = await estimate(prompts, **_with(in_its_place(NoCorrection(), choices), nobody))
    found = [_way("profile", own.least, own.most), _way("none", draft.least, draft.most)]
    costs = [_cost(own.least, usage, len(prompts)) for usage in (own.least, own.most)]
    if has_critics:
        found.append(_way("best_of_n", *(_times(own.least, cost.n_best) for cost in costs)))
    found.append(_way("self_consistency", *(_times(draft.least, cost.n_majority) for cost in costs)))
    silent = FunctionCritic(function=_not_called, name="silent", kind="verified")
    strategy = assemble(_with(choices, {"store": False, "certificate": False})).plan.strategy
    alone = await estimate(
        prompts,
        **_with(choices, {"strategy": strategy, "critics": [silent], "consultants": [], "panel": Strictest()}),
    )
    if has_critics:
        found.append(_way("ignoring", alone.least, alone.most))
    found.append(_way("oracle", alone.least, alone.most))
    return tuple(
        replace(way, least=_priced(_times(way.least, n_seeds), price), most=_priced(_times(way.most, n_seeds), price))
        for way in found
    )


def _way(role: Role, least: Usage, most: Usage) -> WayForecast:
    return WayForecast(role=role, least=least, most=most)


def _cost(least: Usage, usage: Usage, n: int) -> Cost:
    """What a sample takes; where every draft passes there is one answer, and the other calls are critics'."""
    return Cost(calls=usage.calls / n, critic_calls=max(0.0, least.calls / n - 1))


def _times(usage: Usage, n: int) -> Usage:
    return Usage(
        calls=n * usage.calls,
        prompt_tokens=n * usage.prompt_tokens,
        completion_tokens=n * usage.completion_tokens,
        usd=None,
    )


def _priced(usage: Usage, price: Price | None) -> Usage:
    return usage if price is None else replace(usage, usd=price.usd(usage))


def _with(choices: Choices, changed: Choices) -> Choices:
    return {**choices, **changed}


def _not_called(prompt: Prompt, draft: Draft, context: Context) -> float:
    raise CriticFailed("a forecast asks nobody")
