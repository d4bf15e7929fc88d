from dataclasses import replace

import pytest

from redraft.core import PERSON, Budget, Critique, Usage
from redraft.engine.outlook import CriticRates, Outlook, WritingRates
from redraft.engine.strategies import Adaptive
from redraft.errors import Misuse
from support.critics import attempt, context_of

GOOD = CriticRates(sensitivity=0.9, specificity=0.9)
FAILED, PASSED = attempt("a", 0.0), attempt("a", 1.0)


def adaptive(card=GOOD, **options):
    return Adaptive(outlook=Outlook(critics={"fixed": card, "judge": GOOD}), **options)


def decided(strategy, *attempts, spent=0, budget=None):
    return strategy.next(context_of("q", attempts), Usage(calls=spent), budget or Budget())


def test_what_a_good_critic_failed_is_redrafted_and_what_it_passed_is_accepted():
    assert decided(adaptive(), FAILED).action == "redraft"
    assert (decided(adaptive(accept_from=0.95), PASSED).action, decided(adaptive(), PASSED).action) == (
        "accept",
        "accept",
    )
    assert decided(adaptive(accept_from=0.95), PASSED).reason == "settled"
    assert decided(adaptive(), PASSED).reason == "nothing_pays"


def test_the_detail_holds_the_numbers_that_the_decision_rests_on():
    detail = decided(adaptive(), FAILED).detail
    for part in ("posterior 0.206, fix rate 0.300, break rate 0.200", "redraft +0.", "resample +0.", "calls"):
        assert part in detail
    assert detail.endswith("a call must bring 0.01")


def test_a_useless_critic_leads_to_no_redraft_of_what_is_usually_right():
    useless = CriticRates(sensitivity=0.4, specificity=0.6)
    decision = decided(adaptive(useless), FAILED)
    assert (decision.action, decision.reason) == ("keep", "nothing_pays")


def test_the_better_the_critic_the_higher_the_price_it_will_pay():
    def highest_price(quality):
        card = CriticRates(sensitivity=quality, specificity=quality)
        prices = [k / 100 for k in range(100)]
        return sum(decided(adaptive(card, call_price=p), FAILED).action in ("redraft", "resample") for p in prices)

    paid = [highest_price(quality) for quality in (0.5, 0.6, 0.7, 0.8, 0.9, 0.99)]
    assert paid == sorted(paid)
    assert paid[0] < paid[-1]


def test_without_budget_or_rounds_it_stops():
    for budget, spent in ((Budget(calls=1), 1), (Budget(rounds=0), 1), (Budget(calls=0), 0)):
        decision = decided(adaptive(), FAILED, spent=spent, budget=budget)
        assert (decision.action, decision.reason) == ("keep", "rounds_spent")
        assert "no round is left" in decision.detail


def test_a_round_that_cannot_be_judged_any_more_is_not_begun():
    judged = replace(FAILED, critiques=(replace(FAILED.critiques[0], usage=Usage(calls=1)),))
    assert decided(adaptive(), judged, spent=2, budget=Budget(calls=3)).action == "keep"
    assert decided(adaptive(), judged, spent=2, budget=Budget(calls=4)).action == "redraft"


def test_a_further_critic_is_consulted_only_when_knowing_more_is_worth_its_calls():
    weak = CriticRates(sensitivity=0.6, specificity=0.6)
    options = {"consultants": ("judge",), "call_price": 0.04, "rounds": 1}
    cheap = Outlook(critics={"fixed": weak, "judge": replace(GOOD, calls=0.1)}, redraft=WritingRates(fix_rates=(0.5,)))
    dear = replace(cheap, critics={**cheap.critics, "judge": replace(GOOD, calls=9.0)})
    asked = decided(Adaptive(outlook=cheap, **options), FAILED)
    assert (asked.action, asked.reason) == ("consult", "consult_pays")
    assert "consult judge +0." in asked.detail
    assert decided(Adaptive(outlook=dear, **options), FAILED).action != "consult"


def test_a_critic_who_was_consulted_or_does_not_fit_the_budget_is_not_asked():
    consulted = replace(FAILED, critiques=(*FAILED.critiques, Critique(critic="judge", kind="external", score=0.0)))
    strategy = adaptive(consultants=("judge",), call_price=0.9)
    assert "consult" not in decided(strategy, consulted).detail
    assert "consult" in decided(strategy, FAILED).detail
    assert "consult" not in decided(strategy, FAILED, spent=1, budget=Budget(calls=1)).detail


def test_when_nothing_pays_a_doubtful_answer_goes_to_a_person_or_is_withheld():
    dear = {"call_price": 1.0}
    assert decided(adaptive(**dear, ask_below=0.3), FAILED).action == "ask"
    assert decided(adaptive(**dear, ask_below=0.3, abstain_below=0.25), FAILED).action == "abstain"
    assert decided(adaptive(**dear, ask_below=0.3, abstain_below=0.25), FAILED).reason == "doubtful"
    assert decided(adaptive(**dear, ask_below=0.1), FAILED).action == "keep"
    assert decided(adaptive(ask_below=0.3), FAILED).action == "redraft"


def test_a_persons_word_settles_it():
    judged = replace(FAILED, critiques=(*FAILED.critiques, Critique(critic=PERSON, kind="external", score=1.0)))
    assert decided(adaptive(accept_from=0.97), replace(judged, passed=True)).reason == "settled"


def test_other_rates_of_a_round_make_it_resample():
    better = Outlook(
        critics={"fixed": GOOD},
        redraft=WritingRates(fix_rates=(0.01,), repeat_wrong_rate=0.9),
        resample=WritingRates(fix_rates=(0.5,)),
    )
    assert decided(Adaptive(outlook=better), FAILED).action == "resample"


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"call_price": -0.1}, "`call_price` must lie in [0, 1], got -0.1"),
        ({"ask_below": 60}, "`ask_below` must lie in [0, 1], got 60"),
        ({"rounds": -1}, "`rounds` must be 0 or more, got -1"),
    ],
)
def test_impossible_options_are_refused(options, message):
    with pytest.raises(Misuse) as refused:
        Adaptive(**options)
    assert message in str(refused.value)
