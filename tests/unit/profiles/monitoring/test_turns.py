"""Whose turn has come, and that nothing is read where nobody's can have."""

import asyncio
from collections.abc import Iterator

import pytest

from redraft.profiles.monitoring.turns import with_turns
from redraft.profiles.monitoring.watched import Changed, begun
from redraft.store import RecordStore
from redraft.store.codec import encode
from redraft.store.monitoring import WHOLE, Folded, MonitorStore, NewEvent, Seen
from redraft.trust.monitoring import Terms

FRESH = begun(Terms(epsilon=0.05), "2026")


@pytest.fixture
def store() -> Iterator[MonitorStore]:
    with RecordStore.open("sqlite://") as opened:
        yield MonitorStore(opened.database)


def turned(store: MonitorStore, at: str, **happened: bool) -> Changed:
    """What two audits come to, the first of which waits until 2027."""
    found = []

    def fold(seen: Seen) -> Folded:
        first = with_turns(Changed({WHOLE: FRESH}), seen, "2026", new=True)
        found.append(with_turns(first, seen, at, **happened))
        return Folded({})

    documents = {"scheduled": {"began_at": "2026", "due_at": "2027"}, "settled": {"began_at": "2026"}}
    events = [
        NewEvent(key=kind, kind=kind, at="2026", document=encode(told), record_id=kind)
        for kind, told in documents.items()
    ]
    asyncio.run(store.take_in("default", events, fold))
    return found[0]


def test_the_first_that_waits_holds_the_others_back_until_it_is_overdue(store: MonitorStore) -> None:
    waiting = turned(store, "2026-12-31", new=True)
    assert (waiting.states[WHOLE].monitor.evidence.n, waiting.states[WHOLE].waits_until) == (0, "2027")


@pytest.mark.parametrize("happened", [{}, {"new": True}, {"labelled": True}])
def test_once_it_is_overdue_everything_makes_them_count(store: MonitorStore, happened: dict[str, bool]) -> None:
    over = turned(store, "2027", **happened)
    assert (over.states[WHOLE].monitor.evidence.n, over.states[WHOLE].waits_until) == (2, None)
    assert [event.key for event in over.events] == ["overdue scheduled"]
