"""One prompt through the whole loop, with the number and order of calls."""

import asyncio

import pytest

from redraft.core import Budget, Critique, Draft, Event, Part, Prompt, Record, Rendering, Usage
from redraft.engine.gates import CheckAfterFix
from redraft.engine.loop import correct, resume
from redraft.engine.plan import Plan
from redraft.engine.strategies import (
    BestOfN,
    CheckAsContext,
    InContextAlignment,
    NoCorrection,
    SelfConsistency,
    SelfRefine,
)
from redraft.errors import ContextFull, ModelRefusal, ModelUnavailable, NotAccepted, ScriptExhausted
from redraft.models.scripted import ScriptedModel
from support.critics import FixedScores


class Notebook:
    """A recorder and an observer that remember."""

    def __init__(self) -> None:
        self.records: list[Record] = []
        self.events: list[Event] = []

    async def write(self, record: Record) -> None:
        self.records.append(record)

    def on_event(self, event: Event) -> None:
        self.events.append(event)


def run(model, *critics, strategy=None, prompt="q", **settings):
    plan = Plan(model=model, critics=critics, strategy=strategy or InContextAlignment(), **settings)
    asked = Prompt.of(prompt, id="p") if isinstance(prompt, str) else prompt
    return asyncio.run(correct(asked, plan))


def test_a_draft_that_passes_costs_one_call():
    model, critic = ScriptedModel("right"), FixedScores(1.0)
    correction = run(model, critic)
    assert (correction.text, correction.accepted, correction.reason) == ("right", True, "passed")
    assert len(model.asked) == 1 and correction.usage.calls == 1 and not correction.changed


def test_a_failed_draft_is_redrafted_from_every_earlier_pair_until_one_passes():
    model, critic = ScriptedModel("first", "second", "third"), FixedScores(0.0, 0.0, 1.0)
    correction = run(model, critic)
    assert (correction.text, correction.reason, len(correction.attempts)) == ("third", "passed", 3)
    assert [len(request.messages) for request in model.asked] == [1, 3, 5]
    assert [request.temperature for request in model.asked] == [0.0, 0.7, 0.7]
    shown = " ".join(message.text for message in model.asked[2].messages)
    assert "judged 'first'" in shown and "judged 'second'" in shown
    assert [(a.draft.round, a.draft.parent) for a in correction.attempts] == [(0, None), (1, 0), (2, 0)]


def test_the_harm_case_returns_the_draft_with_its_reason():
    model, critic = ScriptedModel("draft", "worse"), FixedScores(0.7, 0.2)
    correction = run(model, critic, gate=CheckAfterFix(threshold=0.9), budget=Budget(rounds=1))
    assert (correction.text, correction.accepted, correction.reason) == ("draft", False, "nothing_better")
    assert [attempt.score for attempt in correction.attempts] == [0.7, 0.2]


@pytest.mark.parametrize("critic_kind", ["intrinsic", "external"])
def test_an_opinion_gets_one_round(critic_kind):
    model = ScriptedModel("a", "b")
    correction = run(model, FixedScores(0.0, 0.0, kind=critic_kind))
    assert len(model.asked) == 2 and correction.text == "a"


def test_a_broken_critic_ends_with_the_draft_and_says_why():
    correction = run(ScriptedModel("a"), FixedScores(RuntimeError("down")))
    assert (correction.text, correction.reason) == ("a", "unscored")
    assert "RuntimeError: down" in correction.detail


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (ModelUnavailable("503 after 3 tries"), "model_error"),
        (ModelRefusal("content filter"), "refused"),
        (ContextFull("too long"), "context_full"),
    ],
)
def test_a_model_that_fails_in_a_redraft_leaves_the_draft_standing(error, reason):
    correction = run(ScriptedModel("a", error), FixedScores(0.0))
    assert (correction.text, correction.accepted, correction.reason) == ("a", False, reason)
    assert str(error) in correction.detail and len(correction.attempts) == 1


def test_a_model_that_never_answers_gives_no_draft_and_no_exception():
    book = Notebook()
    correction = run(ScriptedModel(ModelUnavailable("refused")), FixedScores(), recorder=book)
    assert (correction.draft, correction.text, correction.reason) == (None, None, "model_error")
    assert [record.id for record in book.records] == [correction.record_id]


def test_a_withheld_answer_is_a_refusal():
    withheld = Draft(parts=(), by="m", finish_reason="content_filter")
    assert run(ScriptedModel("a", withheld), FixedScores(0.0)).reason == "refused"
    part = Draft(parts=(Part(text="half"),), by="m", finish_reason="content_filter")
    assert run(ScriptedModel("a", part), FixedScores(0.0, 1.0)).text == "half"


def test_a_call_budget_is_kept_and_named():
    model = ScriptedModel("a", "b", "c")
    correction = run(model, FixedScores(0.0, 0.0), budget=Budget(calls=2))
    assert (correction.reason, correction.usage.calls, len(model.asked)) == ("budget_calls", 2, 2)


def test_a_budget_without_a_call_gives_no_draft_and_says_so():
    model = ScriptedModel("a")
    correction = run(model, FixedScores(), budget=Budget(calls=0))
    assert (correction.draft, correction.reason, model.asked) == (None, "budget_calls", [])


def test_where_no_call_is_left_to_judge_with_the_budget_is_the_reason():
    for calls, texts in ((1, ("a",)), (3, ("a", "b"))):
        costly = FixedScores(0.0, 0.0, kind="intrinsic", usage=Usage(calls=1))
        correction = run(ScriptedModel(*texts), costly, budget=Budget(calls=calls))
        assert (correction.text, correction.reason) == ("a", "budget_calls")


def test_a_model_that_gives_no_draft_at_all_ends_the_correction():
    class Mute(ScriptedModel):
        async def generate(self, request):
            return ()

    assert run(Mute(), FixedScores()).reason == "model_error"


def test_a_model_that_is_out_of_time_is_not_the_budgets_doing():
    correction = run(ScriptedModel("a", TimeoutError("socket timed out")), FixedScores(0.0))
    assert (correction.text, correction.reason) == ("a", "model_error") and "socket timed out" in correction.detail


def test_edits_that_cannot_be_applied_are_paid_for_all_the_same():
    strategy = InContextAlignment(rendering=Rendering(form="edits"))
    correction = run(ScriptedModel("a", "no list of edits"), FixedScores(0.0), strategy=strategy)
    assert (correction.text, correction.reason, correction.usage.calls) == ("a", "model_error", 2)


def test_a_majority_that_failed_its_critics_is_returned_but_not_accepted():
    strategy = SelfConsistency(n=3)
    correction = run(ScriptedModel("4", "5", "5"), FixedScores(0.0, 0.0, 0.0), strategy=strategy)
    assert (correction.text, correction.reason, correction.accepted) == ("5", "majority", False)


def test_a_spent_budget_does_not_turn_down_an_answer_that_passed():
    assert run(ScriptedModel("a"), FixedScores(1.0), budget=Budget(calls=1)).reason == "passed"


def test_when_the_time_is_over_the_standing_answer_is_returned():
    class Sleeps(ScriptedModel):
        async def generate(self, request):
            if self.asked:
                await asyncio.sleep(30)
            return await super().generate(request)

    correction = run(Sleeps("a", "b"), FixedScores(0.0), budget=Budget(seconds=0.1))
    assert (correction.text, correction.reason) == ("a", "budget_seconds")


def test_the_caller_can_ask_for_the_draft_or_for_an_exception():
    def exhausted(on_exhausted):
        return run(ScriptedModel("a", "b"), FixedScores(0.1, 0.4), budget=Budget(rounds=1), on_exhausted=on_exhausted)

    assert exhausted("best").text == "b" and exhausted("draft").text == "a"
    with pytest.raises(NotAccepted, match="no answer to prompt 'p' was accepted: rounds_spent") as caught:
        exhausted("raise")
    assert caught.value.correction.text == "b"


def test_best_of_n_asks_twice_and_keeps_the_highest_score():
    model = ScriptedModel("a", "b", "c")
    correction = run(model, FixedScores(0.2, 0.9, 0.4), strategy=BestOfN(n=3))
    assert [request.n for request in model.asked] == [1, 2] and correction.text == "b"
    assert all(len(request.messages) == 1 for request in model.asked)


def test_self_consistency_needs_no_critic():
    correction = run(ScriptedModel("4", "5", "5"), strategy=SelfConsistency(n=3))
    assert (correction.text, correction.reason, correction.accepted) == ("5", "majority", True)


def test_self_refine_can_return_a_worse_answer_and_none_cannot():
    assert run(ScriptedModel("a", "b"), FixedScores(0.4, 0.1), strategy=SelfRefine(rounds=1)).text == "b"
    assert run(ScriptedModel("a"), FixedScores(0.4), strategy=NoCorrection()).text == "a"


def test_check_as_context_never_repeats_the_request_when_self_instructed():
    model = ScriptedModel("sure", "sorry")
    correction = run(model, FixedScores(0.0, 1.0, kind="intrinsic"), strategy=CheckAsContext(), prompt="ATTACK")
    assert correction.text == "sorry"
    assert [message.role for message in model.asked[1].messages] == ["user", "assistant", "user", "assistant", "user"]
    assert sum("ATTACK" in message.text for message in model.asked[1].messages) == 1


def test_events_tell_the_story_in_order_and_the_record_holds_every_decision():
    book = Notebook()
    run(ScriptedModel("a", "b"), FixedScores(0.0, 1.0), observers=(book,), recorder=book)
    assert [event.kind for event in book.events] == [
        *("started", "drafted", "examined", "decided"),
        *("drafted", "examined", "admitted", "decided", "finished"),
    ]
    (record,) = book.records
    assert [decision.reason for decision in record.decisions] == ["not_passed", "repaired", "passed"]
    assert record.settings["prompts"].keys() >= {"redraft", "redraft_failed"}
    assert record.settings["strategy"] == "in_context_alignment" and record.settings["gate"]["threshold"] == 0.5
    assert [(e.old, e.new) for e in record.context.attempts[1].edits] == [("a", "b")]


def test_a_record_goes_on_when_a_person_has_judged_it():
    book = Notebook()
    plan = Plan(model=ScriptedModel("a"), critics=(FixedScores(None),), strategy=InContextAlignment(), recorder=book)
    parked = asyncio.run(correct(Prompt.of("q"), plan))
    assert parked.reason == "unscored"
    person = Critique(critic="person", kind="external", score=0.0, text="name the sea, not the sky")
    model = ScriptedModel("b")
    going_on = Plan(model=model, critics=(FixedScores(1.0),), strategy=InContextAlignment(), recorder=book)
    resumed = asyncio.run(resume(book.records[0], person, going_on))
    assert (resumed.text, resumed.reason) == ("b", "passed")
    assert "name the sea" in model.asked[0].messages[-1].text
    assert book.records[1].resumes == parked.record_id and book.records[1].usage.calls == 2


def test_the_callers_options_reach_the_model_and_win():
    prompt = Prompt.from_messages(
        Prompt.of("q").messages, options={"max_tokens": 7, "temperature": 0.3, "stop": "END", "user": "u1"}
    )
    model = ScriptedModel("a")
    run(model, FixedScores(1.0), prompt=prompt)
    request = model.asked[0]
    assert (request.max_tokens, request.temperature, request.stop) == (7, 0.3, ("END",))
    assert request.extra == {"user": "u1"} and request.cache_key


def test_a_script_that_runs_out_is_loud_also_inside_a_critic():
    with pytest.raises(ScriptExhausted):
        run(ScriptedModel(), FixedScores(1.0))
    with pytest.raises(ScriptExhausted):
        run(ScriptedModel("a"), FixedScores(ScriptExhausted("asked too often")))


def test_cancelling_a_correction_cancels_its_model_call():
    cancelled = []

    class Waits(ScriptedModel):
        async def generate(self, request):
            try:
                await asyncio.sleep(30)
            except asyncio.CancelledError:
                cancelled.append(True)
                raise

    async def start_and_leave():
        plan = Plan(model=Waits(), critics=(), strategy=NoCorrection())
        task = asyncio.create_task(correct(Prompt.of("q"), plan))
        await asyncio.sleep(0.01)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    asyncio.run(start_and_leave())
    assert cancelled == [True]


def test_usage_is_the_sum_of_writers_and_critics():
    costly = FixedScores(0.0, 1.0, usage=Usage(calls=2, prompt_tokens=10))
    correction = run(ScriptedModel("a", "b"), costly)
    assert correction.usage.calls == 6
