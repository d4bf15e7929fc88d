"""Which labels can be taken, and which of them count."""

from collections.abc import Mapping
from dataclasses import dataclass

from redraft.core import Record
from redraft.errors import Misuse
from redraft.profiles.monitoring.summaries import is_changed
from redraft.profiles.monitoring.watched import Watched
from redraft.store.codec import decode
from redraft.store.monitoring import WHOLE, KeptEvent


@dataclass(frozen=True, slots=True, kw_only=True)
class Labelling:
    """What became of a label.

    Attributes:
        counted: whether it is a case of the audit, now or when its turn comes.
        why: why it is not, in a sentence; empty when it is.
        alarms: the sentences of the alarms that it raised.
    """

    counted: bool
    why: str = ""
    alarms: tuple[str, ...] = ()


def check_label(record: Record, *, draft_right: bool | None, returned_right: bool | None) -> None:
    """Refuse labels that nobody can mean.

    Raises:
        Misuse: when a label is neither yes, no nor None, or they contradict what the record holds.
    """
    for name, label in (("draft_right", draft_right), ("returned_right", returned_right)):
        if label is not None and not isinstance(label, bool):
            raise Misuse(f"`{name}` must be True or False, or None where nobody can tell, got {label!r}")
    if not record.context.attempts:
        raise Misuse(f"record {record.id!r} holds no draft to label: it ended before one was written")
    if not is_changed(record) and draft_right != returned_right:
        raise Misuse(
            f"record {record.id!r} returned its draft, so both labels are the same, got "
            f"draft_right={draft_right!r} and returned_right={returned_right!r}"
        )


def why_not_counted(drawn: KeptEvent | None, states: Mapping[str, Watched]) -> str:
    """Why a label is no case of the audit, in a sentence; empty when it is.

    Args:
        drawn: the event of the audit that drew its record; None when none did.
        states: how things stand.
    """
    if WHOLE not in states:
        return "the profile is not watched"
    if drawn is None:
        return "the audit did not draw this record, and labels that were not drawn would spoil its rates"
    whole, told = states[WHOLE], decode(drawn.document)
    if drawn.number <= whole.reset_to or told["began_at"] < whole.reset_at:
        return "it was written before the last reset"
    if drawn.kind == "settled":
        return "it needs no label: its answer is its draft"
    if drawn.number <= whole.counted_to:
        return f"its label was due until {told['due_at'][:16].replace('T', ' ')} UTC, so it was counted as one without"
    return ""
