"""Who takes part in a correction, and the journal of one that is under way."""

import time
import uuid
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields, is_dataclass
from datetime import UTC, datetime
from typing import Any, Literal

from redraft.core import (
    NOTHING,
    Budget,
    Context,
    Correction,
    Critic,
    Critique,
    Decision,
    Draft,
    Event,
    EventKind,
    Gate,
    Model,
    Observer,
    Panel,
    Prompt,
    Recorder,
    Strategy,
    Usage,
    total,
)
from redraft.critics.panel import Strictest, check_names
from redraft.engine.release import Guarantee


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Everything a correction needs besides its prompt.

    Attributes:
        model: writes the drafts.
        critics: examine every draft, side by side.
        strategy: decides what happens next.
        gate: decides whether a redraft replaces the standing draft; None for the strategy's own gate.
        panel: takes the critiques of one draft together.
        consultants: further critics, asked one after another when the strategy decides to *consult*.
        guarantee: what a redraft must reach before it is returned in place of the draft; None for nothing more than the
            gate asks.
        budget: what the correction may spend.
        on_exhausted: what an ending without an accepted draft returns: the ``best`` attempt, the first ``draft``, or
            ``raise`` for `redraft.errors.NotAccepted`.
        critic_timeout_s: after so many seconds a critic's judgement counts as unscored.
        seed: run seed; with the prompt's id and the round it fixes every random draw.
        observers: told of every event while it happens.
        recorder: keeps the record; None for none.
        settings: further resolved settings to keep in the record, such as the profile's name.

    Raises:
        Misuse: when a critic has a name that is not for critics, ``person`` or ``panel``.
    """

    model: Model
    critics: tuple[Critic, ...]
    strategy: Strategy
    gate: Gate | None = None
    panel: Panel = field(default_factory=Strictest)
    consultants: tuple[Critic, ...] = ()
    guarantee: Guarantee | None = None
    budget: Budget = field(default_factory=Budget)
    on_exhausted: Literal["best", "draft", "raise"] = "best"
    critic_timeout_s: float = 120.0
    seed: int = 0
    observers: tuple[Observer, ...] = ()
    recorder: Recorder | None = None
    settings: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Refuse critics that would be taken for somebody else."""
        check_names(critic.name for critic in (*self.critics, *self.consultants))

    @property
    def acting_gate(self) -> Gate:
        """The gate that decides: the caller's, else the strategy's."""
        return self.strategy.gate if self.gate is None else self.gate

    def described(self) -> dict[str, Any]:
        """The plan in plain values, for the record."""
        gate = self.acting_gate
        return {
            **self.settings,
            "model": self.model.name,
            "critics": [{"name": c.name, "version": c.version, "kind": c.kind} for c in self.critics],
            "panel": {"name": self.panel.name, "version": self.panel.version, **_plain_fields(self.panel)},
            "consultants": [{"name": c.name, "version": c.version, "kind": c.kind} for c in self.consultants],
            "strategy": self.strategy.name,
            "gate": {"name": gate.name, "threshold": gate.threshold, **_plain_fields(gate)},
            "guarantee": None if self.guarantee is None else asdict(self.guarantee),
            "budget": {name: getattr(self.budget, name) for name in Budget.__dataclass_fields__},
            "on_exhausted": self.on_exhausted,
            "critic_timeout_s": self.critic_timeout_s,
            "seed": self.seed,
        }


def _plain_fields(thing: object) -> dict[str, Any]:
    """The fields of a dataclass that are plain values or named functions, so that a record tells one from another."""
    found = {} if not is_dataclass(thing) else {f.name: getattr(thing, f.name) for f in fields(thing)}
    named = {name: getattr(value, "__qualname__", value) for name, value in found.items()}
    return {name: value for name, value in named.items() if isinstance(value, str | int | float | None)}


class Run:
    """The journal of one correction: its plan, its clock and the decisions so far. Lives as long as the correction.

    Attributes:
        wasted: what calls cost whose answers could not become an attempt.
    """

    def __init__(self, plan: Plan, *, spent_before: Usage = NOTHING, resumes: str | None = None) -> None:
        """Start the clock; `spent_before` is what the record spent that this run goes on from."""
        self.plan = plan
        self.gate = plan.acting_gate
        self.record_id = uuid.uuid4().hex
        self.created_at = datetime.now(UTC).isoformat(timespec="milliseconds")
        self.resumes = resumes
        self.decisions: list[Decision] = []
        self.wasted = NOTHING
        self._seconds_before = spent_before.seconds
        self._started = time.monotonic()

    def spent(self, context: Context) -> Usage:
        """What the attempts and the wasted calls cost; `seconds` is the wall time, earlier runs included."""
        seconds = self._seconds_before + time.monotonic() - self._started
        return total((*context.costs, self.wasted), seconds=seconds)

    def seconds_left(self) -> float | None:
        """Seconds until the budget's wall time is over, at least 0; None without such a limit."""
        limit = self.plan.budget.seconds
        if limit is None:
            return None
        return max(0.0, limit - self._seconds_before - (time.monotonic() - self._started))

    def note(self, kind: Literal["admitted", "decided"], decision: Decision, context: Context) -> Decision:
        """Keep a decision for the record and tell the observers."""
        self.decisions.append(decision)
        self.tell(kind, round=context.rounds, decision=decision)
        return decision

    def tell(
        self,
        kind: EventKind,
        *,
        round: int = 0,
        prompt: Prompt | None = None,
        draft: Draft | None = None,
        critique: Critique | None = None,
        decision: Decision | None = None,
        correction: Correction | None = None,
    ) -> None:
        """Tell every observer what happened; an event that nobody hears is not made."""
        if not self.plan.observers:
            return
        event = Event(
            kind=kind,
            record_id=self.record_id,
            round=round,
            prompt=prompt,
            draft=draft,
            critique=critique,
            decision=decision,
            correction=correction,
        )
        for observer in self.plan.observers:
            observer.on_event(event)
