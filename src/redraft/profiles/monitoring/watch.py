"""The watch over one profile: records and labels go in, alarms come out, and all of it is in the store."""

import logging
import time
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from redraft.core import Record, rng_for
from redraft.errors import Misuse
from redraft.profiles.monitoring import watched as folds
from redraft.profiles.monitoring.summaries import (
    falls_back,
    is_changed,
    summaries_of_critics,
    summary_of,
    verdicts_beside,
)
from redraft.profiles.monitoring.watched import Changed, Unsent, Watched
from redraft.profiles.monitoring.webhooks import LOG, MOST_TRIES, RETRY_S, post
from redraft.store.codec import decode, encode
from redraft.store.monitoring import WHOLE, Folded, KeptEvent, MonitorStore, NewEvent
from redraft.trust.monitoring import Terms


@dataclass(frozen=True, slots=True, kw_only=True)
class Labelling:
    """What became of a label.

    Attributes:
        counted: whether it is a case of the audit.
        why: why it is not, in a sentence; empty when it is.
        alarms: the sentences of the alarms that it raised.
    """

    counted: bool
    why: str = ""
    alarms: tuple[str, ...] = ()


class Watch:
    """Watches one profile; a `redraft.core.Recorder` that learns from records and keeps none."""

    def __init__(
        self,
        store: MonitorStore,
        profile: str,
        *,
        terms: Terms | None = None,
        audit_rate: float = 0.0,
        due_days: float = 7.0,
        address: str | None = None,
        clock: Callable[[], float] = time.time,
    ) -> None:
        """Watch `profile`.

        Args:
            store: where events and states are.
            profile: its name.
            terms: what is promised, for a profile that was never watched, and for a reset; None to do neither.
            audit_rate: share of the corrections that are scheduled for a label, in [0, 1].
            due_days: days within which.
            address: where alarms are posted to; None for nowhere.
            clock: seconds since the epoch.
        """
        self.profile = profile
        self._store, self._terms, self._audit_rate, self._due_days = store, terms, audit_rate, due_days
        self._address, self._clock = address, clock

    async def write(self, record: Record) -> None:
        """Learn from a finished record; one that was learnt from before changes nothing.

        A share of the records, drawn by their ids and so by nothing that happened in them, is audited. One whose answer
        is its draft needs no label: whatever the text is worth, it was neither broken nor repaired.

        Raises:
            StoreError: when the store refuses.
        """
        at = self._now()
        drawn = rng_for(0, "audit", record.id).random() < self._audit_rate
        audited = drawn and bool(record.context.attempts) and not falls_back(record)
        settled = audited and not is_changed(record)
        whole, critics = summary_of(record), summaries_of_critics(record)
        states = await self.states()
        epoch = states[WHOLE].epoch if WHOLE in states else 0
        seen = {"summary": whole, "critics": critics, "epoch": epoch}
        events = [
            NewEvent(key=f"record {record.id}", kind="observed", at=at, document=encode(seen), record_id=record.id)
        ]
        if audited:
            due = (datetime.fromtimestamp(self._clock(), UTC) + timedelta(days=self._due_days)).isoformat(
                "T", "seconds"
            )
            document = encode({"epoch": epoch} if settled else {"epoch": epoch, "due_at": due})
            kind = "settled" if settled else "scheduled"
            events.append(
                NewEvent(key=f"audit of {record.id}", kind=kind, at=at, document=document, record_id=record.id)
            )
        await self._take_in(
            events,
            lambda before: folds.with_record(before, whole, critics, terms=self._given_terms(), at=at, settled=settled),
        )

    async def label(self, record: Record, *, draft_right: bool, returned_right: bool, by: str) -> Labelling:
        """Take in whether draft and returned answer of a record are right.

        It counts as a case only if the audit drew the record: labels that come because somebody noticed something are
        kept and not counted, for they say how often people complain, not how often answers break.

        Args:
            record: the record.
            draft_right: whether its first draft is right.
            returned_right: whether what it returned is.
            by: who says so.

        Raises:
            Misuse: when it was labelled before, or labels contradict a returned answer that is the draft.
            StoreError: when the store refuses.
        """
        self._check_label(record, draft_right=draft_right, returned_right=returned_right)
        at, states = self._now(), await self.states()
        drawn = await self._store.event(self.profile, f"audit of {record.id}")
        why = _why_not_counted(drawn, states)
        # Verdicts beside labels that nobody asked for would say what critics are worth where people complain.
        verdicts = [] if why else verdicts_beside(record, draft_right=draft_right, returned_right=returned_right)
        document = {"draft_right": draft_right, "returned_right": returned_right, "by": by, "counted": not why}
        event = NewEvent(
            key=f"label of {record.id}", kind="labelled", at=at, document=encode(document), record_id=record.id
        )

        def fold(before: Mapping[str, Watched]) -> Changed:
            if why:
                return Changed(dict(before))
            return folds.with_label(before, verdicts, draft_right=draft_right, returned_right=returned_right, at=at)

        alarms = await self._take_in([event], fold)
        if alarms is None:
            earlier = await self._store.event(self.profile, event.key)
            when = "" if earlier is None else f" at {earlier.at[:16]} by {decode(earlier.document).get('by')!r}"
            raise Misuse(f"record {record.id!r} was labelled{when}; a label is given once, add a comment instead")
        return Labelling(counted=not why, why=why, alarms=tuple(decode(alarm.document)["sentence"] for alarm in alarms))

    async def comment(self, record: Record, document: Mapping[str, object]) -> None:
        """Keep what somebody said of a record besides its label."""
        event = NewEvent(
            key=f"comment {uuid.uuid4().hex}",
            kind="commented",
            at=self._now(),
            document=encode(document),
            record_id=record.id,
        )
        await self._store.take_in(self.profile, [event], lambda _: Folded({}))

    async def note_rerun(self, result: object) -> None:
        """Keep what came of running the profile on a fixed set; any dataclass of plain values."""
        key, document = f"rerun {uuid.uuid4().hex}", encode(result)
        event = NewEvent(key=key, kind="rerun", at=self._now(), document=document)
        await self._store.take_in(self.profile, [event], lambda _: Folded({}))

    async def reset(self, reason: str) -> int:
        """Begin all figures anew, as after a recalibration; what happened before stays in the store.

        Returns:
            The resets so far.

        Raises:
            Misuse: when the profile was never watched.
        """
        if WHOLE not in await self._store.states(self.profile):
            raise Misuse(f"profile {self.profile!r} was never watched, so there is nothing to reset; correct something")
        at, epoch = self._now(), len(await self._store.events(self.profile, "reset")) + 1
        event = NewEvent(key=f"reset {epoch}", kind="reset", at=at, document=encode({"reason": reason, "epoch": epoch}))

        def fold(documents: Mapping[str, str]) -> Folded:
            return Folded(folds.written(folds.anew(documents, self._given_terms(), at, epoch)))

        done = await self._store.take_in(self.profile, [event], fold)
        if done is None:
            raise Misuse(f"profile {self.profile!r} was reset by somebody else just now; look at it again")
        LOG.warning("profile %s: reset: %s", self.profile, reason)
        return epoch

    async def states(self) -> dict[str, Watched]:
        """The states by critic, that of the whole under ``""``; none when the profile was never watched."""
        return folds.read(await self._store.states(self.profile))

    async def standing_alarm(self) -> str | None:
        """The sentence of the alarm that stands, the first that rose; None while there is none."""
        whole = (await self.states()).get(WHOLE)
        if whole is None or not whole.monitor.standing_alarms:
            return None
        risen = [
            await self._store.event(self.profile, folds.alarm_key(whole.epoch, kind))
            for kind in whole.monitor.standing_alarms
        ]
        first = min((event for event in risen if event is not None), key=lambda event: event.number)
        return str(decode(first.document)["sentence"])

    async def due(self) -> tuple[KeptEvent, ...]:
        """The audits that wait for a label and would count, the oldest first."""
        resets = await self._store.events(self.profile, "reset")
        after = resets[-1].number if resets else 0
        return await self._store.open_events(self.profile, "scheduled", "labelled", after=after)

    async def tell(self) -> None:
        """Post the alarms that the webhook was not told of, each not more often than once a minute.

        What goes wrong is logged and tried again at the next occasion: a correction, a label, a look at the status.
        """
        whole = (await self.states()).get(WHOLE)
        for unsent in whole.unsent if whole is not None and self._address is not None else ():
            if unsent.tries == 0 or self._clock() - unsent.tried_at >= RETRY_S:
                await self._tell(unsent)

    async def _tell(self, unsent: Unsent) -> None:
        assert self._address is not None
        tried = replace(unsent, tries=unsent.tries + 1, tried_at=self._clock())
        if not await self._note(f"try {tried.tries} of {unsent.key}", "tried", unsent.key, tried):
            return  # another process is at it
        event = await self._store.event(self.profile, unsent.key)
        assert event is not None
        document = {"profile": self.profile, "at": event.at, **decode(event.document)}
        problem = await post(self._address, encode(document))
        if problem is None:
            await self._note(f"told of {unsent.key}", "told", unsent.key, None)
        elif tried.tries >= MOST_TRIES:
            await self._note(f"gave up {unsent.key}", "given_up", unsent.key, None)
            LOG.error("profile %s: the webhook was not told of %r: %s; given up", self.profile, unsent.key, problem)
        else:
            LOG.warning(
                "profile %s: the webhook was not told of %r: %s; later again", self.profile, unsent.key, problem
            )

    async def _note(self, key: str, kind: str, alarm: str, left: Unsent | None) -> bool:
        """Keep what became of telling; False when another process did the same first."""

        def fold(before: Mapping[str, Watched]) -> Changed:
            whole = before[WHOLE]
            others = tuple(unsent for unsent in whole.unsent if unsent.key != alarm)
            return Changed({**before, WHOLE: replace(whole, unsent=(*others, left) if left else others)})

        event = NewEvent(key=key, kind=kind, at=self._now(), document=encode({"alarm": alarm}))
        return await self._take_in([event], fold) is not None

    async def _take_in(
        self, events: Sequence[NewEvent], fold: Callable[[Mapping[str, Watched]], Changed]
    ) -> tuple[NewEvent, ...] | None:
        """Keep events with what they make of the states; alarms are logged, and the webhook is told of them."""

        def folded(documents: Mapping[str, str]) -> Folded:
            changed = fold(folds.read(documents))
            unsent = self._address is not None and bool(changed.alarms)
            states = folds.with_unsent(changed.states, changed.alarms) if unsent else changed.states
            return Folded(folds.written(states), changed.alarms)

        alarms = await self._store.take_in(self.profile, events, folded)
        for alarm in alarms or ():
            told = decode(alarm.document)
            level = logging.WARNING if told["alarm"] == "drift" else logging.ERROR
            LOG.log(level, "profile %s: alarm %s: %s", self.profile, told["alarm"], told["sentence"])
        return alarms

    def _check_label(self, record: Record, *, draft_right: bool, returned_right: bool) -> None:
        for name, label in (("draft_right", draft_right), ("returned_right", returned_right)):
            if not isinstance(label, bool):
                raise Misuse(f"`{name}` must be True or False, got {label!r}; leave out what nobody knows")
        if not record.context.attempts:
            raise Misuse(f"record {record.id!r} holds no draft to label: it ended before one was written")
        if not is_changed(record) and draft_right != returned_right:
            raise Misuse(
                f"record {record.id!r} returned its draft, so both labels are the same, got "
                f"draft_right={draft_right!r} and returned_right={returned_right!r}"
            )

    def _given_terms(self) -> Terms:
        assert self._terms is not None
        return self._terms

    def _now(self) -> str:
        return datetime.fromtimestamp(self._clock(), UTC).isoformat(timespec="milliseconds")


def _why_not_counted(drawn: KeptEvent | None, states: Mapping[str, Watched]) -> str:
    if WHOLE not in states:
        return "the profile is not watched"
    if drawn is None:
        return "the audit did not draw this record, and labels that were not drawn would spoil its rates"
    if drawn.kind == "settled":
        return "it was counted when it was written: its answer is its draft"
    if decode(drawn.document)["epoch"] != states[WHOLE].epoch:
        return "it was written before the last reset"
    return ""
