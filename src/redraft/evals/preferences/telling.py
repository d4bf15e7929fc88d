"""Edits in the words of the embedded model, ``theme (<a> answer <r> reward)*``, and answers made without it."""

from collections import Counter
from collections.abc import Sequence
from typing import Final

from redraft.evals.environments.pref import N_SLOTS
from redraft.evals.preferences.memories import Edited
from redraft.evals.preferences.people import Answer
from redraft.models.local.language import REWARD_WORDS
from redraft.prompts.trace import Pair, trace_for_answer

MOST_PAIRS: Final = 7
"""The model was trained on up to eight attempts: seven to read and one to write."""

_CHANCE: Final = 1 / 3
"""That a slot nobody touched is right: one of its three values is."""


def trace_of(theme: str, edits: Sequence[Edited]) -> str:
    """The trace after which the model writes an answer: each edited answer as it was and as it became.

    The reward of a text is the number of its slots that are right. A finished edit tells it: all of the result, and
    all but the changed ones of the answer. Who mends one slot may say how many were right; where they do not, it is
    estimated from the edits alone.
    """
    known = known_slots(edits)
    pairs: list[Pair] = []
    for edit in edits:
        before, after = edit.reaction.before, edit.reaction.after
        if edit.reaction.is_finished:
            told = [(before, N_SLOTS - edit.reaction.n_wrong), (after, N_SLOTS)]
        elif edit.reaction.n_right is not None:
            told = [(before, edit.reaction.n_right), (after, edit.reaction.n_right + 1)]
        else:
            told = [(text, _estimated(text, known)) for text in (before, after)]
        pairs += [Pair(" ".join(text), REWARD_WORDS[reward]) for text, reward in told]
    # Of what was told twice the later telling stays: the newest edit is then always the last that is read.
    latest = list(dict.fromkeys(reversed(pairs)))[:MOST_PAIRS]
    return trace_for_answer(theme, latest[::-1])


def known_slots(edits: Sequence[Edited]) -> dict[int, str]:
    """What each slot was last changed to, the oldest edit first; a slot nobody changed is not known."""
    known: dict[int, str] = {}
    for edit in edits:
        for slot, (was, became) in enumerate(zip(edit.reaction.before, edit.reaction.after, strict=False)):
            if was != became:
                known[slot] = became
    return known


def copied(edits: Sequence[Edited]) -> Answer | None:
    """The latest edited answer; None without any edit."""
    return edits[-1].reaction.after if edits else None


def voted(edits: Sequence[Edited]) -> Answer | None:
    """The latest edited answer with every slot as it was changed to most often; None without any edit.

    Of values with as many votes the latest wins; a slot that nobody ever changed stays as the latest answer has it.
    """
    latest = copied(edits)
    if latest is None:
        return None
    votes: list[Counter[str]] = [Counter() for _ in latest]
    for edit in reversed(edits):  # a counter keeps the order in which it met equal ones
        for slot, (was, became) in enumerate(zip(edit.reaction.before, edit.reaction.after, strict=False)):
            if was != became:
                votes[slot][became] += 1
    return tuple(votes[slot].most_common(1)[0][0] if votes[slot] else word for slot, word in enumerate(latest))


def _estimated(text: Answer, known: dict[int, str]) -> int:
    sure = sum(known.get(slot) == word for slot, word in enumerate(text))
    return round(sure + _CHANCE * (N_SLOTS - len(known)))
