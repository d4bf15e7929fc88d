from dataclasses import replace

from redraft.engine.outlook import CriticRates, Outlook
from redraft.engine.posterior_gate import PosteriorGate
from support.critics import attempt, context_of


def admitted(gate, *attempts):
    made = [replace(a, draft=replace(a.draft, parent=0 if k else None)) for k, a in enumerate(attempts)]
    return gate.admit(made[0], made[-1], context_of("q", made))


def gate_with(**card):
    return PosteriorGate(outlook=Outlook(critics={"fixed": CriticRates(**card)}))


def test_a_candidate_that_passes_a_good_critic_replaces_a_draft_that_failed_it():
    decision = admitted(gate_with(sensitivity=0.9, specificity=0.9), attempt("a", 0.0), attempt("b", 1.0, round=1))
    assert (decision.action, decision.reason) == ("accept", "more_likely_right")
    assert decision.detail.startswith("posterior 0.")


def test_a_draft_that_passed_stays():
    decision = admitted(gate_with(sensitivity=0.9, specificity=0.9), attempt("a", 1.0), attempt("b", 0.0, round=1))
    assert (decision.action, decision.reason) == ("keep", "not_more_likely_right")


def test_a_useless_critic_replaces_nothing_that_is_usually_right():
    decision = admitted(gate_with(sensitivity=0.3, specificity=0.7), attempt("a", 0.0), attempt("b", 1.0, round=1))
    assert decision.action == "keep"


def test_the_same_answer_given_again_changes_nothing():
    decision = admitted(gate_with(sensitivity=0.9, specificity=0.9), attempt("a", 0.0), attempt("a", 0.0, round=1))
    assert decision.action == "keep"


def test_a_later_answer_to_an_earlier_text_brings_that_one_back():
    gate = gate_with(sensitivity=0.7, specificity=0.8, fresh=True)
    attempts = [attempt("a", 0.0), attempt("b", 0.0, round=1), attempt("b", 1.0, round=2), attempt("b", 1.0, round=3)]
    assert admitted(gate, *attempts[:2]).action == "keep"
    assert admitted(gate, *attempts).action == "accept"
