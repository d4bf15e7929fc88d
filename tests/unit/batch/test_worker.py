import asyncio
from collections.abc import Iterator
from dataclasses import replace

import pytest

from redraft.batch.kept_calls import CURRENT, KeepingModel, KeptCalls
from redraft.batch.worker import Worker
from redraft.core import Draft, Event, Message, Prompt, Request
from redraft.critics import SelfCheck
from redraft.engine.plan import Plan
from redraft.engine.strategies import InContextAlignment
from redraft.models import ScriptedModel
from redraft.store import Ledger, RecordStore

PROMPT = Prompt.of("2 + 2?")
ROUNDS = ("5", "Wrong.\nVerdict: fail", "4", "Right.\nVerdict: pass")


@pytest.fixture
def store() -> Iterator[RecordStore]:
    with RecordStore.open("sqlite://") as opened:
        yield opened


def plan_with(model: ScriptedModel) -> Plan:
    keeping = KeepingModel(model)
    return Plan(model=keeping, critics=(SelfCheck(model=keeping),), strategy=InContextAlignment())


def worker_of(store: RecordStore, model: ScriptedModel, owner: str = "w1", **ledger: float) -> Worker:
    return Worker(plan=plan_with(model), store=store, ledger=Ledger(store.database, run="r", owner=owner, **ledger))  # type: ignore[arg-type] # lease_s by name


class Killed(BaseException):
    """What a test raises where a process would be killed: nothing may tidy up after it."""


@pytest.mark.parametrize("n_answered", range(5))
def test_a_prompt_begun_again_repeats_only_the_call_that_was_in_flight(store: RecordStore, n_answered: int) -> None:
    class Dying(ScriptedModel):
        async def generate(self, request: Request) -> tuple[Draft, ...]:
            if not self.n_left:
                self.asked.append(request)
                raise Killed
            return await super().generate(request)

    first = Dying(*ROUNDS[:n_answered])
    if n_answered < 4:
        with pytest.raises(Killed):
            asyncio.run(worker_of(store, first, lease_s=-1).work_on(PROMPT))
    else:
        asyncio.run(worker_of(store, first).work_on(PROMPT))
    second = ScriptedModel(*ROUNDS[n_answered:])
    outcome = asyncio.run(worker_of(store, second, "w2").work_on(PROMPT))
    assert (outcome.answer and outcome.answer.text, outcome.accepted, outcome.usage.calls) == ("4", True, 4)
    assert second.n_left == 0
    in_flight = [request.messages for request in first.asked[n_answered:]]
    assert in_flight == [request.messages for request in second.asked[: len(in_flight)]]
    assert len(asyncio.run(store.list())) == 1
    assert outcome.resumed is (n_answered == 4)


def test_equal_requests_are_draws_of_their_own_before_and_after_a_kill(store: RecordStore) -> None:
    async def ask_thrice(model: ScriptedModel, owner: str) -> list[str]:
        ledger = Ledger(store.database, run="r", owner=owner, lease_s=-1)
        claim = await ledger.claim("k")
        answered = await ledger.answered("k") if claim.tries > 1 else {}
        calls = KeptCalls(ledger, "k", answered)
        CURRENT.set(calls)
        request = Request(messages=(Message.of("user", "a word"),))
        texts = [(await KeepingModel(model).generate(request))[0].text for _ in range(3)]
        assert calls.usage.calls == 3
        return texts

    assert asyncio.run(ask_thrice(ScriptedModel("a", "b", "c"), "w1")) == ["a", "b", "c"]
    assert asyncio.run(ask_thrice(ScriptedModel(), "w2")) == ["a", "b", "c"]


def test_outside_a_batch_nothing_is_kept(store: RecordStore) -> None:
    model = KeepingModel(ScriptedModel("a"))
    drafts = asyncio.run(model.generate(Request(messages=(Message.of("user", "x"),))))
    assert [draft.text for draft in drafts] == ["a"]
    assert (model.name, model.dialect, model.window_tokens) == ("scripted/model", "chat", None)


def test_a_prompt_that_another_worker_has_is_waited_for(store: RecordStore) -> None:
    async def story() -> None:
        other = Ledger(store.database, run="r", owner="other")
        busy = worker_of(store, ScriptedModel())
        await other.claim(busy.key_of(PROMPT))
        n_slept = 0

        async def sleep(_seconds: float) -> None:
            nonlocal n_slept
            n_slept += 1
            if n_slept == 3:  # meanwhile the other one finishes
                done = worker_of(store, ScriptedModel(*ROUNDS), "other")
                await other.take_over("other")
                await done.work_on(PROMPT)

        waiting = Worker(plan=busy.plan, store=store, ledger=busy.ledger, sleep=sleep)
        outcome = await waiting.work_on(PROMPT)
        assert (n_slept, outcome.resumed) == (3, True)

    asyncio.run(story())


def test_a_lease_that_was_lost_gives_the_other_workers_outcome(store: RecordStore) -> None:
    async def story() -> None:
        slow = worker_of(store, ScriptedModel(*ROUNDS[:1]), "slow", lease_s=-1)

        class Overtaken(ScriptedModel):
            async def generate(self, request: Request) -> tuple[Draft, ...]:
                other = worker_of(store, ScriptedModel(*ROUNDS), "quick")
                await asyncio.create_task(other.work_on(PROMPT))
                return await super().generate(request)

        late = replace(slow, plan=plan_with(Overtaken("5")))
        outcome = await late.work_on(PROMPT)
        assert outcome.answer is not None
        assert (outcome.answer.text, outcome.resumed) == ("4", True)
        assert len(await store.list()) == 1

    asyncio.run(story())


def test_an_observer_that_fails_after_the_record_was_written_costs_nothing(store: RecordStore) -> None:
    class Failing:
        def on_event(self, event: Event) -> None:
            if event.kind == "finished":
                raise ZeroDivisionError

    model = ScriptedModel("4")
    plan = Plan(model=model, critics=(), strategy=InContextAlignment(), observers=(Failing(),))
    worker = Worker(plan=plan, store=store, ledger=Ledger(store.database, run="r", owner="w"))
    outcome = asyncio.run(worker.work_on(PROMPT))
    assert outcome.answer is not None
    assert (outcome.answer.text, outcome.reason) == ("4", "unscored")


def test_what_a_crash_cost_is_in_its_record(store: RecordStore) -> None:
    class Faulty(ScriptedModel):
        async def generate(self, request: Request) -> tuple[Draft, ...]:
            if not self.n_left:
                raise ZeroDivisionError
            return await super().generate(request)

    outcome = asyncio.run(worker_of(store, Faulty("5", "Wrong.\nVerdict: fail")).work_on(PROMPT))
    assert (outcome.reason, outcome.usage.calls, outcome.failed) == ("crashed", 2, True)


def test_a_given_answer_is_the_first_draft_and_another_one_is_other_work(store: RecordStore) -> None:
    model = ScriptedModel("Right.\nVerdict: pass")
    worker = worker_of(store, model)
    outcome = asyncio.run(worker.work_on(PROMPT, "four"))
    assert (outcome.first and outcome.first.text, outcome.changed, outcome.accepted) == ("four", False, True)
    assert len(model.asked) == 1  # nobody was asked to write
    assert asyncio.run(worker.work_on(PROMPT, "four")).resumed
    assert len({worker.key_of(PROMPT), worker.key_of(PROMPT, "four"), worker.key_of(PROMPT, "4")}) == 3
