"""Edits from files, from the store or in words, learnt into a profile and told."""

import asyncio
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from rich.text import Text

from redraft.cli._options import text_of
from redraft.cli._output import print_json, talk, write_line
from redraft.cli.views.preferences_show import problems_told, row_of
from redraft.core import Model
from redraft.critics.preferences import Learnt, Preference, Written, keeping, learn, read_profile, wished
from redraft.critics.preferences.entries import preference_of
from redraft.errors import Misuse, StoreError
from redraft.profiles.making.needs import text_of as file_text
from redraft.profiles.models import Models
from redraft.report.text import counted, printable, shortened
from redraft.settings import read_settings, store_url
from redraft.store import RecordStore
from redraft.store.codec import decode
from redraft.store.jsonl import read_lines
from redraft.store.monitoring import MonitorStore

_WIDTH = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """What the command line asked for; see the options of `redraft preferences learn`."""

    profile: Path
    before: str | None
    after: str | None
    context: str
    edits: Path | None
    says: str | None
    model: str | None


class Found(NamedTuple):
    """What was found to learn.

    Attributes:
        edits: still to be described.
        kept: preferences that an export of another profile holds, in its words.
        problems: what could be taken as neither, and why.
    """

    edits: list[Written]
    kept: list[Preference]
    problems: list[str]


def learnt(chosen: Chosen, config: Path | None, *, as_json: bool) -> bool:
    """Learn, and tell what.

    Returns:
        Whether every edit could be taken.

    Raises:
        Misuse: when a file cannot be read or the profile cannot be written.
        StoreError: when the store cannot be read.
    """
    console = talk()
    if chosen.profile.exists():
        problems_told(read_profile(chosen.profile))
    if chosen.says is not None:
        preference = wished(chosen.says, context=text_of(chosen.context))
        done = Learnt(keeping.add(chosen.profile, [preference]), 0, 0, {})
        _told(done, as_json=as_json)
        return True
    found = _edits(chosen, config)
    for problem in found.problems:
        console.print(Text(printable(problem), style="red"), soft_wrap=True)

    def show(preference: Preference) -> None:
        if not as_json:
            write_line(printable(f"{preference.id}  {preference.says}"))

    kept = keeping.add(chosen.profile, found.kept) if found.kept else ()
    for preference in kept:
        show(preference)
    done = asyncio.run(learn(chosen.profile, found.edits, model=_model(chosen, config), on_learnt=show))
    wordless = {edit.id for edit in done.undescribed}
    for id, doubt in done.doubts.items():
        what = "the model did not put it into words" if id in wordless else "put into words by code"
        console.print(Text(printable(f"{id}: {what}: {doubt}"), style="yellow"), soft_wrap=True)
    for edit in done.undescribed:
        console.print(Text(printable(_not_learnt(edit)), style="yellow"), soft_wrap=True)
    known = done.n_known + len(found.kept) - len(kept)
    _told(done._replace(added=(*kept, *done.added), n_known=known), as_json=as_json)
    return not found.problems


def _told(done: Learnt, *, as_json: bool) -> None:
    if as_json:
        print_json(
            {
                "added": [row_of(one) for one in done.added],
                "known": done.n_known,
                "unchanged": done.n_unchanged,
                "undescribed": [edit.id for edit in done.undescribed],
            }
        )
    parts = [counted(len(done.added), "preference") + " learnt"]
    parts += [f"{done.n_known} known already"] if done.n_known else []
    parts += [f"{done.n_unchanged} without a change"] if done.n_unchanged else []
    parts += [counted(len(done.undescribed), "edit") + " not learnt"] if done.undescribed else []
    talk().print(Text(", ".join(parts), style="dim"))


def _not_learnt(edit: Written) -> str:
    """Why an edit became no preference, and what to do."""
    if edit.after.strip():
        why = f"code sees no preference in the edit to {shortened(edit.after, _WIDTH)!r}"
    else:
        why = "the edit deletes the whole answer, which does not say what is preferred instead"
    return f"not learnt: {why}; say it with --says TEXT, or let a model describe it with --model MODEL"


def _edits(chosen: Chosen, config: Path | None) -> Found:
    if chosen.before is not None and chosen.after is not None:
        before = file_text(chosen.before, "the answer") or ""
        after = file_text(chosen.after, "the edited answer") or ""
        return Found([Written(context=text_of(chosen.context), before=before, after=after)], [], [])
    if chosen.edits is not None:
        return _from_file(chosen.edits, text_of(chosen.context))
    return asyncio.run(_from_store(config))


def _from_file(path: Path, context: str) -> Found:
    found = Found([], [], [])
    for number, line in read_lines(path):
        try:
            row = decode(line)
        except ValueError as error:
            found.problems.append(f"{path}, line {number}: not JSON: {error}")
            continue
        fields = row if isinstance(row, dict) else {}
        if "preference" in fields:
            try:
                found.kept.append(preference_of({key: value for key, value in fields.items() if value is not None}))
            except Misuse as error:
                found.problems.append(f"{path}, line {number}: {error}")
            continue
        texts = {key: fields.get(key) for key in ("before", "after")}
        wrong = next((key for key, text in texts.items() if not isinstance(text, str)), None)
        said = fields.get("context", context)
        if wrong is not None or not isinstance(said, str):
            key = wrong or "context"
            found.problems.append(f"{path}, line {number}: `{key}` must be a text, got {fields.get(key)!r:.60}")
            continue
        record = fields.get("record")
        known = record if isinstance(record, str) else ""
        found.edits.append(Written(context=said, before=fields["before"], after=fields["after"], record=known))
    return found


async def _from_store(config: Path | None) -> Found:
    """What people made of stored answers: the ``corrected`` texts of their feedback."""
    found = Found([], [], [])
    store = await asyncio.to_thread(RecordStore.open, store_url(read_settings(config)))
    try:
        monitor = MonitorStore(store.database)
        for profile in await monitor.profiles():
            for event in await monitor.events(profile, "commented"):
                said = decode(event.document)
                corrected = said.get("corrected") if isinstance(said, dict) else None
                if not isinstance(corrected, str) or event.record_id is None:
                    continue
                try:
                    record = await store.get(event.record_id)
                except StoreError as error:
                    found.problems.append(f"record {event.record_id}: {error}")
                    continue
                best = record.context.best
                if best is not None:
                    asked = record.context.prompt.text
                    found.edits.append(
                        Written(context=asked, before=best.draft.text, after=corrected, record=record.id)
                    )
    finally:
        await asyncio.to_thread(store.close)
    return found


def _model(chosen: Chosen, config: Path | None) -> Model | None:
    if chosen.model is None:
        return None
    model = Models(read_settings(config)).open(chosen.model, ("model",))
    if model.dialect != "chat":
        raise Misuse(f"--model {chosen.model!r} does not chat, so it cannot describe an edit; name another or none")
    return model
