"""Certificates of profiles: read, held against what is about to run, and put in force or called void."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from pathlib import Path
from typing import Any

import msgspec

from redraft.core import Critic, Prompt
from redraft.core.version import VERSION
from redraft.engine.plan import Plan
from redraft.engine.release import Guarantee, OnVoid
from redraft.engine.renderers import texts_of
from redraft.errors import Misuse
from redraft.prompts import LANGUAGES, load
from redraft.trust.certificate.document import SCHEMA_VERSION, CertificateFile

_DRAWN = ("seed", "name", "gate", "rendering")
"""Fields of a strategy that stand elsewhere in the fingerprint, or that only say which draws are made."""


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

    Model (and the hash of its weights, where they are in this process), prompt texts, critics, panel, strategy with its
    options, rendering, gate, budget with its rounds, what an exhausted search returns, and the version of Redraft.
    """
    strategy, gate = plan.strategy, plan.acting_gate
    of_strategy = _fields(strategy, without=_DRAWN)
    of_strategy |= {name: getattr(strategy, name) for name in ("draft_temperature", "redraft_temperature")}
    found = {
        "model": {"name": plan.model.name, "dialect": plan.model.dialect, "weights": _weights(plan.model)},
        "prompts": _prompts(plan),
        "critics": [_critic(critic) for critic in plan.critics],
        "consultants": [_critic(critic) for critic in plan.consultants],
        "panel": {"name": plan.panel.name, "version": plan.panel.version, **_fields(plan.panel)},
        "strategy": {"name": strategy.name, **of_strategy},
        "rendering": _fields(strategy.rendering),
        "gate": {"name": gate.name, "threshold": gate.threshold, **_fields(gate)},
        "budget": _fields(plan.budget),
        "on_exhausted": plan.on_exhausted,
        "critic_timeout_s": plan.critic_timeout_s,
        "redraft": VERSION,
    }
    # Through JSON and back, so that what is computed now equals what was written to a file.
    plain: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(_plain(found)))
    return plain


def changes(before: Mapping[str, Any], now: Mapping[str, Any]) -> tuple[Change, ...]:
    """Every part in which two fingerprints differ, in the order of the first."""
    old, new = dict(_leaves(before)), dict(_leaves(now))
    parts = [*old, *(part for part in new if part not in old)]
    return tuple(
        Change(part=part, before=old.get(part), now=new.get(part)) for part in parts if old.get(part) != new.get(part)
    )


def read_certificate(path: str | Path) -> CertificateFile:
    """The certificate in a file that `redraft calibrate` wrote.

    Raises:
        Misuse: when it cannot be read, is no certificate, or one of a later version.
    """
    try:
        text = Path(path).read_bytes()
    except OSError as error:
        raise Misuse(
            f"cannot read the certificate {str(path)!r}: {error.strerror}; make one with redraft calibrate"
        ) from error
    try:
        row = msgspec.json.decode(text)
        version = row.get("schema_version") if isinstance(row, dict) else None
        if isinstance(version, int) and version > SCHEMA_VERSION:
            raise Misuse(
                f"the certificate {str(path)!r} is of version {version}, this Redraft reads {SCHEMA_VERSION}; update it"
            )
        return msgspec.convert(row, CertificateFile)
    except msgspec.MsgspecError as error:
        raise Misuse(f"{str(path)!r} is no certificate: {error}; make one with redraft calibrate") from error


def guarantee_for(file: CertificateFile, plan: Plan, *, on_void: OnVoid = "keep") -> Guarantee:
    """What `file` guarantees for `plan`: its certificate, or why it is void.

    Args:
        file: the certificate.
        plan: what is about to run.
        on_void: what is returned while the certificate is void.
    """
    changed = changes(file.fingerprint, fingerprint(plan))
    void = None
    if changed:
        shown = "; ".join(str(change) for change in changed[:3])
        more = f"; and {len(changed) - 3} more" if len(changed) > 3 else ""
        void = f"the certificate of {file.created_at[:10]} is void: {shown}{more}; calibrate again"
    return Guarantee(certificate=file.certificate, void=void, on_void=on_void)


def _prompts(plan: Plan) -> dict[str, str]:
    """Digests of the texts a redraft may be asked with, in every language; critics have theirs in their version."""
    names = texts_of(Prompt.of("?"), plan.strategy.rendering, plan.model.dialect)
    return {f"{name}.{language}": load(name, language).digest for name in names for language in LANGUAGES}


def _critic(critic: Critic) -> dict[str, Any]:
    """A critic's version, which holds its prompt texts and settings, and the weights of the model that it asks."""
    asked = getattr(getattr(critic, "critic", critic), "model", None)
    return {"name": critic.name, "version": critic.version, "kind": critic.kind, "weights": _weights(asked)}


def _weights(model: object) -> str | None:
    """The hash of a local model's files, also of one inside wrappers; None where the weights are elsewhere."""
    inside = model
    while inside is not None:
        found = getattr(inside, "weights", None)
        if isinstance(found, str):
            return found
        inside = getattr(inside, "inner", None)
    return None


def _fields(thing: object, *, without: Sequence[str] = ()) -> dict[str, Any]:
    found = fields(thing) if is_dataclass(thing) else ()
    return {field.name: getattr(thing, field.name) for field in found if field.name not in without}


def _plain(value: object) -> Any:
    """A value as JSON has it; a function is its name, and a thing of any other kind its class."""
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, Mapping):
        return {str(key): _plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    if isinstance(value, set | frozenset):
        return sorted(str(one) for one in value)
    if is_dataclass(value) and not isinstance(value, type):
        return {"is": type(value).__qualname__, **{key: _plain(one) for key, one in _fields(value).items()}}
    return getattr(value, "__qualname__", type(value).__qualname__)


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
