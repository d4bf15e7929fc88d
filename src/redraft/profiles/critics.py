"""From a name to a critic: tables of settings, functions, and short forms."""

from collections.abc import Callable, Sequence
from dataclasses import MISSING, fields
from importlib import import_module
from typing import Any

from redraft.core import Critic, Model
from redraft.critics import CriticFunction, as_critic
from redraft.critics.panel import check_names
from redraft.errors import MissingExtra, Misuse, SettingsError
from redraft.profiles.making.needs import Needs
from redraft.profiles.models import Models
from redraft.settings import CRITICS, CriticTable, Settings, did_you_mean
from redraft.settings.critics import PythonTable


def _is_whole(table: type[CriticTable]) -> bool:
    """Whether a critic needs no setting."""
    return all(one.default is not MISSING or one.default_factory is not MISSING for one in fields(table))


SHORT = tuple(kind for kind, table in CRITICS.items() if table.short is not None and _is_whole(table))
"""Critics that need no table of settings."""

_WITH_VALUE = tuple(
    f"{kind}:{table.short.upper()}" for kind, table in CRITICS.items() if table.short and not _is_whole(table)
)


class Critics:
    """Makes the critics of one plan."""

    def __init__(self, settings: Settings, models: Models, write: Callable[[], Model]) -> None:
        """Make critics as `settings` describe them; `write` gives the model that writes and may check itself."""
        self._settings, self._models, self._write = settings, models, write

    def make(self, wanted: Sequence[str | Critic | CriticFunction]) -> tuple[Critic, ...]:
        """The critics in this order.

        Raises:
            SettingsError: when a name stands for none.
            Misuse: when something is no critic, two have one name, or one has a name that is not for critics.
        """
        critics = tuple(self._named(one) if isinstance(one, str) else as_critic(one) for one in wanted)
        names = [critic.name for critic in critics]
        check_names(names)
        for name in names:
            if names.count(name) > 1:
                raise Misuse(
                    f"two critics have the name {name!r}; give each its own, so that records can tell them apart"
                )
        return critics

    def _named(self, name: str) -> Critic:
        path: tuple[str, ...] = ("profiles", self._settings.profile, "critics")
        table = self._settings.critics.get(name)
        try:
            if table is not None:
                path = ("critics", name)
                check_names([name])
                return self._from_table(name, table)
            short = table_of(name)
            if short is not None:
                return self._from_table(name, short)
        except (SettingsError, MissingExtra):
            raise
        except Misuse as error:
            problem = " ".join(str(error).split())
            raise self._settings.written.refused(path, f": critic {name!r} cannot be made", problem) from error
        lacking = _how_to_write(name)
        if lacking:
            raise self._settings.written.wrong(path, name, "no such critic by itself", lacking)
        advice = f"{did_you_mean(name, (*self._settings.critics, *SHORT))}, {', '.join(_WITH_VALUE)}, module:function"
        raise self._settings.written.wrong(path, name, "no such critic", advice)

    def _from_table(self, name: str, table: CriticTable) -> Critic:
        make: Callable[[str, CriticTable, Needs], Critic]
        make = import_module(f"redraft.profiles.making.{table.type}").make
        return make(name, table, Needs(name=name, settings=self._settings, models=self._models, write=self._write))


def critic_from(name: str, settings: Settings) -> Critic:
    """One critic by itself, as the settings describe it; the writing model is opened for a critic that is this model.

    Args:
        name: a name from ``[critics]``, or a short form such as ``steps``, ``code:tests.py`` or ``module:function``.
        settings: where tables, models and the profile in use are looked up.

    Raises:
        SettingsError: when a name stands for none, or it cannot be made as its settings say.
        MissingExtra: when it needs a package that is not installed.
    """
    models = Models(settings)
    path = ("profiles", settings.profile, "model")
    (critic,) = Critics(settings, models, lambda: models.open(settings.in_use.model, path)).make([name])
    return critic


def table_of(name: str) -> CriticTable | None:
    """The table that a short form stands for, such as ``code:tests.py`` or ``judge:MODEL``; None when it is none."""
    kind, separator, rest = name.partition(":")
    table = CRITICS.get(kind)
    if table is None or table.short is None:
        return PythonTable(function=name) if separator and table is None else None
    if separator and not rest.strip():
        return None
    values: dict[str, Any] = {}
    if separator:
        if not table.short:
            return None
        several = _holds_several(table, table.short)
        values = {table.short: tuple(part.strip() for part in rest.split(",")) if several else rest}
    return table(**values) if separator or _is_whole(table) else None


def _how_to_write(name: str) -> str:
    """How to write a type of critic that came without its value or its table; empty when `name` is something else."""
    kind, separator, _ = name.partition(":")
    table = CRITICS.get(kind)
    if table is None or (table.short == "" and separator):
        return ""
    if table.short is None:
        return f"give it a table [critics.NAME] with type = {kind!r} in redraft.toml, and say NAME"
    return f"give it a value: {kind}:{table.short.upper()}"


def asked_models(table: CriticTable | None) -> tuple[str, ...]:
    """The models that a critic asks beside the one that writes."""
    asked = () if table is None else (getattr(table, key) for key in table.asks)
    return tuple(model for model in asked if model is not None)


def _holds_several(table: type[CriticTable], key: str) -> bool:
    return any(one.name == key and str(one.type).startswith("tuple") for one in fields(table))
