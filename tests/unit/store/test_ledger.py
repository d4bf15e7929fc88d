import asyncio
from collections.abc import Iterator
from dataclasses import replace

import pytest
from sqlalchemy import false

from redraft.core import Draft, Usage
from redraft.errors import StoreError
from redraft.store import LeaseLost, Ledger, RecordStore
from redraft.store.ledger import _FIND
from unit.store.examples import record


class Clock:
    """Seconds that pass when the test says so."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def store() -> Iterator[RecordStore]:
    with RecordStore.open("sqlite://") as opened:
        yield opened


@pytest.fixture
def clock() -> Clock:
    return Clock()


def ledger(store: RecordStore, clock: Clock, owner: str = "w1", run: str = "run") -> Ledger:
    return Ledger(store.database, run=run, owner=owner, lease_s=60, clock=clock)


def test_a_prompt_is_one_workers_until_it_is_done(store: RecordStore, clock: Clock) -> None:
    async def story() -> None:
        one, two = ledger(store, clock), ledger(store, clock, "w2")
        assert (await one.claim("p")).state == "mine"
        assert (await two.claim("p")).state == "busy"
        assert (await one.claim("p")).state == "busy"
        await one.complete("p", record("r1"), failed=False)
        claim = await two.claim("p")
        assert (claim.state, claim.record_id, claim.tries) == ("done", "r1", 1)
        assert await two.n_done() == 1

    asyncio.run(story())


def test_a_silent_workers_prompt_is_taken_over_and_its_late_record_is_refused(store: RecordStore, clock: Clock) -> None:
    async def story() -> None:
        slow, quick = ledger(store, clock), ledger(store, clock, "w2")
        await slow.claim("p")
        clock.now += 61
        claim = await quick.claim("p")
        assert (claim.state, claim.tries) == ("mine", 2)
        for late in (slow.complete("p", record("late"), failed=False), slow.keep_answer("p", "q", 0, ())):
            with pytest.raises(LeaseLost, match=r"lease of 'p' ran out after 60 s.*longer lease"):
                await late
        await quick.complete("p", record("r1"), failed=False)
        with pytest.raises(LeaseLost):
            await quick.complete("p", record("r2"), failed=False)
        assert [s.id for s in await store.list()] == ["r1"]

    asyncio.run(story())


def test_an_answered_call_renews_the_lease(store: RecordStore, clock: Clock) -> None:
    async def story() -> None:
        one, two = ledger(store, clock), ledger(store, clock, "w2")
        await one.claim("p")
        for number in range(3):
            clock.now += 50
            await one.keep_answer("p", "q", number, (Draft.of("yes"),))
        assert (await two.claim("p")).state == "busy"

    asyncio.run(story())


def test_two_workers_that_kept_the_same_call_know_that_one_lease_is_lost(store: RecordStore, clock: Clock) -> None:
    async def story() -> None:
        slow, quick = ledger(store, clock), ledger(store, clock, "w2")
        await slow.claim("p")
        await slow.keep_answer("p", "q", 0, ())
        await store.database.run(lambda connection: connection.exec_driver_sql("UPDATE items SET leased_until = 0"))
        await quick.claim("p")
        await quick.keep_answer("p", "q", 1, ())
        with pytest.raises(LeaseLost):
            await slow.keep_answer("p", "q", 1, ())

    asyncio.run(story())


def test_answered_calls_are_kept_until_the_prompt_is_done(store: RecordStore, clock: Clock) -> None:
    async def story() -> None:
        one = ledger(store, clock)
        drafts = (Draft.of("a", by="m", usage=Usage(calls=1, usd=None)), Draft.of("half \ud83d"))
        await one.claim("p")
        await one.claim("other")
        await one.keep_answer("p", "q", 0, drafts)
        await one.keep_answer("p", "q", 1, drafts[:1])
        await one.keep_answer("other", "q", 0, drafts[1:])
        assert await one.answered("p") == {("q", 0): drafts, ("q", 1): drafts[:1]}
        await one.complete("p", record("r1"), failed=False)
        assert await one.answered("p") == {}
        assert await one.answered("other") == {("q", 0): drafts[1:]}

    asyncio.run(story())


def test_a_record_that_cannot_be_written_leaves_its_prompt_undone(store: RecordStore, clock: Clock) -> None:
    async def story() -> None:
        one = ledger(store, clock)
        await store.write(record("taken"))
        await one.claim("p")
        await one.keep_answer("p", "q", 0, ())
        with pytest.raises(StoreError, match="already"):
            await one.complete("p", record("taken"), failed=False)
        assert await one.n_done() == 0
        assert await one.answered("p") == {("q", 0): ()}
        await one.complete("p", record("free"), failed=False)
        assert await one.n_done() == 1

    asyncio.run(story())


def test_failed_prompts_are_tried_again_only_when_asked(store: RecordStore, clock: Clock) -> None:
    async def story() -> None:
        one = ledger(store, clock)
        for key, failed in (("good", False), ("bad", True)):
            await one.claim(key)
            await one.complete(key, record(f"r-{key}"), failed=failed)
        assert (await one.claim("bad")).state == "done"
        assert (await one.claim("good", retry_failed=True)).state == "done"
        assert (await one.claim("bad", retry_failed=True)).state == "mine"
        await one.complete("bad", record("r-again"), failed=False)
        assert (await one.claim("bad", retry_failed=True)).record_id == "r-again"

    asyncio.run(story())


def test_leases_of_the_dead_are_ended_in_this_run_and_on_this_machine_only(store: RecordStore, clock: Clock) -> None:
    async def story() -> None:
        dead, other = ledger(store, clock, "here/1"), ledger(store, clock, "here/1", run="other run")
        for key in ("p1", "p2", "p3"):
            await dead.claim(key)
        await dead.complete("p3", record("r3"), failed=False)
        await other.claim("p1")
        await ledger(store, clock, "there/1").claim("p4")
        heir = ledger(store, clock, "here/2")
        assert await heir.take_over("here/") == 2
        assert [(await heir.claim(f"p{k}")).state for k in (1, 2, 3, 4)] == ["mine", "mine", "done", "busy"]
        assert (await ledger(store, clock, "w2", run="other run").claim("p1")).state == "busy"

    asyncio.run(story())


def test_a_prompt_that_another_worker_began_at_the_same_moment_is_busy(
    store: RecordStore, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def story() -> None:
        await ledger(store, clock).claim("p")
        # What a worker sees whose transaction began before the other's was over.
        monkeypatch.setattr("redraft.store.ledger._FIND", _FIND.where(false()))
        assert (await ledger(store, clock, "w2").claim("p")).state == "busy"

    asyncio.run(story())


def test_leases_and_the_source_of_a_run_are_told(store: RecordStore, clock: Clock) -> None:
    async def story() -> None:
        one, other = ledger(store, clock), ledger(store, clock, run="other run")
        assert (await one.n_leased(), await one.source()) == (0, None)
        await one.claim("p1")
        await one.claim("p2")
        await one.complete("p1", record("r1"), failed=False)
        for source in ("/a.jsonl", "/b.jsonl"):
            await one.set_source(source)
        assert (await one.n_leased(), await one.source()) == (1, "/b.jsonl")
        assert (await other.n_leased(), await other.source()) == (0, None)
        clock.now += 61
        assert await one.n_leased() == 0

    asyncio.run(story())


def test_a_run_begun_anew_forgets_its_prompts_and_calls_but_no_record(store: RecordStore, clock: Clock) -> None:
    async def story() -> None:
        one = ledger(store, clock)
        await one.claim("p")
        await one.complete("p", record("r1"), failed=False)
        await one.claim("q")
        await one.keep_answer("q", "x", 0, ())
        await one.forget()
        assert (await one.claim("p")).state == (await one.claim("q")).state == "mine"
        assert await one.answered("q") == {}
        assert [s.id for s in await store.list()] == ["r1"]

    asyncio.run(story())


def test_the_time_on_the_wall_is_the_default_clock(store: RecordStore) -> None:
    async def story() -> None:
        expired = Ledger(store.database, run="run", owner="w1", lease_s=-1)
        await expired.claim("p")
        assert (await replace_owner(store).claim("p")).state == "mine"

    asyncio.run(story())


def replace_owner(store: RecordStore) -> Ledger:
    return Ledger(store.database, run="run", owner="w2")


def test_the_record_in_the_store_is_the_one_completed(store: RecordStore, clock: Clock) -> None:
    async def story() -> None:
        one = ledger(store, clock)
        await one.claim("p")
        written = replace(record("r1"), resumes="r0")
        await one.complete("p", written, failed=False)
        assert await store.get("r1") == written

    asyncio.run(story())
