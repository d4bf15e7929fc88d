"""Asking the critics, side by side; what fails becomes an unscored critique with its reason."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace

from redraft.core import Attempt, Context, Critic, Critique, Draft, Usage, total
from redraft.critics.panel import TRUST
from redraft.engine.plan import Run
from redraft.engine.stops import budget_reached
from redraft.errors import Misuse, ScriptExhausted, StoreError


async def examine(drafts: Sequence[Draft], context: Context, run: Run) -> tuple[Attempt, ...]:
    """Every draft with the critiques of every critic; `context` holds the attempts before these drafts."""
    critics = run.plan.critics
    pairs = [(critic, draft) for draft in drafts for critic in critics]
    barred = _barred([critic for critic, _ in pairs], drafts, context, run)
    examinations = [_ask(*pair, context, run, why) for pair, why in zip(pairs, barred, strict=True)]
    if len(examinations) == 1:  # the common case, spared the cost of a task
        critiques = [await examinations[0]]
    else:
        critiques = await asyncio.gather(*examinations)
    by_draft = [critiques[i * len(critics) : (i + 1) * len(critics)] for i in range(len(drafts))]
    return tuple(judged(Attempt(draft=draft), given, run) for draft, given in zip(drafts, by_draft, strict=True))


def judged(attempt: Attempt, critiques: Sequence[Critique], run: Run) -> Attempt:
    """The attempt with further critiques, and the verdict of all of them together."""
    all_critiques = (*attempt.critiques, *critiques)
    verdict = run.plan.panel.combine(all_critiques)
    scored = verdict is not None and verdict.score is not None
    passed = verdict.score >= run.gate.threshold if verdict is not None and verdict.score is not None else None
    assert scored == (passed is not None)
    return replace(attempt, critiques=all_critiques, verdict=verdict, passed=passed)


def with_further_critique(context: Context, critique: Critique, run: Run) -> Context:
    """The context with one more critique of its standing attempt."""
    if context.best is None or context.standing is None:
        raise Misuse(f"the record of prompt {context.prompt.id!r} holds no draft to judge; correct the prompt again")
    return context.with_critique(context.standing, judged(context.best, [critique], run))


async def consult(context: Context, run: Run) -> Context:
    """The context with the standing attempt judged by the next critic that has not judged it yet.

    Raises:
        Misuse: when there is none; a strategy knows how many there are.
    """
    assert context.best is not None
    assert context.standing is not None
    asked = {critique.critic for critique in context.best.critiques}
    further = next((critic for critic in run.plan.consultants if critic.name not in asked), None)
    if further is None:
        names = [critic.name for critic in run.plan.consultants]
        raise Misuse(
            f"strategy {run.plan.strategy.name!r} wants to consult a further critic, and all of {names} were asked; "
            "give the plan more `consultants`, or the strategy fewer"
        )
    draft = context.best.draft
    (barred,) = _barred([further], [], context, run)
    critique = await _ask(further, draft, context, run, barred)
    return context.with_critique(context.standing, judged(context.best, [critique], run))


def _barred(critics: Sequence[Critic], drafts: Sequence[Draft], context: Context, run: Run) -> Sequence[str | None]:
    """For each critic why the budget leaves no call for it, None where it does; each opinion is counted as one call.

    A verified critic decides without a model, so it is asked even when no call is left.
    """
    budget = run.plan.budget
    if budget.calls is None and budget.tokens is None and budget.usd is None:
        return [None] * len(critics)
    spent = run.spent(context)
    spent = total((spent, *[draft.usage for draft in drafts]), seconds=spent.seconds)
    barred: list[str | None] = []
    for critic in critics:
        ending = None if critic.kind == "verified" else budget_reached(spent, budget)
        barred.append(None if ending is None else f"the budget leaves no call for it: {ending.detail}")
        spent += Usage(calls=critic.kind != "verified")
    return barred


async def _ask(critic: Critic, draft: Draft, context: Context, run: Run, barred: str | None) -> Critique:
    critique = _unscored(critic, barred) if barred else await _critique(critic, draft, context, run)
    run.tell("examined", round=draft.round, draft=draft, critique=critique)
    return critique


async def _critique(critic: Critic, draft: Draft, context: Context, run: Run) -> Critique:
    seconds_left = run.seconds_left()
    limit_s = run.plan.critic_timeout_s if seconds_left is None else min(run.plan.critic_timeout_s, seconds_left)
    try:
        async with asyncio.timeout(limit_s) as deadline:
            return _its_own(critic, await critic.examine(context.prompt, draft, context))
    except (ScriptExhausted, StoreError):
        # A test that prepared too few answers must go red, work that cannot be kept must stop: neither is a verdict.
        raise
    except Exception as error:  # rim: one critic's failure must not lose the others' work; the record says why
        if isinstance(error, TimeoutError) and deadline.expired():
            return _unscored(critic, f"no judgement within {limit_s:g} s")
        return _unscored(critic, f"{type(error).__name__}: {error}")


def _its_own(critic: Critic, critique: Critique) -> Critique:
    """The critique under the critic's name and version; unscored when it claims another's name, or more trust."""
    if critique.critic != critic.name:
        why = f"its critique is by {critique.critic!r}; a critic speaks under its own name only"
    elif TRUST.index(critique.kind) < TRUST.index(critic.kind):
        why = f"its critique is of kind {critique.kind!r}, and the critic itself only {critic.kind!r}"
    else:
        return critique if critique.version == critic.version else replace(critique, version=critic.version)
    return replace(_unscored(critic, why), usage=critique.usage)


def _unscored(critic: Critic, reason: str) -> Critique:
    return Critique(critic=critic.name, version=critic.version, kind=critic.kind, reason=reason, failed=True)
