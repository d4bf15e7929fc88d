"""Which labels can be taken, and which count."""

import pytest

from redraft.errors import Misuse
from redraft.profiles.monitoring.labels import check_label, why_not_counted
from redraft.profiles.monitoring.watched import Watched
from redraft.store.codec import encode
from redraft.store.monitoring import WHOLE, KeptEvent
from redraft.trust.monitoring import MonitorState, Terms
from support.records import record_of

STATE = Watched(monitor=MonitorState(terms=Terms(epsilon=0.05)), since="2026", reset_at="2026", reset_to=5)


def drawn(number: int, kind: str = "scheduled", began_at: str = "2027") -> KeptEvent:
    told = {"began_at": began_at, "due_at": "2027-01-08T00:00:00"}
    return KeptEvent(
        number=number, profile="p", key="audit of r", kind=kind, at="2027", document=encode(told), record_id="r"
    )


def test_a_label_of_what_was_drawn_counts_until_its_turn_is_over() -> None:
    assert why_not_counted(drawn(6), {WHOLE: STATE}) == ""
    over = Watched(monitor=STATE.monitor, since="2026", counted_to=6)
    assert "was due until 2027-01-08 00:00 UTC" in why_not_counted(drawn(6), {WHOLE: over})


@pytest.mark.parametrize(
    ("event", "why"),
    [
        (None, "did not draw this record"),
        (drawn(5), "before the last reset"),
        (drawn(6, began_at="2025"), "before the last reset"),
        (drawn(6, "settled"), "its answer is its draft"),
    ],
)
def test_other_labels_do_not_count(event: KeptEvent | None, why: str) -> None:
    assert why in why_not_counted(event, {WHOLE: STATE}) and why_not_counted(event, {}) != ""


def test_a_returned_draft_has_one_label_and_nobody_may_know_it() -> None:
    kept = record_of(["four"], [1.0])
    check_label(kept, draft_right=None, returned_right=None)
    with pytest.raises(Misuse, match="both labels are the same"):
        check_label(kept, draft_right=True, returned_right=None)
