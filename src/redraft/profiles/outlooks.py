"""What the adaptive strategy knows beforehand: tables of redraft.toml, and what cards of critics add to them."""

from collections.abc import Mapping, Sequence
from dataclasses import is_dataclass, replace
from types import UnionType
from typing import TYPE_CHECKING, Any, get_args, get_origin, get_type_hints

import msgspec

from redraft.core import Critic, Strategy
from redraft.engine.outlook import CriticRates
from redraft.engine.strategies import Adaptive
from redraft.errors import Misuse
from redraft.profiles.cards import reliability_of
from redraft.profiles.critics import SHORT, table_of
from redraft.settings import Settings, did_you_mean
from redraft.settings.origins import Layered

if TYPE_CHECKING:
    from redraft.trust.cards import Card


def table_from(wanted: Any, raw: object, path: tuple[str, ...], written: Layered) -> Any:
    """A dataclass of an option from a table of redraft.toml, with the tables in it.

    Raises:
        SettingsError: when it is no table, a key is unknown or missing, or a value is wrong.
    """
    if not isinstance(raw, Mapping):
        raise written.wrong(path, raw, "must be a table", f"write it as [{'.'.join(path)}]")
    types = get_type_hints(wanted)
    values = {}
    for key, value in raw.items():
        if key not in types:
            raise written.wrong((*path, key), value, "no such key", did_you_mean(key, types))
        values[key] = _value(types[key], value, (*path, key), written)
    try:
        return wanted(**values)
    except (Misuse, TypeError) as error:  # a required key that is missing is an argument that is missing
        raise written.refused(path, f": {error}", "correct that table") from error


def _value(wanted: Any, raw: object, path: tuple[str, ...], written: Layered) -> Any:
    if isinstance(wanted, UnionType):  # a table or nothing, a number or nothing
        (wanted,) = [kind for kind in get_args(wanted) if kind is not type(None)]
    if is_dataclass(wanted):
        return table_from(wanted, raw, path, written)
    if get_origin(wanted) is Mapping and isinstance(raw, Mapping):
        element = get_args(wanted)[1]
        return {name: _value(element, value, (*path, str(name)), written) for name, value in raw.items()}
    try:
        return msgspec.convert(raw, wanted)
    except msgspec.ValidationError as error:
        raise written.wrong(path, raw, str(error).replace("`", ""), "correct that value") from None


def with_threshold(strategy: Strategy, settings: Settings) -> Strategy:
    """The strategy with the profile's threshold, where it weighs verdicts itself."""
    threshold = settings.in_use.threshold
    if threshold is None or not isinstance(strategy, Adaptive):
        return strategy
    return replace(strategy, outlook=replace(strategy.outlook, threshold=threshold))


def check_rated(critics: Sequence[Critic], settings: Settings) -> None:
    """Refuse rates of a critic that does not exist: they would be ignored, and another critic's rates guessed.

    Critics that are described somewhere and take no part here may have rates, as they may have cards.

    Args:
        critics: that take part.
        settings: with the profile in use.

    Raises:
        SettingsError: when the outlook in the profile's options rates a critic that nobody knows.
    """
    outlook = settings.in_use.strategy_options.get("outlook")
    rated = outlook.get("critics") if isinstance(outlook, Mapping) else None
    known = {*(critic.name for critic in critics), *settings.critics, *SHORT}
    known |= {*settings.in_use.critics, *settings.in_use.consultants}
    for name, rates in rated.items() if isinstance(rated, Mapping) else ():
        if name not in known and table_of(name) is None:
            path = ("profiles", settings.profile, "strategy_options", "outlook", "critics", name)
            raise settings.written.wrong(path, rates, "no such critic", did_you_mean(name, known))


def informed(
    strategy: Strategy, consultants: Sequence[Critic], cards: "Mapping[str, Card]", settings: Settings
) -> Strategy:
    """The strategy with the names of the further critics, and with the cards of all whose rates were not given.

    Raises:
        SettingsError: when there are further critics and the strategy consults nobody.
    """
    if not isinstance(strategy, Adaptive):
        if consultants:
            path, names = ("profiles", settings.profile, "consultants"), [critic.name for critic in consultants]
            problem = f"strategy {strategy.name!r} consults nobody"
            raise settings.written.wrong(path, names, problem, 'leave it out, or set strategy = "adaptive"')
        return strategy
    measured = {name: _rates(card, calibrate=settings.in_use.calibrate) for name, card in cards.items()}
    given = strategy.outlook.critics
    outlook = replace(strategy.outlook, critics={**measured, **given})
    return replace(strategy, outlook=outlook, consultants=tuple(critic.name for critic in consultants))


def _rates(card: "Card", *, calibrate: bool) -> CriticRates:
    """What a card says, as the arithmetic of expected gain takes it."""
    found = reliability_of(card, calibrate=calibrate)
    return CriticRates(
        sensitivity=found.sensitivity,
        specificity=found.specificity,
        threshold=found.threshold,
        base_rate=found.base_rate,
    )
