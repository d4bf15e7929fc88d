"""What people say of an answer, by the id of its record: kept, and counted where the audit asked for it."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from redraft.core import PERSON, Record
from redraft.errors import Misuse
from redraft.profiles.monitoring import Labelling, Watch
from redraft.profiles.monitoring.webhooks import address_of
from redraft.settings import Settings, read_settings, store_url

if TYPE_CHECKING:
    from redraft.store import RecordStore


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What somebody says of a record.

    Attributes:
        draft_right: whether its first draft is right; None if not said.
        returned_right: whether the answer that was returned is; None if not said.
        comment: in words.
        corrected: the answer as it should be; None if not given.
        unclear: nobody can tell whether what has no label here is right; an audit counts that as broken.
        by: who says so.

    Raises:
        Misuse: when nothing is said, a label is neither True nor False, or nothing is left to be unclear.
    """

    draft_right: bool | None = None
    returned_right: bool | None = None
    comment: str = ""
    corrected: str | None = None
    unclear: bool = False
    by: str = PERSON

    def __post_init__(self) -> None:
        """Refuse what says nothing, or something else than yes and no."""
        for name in ("draft_right", "returned_right"):
            label = getattr(self, name)
            if label is not None and not isinstance(label, bool):
                raise Misuse(f"`{name}` must be True or False, got {label!r}; leave out what nobody knows")
        unlabelled = self.draft_right is None and self.returned_right is None
        if unlabelled and not self.unclear and not self.comment and self.corrected is None:
            raise Misuse(
                "nothing is said of the record; give draft_right, returned_right, unclear, comment or corrected"
            )
        if self.unclear and self.draft_right is not None and self.returned_right is not None:
            raise Misuse("`unclear` says that nobody can tell, and both labels are given; leave out one or the other")


class Said(NamedTuple):
    """A verdict and the record that it is about."""

    record_id: str
    verdict: Verdict


def said_of(row: object, *, by: str = PERSON) -> Said:
    """The verdict in an object such as ``{"record": "3f2a", "draft_right": true, "returned_right": false}``.

    Args:
        row: the plain values; besides the fields of a `Verdict` it names the record.
        by: who says so, where the object does not.

    Raises:
        Misuse: when it is none; the message names the key.
    """
    known = ("record", *(field.name for field in fields(Verdict)))
    if not isinstance(row, Mapping):
        raise Misuse(f"a label is an object with record, draft_right and returned_right, got {row!r:.80}")
    unknown = sorted(map(str, row.keys() - set(known)))
    if unknown:
        raise Misuse(f"no such key: {unknown[0]!r}; known: {', '.join(known)}")
    record_id = row.get("record")
    if not isinstance(record_id, str) or not record_id:
        raise Misuse(f"`record` must be the id of a record, got {record_id!r}")
    try:
        said = {"by": by, **{key: value for key, value in row.items() if key != "record"}}
        return Said(record_id, msgspec.convert(said, Verdict))
    except msgspec.ValidationError as error:
        raise Misuse(f"{error}; labels are true or false") from error


@dataclass(frozen=True, slots=True, kw_only=True)
class Feedback:
    """What became of somebody's verdict.

    Attributes:
        record_id: the record's whole id.
        profile: the profile that wrote it.
        counted: whether it is a case of the audit.
        why: why it is not, in a sentence; empty when it is.
        alarms: the sentences of the alarms that it raised.
    """

    record_id: str
    profile: str
    counted: bool
    why: str
    alarms: tuple[str, ...]


async def give_feedback(
    record_id: str,
    verdict: Verdict,
    *,
    profile: str | None = None,
    config: str | Path | Settings | None = None,
    store: "str | RecordStore | None" = None,
) -> Feedback:
    """Keep what somebody says of a record, and count it if the audit drew the record.

    Args:
        record_id: its id, or the beginning of it.
        verdict: what is said.
        profile: the profile that must have written it; None for whichever did.
        config: path of a redraft.toml, or settings that were read before.
        store: where the record is: a path or address, or an opened store; by default that of the settings.

    Raises:
        StoreError: when there is no such record, or more than one.
        Misuse: when another profile wrote it, it holds no draft, or it was labelled before.
    """
    settings = config if isinstance(config, Settings) else read_settings(config)
    if store is not None and not isinstance(store, str):
        return await _given(record_id, verdict, profile, settings, store)
    from redraft.store import RecordStore

    opened = await asyncio.to_thread(RecordStore.open, store or store_url(settings))
    try:
        return await _given(record_id, verdict, profile, settings, opened)
    finally:
        await asyncio.to_thread(opened.close)


async def _given(
    record_id: str, verdict: Verdict, profile: str | None, settings: Settings, store: "RecordStore"
) -> Feedback:
    from redraft.store.monitoring import MonitorStore

    record = await store.get(record_id)
    wrote = str(record.settings.get("profile") or "default")
    if profile is not None and profile != wrote:
        raise Misuse(f"record {record.id!r} was written by profile {wrote!r}, not {profile!r}; name that one or none")
    table = settings.profiles[wrote].monitor if wrote in settings.profiles else None
    watch = Watch(MonitorStore(store.database), wrote, address=address_of(table, wrote))
    if verdict.comment or verdict.corrected is not None:
        said = {"comment": verdict.comment, "corrected": verdict.corrected, "by": verdict.by}
        await watch.comment(record, said)
    done = await _labelled(record, verdict, watch)
    await watch.tell()
    return Feedback(record_id=record.id, profile=wrote, counted=done.counted, why=done.why, alarms=done.alarms)


async def _labelled(record: Record, verdict: Verdict, watch: Watch) -> Labelling:
    from redraft.profiles.monitoring.summaries import is_changed

    draft_right, returned_right = verdict.draft_right, verdict.returned_right
    if verdict.unclear:
        return await watch.label(record, draft_right=draft_right, returned_right=returned_right, by=verdict.by)
    if record.context.attempts and not is_changed(record):  # one text, so one label says both
        draft_right = returned_right if draft_right is None else draft_right
        returned_right = draft_right if returned_right is None else returned_right
    if draft_right is None and returned_right is None:
        return Labelling(counted=False, why="it holds no label")
    if draft_right is None or returned_right is None:
        said = {"draft_right": draft_right, "returned_right": returned_right, "by": verdict.by}
        await watch.comment(record, said)
        missing = "draft" if draft_right is None else "returned answer"
        return Labelling(counted=False, why=f"whether the {missing} is right was not said")
    return await watch.label(record, draft_right=draft_right, returned_right=returned_right, by=verdict.by)
