"""Redraft: language models that correct their own answers, and a measurement of when that helps.

Read the code in this order:

1. the words: `core/prompt.py`, `core/draft.py`, `core/critique.py`, `core/attempt.py`, `core/decision.py`,
   `core/record.py`, `core/protocols.py`;
2. the story: `engine/loop.py`, and the steps it calls: `engine/write.py`, `engine/examine.py`, `engine/decide.py`,
   `engine/record.py`;
3. the rules: `engine/gates.py`, `engine/stops.py`, `engine/strategies/in_context_alignment.py`;
4. the door: `profiles/doors.py`, which puts a plan together from settings and opens the story.

What can go wrong is drawn at the top of `errors.py`.
"""

from typing import TYPE_CHECKING

from redraft.core import (
    Attempt,
    Budget,
    Certificate,
    Context,
    Correction,
    Critique,
    Decision,
    Draft,
    Edit,
    Event,
    Finding,
    Message,
    Prompt,
    Record,
    Usage,
)
from redraft.errors import RedraftError

if TYPE_CHECKING:
    from redraft.profiles import correct, correct_sync, resume, stream

__all__ = [
    "Attempt",
    "Budget",
    "Certificate",
    "Context",
    "Correction",
    "Critique",
    "Decision",
    "Draft",
    "Edit",
    "Event",
    "Finding",
    "Message",
    "Prompt",
    "Record",
    "RedraftError",
    "Usage",
    "correct",
    "correct_sync",
    "resume",
    "stream",
]


def __getattr__(name: str) -> object:
    """The doors to a correction, imported when first asked for: programs that only read records need none of it."""
    if name in ("correct", "correct_sync", "resume", "stream"):
        from redraft import profiles

        return getattr(profiles, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
