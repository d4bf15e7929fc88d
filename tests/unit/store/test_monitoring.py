"""Events and states of watched profiles: one transaction, once only, several processes, and old stores."""

import asyncio
import json
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from redraft.errors import Misuse
from redraft.store import RecordStore
from redraft.store.monitoring import WHOLE, Folded, MonitorStore, NewEvent, Seen
from unit.store.examples import record

EVENT = NewEvent(key="label of r1", kind="labelled", at="2026-01-01T00:00:00+00:00", document="{}", record_id="r1")

COUNTING = """
import asyncio, sys
from redraft.store import RecordStore
from redraft.store.monitoring import WHOLE, Folded, MonitorStore, NewEvent

def counted(seen):
    return Folded({critic: str(int(seen.states.get(critic, "0")) + 1) for critic in (WHOLE, "judge")})

async def main(url, name, n):
    with RecordStore.open(url) as store:
        kept = MonitorStore(store.database)
        for k in range(n):
            event = NewEvent(key=f"{name} {k}", kind="observed", at="2026", document="{}", record_id=f"{name}{k}")
            await kept.take_in("default", [event], counted)
            shared = NewEvent(key=f"shared {k}", kind="shared", at="2026", document="{}")
            await kept.take_in("default", [shared], counted)

asyncio.run(main(sys.argv[1], sys.argv[2], int(sys.argv[3])))
"""


@pytest.fixture
def store() -> Iterator[MonitorStore]:
    with RecordStore.open("sqlite://") as opened:
        yield MonitorStore(opened.database)


def writes(value: str, *events: NewEvent) -> Callable[[Seen], Folded]:
    return lambda seen: Folded({WHOLE: seen.states.get(WHOLE, "") + value}, events)


def test_an_event_and_what_follows_from_it_are_kept_with_the_state(store: MonitorStore) -> None:
    alarm = NewEvent(key="alarm 1", kind="alarm", at="2026", document='{"kind": "change"}')
    followed = asyncio.run(store.take_in("default", [EVENT], writes("a", alarm)))
    assert followed == (alarm,)
    assert asyncio.run(store.states("default")) == {WHOLE: "a"}
    assert [event.kind for event in asyncio.run(store.events("default"))] == ["labelled", "alarm"]
    assert [event.key for event in asyncio.run(store.events("default", "alarm"))] == ["alarm 1"]


def test_what_may_happen_once_happens_once(store: MonitorStore) -> None:
    asyncio.run(store.take_in("default", [EVENT], writes("a")))
    assert asyncio.run(store.take_in("default", [replace(EVENT, document='{"other": 1}')], writes("b"))) is None
    assert asyncio.run(store.states("default")) == {WHOLE: "a"}
    kept = asyncio.run(store.event("default", EVENT.key))
    assert kept is not None and kept.document == "{}"


def test_profiles_know_nothing_of_each_other(store: MonitorStore) -> None:
    asyncio.run(store.take_in("one", [EVENT], writes("a")))
    asyncio.run(store.take_in("two", [EVENT], writes("b")))
    assert asyncio.run(store.states("one")) == {WHOLE: "a"} and asyncio.run(store.profiles()) == ("one", "two")
    assert asyncio.run(store.states("three")) == {} and asyncio.run(store.event("three", EVENT.key)) is None


def test_a_fold_that_refuses_leaves_no_trace(store: MonitorStore) -> None:
    def refuse(_: Seen) -> Folded:
        raise Misuse("no draft to judge")

    with pytest.raises(Misuse, match="no draft"):
        asyncio.run(store.take_in("default", [EVENT], refuse))
    assert asyncio.run(store.events("default")) == () and asyncio.run(store.states("default")) == {}


def test_open_events_are_those_that_nothing_settled(store: MonitorStore) -> None:
    for k in range(3):
        due = NewEvent(key=f"due {k}", kind="scheduled", at="2026", document="{}", record_id=f"r{k}")
        asyncio.run(store.take_in("default", [due], writes("")))
    asyncio.run(store.take_in("default", [EVENT], writes("")))
    found = asyncio.run(store.open_events("default", "scheduled", "labelled"))
    assert [event.record_id for event in found] == ["r0", "r2"]
    later = asyncio.run(store.open_events("default", "scheduled", "labelled", after=found[0].number))
    assert [event.record_id for event in later] == ["r2"]


def test_a_fold_sees_what_it_is_about_and_what_else_happened_to_the_same_records(store: MonitorStore) -> None:
    found = []

    def look(seen: Seen) -> Folded:
        found.append([
            (pair.event.record_id, [other.kind for other in pair.others])
            for pair in seen.pairs(("scheduled",), ("labelled",), after=0)
        ])  # fmt: skip
        found.append((seen.newest, seen.event("label of r1") is not None))
        return Folded({WHOLE: "seen"})

    n = 120  # more than are read at once
    for k in range(n):
        due = NewEvent(key=f"due {k}", kind="scheduled", at="2026", document="{}", record_id=f"r{k}")
        asyncio.run(store.take_in("other" if k == 5 else "default", [due], writes("")))
    asyncio.run(store.take_in("default", [EVENT], look))
    expected = [(f"r{k}", ["labelled"] if k == 1 else []) for k in range(n) if k != 5]
    assert found == [expected, (n + 1, True)]
    assert [(p.event.record_id, [o.kind for o in p.others]) for p in
            asyncio.run(store.pairs("default", ("scheduled",), ("labelled",)))] == expected  # fmt: skip


def test_states_can_be_looked_at_again_without_an_event(store: MonitorStore) -> None:
    asyncio.run(store.take_in("default", [EVENT], writes("a")))
    alarm = NewEvent(key="alarm 1", kind="alarm", at="2026", document="{}")
    assert asyncio.run(store.take_in("default", [], writes("b", alarm))) == (alarm,)
    assert asyncio.run(store.states("default")) == {WHOLE: "ab"}
    assert [event.kind for event in asyncio.run(store.events("default"))] == ["labelled", "alarm"]


def test_texts_that_no_database_has_a_form_for_are_kept(store: MonitorStore) -> None:
    document = json.dumps({"comment": "half \ud83d and \0 nothing"})
    asyncio.run(store.take_in("default", [replace(EVENT, document=document)], writes("a")))
    assert asyncio.run(store.events("default"))[0].document == document


def test_processes_that_write_at_once_lose_nothing_and_count_nothing_twice(tmp_path: Path) -> None:
    url, n = str(tmp_path / "records.db"), 40
    processes = [subprocess.Popen([sys.executable, "-c", COUNTING, url, name, str(n)]) for name in ("a", "b", "c")]
    assert [process.wait(60) for process in processes] == [0, 0, 0]
    with RecordStore.open(url) as opened:
        kept = MonitorStore(opened.database)
        events, states = asyncio.run(kept.events("default")), asyncio.run(kept.states("default"))
    assert len(events) == 3 * n + n  # what was shared between them was taken in once
    assert states == {WHOLE: str(len(events)), "judge": str(len(events))}
    assert len({event.key for event in events}) == len(events)


def test_a_store_from_before_there_were_monitors_is_opened_and_keeps_its_records(tmp_path: Path) -> None:
    path = tmp_path / "old.db"
    with RecordStore.open(str(path)) as opened:
        asyncio.run(opened.write(record("r1")))
    with sqlite3.connect(path) as connection:
        connection.execute("DROP TABLE monitor_events")
        connection.execute("DROP TABLE monitor_states")
    connection.close()
    with RecordStore.open(str(path)) as opened:
        kept = MonitorStore(opened.database)
        asyncio.run(kept.take_in("default", [EVENT], writes("a")))
        assert asyncio.run(kept.states("default")) == {WHOLE: "a"}
        assert asyncio.run(opened.get("r1")) == record("r1")
