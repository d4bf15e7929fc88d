"""From edits to entries of a profile."""

import asyncio
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from redraft.core import NOTHING, Model, Usage
from redraft.critics.preferences import keeping
from redraft.critics.preferences.describing import Described, describe
from redraft.critics.preferences.preference import Preference, Written
from redraft.critics.preferences.profile import read_profile
from redraft.errors import Misuse

_AT_ONCE = 4


class Learnt(NamedTuple):
    """What came of learning.

    Attributes:
        added: the new preferences, in the order of the edits.
        n_known: edits that the profile holds already.
        n_unchanged: edits that changed nothing.
        doubts: by id, why a model's words were not taken and code's are used.
        usage: what describing cost.
        undescribed: edits that were not kept, since nobody put them into words: a writer is told words, not edits.
    """

    added: tuple[Preference, ...]
    n_known: int
    n_unchanged: int
    doubts: dict[str, str]
    usage: Usage = NOTHING
    undescribed: tuple[Written, ...] = ()


async def learn(
    path: str | Path,
    edits: Sequence[Written],
    *,
    model: Model | None = None,
    language: str | None = None,
    date: str | None = None,
    seed: int = 0,
    on_learnt: Callable[[Preference], None] = lambda preference: None,
) -> Learnt:
    """Keep edits in a profile, each described in a sentence.

    Each is written as soon as it is described: what was learnt before a stop is kept, and learning the same edits again
    goes on after them. An edit in which code sees nothing is not kept, so that a model can still be asked about it.

    Args:
        path: of the profile; it is made if it is not there.
        edits: what was written and what became of it.
        model: puts the edits into words; code alone when None.
        language: of the sentences; None follows each edited text.
        date: ISO date of the edits; today when None.
        seed: of the boundaries in the model's prompts.
        on_learnt: told of every new preference.

    Raises:
        Misuse: when the profile cannot be read or written, is none, or holds more than can be read.
    """
    changed = [edit for edit in dict.fromkeys(edits) if edit.before.strip() != edit.after.strip()]
    known = await asyncio.to_thread(_known, Path(path))
    fresh = [edit for edit in changed if edit.id not in known]
    day = date or datetime.now(UTC).date().isoformat()
    added: list[Preference] = []
    undescribed: list[Written] = []
    doubts: dict[str, str] = {}
    usage = NOTHING
    for begin in range(0, len(fresh), _AT_ONCE):
        chunk = fresh[begin : begin + _AT_ONCE]
        described = await asyncio.gather(*(describe(edit, model=model, language=language, seed=seed) for edit in chunk))
        for edit, words in zip(chunk, described, strict=True):
            usage += words.usage
            doubts |= {edit.id: words.doubt} if words.doubt else {}
            if not words.says:
                undescribed.append(edit)
                continue
            kept = await asyncio.to_thread(keeping.add, path, [_preference(edit, words, day)])
            added += kept
            for one in kept:
                on_learnt(one)
    n_known = len(changed) - len(added) - len(undescribed)
    return Learnt(tuple(added), n_known, len(edits) - len(changed), doubts, usage, tuple(undescribed))


def _known(path: Path) -> frozenset[str]:
    if not path.exists():
        return frozenset()
    profile = read_profile(path)
    profile.check_own()  # now, and not when a model has been paid for words that have no place
    return frozenset(one.id for one in profile.preferences)


def _preference(edit: Written, words: Described, day: str) -> Preference:
    return Preference(
        id=edit.id, date=day, says=words.says, checks=words.checks, written=edit, by=words.by, context=edit.context
    )


def wished(says: str, *, context: str = "", date: str | None = None) -> Preference:
    """A preference that somebody states without an edit.

    Raises:
        Misuse: when it says nothing.
    """
    if not says.strip():
        raise Misuse("a preference is a sentence, got an empty text; say what is preferred")
    day = date or datetime.now(UTC).date().isoformat()
    return Preference(id=Written(context=context, before="", after=says).id, date=day, says=says, context=context)
