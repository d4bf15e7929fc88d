"""What a calibration holds for, part by part, and in what two such descriptions differ."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import msgspec

from redraft.core import Critic, Prompt
from redraft.core.version import VERSION
from redraft.engine.plan import Plan
from redraft.engine.release import options_of
from redraft.engine.renderers import texts_of
from redraft.profiles.describing import described, model
from redraft.prompts import LANGUAGES, load

OPTIONS = "options"
"""The part that tells prompts apart and not plans: which options the prompts had that were calibrated on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One part of a plan that is not as it was when it was calibrated.

    Attributes:
        part: which, as a path, such as ``critics.0.version``.
        before: its value then; None where it did not exist.
        now: its value now; None where it does not exist any more.
    """

    part: str
    before: Any
    now: Any

    def __str__(self) -> str:
        return f"{self.part} was {self.before!r} and is {self.now!r}"


def fingerprint(plan: Plan) -> dict[str, Any]:
    """Everything that a calibration of `plan` holds for, in plain values; what only decides the draws is left out.

    Models (with address, window, and the hash of weights where they are in this process), prompt texts, critics, panel,
    strategy, gate, each with all its fields, rendering, budget with its rounds, what an exhausted search returns, and
    the version of Redraft.
    """
    strategy, gate, panel = plan.strategy, plan.acting_gate, plan.panel
    warmth = {name: getattr(strategy, name) for name in ("draft_temperature", "redraft_temperature")}
    found = {
        "model": model(plan.model),
        "prompts": _prompts(plan),
        "critics": [_critic(critic) for critic in plan.critics],
        "consultants": [_critic(critic) for critic in plan.consultants],
        "panel": {
            "name": panel.name,
            "version": panel.version,
            "on_disagreement": panel.on_disagreement,
            **_fields(panel, "name", "version"),
        },
        "strategy": {"name": strategy.name, **warmth, **_fields(strategy, "name", "gate", "rendering")},
        "rendering": _fields(strategy.rendering),
        "gate": {"name": gate.name, "threshold": gate.threshold, **_fields(gate, "name")},
        "budget": _fields(plan.budget),
        "on_exhausted": plan.on_exhausted,
        "critic_timeout_s": plan.critic_timeout_s,
        "redraft": VERSION,
    }
    # Through JSON and back, so that what is computed now equals what was written to a file.
    plain: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(found))
    return plain


def fingerprint_with(plan: Plan, prompts: Iterable[Prompt]) -> dict[str, Any]:
    """The fingerprint of `plan` with the options of the prompts that it is calibrated on."""
    return fingerprint(plan) | {OPTIONS: sorted({options_of(prompt) for prompt in prompts})}


def changes(before: Mapping[str, Any], now: Mapping[str, Any]) -> tuple[Change, ...]:
    """Every part in which two fingerprints differ, in the order of the first."""
    old, new = dict(_leaves(before)), dict(_leaves(now))
    parts = [*old, *(part for part in new if part not in old)]
    return tuple(
        Change(part=part, before=old.get(part), now=new.get(part)) for part in parts if old.get(part) != new.get(part)
    )


def _prompts(plan: Plan) -> dict[str, str]:
    """Digests of the texts a redraft may be asked with, in every language; critics have theirs in their version."""
    names = texts_of(Prompt.of("?"), plan.strategy.rendering, plan.model.dialect)
    return {f"{name}.{language}": load(name, language).digest for name in names for language in LANGUAGES}


def _critic(critic: Critic) -> dict[str, Any]:
    """A critic's version, which holds its prompt texts, and its fields, with the models that it asks."""
    return {"name": critic.name, "version": critic.version, "kind": critic.kind, **_fields(critic, "name", "version")}


def _fields(thing: object, *elsewhere: str) -> dict[str, Any]:
    """A part by its fields, but for those that stand beside them."""
    found: dict[str, Any] = described(thing, without=elsewhere)
    return found


def _leaves(value: object, path: str = "") -> Iterator[tuple[str, Any]]:
    """Every value that is no table, under its path; an empty table or list is a value too."""
    inside: Iterator[tuple[object, object]] | None = None
    if isinstance(value, Mapping) and value:
        inside = iter(value.items())
    elif isinstance(value, list) and value:
        inside = iter(enumerate(value))
    if inside is None:
        yield path, value
        return
    for key, one in inside:
        yield from _leaves(one, f"{path}.{key}" if path else str(key))
