"""The watch over one profile: records and labels go in, alarms come out, and all of it is in the store."""

import logging
import time
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from redraft.core import Record, rng_for
from redraft.errors import Misuse
from redraft.profiles.monitoring import watched as folds
from redraft.profiles.monitoring.labels import Labelling, check_label, why_not_counted
from redraft.profiles.monitoring.summaries import (
    falls_back,
    is_changed,
    summaries_of_critics,
    summary_of,
    verdicts_beside,
)
from redraft.profiles.monitoring.turns import with_turns
from redraft.profiles.monitoring.watched import Changed, Unsent, Watched
from redraft.profiles.monitoring.webhooks import LOG, MOST_TRIES, RETRY_S, post
from redraft.store.codec import decode, encode
from redraft.store.monitoring import WHOLE, Folded, KeptEvent, MonitorStore, NewEvent, Seen
from redraft.trust.monitoring import Terms


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
        is its draft, or that has none, needs no label: whatever the text is worth, it was neither broken nor repaired.

        Raises:
            StoreError: when the store refuses.
        """
        at = self._now()
        audited = rng_for(0, "audit", record.id).random() < self._audit_rate and not falls_back(record)
        whole, critics = summary_of(record), summaries_of_critics(record)
        seen = {"summary": whole, "critics": critics}
        events = [
            NewEvent(key=f"record {record.id}", kind="observed", at=at, document=encode(seen), record_id=record.id)
        ]
        if audited:
            events.append(self._audit(record, at))

        def fold(seen: Seen, before: Mapping[str, Watched]) -> Changed:
            drawn = audited and (WHOLE not in before or record.created_at >= before[WHOLE].reset_at)
            changed = folds.with_record(before, whole, critics, terms=self._given_terms(), at=at, drawn=drawn)
            return with_turns(changed, seen, at, new=audited)

        await self._take_in(events, fold)

    def _audit(self, record: Record, at: str) -> NewEvent:
        """The event of a record that the audit drew."""
        told, kind = {"began_at": record.created_at}, "settled"
        if is_changed(record):
            due = datetime.fromtimestamp(self._clock(), UTC) + timedelta(days=self._due_days)
            told, kind = {**told, "due_at": due.isoformat("T", "seconds")}, "scheduled"
        return NewEvent(key=f"audit of {record.id}", kind=kind, at=at, document=encode(told), record_id=record.id)

    async def label(
        self, record: Record, *, draft_right: bool | None, returned_right: bool | None, by: str
    ) -> Labelling:
        """Take in whether draft and returned answer of a record are right.

        It counts as a case only if the audit drew the record: labels that come because somebody noticed something are
        kept and not counted, for they say how often people complain, not how often answers break. A case counts when
        those that were drawn before it have their labels, or are overdue.

        Args:
            record: the record.
            draft_right: whether its first draft is right; None when nobody can tell, which counts as broken.
            returned_right: whether what it returned is; likewise.
            by: who says so.

        Raises:
            Misuse: when it was labelled before, or labels contradict a returned answer that is the draft.
            StoreError: when the store refuses.
        """
        check_label(record, draft_right=draft_right, returned_right=returned_right)
        at, why = self._now(), ""
        document = {"draft_right": draft_right, "returned_right": returned_right, "by": by}
        event = NewEvent(
            key=f"label of {record.id}", kind="labelled", at=at, document=encode(document), record_id=record.id
        )

        def fold(seen: Seen, before: Mapping[str, Watched]) -> Changed:
            # Looked up in the transaction: a reset, or the end of the time to label it, may come at any moment.
            nonlocal why
            why = why_not_counted(seen.event(f"audit of {record.id}"), before)
            # Verdicts beside labels that nobody asked for would say what critics are worth where people complain.
            if why:
                return Changed(dict(before))
            verdicts = verdicts_beside(record, draft_right=draft_right, returned_right=returned_right)
            return with_turns(Changed(folds.with_verdicts(before, verdicts)), seen, at, labelled=True)

        alarms = await self._take_in([event], fold)
        if alarms is None:
            earlier = await self._store.event(self.profile, event.key)
            when = "" if earlier is None else f" at {earlier.at[:16]} by {decode(earlier.document).get('by')!r}"
            raise Misuse(f"record {record.id!r} was labelled{when}; a label is given once, add a comment instead")
        return Labelling(counted=not why, why=why, alarms=tuple(decode(alarm.document)["sentence"] for alarm in alarms))

    async def catch_up(self) -> None:
        """Count the audits whose labels are overdue by now, with those that waited behind them."""
        at, whole = self._now(), (await self.states()).get(WHOLE)
        if whole is not None and whole.waits_until is not None and whole.waits_until <= at:
            await self._take_in([], lambda seen, before: with_turns(Changed(dict(before)), seen, at))

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

        def fold(seen: Seen) -> Folded:
            states = folds.anew(seen.states, self._given_terms(), at=at, epoch=epoch, newest=seen.newest)
            return Folded(folds.written(states))

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
        whole = (await self.states()).get(WHOLE)
        if whole is None:
            return ()
        found = await self._store.open_events(self.profile, "scheduled", "labelled", after=whole.counted_to)
        return tuple(event for event in found if decode(event.document)["began_at"] >= whole.reset_at)

    async def tell(self, *, most: int = 1) -> None:
        """Post alarms that the webhook was not told of; one that does not get through ends it.

        What goes wrong is logged and tried again at the next occasion, a minute later at the earliest: a correction, a
        label, a look at the status, the beginning or the end of a batch. So an address that never answers costs whoever
        comes by the time that one post may take, once a minute.

        Args:
            most: alarms to tell of; the others wait for the next occasion.
        """
        whole = (await self.states()).get(WHOLE)
        if whole is None or self._address is None or not whole.unsent:
            return
        if any(unsent.tries and self._clock() - unsent.tried_at < RETRY_S for unsent in whole.unsent):
            return
        for unsent in sorted(whole.unsent, key=lambda one: one.tried_at)[:most]:
            if not await self._tell(unsent):
                return

    async def _tell(self, unsent: Unsent) -> bool:
        """Post one alarm; whether it got through."""
        assert self._address is not None
        tried = replace(unsent, tries=unsent.tries + 1, tried_at=self._clock())
        if not await self._note(f"try {tried.tries} of {unsent.key}", "tried", unsent.key, tried):
            return False  # another process is at it
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
        return problem is None

    async def _note(self, key: str, kind: str, alarm: str, left: Unsent | None) -> bool:
        """Keep what became of telling; False when another process did the same first."""

        def fold(_: Seen, before: Mapping[str, Watched]) -> Changed:
            whole = before[WHOLE]
            others = tuple(unsent for unsent in whole.unsent if unsent.key != alarm)
            return Changed({**before, WHOLE: replace(whole, unsent=(*others, left) if left else others)})

        event = NewEvent(key=key, kind=kind, at=self._now(), document=encode({"alarm": alarm}))
        return await self._take_in([event], fold) is not None

    async def _take_in(
        self, events: Sequence[NewEvent], fold: Callable[[Seen, Mapping[str, Watched]], Changed]
    ) -> tuple[NewEvent, ...] | None:
        """Keep events with what they make of the states; alarms are logged, and the webhook is told of them.

        Returns:
            The alarms; None when the first event had happened already.
        """

        def folded(seen: Seen) -> Folded:
            changed = fold(seen, folds.read(seen.states))
            unsent = self._address is not None and bool(changed.alarms)
            states = folds.with_unsent(changed.states, changed.alarms) if unsent else changed.states
            return Folded(folds.written(states), changed.events)

        followed = await self._store.take_in(self.profile, events, folded)
        if followed is None:
            return None
        alarms = tuple(event for event in followed if event.kind == "alarm")
        for alarm in alarms:
            told = decode(alarm.document)
            level = logging.WARNING if told["alarm"] == "drift" else logging.ERROR
            LOG.log(level, "profile %s: alarm %s: %s", self.profile, told["alarm"], told["sentence"])
        return alarms

    def _given_terms(self) -> Terms:
        assert self._terms is not None
        return self._terms

    def _now(self) -> str:
        return datetime.fromtimestamp(self._clock(), UTC).isoformat(timespec="milliseconds")
