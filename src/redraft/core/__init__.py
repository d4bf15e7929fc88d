"""Nouns and protocols that everybody shares; standard library only.

Reading order: `usage`, `prompt`, `draft`, `passage`, `critique`, `attempt`, `decision`, `record`, `rendering`,
`protocols`, `seeding`.
"""

from redraft.core.attempt import Attempt, Context
from redraft.core.critique import PERSON, CriticKind, Critique, Finding
from redraft.core.decision import ENDINGS, Action, Decision
from redraft.core.draft import Draft, Edit, Location
from redraft.core.passage import Passage, Provenance
from redraft.core.prompt import Message, Part, Prompt
from redraft.core.protocols import (
    Critic,
    Dialect,
    Embedder,
    Gate,
    Model,
    Observer,
    Panel,
    Recorder,
    Request,
    Source,
    Strategy,
)
from redraft.core.record import SCHEMA_VERSION, Certificate, Correction, Event, EventKind, Record
from redraft.core.rendering import Rendering
from redraft.core.seeding import rng_for, seed_for
from redraft.core.tokens import tokens_in
from redraft.core.usage import NOTHING, Budget, Usage, total

__all__ = [
    "ENDINGS",
    "NOTHING",
    "PERSON",
    "SCHEMA_VERSION",
    "Action",
    "Attempt",
    "Budget",
    "Certificate",
    "Context",
    "Correction",
    "Critic",
    "CriticKind",
    "Critique",
    "Decision",
    "Dialect",
    "Draft",
    "Edit",
    "Embedder",
    "Event",
    "EventKind",
    "Finding",
    "Gate",
    "Location",
    "Message",
    "Model",
    "Observer",
    "Panel",
    "Part",
    "Passage",
    "Prompt",
    "Provenance",
    "Record",
    "Recorder",
    "Rendering",
    "Request",
    "Source",
    "Strategy",
    "Usage",
    "rng_for",
    "seed_for",
    "tokens_in",
    "total",
]
