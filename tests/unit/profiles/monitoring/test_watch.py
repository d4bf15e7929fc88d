"""The watch in the store: what is drawn, what counts, what is refused."""

import asyncio
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

import pytest

from redraft.core import Record, Usage
from redraft.engine.release import Guarantee
from redraft.errors import Misuse, ModelUnavailable
from redraft.profiles.monitoring import Watch
from redraft.store import RecordStore
from redraft.store.monitoring import WHOLE, Fold, MonitorStore, NewEvent
from redraft.trust.monitoring import Terms
from support.records import record_of

TERMS = Terms(epsilon=0.05)


@pytest.fixture
def store() -> Iterator[MonitorStore]:
    with RecordStore.open("sqlite://") as opened:
        yield MonitorStore(opened.database)


def watch_over(store: MonitorStore, **others: Any) -> Watch:
    return Watch(store, "default", **{"terms": TERMS, "audit_rate": 1.0, **others})


def changed() -> Record:
    return record_of(["four", "five"], [0.2, 1.0])


def n_cases(watch: Watch) -> int:
    return asyncio.run(watch.states())[WHOLE].monitor.evidence.n


def test_a_changed_answer_waits_for_its_label_until_it_comes(store: MonitorStore) -> None:
    watch, record = watch_over(store, due_days=2, clock=lambda: 86_400.0), changed()
    asyncio.run(watch.write(record))
    (due,) = asyncio.run(watch.due())
    assert due.record_id == record.id and "1970-01-04T00:00:00+00:00" in due.document and n_cases(watch) == 0
    done = asyncio.run(watch.label(record, draft_right=True, returned_right=True, by="ann"))
    assert done.counted and asyncio.run(watch.due()) == () and n_cases(watch) == 1


def test_an_answer_that_is_its_draft_counts_at_once(store: MonitorStore) -> None:
    watch, record = watch_over(store), record_of(["four"], [1.0])
    asyncio.run(watch.write(record))
    assert asyncio.run(watch.due()) == () and n_cases(watch) == 1
    done = asyncio.run(watch.label(record, draft_right=False, returned_right=False, by="ann"))
    assert not done.counted and "its answer is its draft" in done.why and n_cases(watch) == 1
    assert asyncio.run(watch.states())["fixed"].monitor.verdicts.n_wrong == 0  # nobody had asked for that label


def test_a_record_is_learnt_from_once(store: MonitorStore) -> None:
    watch, record = watch_over(store), changed()
    for _ in range(3):
        asyncio.run(watch.write(record))
    assert asyncio.run(watch.states())[WHOLE].monitor.n_records == 1 and len(asyncio.run(watch.due())) == 1


def test_the_audit_draws_about_the_share_that_was_asked_for(store: MonitorStore) -> None:
    watch, record = watch_over(store, audit_rate=0.25), changed()
    for k in range(400):
        asyncio.run(watch.write(replace(record, id=f"record-{k}")))
    assert 70 <= len(asyncio.run(watch.due())) <= 130


def test_what_is_drawn_follows_from_the_id_alone(store: MonitorStore) -> None:
    drawn = []
    for profile in ("one", "two"):
        watch = Watch(store, profile, terms=TERMS, audit_rate=0.3)
        for k in range(60):
            record = changed() if profile == "one" else record_of(["a", "b"], [0.0, 0.9])
            asyncio.run(watch.write(replace(record, id=f"record-{k}")))
        drawn.append([event.record_id for event in asyncio.run(watch.due())])
    assert drawn[0] == drawn[1] != []


def test_a_label_that_nobody_drew_is_kept_and_not_counted(store: MonitorStore) -> None:
    watch, record = watch_over(store, audit_rate=0.0), changed()
    asyncio.run(watch.write(record))
    done = asyncio.run(watch.label(record, draft_right=True, returned_right=False, by="a customer"))
    assert not done.counted and "did not draw" in done.why and n_cases(watch) == 0
    assert [event.kind for event in asyncio.run(store.events("default"))] == ["observed", "labelled"]
    assert asyncio.run(watch.states())["fixed"].monitor.verdicts.n_right == 0


def test_a_label_for_a_profile_that_nobody_watches_is_kept(store: MonitorStore) -> None:
    done = asyncio.run(watch_over(store).label(changed(), draft_right=True, returned_right=True, by="ann"))
    assert done.why == "the profile is not watched"


def test_labelling_twice_is_refused_with_who_did_it_first(store: MonitorStore) -> None:
    watch, record = watch_over(store), changed()
    asyncio.run(watch.write(record))
    asyncio.run(watch.label(record, draft_right=True, returned_right=True, by="ann"))
    with pytest.raises(Misuse, match=r"was labelled at .* by 'ann'; a label is given once"):
        asyncio.run(watch.label(record, draft_right=True, returned_right=False, by="bob"))
    assert n_cases(watch) == 1


@pytest.mark.parametrize("wrong", [float("nan"), 1, "yes"])
def test_a_label_is_true_or_false(store: MonitorStore, wrong: Any) -> None:
    with pytest.raises(Misuse, match="`draft_right` must be True or False"):
        asyncio.run(watch_over(store).label(changed(), draft_right=wrong, returned_right=True, by="ann"))


def test_a_record_without_a_draft_broke_nothing_and_cannot_be_labelled(store: MonitorStore) -> None:
    watch, record = watch_over(store), record_of([ModelUnavailable("down")], [])
    asyncio.run(watch.write(record))
    assert asyncio.run(watch.due()) == () and n_cases(watch) == 1  # as for a certificate, which counts it, too
    with pytest.raises(Misuse, match="holds no draft to label"):
        asyncio.run(watch.label(record, draft_right=True, returned_right=True, by="ann"))


def test_labels_that_contradict_a_returned_draft_are_refused(store: MonitorStore) -> None:
    record = record_of(["four"], [1.0])
    with pytest.raises(Misuse, match="returned its draft, so both labels are the same"):
        asyncio.run(watch_over(store).label(record, draft_right=True, returned_right=False, by="ann"))


def test_while_the_draft_is_kept_by_an_alarm_nothing_is_audited(store: MonitorStore) -> None:
    watch = watch_over(store)
    void = Guarantee(certificate=None, void="alarm: x")
    asyncio.run(watch.write(record_of(["four", "five"], [0.2, 1.0], guarantee=void)))
    state = asyncio.run(watch.states())[WHOLE].monitor
    assert (state.n_records, state.evidence.n) == (1, 0) and asyncio.run(watch.due()) == ()


def test_a_reset_begins_anew_and_what_was_drawn_before_does_not_count_after(store: MonitorStore) -> None:
    watch, before, late = watch_over(store), changed(), changed()
    asyncio.run(watch.write(before))
    time.sleep(0.002)  # the times of records have milliseconds
    assert asyncio.run(watch.reset("calibrated anew")) == 1
    after = changed()
    assert asyncio.run(watch.due()) == ()
    done = asyncio.run(watch.label(before, draft_right=True, returned_right=False, by="ann"))
    assert not done.counted and "before the last reset" in done.why
    asyncio.run(watch.write(late))  # what it says was made by the profile as it was before
    assert asyncio.run(watch.due()) == ()
    assert "before the last reset" in asyncio.run(watch.label(late, draft_right=True, returned_right=True, by="a")).why
    asyncio.run(watch.write(after))
    assert asyncio.run(watch.label(after, draft_right=True, returned_right=True, by="ann")).counted
    assert n_cases(watch) == 1 and asyncio.run(watch.states())[WHOLE].n_drawn == 1
    kinds = [event.kind for event in asyncio.run(store.events("default"))]
    wrote = ["observed", "scheduled"]
    assert kinds == [*wrote, "reset", "labelled", *wrote, "labelled", *wrote, "labelled"]


def test_a_label_beside_a_reset_is_not_counted_after_it(store: MonitorStore) -> None:
    watch, record = watch_over(store), changed()
    asyncio.run(watch.write(record))

    class Overtaken(MonitorStore):
        """Somebody else resets the profile after everything was looked at, before it is written."""

        async def take_in(self, profile: str, events: Sequence[NewEvent], fold: Fold) -> tuple[NewEvent, ...] | None:
            await watch.reset("calibrated anew")
            return await super().take_in(profile, events, fold)

    with_it = watch_over(Overtaken(store._database))
    done = asyncio.run(with_it.label(record, draft_right=True, returned_right=False, by="ann"))
    assert not done.counted and "before the last reset" in done.why and n_cases(watch) == 0


def test_labels_count_in_the_order_in_which_the_records_were_drawn(store: MonitorStore) -> None:
    watch, records = watch_over(store), [changed() for _ in range(4)]
    for record in records:
        asyncio.run(watch.write(record))
        asyncio.run(watch.write(record_of(["four"], [1.0])))
    for record in records[:0:-1]:  # the broken ones first
        done = asyncio.run(watch.label(record, draft_right=True, returned_right=False, by="ann"))
        assert done.counted and done.alarms == () and n_cases(watch) == 0
    assert [event.record_id for event in asyncio.run(watch.due())] == [records[0].id]
    assert asyncio.run(watch.label(records[0], draft_right=True, returned_right=True, by="ann")).alarms
    assert n_cases(watch) == 8 and asyncio.run(watch.due()) == ()


def test_an_audit_that_is_overdue_counts_as_broken_with_those_that_waited_for_it(store: MonitorStore) -> None:
    now = [0.0]
    watch = watch_over(store, due_days=1, clock=lambda: now[0])
    late, early = changed(), changed()
    for record in (late, early, record_of(["four"], [1.0])):
        asyncio.run(watch.write(record))
    asyncio.run(watch.label(early, draft_right=True, returned_right=True, by="ann"))
    asyncio.run(watch.catch_up())
    assert n_cases(watch) == 0
    now[0] = 86_400.0
    asyncio.run(watch.catch_up())
    whole = asyncio.run(watch.states())[WHOLE]
    assert (whole.monitor.evidence.n, whole.monitor.evidence.n_broken, whole.n_overdue) == (3, 1, 1)
    done = asyncio.run(watch.label(late, draft_right=True, returned_right=True, by="ann"))
    assert not done.counted and "was due until 1970-01-02 00:00 UTC, so it was counted as one without" in done.why
    assert n_cases(watch) == 3


def test_the_next_record_counts_what_is_overdue(store: MonitorStore) -> None:
    now = [0.0]
    watch = watch_over(store, due_days=1, clock=lambda: now[0])
    asyncio.run(watch.write(changed()))
    now[0] = 90_000.0
    undrawn = watch_over(store, audit_rate=0.0, clock=lambda: now[0])
    asyncio.run(undrawn.write(record_of(["four"], [1.0])))
    assert n_cases(watch) == 1


def test_what_nobody_can_tell_is_a_label_and_counts_as_broken(store: MonitorStore) -> None:
    watch, record = watch_over(store), changed()
    asyncio.run(watch.write(record))
    assert asyncio.run(watch.label(record, draft_right=None, returned_right=None, by="ann")).counted
    whole = asyncio.run(watch.states())[WHOLE]
    assert (whole.monitor.evidence.n_broken, whole.n_unclear) == (1, 1)
    assert asyncio.run(watch.states())["fixed"].monitor.verdicts.n_right == 0


def test_the_state_does_not_grow_with_what_waits(store: MonitorStore) -> None:
    sizes = []
    for rate in (0.0, 1.0):
        watch = Watch(store, f"rate {rate}", terms=TERMS, audit_rate=rate)
        for record in (changed(), *(record_of(["four"], [1.0]) for _ in range(60))):
            asyncio.run(watch.write(replace(record, usage=Usage())))
        assert n_cases(watch) == 0
        sizes.append(len(asyncio.run(store.states(f"rate {rate}"))[WHOLE]))
    assert sizes[1] < sizes[0] + 100


def test_a_profile_that_was_never_watched_cannot_be_reset(store: MonitorStore) -> None:
    with pytest.raises(Misuse, match="was never watched"):
        asyncio.run(watch_over(store).reset("why not"))


def test_an_alarm_stands_until_the_reset(store: MonitorStore) -> None:
    watch = watch_over(store)
    for _ in range(2):
        record = changed()
        asyncio.run(watch.write(record))
        done = asyncio.run(watch.label(record, draft_right=True, returned_right=False, by="ann"))
    assert done.alarms == (asyncio.run(watch.standing_alarm()),)
    for _ in range(30):
        asyncio.run(watch.write(record_of(["four"], [1.0])))
    assert asyncio.run(watch.standing_alarm()) == done.alarms[0]
    asyncio.run(watch.reset("calibrated anew"))
    assert asyncio.run(watch.standing_alarm()) is None
