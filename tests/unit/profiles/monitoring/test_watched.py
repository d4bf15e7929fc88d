"""What each event makes of what is known."""

import pytest

from redraft.errors import StoreError
from redraft.profiles.monitoring.summaries import Judged
from redraft.profiles.monitoring.watched import (
    Unsent,
    Watched,
    anew,
    begun,
    read,
    sentence,
    with_label,
    with_record,
    written,
)
from redraft.store.codec import decode
from redraft.store.monitoring import WHOLE
from redraft.trust.monitoring import RecordSummary, Terms

TERMS, AT = Terms(epsilon=0.05), "2026-11-22T12:00:00.000+00:00"
RECORD = RecordSummary(seconds=1.0, score=0.5)


def one_record(states: dict[str, Watched] | None = None, *, settled: bool = False) -> dict[str, Watched]:
    return with_record(states or {}, RECORD, {"judge": RECORD}, terms=TERMS, at=AT, settled=settled).states


def test_the_first_record_begins_the_watch_over_the_profile_and_its_critics() -> None:
    states = one_record()
    assert set(states) == {WHOLE, "judge"}
    assert all(watched.since == AT and watched.monitor.n_records == 1 for watched in states.values())
    assert states[WHOLE].monitor.evidence.n == 0


def test_a_case_that_needs_no_label_is_neither_broken_nor_repaired() -> None:
    monitor = one_record(settled=True)[WHOLE].monitor
    assert (monitor.evidence.n, monitor.evidence.n_broken, monitor.repaired.n, monitor.repaired.n_hits) == (1, 0, 1, 0)


def test_a_label_is_a_case_and_verdicts_go_to_their_critics() -> None:
    verdicts = [Judged("judge", True, False), Judged("a critic of former days", True, True)]
    states = with_label(
        one_record(), verdicts, draft_right=True, returned_right=False, at=AT
    ).states  # fmt: skip
    assert states[WHOLE].monitor.evidence.n_broken == 1
    assert (states["judge"].monitor.verdicts.n_right, states["judge"].monitor.verdicts.n_right_passed) == (1, 0)


def test_an_alarm_has_a_sentence_with_its_figures() -> None:
    states, alarms = one_record(), []
    while not alarms:
        states, alarms = with_label(states, [], draft_right=True, returned_right=False, at=AT)
    told = decode(alarms[0].document)
    assert told["alarm"] == "certificate" and told["n_broken"] == told["n_audited"] == 2
    assert told["sentence"].startswith("since 2026-11-22 12:00 UTC 2 of 2 audited corrections made a right draft wrong")
    assert "more than the promised 5 % break" in told["sentence"] and "20 to 1 is enough" in told["sentence"]
    assert sentence(states[WHOLE], WHOLE, "change").endswith("in 20,000 audits)")
    assert sentence(states["judge"], "judge", "drift").startswith("critic 'judge' gives other scores")


def test_begun_anew_nothing_is_left_but_what_the_webhook_must_still_be_told() -> None:
    states = one_record(settled=True)
    states[WHOLE] = Watched(monitor=states[WHOLE].monitor, since=AT, unsent=(Unsent(key="alarm 0 change"),))
    after = anew(written(states), Terms(epsilon=0.01), "2027", 3)
    fresh = begun(Terms(epsilon=0.01), "2027").monitor
    assert after[WHOLE] == Watched(monitor=fresh, since="2027", epoch=3, unsent=states[WHOLE].unsent)
    assert after["judge"].monitor.n_records == 0 and after["judge"].epoch == 3


def test_states_are_written_and_read_and_nonsense_is_told() -> None:
    states = one_record(settled=True)
    assert read(written(states)) == states
    with pytest.raises(StoreError, match=r"the state of the profile in the store cannot be read.*reset"):
        read({WHOLE: '{"monitor": 3}'})


def test_figures_that_cannot_be_read_can_be_begun_anew() -> None:
    after = anew({WHOLE: "damaged", "judge": "{}"}, TERMS, AT, 1)
    assert set(after) == {WHOLE, "judge"} and after[WHOLE].monitor.n_records == 0
