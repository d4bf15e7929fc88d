"""From a name and options to a strategy and a gate."""

from collections.abc import Mapping
from dataclasses import asdict, fields, is_dataclass, replace
from types import MappingProxyType
from typing import Any, TypeVar, get_type_hints

import msgspec

from redraft.core import Gate, Strategy
from redraft.engine.gates import Best, CheckAfterFix, Latest, Majority
from redraft.engine.strategies import STRATEGIES
from redraft.errors import Misuse
from redraft.profiles.outlooks import table_from, with_threshold
from redraft.prompts import load
from redraft.settings import Settings, did_you_mean

GATES: Mapping[str, type[CheckAfterFix | Best | Latest | Majority]] = MappingProxyType(
    {"check_after_fix": CheckAfterFix, "best": Best, "latest": Latest, "majority": Majority}
)

T = TypeVar("T")

# These have settings of their own, or none.
_NOT_OPTIONS = ("gate", "rendering", "name", "consultants")


def strategy_from(settings: Settings) -> Strategy:
    """The strategy that the profile in use describes.

    Raises:
        SettingsError: when there is none of that name, or an option is unknown or wrong.
    """
    name, written, path = settings.in_use.strategy, settings.written, ("profiles", settings.profile)
    if name not in STRATEGIES:
        raise written.wrong((*path, "strategy"), name, "no such strategy", did_you_mean(name, STRATEGIES))
    options = {}
    types = options_of(name)
    for key, value in settings.in_use.strategy_options.items():
        place = (*path, "strategy_options", key)
        if key not in types:
            raise written.wrong(place, value, f"strategy {name!r} has no such option", did_you_mean(key, types))
        if is_dataclass(types[key]):
            options[key] = table_from(types[key], value, place, written)
            continue
        try:
            options[key] = msgspec.convert(value, types[key])
        except msgspec.ValidationError as error:
            raise written.wrong(place, value, str(error).replace("`", ""), "correct that value") from None
    try:
        strategy = STRATEGIES[name](**options)
    except Misuse as error:
        raise written.refused((*path, "strategy_options"), f": {error}", "correct that value") from error
    return _rendered(with_threshold(strategy, settings), settings)


def options_of(strategy: str) -> Mapping[str, Any]:
    """The options that a strategy takes, with their types."""
    types = get_type_hints(STRATEGIES[strategy])
    return {name: types[name] for name in _field_names(STRATEGIES[strategy]) if name not in _NOT_OPTIONS}


def gate_from(settings: Settings, strategy: Strategy) -> Gate | None:
    """The gate that the profile in use describes; None for the strategy's own, untouched.

    Raises:
        SettingsError: when the gate does not take a value that is given.
    """
    in_use, written, path = settings.in_use, settings.written, ("profiles", settings.profile)
    gate: Gate = strategy.gate if in_use.gate is None else GATES[in_use.gate]()
    for name in ("threshold", "margin"):
        value = getattr(in_use, name)
        if value is None:
            continue
        if name not in _field_names(gate):
            raise written.wrong((*path, name), value, f"gate {gate.name!r} has no {name}", "leave it out")
        try:
            gate = _with(gate, {name: value})
        except Misuse as error:
            raise written.refused((*path, name), f": {error}", "correct that value") from error
    return None if gate is strategy.gate else gate


def described(strategy: Strategy) -> dict[str, Any]:
    """A strategy's options and rendering in plain values, for the record."""
    options = {name: getattr(strategy, name) for name in _field_names(strategy) if name not in _NOT_OPTIONS}
    plain = {name: value for name, value in options.items() if value is None or isinstance(value, str | int | float)}
    tables = {n: asdict(v) for n, v in options.items() if is_dataclass(v) and not isinstance(v, type)}
    return {"strategy_options": {**plain, **tables}, "rendering": asdict(strategy.rendering)}


def _field_names(value: object) -> list[str]:
    return [field.name for field in fields(value)] if is_dataclass(value) else []


def _rendered(strategy: Strategy, settings: Settings) -> Strategy:
    """The strategy with the profile's rendering over its own."""
    written, path = settings.written, ("profiles", settings.profile, "rendering")
    chosen = {key: value for key, value in asdict(settings.in_use.rendering).items() if value is not None}
    if not chosen:
        return strategy
    if "rendering" not in _field_names(strategy):
        raise written.refused(
            path, f" does not go with strategy {strategy.name!r}", "leave it out: that strategy fixes it"
        )
    for key in ("check", "ask", "preamble"):
        if key in chosen:
            try:  # now, not in the middle of a correction
                load(chosen[key], "en")
            except Misuse as error:
                raise written.wrong((*path, key), chosen[key], str(error), "name a prompt text that exists") from error
    return _with(strategy, {"rendering": replace(strategy.rendering, **chosen)})


def _with(value: T, changes: Mapping[str, object]) -> T:
    """A dataclass behind a protocol with other values in some fields."""
    assert is_dataclass(value)
    assert not isinstance(value, type)
    return replace(value, **changes)
