"""Each of the six actions of the adaptive strategy really happens, and the record says why."""

import asyncio

from redraft.core import Critique, Prompt
from redraft.engine.loop import correct, resume
from redraft.engine.outlook import CriticRates, Outlook, WritingRates
from redraft.engine.plan import Plan
from redraft.engine.strategies import Adaptive
from redraft.models.scripted import ScriptedModel
from support.critics import FixedScores

GOOD = CriticRates(sensitivity=0.97, specificity=0.97)
WEAK = CriticRates(sensitivity=0.6, specificity=0.6)


class Kept:
    def __init__(self):
        self.record = None

    async def write(self, record):
        self.record = record


def played(model, critic, strategy, *, consultants=()):
    kept = Kept()
    plan = Plan(model=model, critics=(critic,), strategy=strategy, consultants=consultants, recorder=kept)
    correction = asyncio.run(correct(Prompt.of("q", id="p"), plan))
    return correction, kept.record, [(d.action, d.reason) for d in kept.record.decisions]


def outlook(card=GOOD, **rates):
    return Outlook(critics={"fixed": card, "judge": GOOD}, **rates)


def test_stop_an_answer_that_is_likely_right_is_accepted_after_one_call():
    model = ScriptedModel("right")
    correction, record, decisions = played(model, FixedScores(1.0), Adaptive(outlook=outlook(), accept_from=0.97))
    assert decisions == [("accept", "settled")]
    assert (correction.accepted, len(model.asked)) == (True, 1)
    assert record.decisions[0].detail.startswith("posterior 0.98")


def test_redraft_a_failed_answer_is_redrafted_from_the_context_until_it_is_settled():
    model = ScriptedModel("wrong", "right")
    correction, record, decisions = played(model, FixedScores(0.0, 1.0), Adaptive(outlook=outlook(), accept_from=0.9))
    assert decisions == [("redraft", "redraft_pays"), ("accept", "more_likely_right"), ("accept", "settled")]
    assert correction.text == "right"
    assert [len(request.messages) for request in model.asked] == [1, 3]
    assert "redraft +0." in record.decisions[0].detail and "a call must bring 0.01" in record.decisions[0].detail


def test_resample_where_redrafts_only_repeat_themselves_the_prompt_is_asked_anew():
    rates = outlook(redraft=WritingRates(fix_rates=(0.02,), repeat_wrong_rate=0.9))
    model = ScriptedModel("wrong", "right")
    _, record, decisions = played(model, FixedScores(0.0, 1.0), Adaptive(outlook=rates, accept_from=0.9))
    assert decisions[0] == ("resample", "resample_pays")
    assert [len(request.messages) for request in model.asked] == [1, 1]
    assert record.context.attempts[1].draft.parent is None


def test_consult_a_weak_critics_fail_is_looked_at_by_a_better_one_which_ends_it():
    model, judge = ScriptedModel("right"), FixedScores(1.0, name="judge")
    strategy = Adaptive(
        outlook=outlook(WEAK, redraft=WritingRates(fix_rates=(0.5,))),
        consultants=("judge",),
        call_price=0.03,
        accept_from=0.95,
        rounds=1,
    )
    correction, record, decisions = played(model, FixedScores(0.0), strategy, consultants=(judge,))
    assert decisions == [("consult", "consult_pays"), ("keep", "settled")]
    assert "consult judge +0." in record.decisions[0].detail
    assert (len(judge.seen), len(model.asked), correction.text) == (1, 1, "right")


def test_ask_a_doubtful_answer_waits_for_a_person_whose_word_settles_it():
    strategy = Adaptive(outlook=outlook(), call_price=1.0, ask_below=0.5, accept_from=0.97)
    correction, record, decisions = played(ScriptedModel("a"), FixedScores(0.0), strategy)
    assert decisions == [("ask", "doubtful")]
    assert correction.detail.startswith("posterior 0.0")
    word = Critique(critic="person", kind="external", score=1.0)
    plan = Plan(model=ScriptedModel(), critics=(), strategy=Adaptive(outlook=outlook(), accept_from=0.9))
    assert asyncio.run(resume(record, word, plan)).reason == "settled"


def test_abstain_a_hopeless_answer_is_not_given():
    strategy = Adaptive(outlook=outlook(), call_price=1.0, abstain_below=0.3)
    correction, _, decisions = played(ScriptedModel("a"), FixedScores(0.0), strategy)
    assert decisions == [("abstain", "doubtful")]
    assert correction.text is None
