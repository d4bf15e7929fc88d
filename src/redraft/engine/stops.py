"""Stop rules: values in, a decision or None out; no clock, no network, no chance."""

from redraft.core import Budget, Context, Decision, Panel, Usage


class BudgetSpent(Exception):
    """The budget ended while something was under way; `decision` is the ending."""

    def __init__(self, decision: Decision) -> None:
        """Keep the ending."""
        super().__init__(decision.detail)
        self.decision = decision


def budget_reached(spent: Usage, budget: Budget) -> Decision | None:
    """*keep* when another call would not fit the budget; None while it does."""
    if budget.calls is not None and spent.calls + 1 > budget.calls:
        return _keep("budget_calls", f"{spent.calls} of {budget.calls} calls are spent")
    if budget.tokens is not None and spent.tokens >= budget.tokens:
        return _keep("budget_tokens", f"{spent.tokens} of {budget.tokens} tokens are spent")
    if budget.seconds is not None and spent.seconds >= budget.seconds:
        return _keep("budget_seconds", f"{spent.seconds:.1f} of {budget.seconds:g} s are over")
    if budget.usd is not None and spent.usd is None:
        return _keep("budget_usd", "a price is not known, so the money budget cannot be kept; give [models.NAME] price")
    if budget.usd is not None and spent.usd is not None and spent.usd >= budget.usd:
        return _keep("budget_usd", f"{spent.usd:.4f} of {budget.usd:g} US dollars are spent")
    return None


def passed(context: Context) -> Decision | None:
    """*accept* when the standing attempt passed its critics."""
    best = context.best
    if best is None or not best.passed:
        return None
    return Decision(
        action="accept", reason="passed", detail=f"attempt {_number(context)} passed with score {best.score:g}"
    )


def unscored(context: Context) -> Decision | None:
    """*keep* when no critic could judge the standing attempt: without a verdict there is nothing to correct by."""
    best = context.best
    if best is None or best.score is not None:
        return None
    why = "no critic was asked" if best.verdict is None else best.verdict.reason
    return _keep("unscored", f"attempt {_number(context)} has no score: {why}")


def disputed(context: Context, panel: Panel) -> Decision | None:
    """*ask* or *abstain* when the critics disagree about the standing attempt more than the panel may decide on."""
    best = context.best
    if best is None or best.verdict is None or not best.verdict.disputed or panel.on_disagreement == "keep":
        return None
    detail = f"attempt {_number(context)}: {best.verdict.reason}"
    return Decision(action=panel.on_disagreement, reason="critics_disagree", detail=detail)


def rounds_spent(context: Context, rounds: int) -> Decision | None:
    """*keep* after `rounds` redrafts."""
    if context.rounds < rounds:
        return None
    if context.standing == 0 and rounds:
        return _keep("nothing_better", f"{rounds} round(s) brought nothing better than the draft")
    return _keep("rounds_spent", f"{rounds} round(s) are over and no attempt passed")


def _number(context: Context) -> int:
    return 0 if context.standing is None else context.standing + 1


def _keep(reason: str, detail: str) -> Decision:
    return Decision(action="keep", reason=reason, detail=detail)
