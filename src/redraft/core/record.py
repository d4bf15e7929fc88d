"""What is left when a correction is over."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from redraft.core.attempt import Attempt, Context
from redraft.core.critique import Critique
from redraft.core.decision import Decision
from redraft.core.draft import Draft
from redraft.core.prompt import Prompt
from redraft.core.usage import Usage

SCHEMA_VERSION = 1
"""Version of the written form of a `Record`; raised with every migration in `redraft.store`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """What a calibrated gate guarantees: P(broken rate > epsilon) <= delta.

    Attributes:
        epsilon: the bound on the rate of right answers made wrong, in [0, 1].
        delta: probability in [0, 1] that the bound fails.
        n: labelled cases it rests on.
        threshold: the gate's threshold that was certified.
        calibration_id: names the data and the versions it holds for; a change of any voids it.
        among: whose broken rate is bounded: that of ``all`` answers, or that of those whose draft is ``right``.
    """

    epsilon: float
    delta: float
    n: int
    threshold: float
    calibration_id: str
    among: Literal["all", "right"] = "all"


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """The full history of one correction, versioned and enough to resume it.

    Attributes:
        id: unique name of this record.
        created_at: start in UTC, ISO 8601.
        context: the prompt, every attempt and which one stands.
        decisions: the decisions in order, the gate's and the strategy's; the last one ended the correction.
        usage: what it cost in all; `seconds` is wall time.
        settings: the resolved settings: model, critics, strategy, gate, budget, seed, and versions of prompts.
        redraft_version: version of this package.
        certificate: what the gate guaranteed; None without one.
        resumes: id of the record that this one went on from; None for a fresh start.
        schema_version: version of the written form.
    """

    id: str
    created_at: str
    context: Context
    decisions: tuple[Decision, ...]
    usage: Usage
    settings: Mapping[str, Any] = field(default_factory=dict)
    redraft_version: str
    certificate: Certificate | None = None
    resumes: str | None = None
    schema_version: int = SCHEMA_VERSION


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """What the caller of a correction gets.

    Attributes:
        draft: the draft that is returned; None when the model never gave one or the strategy abstained.
        attempts: all attempts, first draft first.
        accepted: whether the returned draft passed its critics.
        reason: why the correction ended, one word in snake_case.
        detail: the reason in a sentence.
        usage: what it cost in all, critics included.
        certificate: what the gate guarantees; None without one.
        record_id: id of the record.
    """

    draft: Draft | None
    attempts: tuple[Attempt, ...]
    accepted: bool
    reason: str
    detail: str
    usage: Usage
    certificate: Certificate | None
    record_id: str

    @property
    def text(self) -> str | None:
        """The words of the returned draft; None when there is none."""
        return None if self.draft is None else self.draft.text

    @property
    def changed(self) -> bool:
        """Whether the returned text differs from the first draft's."""
        return bool(self.attempts) and self.text != self.attempts[0].draft.text


EventKind = Literal["started", "drafted", "examined", "admitted", "decided", "finished"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something that happened in a correction, for progress, streaming and spans.

    Attributes:
        kind: what happened; the fields that belong to it are filled, the others None.
        record_id: the correction it belongs to.
        round: 0 for the draft, k for the k-th redraft.
        prompt: with ``started``.
        draft: with ``drafted`` and ``examined``.
        critique: with ``examined``, one event for each critic.
        decision: with ``admitted`` (the gate's) and ``decided`` (the strategy's).
        correction: with ``finished``, the last event.
    """

    kind: EventKind
    record_id: str
    round: int = 0
    prompt: Prompt | None = None
    draft: Draft | None = None
    critique: Critique | None = None
    decision: Decision | None = None
    correction: Correction | None = None
