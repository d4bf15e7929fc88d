"""Asking the model for drafts: the first one from the prompt, later ones from the context."""

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from redraft.core import NOTHING, Context, Decision, Draft, Message, Request, seed_for
from redraft.engine.edits import applied
from redraft.engine.plan import Run
from redraft.engine.renderers import render, render_alone
from redraft.engine.stops import BudgetSpent, budget_reached
from redraft.errors import Misuse, ModelError, ModelRefusal, ModelReplyError, ModelTimeout

_REQUEST_FIELDS = ("max_tokens", "stop", "tools", "response_format", "logprobs", "temperature", "seed")


async def draft(context: Context, run: Run) -> tuple[Draft, ...]:
    """The first draft, from the prompt alone."""
    strategy = run.plan.strategy
    if ending := budget_reached(run.spent(context), run.plan.budget):
        raise BudgetSpent(ending)
    messages = render_alone(context.prompt, strategy.rendering, run.plan.model.dialect)
    return _told(await _write(messages, 1, strategy.draft_temperature, context, run, round=0, parent=None), run)


def taken(given: Draft, run: Run) -> tuple[Draft, ...]:
    """A draft that somebody else wrote, in the place of the first."""
    return _told((replace(given, round=0, parent=None),), run)


async def redraft(context: Context, decision: Decision, run: Run) -> tuple[Draft, ...]:
    """Further drafts: *redraft* shows the model the context, *resample* the prompt alone."""
    strategy, model = run.plan.strategy, run.plan.model
    next_round = context.rounds + 1
    if decision.action == "resample":
        messages = render_alone(context.prompt, strategy.rendering, model.dialect)
        return _told(
            await _write(messages, decision.n, strategy.redraft_temperature, context, run, next_round, None), run
        )
    if decision.action != "redraft":
        raise Misuse(
            f"strategy {strategy.name!r} decided {decision.action!r}; a loop can go on with redraft or resample"
        )
    messages = render(context, strategy.rendering, model, run.plan.seed)
    written = await _write(
        messages, decision.n, strategy.redraft_temperature, context, run, next_round, context.standing
    )
    if strategy.rendering.form == "edits":
        try:
            written = tuple(applied(draft, context, strategy.rendering) for draft in written)
        except ModelReplyError:
            run.wasted += sum((draft.usage for draft in written), NOTHING)
            raise
    return _told(written, run)


async def _write(
    messages: tuple[Message, ...],
    n: int,
    temperature: float | None,
    context: Context,
    run: Run,
    round: int,
    parent: int | None,
) -> tuple[Draft, ...]:
    request = Request(
        messages=messages,
        n=n,
        temperature=temperature,
        seed=seed_for(run.plan.seed, context.prompt.id, "write", str(round)),
        cache_key=context.prompt.id,  # the key that critics use too, who know the prompt alone
    )
    name = run.plan.model.name
    try:
        async with asyncio.timeout(run.seconds_left()) as deadline:
            drafts = await run.plan.model.generate(with_options(request, context.prompt.options))
    except TimeoutError as error:
        if deadline.expired():
            detail = f"the {run.plan.budget.seconds:g} s were over while {name} was writing"
            raise BudgetSpent(Decision(action="keep", reason="budget_seconds", detail=detail)) from None
        if isinstance(error, ModelError):
            raise
        raise ModelTimeout(f"{name} gave no answer: {error}") from error
    if not drafts:
        raise ModelReplyError(f"{name} gave no draft for a request of {n}; a model returns one or raises a ModelError")
    if not any(draft.parts for draft in drafts) and any(draft.finish_reason == "content_filter" for draft in drafts):
        run.wasted += sum((draft.usage for draft in drafts), NOTHING)
        raise ModelRefusal(f"{name} withheld the answer to prompt {context.prompt.id!r}")
    return tuple(replace(draft, round=round, parent=parent) for draft in drafts)


def _told(drafts: tuple[Draft, ...], run: Run) -> tuple[Draft, ...]:
    for draft in drafts:
        run.tell("drafted", round=draft.round, draft=draft)
    return drafts


def with_options(request: Request, options: Mapping[str, Any]) -> Request:
    """The request with the fields that the caller fixed; fields without a name of their own go into `extra`."""
    if not options:
        return request
    named = {name: options[name] for name in _REQUEST_FIELDS if options.get(name) is not None}
    for name in ("stop", "tools"):
        if name in named:
            named[name] = (named[name],) if isinstance(named[name], str) else tuple(named[name])
    extra = {name: value for name, value in options.items() if name not in _REQUEST_FIELDS}
    return replace(request, **named, extra=extra)
