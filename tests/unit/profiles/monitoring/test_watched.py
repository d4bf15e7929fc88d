"""What each event makes of what is known."""

from dataclasses import replace

import pytest

from redraft.errors import StoreError
from redraft.profiles.monitoring.cases import SAME, Drawn, Labels
from redraft.profiles.monitoring.summaries import Judged
from redraft.profiles.monitoring.watched import (
    Unsent,
    Watched,
    anew,
    begun,
    read,
    sentence,
    with_cases,
    with_record,
    with_verdicts,
    written,
)
from redraft.store.codec import decode
from redraft.store.monitoring import WHOLE
from redraft.trust.monitoring import RecordSummary, Terms

TERMS, AT = Terms(epsilon=0.05), "2026-11-22T12:00:00.000+00:00"
RECORD = RecordSummary(seconds=1.0, score=0.5)
BROKEN = Labels(draft_right=True, returned_right=False)
DUE = "2026-11-29T12:00:00+00:00"


def one_record(states: dict[str, Watched] | None = None, *, drawn: bool = False) -> dict[str, Watched]:
    return with_record(states or {}, RECORD, {"judge": RECORD}, terms=TERMS, at=AT, drawn=drawn).states


def drawn(number: int, labels: Labels | None, **others: str) -> Drawn:
    told = {"began_at": AT, "due_at": DUE, **others}
    return Drawn(number, f"r{number}", labels=labels, **told)


def test_the_first_record_begins_the_watch_over_the_profile_and_its_critics() -> None:
    states = one_record()
    assert set(states) == {WHOLE, "judge"}
    assert all(watched.since == AT and watched.monitor.n_records == 1 for watched in states.values())
    assert states[WHOLE].monitor.evidence.n == 0


def test_a_case_that_needs_no_label_is_neither_broken_nor_repaired() -> None:
    whole = with_cases(one_record(drawn=True), [drawn(1, SAME)], at=AT).states[WHOLE]
    monitor = whole.monitor
    assert (monitor.evidence.n, monitor.evidence.n_broken, monitor.repaired.n, monitor.repaired.n_hits) == (1, 0, 1, 0)
    assert (whole.n_drawn, whole.counted_to, whole.waits_until) == (1, 1, None)


def test_what_comes_early_waits_for_those_before_it() -> None:
    waiting = [drawn(1, SAME), drawn(2, None), drawn(3, BROKEN), drawn(4, SAME)]
    whole = with_cases(one_record(), waiting, at=AT).states[WHOLE]
    assert (whole.monitor.evidence.n, whole.counted_to, whole.waits_until) == (1, 1, DUE)
    labelled = with_cases({WHOLE: whole}, [drawn(2, SAME), *waiting[2:]], at=AT).states[WHOLE]
    assert (labelled.monitor.evidence.n, labelled.counted_to, labelled.waits_until) == (4, 4, None)
    assert labelled.monitor.evidence.n_broken == 1


def test_what_is_overdue_and_what_nobody_can_tell_count_as_broken_and_widen_the_rate() -> None:
    unclear = drawn(1, Labels(draft_right=True, returned_right=None))
    unbroken = drawn(3, Labels(draft_right=None, returned_right=True))
    changed = with_cases(one_record(), [unclear, drawn(2, None), unbroken], at=DUE)
    whole = changed.states[WHOLE]
    assert (whole.n_unclear, whole.n_overdue, whole.waits_until) == (1, 1, None)
    assert (whole.monitor.evidence.n, whole.monitor.evidence.n_broken) == (3, 2)
    assert (whole.monitor.broken.n_hits, whole.monitor.broken.n_known) == (2, 0)
    assert (whole.monitor.repaired.n_hits, whole.monitor.repaired.n_known) == (2, 0)  # a right draft is not repaired
    assert [(event.kind, event.record_id) for event in changed.events] == [("overdue", "r2"), ("alarm", None)]
    assert "counting 2 that nobody labelled in time or could tell" in sentence(whole, WHOLE, "certificate")


def test_a_correction_that_began_before_the_reset_is_passed_over() -> None:
    states = anew(written(one_record()), TERMS, at=AT, epoch=1, newest=7)
    assert (states[WHOLE].counted_to, states[WHOLE].reset_to) == (7, 7)
    old = drawn(8, None, began_at="2026-11-22T11:59:59.999+00:00")
    whole = with_cases(states, [old, drawn(9, SAME)], at=AT).states[WHOLE]
    assert (whole.monitor.evidence.n, whole.counted_to, whole.waits_until) == (1, 9, None)


def test_verdicts_go_to_their_critics() -> None:
    verdicts = [Judged("judge", True, False), Judged("a critic of former days", True, True)]
    states = with_verdicts(one_record(), verdicts)
    assert (states["judge"].monitor.verdicts.n_right, states["judge"].monitor.verdicts.n_right_passed) == (1, 0)


def test_an_alarm_has_a_sentence_with_its_figures() -> None:
    states, alarms, number = one_record(), (), 0
    while not alarms:
        number += 1
        changed = with_cases(states, [drawn(number, BROKEN)], at=AT)
        states, alarms = changed.states, changed.alarms
    told = decode(alarms[0].document)
    assert told["alarm"] == "certificate" and told["n_broken"] == told["n_audited"] == 2
    assert told["sentence"].startswith("since 2026-11-22 12:00 UTC 2 of 2 audited corrections made a right draft wrong")
    assert "more than the promised 5 % break" in told["sentence"] and "20 to 1 is enough" in told["sentence"]
    assert sentence(states[WHOLE], WHOLE, "change").endswith("in 20,000 audits)")
    assert sentence(states["judge"], "judge", "drift").startswith("critic 'judge' gives other scores")


def test_begun_anew_nothing_is_left_but_what_the_webhook_must_still_be_told() -> None:
    states = one_record(drawn=True)
    states[WHOLE] = Watched(monitor=states[WHOLE].monitor, since=AT, unsent=(Unsent(key="alarm 0 change"),))
    after = anew(written(states), Terms(epsilon=0.01), at="2027", epoch=3, newest=7)
    fresh = begun(Terms(epsilon=0.01), "2027").monitor
    expected = Watched(monitor=fresh, since="2027", epoch=3, reset_at="2027", reset_to=7, counted_to=7)
    assert after[WHOLE] == replace(expected, unsent=states[WHOLE].unsent)
    assert after["judge"].monitor.n_records == 0 and after["judge"].epoch == 3


def test_states_are_written_and_read_and_nonsense_is_told() -> None:
    states = one_record(drawn=True)
    assert read(written(states)) == states
    with pytest.raises(StoreError, match=r"the state of the profile in the store cannot be read.*reset"):
        read({WHOLE: '{"monitor": 3}'})


def test_figures_that_cannot_be_read_can_be_begun_anew() -> None:
    after = anew({WHOLE: "damaged", "judge": "{}"}, TERMS, at=AT, epoch=1, newest=0)
    assert set(after) == {WHOLE, "judge"} and after[WHOLE].monitor.n_records == 0
