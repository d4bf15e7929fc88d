"""Redraft: language models that correct their own answers, and a measurement of when that helps.

Read the code in this order: `core/prompt.py`, `core/draft.py`, `core/critique.py`, `core/attempt.py`,
`core/decision.py`, `core/record.py`, `core/protocols.py`; what can go wrong is drawn in `errors.py`.
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
