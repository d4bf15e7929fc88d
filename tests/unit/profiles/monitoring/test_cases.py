"""What was drawn, what became of it, and that neither missing labels nor their order spoil what is said of it."""

import random

import pytest

from monitoring_labels import TERMS, as_they_come, broken_first, history, in_turn, labelled
from redraft.profiles.monitoring.cases import NOBODY_KNOWS, SAME, Drawn, Labels, counted, drawn_of
from redraft.store.codec import encode
from redraft.store.monitoring import KeptEvent, Pair

AT = "2026-11-22T12:00:00.000+00:00"


def event(number: int, kind: str, **told: object) -> KeptEvent:
    return KeptEvent(
        number=number, profile="p", key=f"{kind} {number}", kind=kind, at=AT, document=encode(told), record_id="r"
    )


def test_what_was_drawn_is_read_from_the_events_about_it() -> None:
    settled = event(1, "settled", began_at=AT)
    assert drawn_of(Pair(settled, ())) == Drawn(1, "r", AT, None, SAME)
    scheduled = event(2, "scheduled", began_at=AT, due_at="2027")
    assert drawn_of(Pair(scheduled, ())) == Drawn(2, "r", AT, "2027")
    label = event(3, "labelled", draft_right=True, returned_right=None, by="ann")
    assert drawn_of(Pair(scheduled, (label,))).labels == Labels(draft_right=True, returned_right=None)
    late = drawn_of(Pair(scheduled, (event(3, "overdue"), label)))
    assert late.labels == NOBODY_KNOWS and late.overdue


def test_a_label_is_awaited_until_it_is_overdue() -> None:
    one = Drawn(1, "r", AT, "2027-01-01")
    assert one.labels_at("2026-12-31") is None and one.labels_at("2027-01-01") == NOBODY_KNOWS
    assert one._replace(labels=SAME).labels_at("2028") == SAME


def test_what_was_counted_is_neither_what_is_to_come_nor_of_another_time() -> None:
    drawn = [Drawn(1, "a", "2025", None, SAME), Drawn(2, "b", AT, None, NOBODY_KNOWS), Drawn(3, "c", AT, None, SAME)]
    assert list(counted(iter(drawn), up_to=2, since="2026")) == [NOBODY_KNOWS]


@pytest.mark.parametrize("share", [1.0, 0.5, 0.25])
def test_missing_labels_neither_silence_the_alarm_nor_move_the_rate(share: float) -> None:
    rate, ends = 3 * TERMS.epsilon, []
    for seed in range(4):
        rng = random.Random(seed)
        ends.append(in_turn(history(1000, rate, rng), labelled(share), rng))
    assert all(end.alarm and end.ends.low <= rate <= end.ends.high for end in ends)


def test_counted_as_they_come_half_of_the_labels_would_silence_it() -> None:
    rng = random.Random(0)
    audits = history(1000, 2 * TERMS.epsilon, rng)
    assert in_turn(audits, labelled(0.5), rng).alarm and not as_they_come(audits, labelled(0.5), rng).alarm


def test_whoever_labels_first_what_looks_wrong_changes_nothing_by_it() -> None:
    n_by_order = 0
    for seed in range(10):
        rng = random.Random(seed)
        audits = history(1000, TERMS.epsilon, rng)
        in_order = in_turn(audits, lambda page, _: [k for k, one in enumerate(page) if one.needs_label], rng)
        assert in_turn(audits, broken_first, rng) == in_order
        n_by_order += as_they_come(audits, broken_first, rng).alarm
    assert n_by_order == 10  # though no more than promised break
