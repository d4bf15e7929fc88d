"""What is known of a watched profile, as the store keeps it, and what each event makes of it; pure."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from redraft.errors import StoreError
from redraft.profiles.monitoring.cases import Drawn
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

    What waits for its turn is not in it but in the store's events, from `counted_to` on, so that its size stays.

    Attributes:
        monitor: the figures since the last reset.
        since: when that was, or when the watch began; UTC, ISO 8601.
        epoch: resets so far.
        reset_at: when the last reset was; empty before the first. A correction that began before it is not counted.
        unsent: alarms that the webhook was not told of yet; of the profile as a whole only, like all that follow.
        reset_to: number of the newest event at the last reset; an audit that was drawn before does not count after it.
        counted_to: number of the event of the last audit whose turn has come.
        waits_until: when the label is due that the next audit waits for; None when none waits.
        n_drawn: audits that were drawn.
        n_overdue: counted audits whose label did not come in time.
        n_unclear: counted audits of which somebody said that nobody can tell, where they may have broken.
    """

    monitor: MonitorState
    since: str
    epoch: int = 0
    reset_at: str = ""
    unsent: tuple[Unsent, ...] = field(default_factory=tuple)
    reset_to: int = 0
    counted_to: int = 0
    waits_until: str | None = None
    n_drawn: int = 0
    n_overdue: int = 0
    n_unclear: int = 0


class Changed(NamedTuple):
    """The states by critic after something happened, and the events that follow: alarms, and what is overdue."""

    states: dict[str, Watched]
    events: tuple[NewEvent, ...] = ()

    @property
    def alarms(self) -> tuple[NewEvent, ...]:
        """The alarms that it raised."""
        return tuple(event for event in self.events if event.kind == "alarm")


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
    drawn: bool,
) -> Changed:
    """The states with one more record.

    Args:
        states: before it.
        whole: what it says of the profile.
        critics: what it says of each critic.
        terms: for what was never watched before.
        at: when, in UTC, ISO 8601.
        drawn: whether the audit drew it.
    """
    after, alarms = dict(states), list[NewEvent]()
    first = after.setdefault(WHOLE, begun(terms, at))
    for name, summary in {WHOLE: whole, **critics}.items():
        watched = after.get(name, replace(begun(first.monitor.terms, at), epoch=first.epoch))
        monitor, raised = feed(watched.monitor, summary)
        after[name] = replace(watched, monitor=monitor, n_drawn=watched.n_drawn + (drawn and name == WHOLE))
        alarms += [alarm_event(after[name], name, kind, at) for kind in raised]
    return Changed(after, tuple(alarms))


def with_cases(states: Mapping[str, Watched], drawn: Iterable[Drawn], *, at: str) -> Changed:
    """The states with the audits whose turn has come, up to the first that waits for a label which is not overdue.

    Args:
        states: before them.
        drawn: the audits that were not counted yet, in the order in which they were drawn.
        at: now, in UTC, ISO 8601.
    """
    whole, events = replace(states[WHOLE], waits_until=None), list[NewEvent]()
    for one in drawn:
        if one.began_at < whole.reset_at:
            whole = replace(whole, counted_to=one.number)
            continue
        labels = one.labels_at(at)
        if labels is None:
            whole = replace(whole, waits_until=one.due_at)
            break
        monitor, raised = audit(whole.monitor, draft_right=labels.draft_right, returned_right=labels.returned_right)
        overdue, broken = one.labels is None, monitor.evidence.n_broken > whole.monitor.evidence.n_broken
        whole = replace(
            whole,
            monitor=monitor,
            counted_to=one.number,
            n_overdue=whole.n_overdue + overdue,
            n_unclear=whole.n_unclear + (not overdue and broken and None in labels),
        )
        if overdue:
            events.append(
                NewEvent(key=f"overdue {one.record_id}", kind="overdue", at=at, document="{}", record_id=one.record_id)
            )
        events += [alarm_event(whole, WHOLE, kind, at) for kind in raised]
    return Changed({**states, WHOLE: whole}, tuple(events))


def with_verdicts(states: Mapping[str, Watched], verdicts: Sequence[Judged]) -> dict[str, Watched]:
    """The states with verdicts of critics on drafts that were labelled."""
    after = dict(states)
    for critic, right, passed in verdicts:
        if critic in after:
            watched = after[critic]
            after[critic] = replace(watched, monitor=judge(watched.monitor, right=right, passed=passed))
    return after


def anew(documents: Mapping[str, str], terms: Terms, *, at: str, epoch: int, newest: int) -> dict[str, Watched]:
    """All states begun anew on these terms; what the webhook was not told of stays, where it can still be read.

    Args:
        documents: the states by critic, as texts.
        terms: what is promised from now on.
        at: now, in UTC, ISO 8601.
        epoch: resets so far, this one included.
        newest: number of the profile's newest event.
    """
    try:
        unsent = read(documents)[WHOLE].unsent
    except StoreError:  # whatever is wrong with the old figures, they are about to go
        unsent = ()
    states = dict.fromkeys(documents, replace(begun(terms, at), epoch=epoch, reset_at=at))
    return {**states, WHOLE: replace(states[WHOLE], unsent=unsent, reset_to=newest, counted_to=newest)}


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
        "n_overdue": watched.n_overdue,
        "n_unclear": watched.n_unclear,
        "epsilon": monitor.terms.epsilon,
        "delta": monitor.terms.delta,
    }
    key = alarm_key(watched.epoch, kind, critic, monitor.n_records)
    return NewEvent(key=key, kind="alarm", at=at, document=encode(document))


def sentence(watched: Watched, critic: str, kind: AlarmKind) -> str:
    """What an alarm says, in words for whoever has to act on it."""
    monitor, terms = watched.monitor, watched.monitor.terms
    cases = f"{monitor.evidence.n_broken} of {monitor.evidence.n} audited corrections made a right draft wrong"
    n_unknown = watched.n_overdue + watched.n_unclear
    if n_unknown:
        cases += f", counting {n_unknown} that nobody labelled in time or could tell"
    since = f"since {watched.since[:16].replace('T', ' ')} UTC"
    if kind == "certificate":
        odds = f"evidence {math.exp(min(monitor.evidence.log_e, 700.0)):.3g} to 1, {1 / terms.delta:g} to 1 is enough"
        return f"{since} {cases}: more than the promised {100 * terms.epsilon:g} % break ({odds})"
    if kind == "change":
        rare = f"by chance alone not more often than once in {terms.threshold:,.0f} audits"
        return f"{since} {cases}, lately more than the promised {100 * terms.epsilon:g} % ({rare})"
    whose = f"critic {critic!r} gives" if critic else "first drafts get"
    return f"{whose} other scores than before, seen at record {monitor.n_records:,}"
