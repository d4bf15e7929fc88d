"""Which of a person's earlier edits are remembered for a request."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

from redraft.critics.preferences import Preference, Written, retrieve
from redraft.evals.preferences.people import Reaction

N_EDITS: Final = 4
"""Edits remembered at most: two answers each fill the eight attempts that the embedded model was trained on."""

Kept = Literal["nothing", "last", "similar", "latest similar", "random"]
Whose = Literal["own", "another's"]
Made = Literal["model", "copy", "vote"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Memory:
    """One way of using edits.

    Attributes:
        name: how tables call it.
        kept: which edits are taken: none, the last one whatever it was about, those of similar requests, the latest of
            these, or as many drawn at random.
        whose: whose edits; another person's are the control.
        made: who makes the answer of them: the model, or code that copies the latest edited answer, or takes a vote of
            all for each slot.
    """

    name: str
    kept: Kept
    whose: Whose = "own"
    made: Made = "model"


ALL = Memory(name="all similar edits", kept="similar")
NONE = Memory(name="no memory", kept="nothing")
LAST = Memory(name="last edit only", kept="last")
MEMORIES: Final = (
    ALL,
    Memory(name="latest similar edit", kept="latest similar"),
    LAST,
    Memory(name="random edits", kept="random"),
    NONE,
    Memory(name="another person's edits", kept="similar", whose="another's"),
    Memory(name="copy the latest similar edit, no model", kept="latest similar", made="copy"),
    Memory(name="vote of the similar edits, no model", kept="similar", made="vote"),
)
"""All that are compared, the one of the product first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Edited:
    """An edit in somebody's memory: the theme, what the person did, and the entry of a profile that it would be."""

    theme: str
    reaction: Reaction
    entry: Preference


def edited(theme: str, reaction: Reaction, step: int) -> Edited:
    """The edit as a profile keeps it."""
    written = Written(context=theme, before=" ".join(reaction.before), after=" ".join(reaction.after))
    # In a stream the same edit may come twice, and each time it says something.
    entry = Preference(id=f"{step:04d}", date="", says=written.after, written=written, context=theme)
    return Edited(theme=theme, reaction=reaction, entry=entry)


async def remembered(memory: Memory, edits: Sequence[Edited], theme: str, rng: random.Random) -> tuple[Edited, ...]:
    """The edits that are taken for a request, the oldest first; those of other themes say nothing and are left out."""
    if memory.kept == "nothing" or not edits:
        return ()
    if memory.kept == "last":
        taken = [edits[-1]]
    elif memory.kept == "random":
        taken = rng.sample(list(edits), min(N_EDITS, len(edits)))
    else:
        n = 1 if memory.kept == "latest similar" else N_EDITS
        found = await retrieve([edit.entry for edit in edits], theme, n=n)
        by_id = {edit.entry.id: edit for edit in edits}
        taken = [by_id[preference.id] for preference in found.preferences]
    return tuple(sorted((edit for edit in taken if edit.theme == theme), key=lambda edit: edit.entry.id))
