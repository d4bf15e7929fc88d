import pytest

from redraft.core import Budget, Usage
from redraft.engine.outlook import CriticRates, Outlook
from redraft.evals.adapting import FixedRounds
from support.critics import attempt, context_of

OUTLOOK = Outlook(draft_right=0.9, critics={"fixed": CriticRates(sensitivity=0.95, specificity=0.95)})


def decided(stop, *attempts, kind="redraft", rounds=2):
    strategy = FixedRounds(outlook=OUTLOOK, kind=kind, stop=stop, rounds=rounds)
    decision = strategy.next(context_of("q", attempts), Usage(), Budget())
    return decision.action, decision.reason


@pytest.mark.parametrize("kind", ["redraft", "resample"])
def test_it_goes_on_for_its_rounds_whatever_that_is_worth(kind):
    assert decided("never", attempt("a", 1.0), kind=kind) == (kind, "rounds_left")
    assert decided("never", attempt("a", 0.0), attempt("b", 0.0, round=2), kind=kind) == ("keep", "rounds_spent")


def test_its_early_stops_are_a_pass_and_a_settled_posterior():
    assert decided("passed", attempt("a", 1.0)) == ("accept", "passed")
    assert decided("settled", attempt("a", 1.0)) == ("accept", "settled")
    assert decided("settled", attempt("a", 0.0)) == ("redraft", "rounds_left")


def test_it_shares_the_gate_of_the_adaptive_strategy():
    assert FixedRounds(outlook=OUTLOOK, kind="redraft", stop="never", rounds=1).gate.name == "posterior"
