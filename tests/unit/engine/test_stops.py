from dataclasses import replace

import pytest

from redraft.core import Budget, Context, Critique, Usage
from redraft.critics import Strictest
from redraft.engine import stops
from support.critics import attempt, context_of


@pytest.mark.parametrize(
    ("spent", "budget", "reason"),
    [
        (Usage(calls=3), Budget(calls=3), "budget_calls"),
        (Usage(prompt_tokens=90, completion_tokens=10), Budget(tokens=100), "budget_tokens"),
        (Usage(seconds=2.0), Budget(seconds=2.0), "budget_seconds"),
        (Usage(usd=0.5), Budget(usd=0.5), "budget_usd"),
        (Usage(usd=None), Budget(usd=0.5), "budget_usd"),
        (Usage(), Budget(calls=0), "budget_calls"),
    ],
)
def test_a_spent_budget_stops_with_its_name(spent, budget, reason):
    decision = stops.budget_reached(spent, budget)
    assert decision is not None and (decision.action, decision.reason) == ("keep", reason)


@pytest.mark.parametrize(
    ("spent", "budget"),
    [(Usage(calls=2), Budget(calls=3)), (Usage(calls=999, usd=None), Budget()), (Usage(usd=0.4), Budget(usd=0.5))],
)
def test_a_budget_with_room_does_not_stop(spent, budget):
    assert stops.budget_reached(spent, budget) is None


def test_an_attempt_that_passed_is_accepted():
    decision = stops.passed(context_of("q", [attempt("a", 0.0), attempt("b", 1.0)], standing=1))
    assert decision is not None and decision.action == "accept" and "attempt 2" in decision.detail
    assert stops.passed(context_of("q", [attempt("a", 0.0)])) is None


def test_without_a_verdict_there_is_nothing_to_correct_by():
    decision = stops.unscored(context_of("q", [attempt("a", None)]))
    assert decision is not None and decision.reason == "unscored" and "no opinion" in decision.detail
    assert stops.unscored(context_of("q", [attempt("a", 0.0)])) is None


def test_the_rounds_end_with_a_reason_that_tells_whether_anything_got_better():
    attempts = [attempt("a", 0.1), attempt("b", 0.3, round=1)]
    worse = stops.rounds_spent(context_of("q", attempts), 1)
    better = stops.rounds_spent(context_of("q", attempts, standing=1), 1)
    assert worse is not None and worse.reason == "nothing_better"
    assert better is not None and better.reason == "rounds_spent"
    assert stops.rounds_spent(context_of("q", attempts), 2) is None


def test_no_rounds_at_all_is_not_nothing_better():
    decision = stops.rounds_spent(context_of("q", [attempt("a", 0.1)]), 0)
    assert decision is not None and decision.reason == "rounds_spent"


def standing_at(verdict: Critique) -> Context:
    """A context whose second attempt stands with this verdict."""
    return context_of("q", [attempt("a", 0.0), replace(attempt("b", None), verdict=verdict, passed=None)], standing=1)


DISPUTED = Critique(critic="panel", kind="external", reason="two against two", disputed=True)


@pytest.mark.parametrize("action", ["ask", "abstain"])
def test_a_disputed_verdict_is_for_the_panel_to_settle(action):
    decision = stops.disputed(standing_at(DISPUTED), Strictest(on_disagreement=action))
    assert decision is not None and (decision.action, decision.reason) == (action, "critics_disagree")
    assert decision.detail == "attempt 2: two against two"


def test_a_panel_that_keeps_leaves_a_disputed_verdict_to_the_strategy():
    assert stops.disputed(standing_at(DISPUTED), Strictest(on_disagreement="keep")) is None


def test_only_a_dispute_is_one():
    panel = Strictest(on_disagreement="ask")
    assert stops.disputed(Context(prompt=standing_at(DISPUTED).prompt), panel) is None
    assert stops.disputed(context_of("q", [attempt("a", None)]), panel) is None
    assert stops.disputed(context_of("q", [attempt("a", 0.0)]), panel) is None
    assert stops.disputed(context_of("q", [replace(attempt("a", None), verdict=None)]), panel) is None


def test_a_dispute_about_an_attempt_that_does_not_stand_ends_nothing():
    disputed = replace(attempt("b", None), verdict=DISPUTED, passed=None)
    assert stops.disputed(context_of("q", [attempt("a", 0.0), disputed]), Strictest(on_disagreement="ask")) is None
