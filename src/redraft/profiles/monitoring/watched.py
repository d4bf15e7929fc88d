"""What is known of a watched profile, as the store keeps it, and what each event makes of it; pure."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from redraft.errors import StoreError
from redraft.profiles.monitoring.summaries import Judged
from redraft.store.codec import decode_as, encode
from redraft.store.monitoring import WHOLE, NewEvent
from redraft.trust.monitoring import AlarmKind, MonitorState, RecordSummary, Terms, audit, feed, judge


@dataclass(frozen=True, slots=True, kw_only=True)
class Unsent:
    """An alarm that the webhook was not told of yet.

    Attributes:
        key: of the alarm's event.
        tries: how often it was tried.
        tried_at: when it was tried last, in seconds since the epoch; 0 before the first try.
    """

    key: str
    tries: int = 0
    tried_at: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Watched:
    """The state of a profile as a whole, or of one of its critics.

    Attributes:
        monitor: the figures since the last reset.
        since: when that was, or when the watch began; UTC, ISO 8601.
        epoch: resets so far; an audit that was scheduled before a reset does not count after it.
        unsent: alarms that the webhook was not told of yet; of the profile as a whole only.
    """

    monitor: MonitorState
    since: str
    epoch: int = 0
    unsent: tuple[Unsent, ...] = field(default_factory=tuple)


class Changed(NamedTuple):
    """The states by critic after something happened, and the alarms that it raised."""

    states: dict[str, Watched]
    alarms: tuple[NewEvent, ...] = ()


def read(documents: Mapping[str, str]) -> dict[str, Watched]:
    """The states by critic, from their texts in the store.

    Raises:
        StoreError: when a text is no state.
    """
    found = {}
    for critic, document in documents.items():
        try:
            found[critic] = decode_as(document, Watched)
        except ValueError as error:
            problem = f"the state of {critic or 'the profile'} in the store cannot be read: {error}"
            raise StoreError(f"{problem}; `redraft monitor reset` begins anew") from error
    return found


def written(states: Mapping[str, Watched]) -> dict[str, str]:
    """The states as texts."""
    return {critic: encode(watched) for critic, watched in states.items()}


def begun(terms: Terms, at: str) -> Watched:
    """The state of what was never watched before."""
    return Watched(monitor=MonitorState(terms=terms), since=at)


def with_record(
    states: Mapping[str, Watched],
    whole: RecordSummary,
    critics: Mapping[str, RecordSummary],
    *,
    terms: Terms,
    at: str,
    settled: bool,
) -> Changed:
    """The states with one more record.

    Args:
        states: before it.
        whole: what it says of the profile.
        critics: what it says of each critic.
        terms: for what was never watched before.
        at: when, in UTC, ISO 8601.
        settled: whether it is a case of the audit that needs no label: draft and answer are the same text.
    """
    after, alarms = dict(states), list[NewEvent]()
    first = after.setdefault(WHOLE, begun(terms, at))
    for name, summary in {WHOLE: whole, **critics}.items():
        watched = after.get(name, replace(begun(first.monitor.terms, at), epoch=first.epoch))
        monitor, raised = feed(watched.monitor, summary)
        if name == WHOLE and settled:
            # Whether the text is right does not matter: it was neither broken nor repaired.
            monitor, more = audit(monitor, draft_right=False, returned_right=False)
            raised = (*raised, *more)
        after[name] = replace(watched, monitor=monitor)
        alarms += [alarm_event(after[name], name, kind, at) for kind in raised]
    return Changed(after, tuple(alarms))


def with_label(
    states: Mapping[str, Watched], verdicts: Sequence[Judged], *, draft_right: bool, returned_right: bool, at: str
) -> Changed:
    """The states with one more case of the audit.

    Args:
        states: before it.
        verdicts: of critics on the drafts that were labelled.
        draft_right: whether the first draft was right.
        returned_right: whether the returned answer is.
        at: when, in UTC, ISO 8601.
    """
    monitor, raised = audit(states[WHOLE].monitor, draft_right=draft_right, returned_right=returned_right)
    after = {**states, WHOLE: replace(states[WHOLE], monitor=monitor)}
    for critic, right, passed in verdicts:
        if critic in after:
            watched = after[critic]
            after[critic] = replace(watched, monitor=judge(watched.monitor, right=right, passed=passed))
    return Changed(after, tuple([alarm_event(after[WHOLE], WHOLE, kind, at) for kind in raised]))


def anew(documents: Mapping[str, str], terms: Terms, at: str, epoch: int) -> dict[str, Watched]:
    """All states begun anew on these terms; what the webhook was not told of stays, where it can still be read."""
    try:
        unsent = read(documents)[WHOLE].unsent
    except StoreError:  # whatever is wrong with the old figures, they are about to go
        unsent = ()
    states = dict.fromkeys(documents, replace(begun(terms, at), epoch=epoch))
    return {**states, WHOLE: replace(states[WHOLE], unsent=unsent)}


def with_unsent(states: Mapping[str, Watched], alarms: Sequence[NewEvent]) -> dict[str, Watched]:
    """The states with alarms that the webhook is to be told of."""
    whole = states[WHOLE]
    unsent = (*whole.unsent, *(Unsent(key=alarm.key) for alarm in alarms))
    return {**states, WHOLE: replace(whole, unsent=unsent)}


def alarm_key(epoch: int, kind: AlarmKind, critic: str = WHOLE, n_records: int = 0) -> str:
    """The key of an alarm's event; scores may drift many times, the promise fails once."""
    return f"drift {epoch} {critic} {n_records}" if kind == "drift" else f"alarm {epoch} {kind}"


def alarm_event(watched: Watched, critic: str, kind: AlarmKind, at: str) -> NewEvent:
    """The event of an alarm, its sentence and figures included."""
    monitor = watched.monitor
    document: dict[str, Any] = {
        "alarm": kind,
        "critic": critic,
        "sentence": sentence(watched, critic, kind),
        "epoch": watched.epoch,
        "n_records": monitor.n_records,
        "n_audited": monitor.evidence.n,
        "n_broken": monitor.evidence.n_broken,
        "epsilon": monitor.terms.epsilon,
        "delta": monitor.terms.delta,
    }
    key = alarm_key(watched.epoch, kind, critic, monitor.n_records)
    return NewEvent(key=key, kind="alarm", at=at, document=encode(document))


def sentence(watched: Watched, critic: str, kind: AlarmKind) -> str:
    """What an alarm says, in words for whoever has to act on it."""
    monitor, terms = watched.monitor, watched.monitor.terms
    cases = f"{monitor.evidence.n_broken} of {monitor.evidence.n} audited corrections made a right draft wrong"
    since = f"since {watched.since[:16].replace('T', ' ')} UTC"
    if kind == "certificate":
        odds = f"evidence {math.exp(min(monitor.evidence.log_e, 700.0)):.3g} to 1, {1 / terms.delta:g} to 1 is enough"
        return f"{since} {cases}: more than the promised {100 * terms.epsilon:g} % break ({odds})"
    if kind == "change":
        rare = f"by chance alone not more often than once in {terms.threshold:,.0f} audits"
        return f"{since} {cases}, lately more than the promised {100 * terms.epsilon:g} % ({rare})"
    whose = f"critic {critic!r} gives" if critic else "first drafts get"
    return f"{whose} other scores than before, seen at record {monitor.n_records:,}"
