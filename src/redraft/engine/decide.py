"""Decisions: which attempt stands, and what happens next."""

from collections.abc import Sequence

from redraft.core import Attempt, Context, Decision
from redraft.engine import stops
from redraft.engine.plan import Run
from redraft.engine.stops import BudgetSpent
from redraft.errors import ContextFull, ModelRefusal


def admit(attempts: Sequence[Attempt], context: Context, run: Run) -> Context:
    """The context with new attempts, each held by the gate against the one that stands by then."""
    for attempt in attempts:
        standing = context.best
        context = context.with_attempt(attempt)
        if standing is None:
            continue
        decision = run.note("admitted", run.gate.admit(standing, attempt, context), context)
        if decision.action == "accept":
            context = context.with_standing(len(context.attempts) - 1)
    return context


def decide(context: Context, run: Run) -> Decision:
    """The strategy's decision; the budget can end the loop, but not turn down an answer that passed."""
    budget, spent = run.plan.budget, run.spent(context)
    decision = stops.disputed(context, run.plan.panel) or run.plan.strategy.next(context, spent, budget)
    # Where the newest attempt has no score because nothing was left to judge it with, the budget is the reason.
    unjudged = decision.action == "keep" and context.attempts[-1].score is None
    if unjudged or decision.action in ("redraft", "resample", "consult"):
        decision = stops.budget_reached(spent, budget) or decision
    return run.note("decided", decision, context)


def give_up(error: Exception, context: Context, run: Run) -> Decision:
    """The ending for a model that gave no answer, or for a budget that ended while something was under way."""
    if isinstance(error, BudgetSpent):
        return run.note("decided", error.decision, context)
    if isinstance(error, ContextFull):
        reason = "context_full"
    elif isinstance(error, ModelRefusal):
        reason = "refused"
    else:
        reason = "model_error"
    return run.note(
        "decided", Decision(action="keep", reason=reason, detail=f"{type(error).__name__}: {error}"), context
    )
