"""Redraft: language models that correct their own answers, and a measurement of when that helps.

Read the code in this order:

1. the words: `core/prompt.py`, `core/draft.py`, `core/critique.py`, `core/attempt.py`, `core/decision.py`,
   `core/record.py`, `core/protocols.py`;
2. the story: `engine/loop.py`, and the steps it calls: `engine/write.py`, `engine/examine.py`, `engine/decide.py`,
   `engine/record.py`;
3. the rules: `engine/gates.py`, `engine/stops.py`, `engine/strategies/in_context_alignment.py`.

What can go wrong is drawn at the top of `errors.py`.
"""

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
    Finding,
    Message,
    Prompt,
    Record,
    Usage,
)
from redraft.errors import RedraftError

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
    "Finding",
    "Message",
    "Prompt",
    "Record",
    "RedraftError",
    "Usage",
]
