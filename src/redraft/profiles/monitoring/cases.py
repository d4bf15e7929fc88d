"""The cases of an audit: what was drawn, what became of it, and in which order it counts; pure.

Cases count in the order in which they were drawn. People label what looks wrong first and leave the rest for later, or
for ever: whoever counted labels as they come would count in an order, and a selection, that depends on how the cases
came out, and neither alarm nor rate would be worth anything. So a label that comes early waits for those before it, and
so does a case that needs none; a label that does not come in time is counted as one that nobody could give.
"""

from collections.abc import Iterator
from typing import NamedTuple

from redraft.store.codec import decode
from redraft.store.monitoring import Pair

DRAWN = ("scheduled", "settled")
"""Kinds of the events of records that the audit drew: those that need a label, and those that need none."""

ENDED = ("labelled", "overdue")
"""Kinds of the events that say what became of one that needs a label."""


class Labels(NamedTuple):
    """What is known of draft and returned answer; None where nobody can tell."""

    draft_right: bool | None
    returned_right: bool | None


SAME = Labels(draft_right=False, returned_right=False)
"""Of a record whose answer is its draft, or that has neither. Whatever the text is worth: nothing was broken, and
nothing repaired."""

NOBODY_KNOWS = Labels(draft_right=None, returned_right=None)


class Drawn(NamedTuple):
    """A record that the audit drew.

    Attributes:
        number: of the event; the order in which they were drawn.
        record_id: the record's id.
        began_at: when its correction began, in UTC, ISO 8601.
        due_at: until when it is to be labelled; None when it needs no label.
        labels: what is known of it; None while a label is awaited.
        overdue: whether it was counted without a label because none came in time.
    """

    number: int
    record_id: str
    began_at: str
    due_at: str | None = None
    labels: Labels | None = None
    overdue: bool = False

    def labels_at(self, at: str) -> Labels | None:
        """What it counts as when its turn comes; None when it is to wait."""
        if self.labels is None and self.due_at is not None and self.due_at <= at:
            return NOBODY_KNOWS
        return self.labels


def drawn_of(pair: Pair) -> Drawn:
    """The record that an event of one of the kinds `DRAWN` is about."""
    event, told = pair.event, decode(pair.event.document)
    assert event.record_id is not None
    drawn = Drawn(event.number, event.record_id, told["began_at"])
    if event.kind == "settled":
        return drawn._replace(labels=SAME)
    drawn = drawn._replace(due_at=told["due_at"])
    if any(other.kind == "overdue" for other in pair.others):
        return drawn._replace(labels=NOBODY_KNOWS, overdue=True)
    for other in pair.others:
        label = decode(other.document)
        drawn = drawn._replace(labels=Labels(label["draft_right"], label["returned_right"]))
    return drawn


def counted(drawn: Iterator[Drawn], *, up_to: int, since: str) -> Iterator[Labels]:
    """The labels of those that were counted, in the order in which they were.

    Args:
        drawn: in the order in which they were drawn.
        up_to: number of the last that was counted.
        since: corrections that began before are of another time and never counted.
    """
    for one in drawn:
        if one.number > up_to:
            return
        if one.began_at >= since and one.labels is not None:
            yield one.labels
