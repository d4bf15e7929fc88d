"""Asking the critics, side by side; what fails becomes an unscored critique with its reason."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace

from redraft.core import Attempt, Context, Critic, Critique, Draft, Event
from redraft.critics.panel import combine
from redraft.engine.plan import Run
from redraft.errors import Misuse, ScriptExhausted


async def examine(drafts: Sequence[Draft], context: Context, run: Run) -> tuple[Attempt, ...]:
    """Every draft with the critiques of every critic; `context` holds the attempts before these drafts."""
    critics = run.plan.critics
    limit = run.plan.budget.calls
    calls_left = None if limit is None else limit - context.usage.calls - sum(draft.usage.calls for draft in drafts)
    pairs = [(critic, draft) for draft in drafts for critic in critics]
    if len(pairs) == 1:  # the common case, spared the cost of a task
        critiques = [await _ask(*pairs[0], context, run, calls_left)]
    else:
        critiques = await asyncio.gather(*(_ask(critic, draft, context, run, calls_left) for critic, draft in pairs))
    by_draft = [critiques[i * len(critics) : (i + 1) * len(critics)] for i in range(len(drafts))]
    return tuple(judged(Attempt(draft=draft), given, run) for draft, given in zip(drafts, by_draft, strict=True))


def judged(attempt: Attempt, critiques: Sequence[Critique], run: Run) -> Attempt:
    """The attempt with further critiques, and the verdict of all of them together."""
    all_critiques = (*attempt.critiques, *critiques)
    verdict = combine(all_critiques)
    scored = verdict is not None and verdict.score is not None
    passed = verdict.score >= run.gate.threshold if verdict is not None and verdict.score is not None else None
    assert scored == (passed is not None)
    return replace(attempt, critiques=all_critiques, verdict=verdict, passed=passed)


def with_further_critique(context: Context, critique: Critique, run: Run) -> Context:
    """The context with one more critique of its standing attempt."""
    if context.best is None or context.standing is None:
        raise Misuse(f"the record of prompt {context.prompt.id!r} holds no draft to judge; correct the prompt again")
    return context.with_critique(context.standing, judged(context.best, [critique], run))


async def _ask(critic: Critic, draft: Draft, context: Context, run: Run, calls_left: int | None) -> Critique:
    critique = await _critique(critic, draft, context, run, calls_left)
    run.tell(
        Event(kind="examined", record_id=run.record_id, round=draft.round, draft=draft, critique=critique),
    )
    return critique


async def _critique(critic: Critic, draft: Draft, context: Context, run: Run, calls_left: int | None) -> Critique:
    # A verified critic decides without a model, so it is asked even when no call is left.
    if calls_left is not None and calls_left <= 0 and critic.kind != "verified":
        return _unscored(critic, "no model call is left in the budget")
    seconds_left = run.seconds_left()
    limit_s = run.plan.critic_timeout_s if seconds_left is None else min(run.plan.critic_timeout_s, seconds_left)
    try:
        async with asyncio.timeout(limit_s) as deadline:
            return await critic.examine(context.prompt, draft, context)
    except ScriptExhausted:  # a test that prepared too few answers must go red, not get an unscored critique
        raise
    except Exception as error:  # rim: one critic's failure must not lose the others' work; the record says why
        if isinstance(error, TimeoutError) and deadline.expired():
            return _unscored(critic, f"no judgement within {limit_s:g} s")
        return _unscored(critic, f"{type(error).__name__}: {error}")


def _unscored(critic: Critic, reason: str) -> Critique:
    return Critique(critic=critic.name, version=critic.version, kind=critic.kind, reason=reason)
