from dataclasses import replace

import pytest

from redraft.core import Budget, Critique, Usage
from redraft.engine.outlook import CriticRates, Outlook, prospects
from support.critics import attempt, context_of

OUTLOOK = Outlook(critics={name: CriticRates(sensitivity=0.9, specificity=0.9) for name in ("fixed", "judge")})


def of(*attempts, spent=0, budget=None, rounds=3, consultants=(), price=0.01):
    return prospects(
        context_of("q", attempts),
        Usage(calls=spent),
        budget or Budget(),
        OUTLOOK,
        rounds=rounds,
        call_price=price,
        accept_from=0.99,
        consultants=consultants,
    )


def costly(text, score, **options):
    """An attempt whose critic took a call."""
    made = attempt(text, score, **options)
    return replace(made, critiques=(replace(made.critiques[0], usage=Usage(calls=1)),))


def test_the_posterior_is_that_of_the_standing_attempt():
    assert of(attempt("a", 0.0)).posterior == pytest.approx(0.07 / 0.34)
    assert of(attempt("a", 1.0)).posterior == pytest.approx(0.63 / 0.66)


def test_a_round_costs_what_rounds_have_cost():
    assert of(attempt("a", 0.0), rounds=1).redraft.calls == 1
    assert of(costly("a", 0.0), rounds=1).redraft.calls == 2


def test_rounds_end_where_the_budget_or_the_calls_for_another_one_end():
    assert of(costly("a", 0.0)).rounds_left == 3
    assert of(costly("a", 0.0), budget=Budget(rounds=1)).rounds_left == 1
    assert of(costly("a", 0.0), spent=2, budget=Budget(calls=7)).rounds_left == 2
    assert of(costly("a", 0.0), spent=9, budget=Budget(calls=7)).rounds_left == 0
    assert of(costly("a", 0.0), costly("b", 0.0, round=3)).rounds_left == 0


def test_what_is_consulted_leaves_fewer_calls_for_rounds():
    asking = of(attempt("a", 0.0), spent=1, budget=Budget(calls=2), consultants=("judge",))
    assert asking.rounds_left == 1
    assert asking.consult is not None
    assert asking.consult.gain == 0  # its call would have been the last
    assert asking.consult.calls == 1


def test_the_next_consultant_is_the_first_who_has_not_judged_the_standing_attempt():
    consulted = attempt("a", 0.0)
    consulted = replace(
        consulted, critiques=(*consulted.critiques, Critique(critic="judge", kind="external", score=0.0))
    )
    assert of(attempt("a", 0.0), consultants=("judge", "other")).consultant == "judge"
    assert of(consulted, consultants=("judge", "other")).consultant == "other"
    assert of(consulted, consultants=("judge",)).consult is None


def test_the_sentence_holds_every_number():
    detail = of(attempt("a", 0.0), consultants=("judge",)).detail
    assert detail.startswith("posterior 0.206, fix rate 0.300, break rate 0.200; redraft +0.")
    assert ", consult judge +0." in detail
    assert "no round is left" in of(attempt("a", 0.0), rounds=0).detail
