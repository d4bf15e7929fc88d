"""From a name to a critic: tables of settings, functions, and two short forms."""

import importlib
import json
import os
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any, cast

from redraft.core import Critic, Model
from redraft.critics import ComparingJudge, CriticFunction, FunctionCritic, Judge, Rules, SelfCheck, as_critic
from redraft.critics.panel import check_names
from redraft.errors import MissingExtra, Misuse, SettingsError
from redraft.models import ScriptedModel
from redraft.profiles.models import Models
from redraft.profiles.verified import code_critic, logic_critic, steps_critic
from redraft.settings import (
    CodeTable,
    CriticTable,
    JudgeTable,
    LogicTable,
    PythonTable,
    RulesTable,
    SelfCheckTable,
    Settings,
    StepsTable,
    did_you_mean,
)

SHORT = ("self_check", "code", "logic", "steps")
"""Critics that need no table of settings."""


class Critics:
    """Makes the critics of one plan."""

    def __init__(self, settings: Settings, models: Models, writer: Model) -> None:
        """Make critics as `settings` describe them; `writer` is who checks itself."""
        self._settings, self._models, self._writer = settings, models, writer
        self._seed = settings.in_use.seed

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
        advice = f"{did_you_mean(name, (*self._settings.critics, *SHORT))}, judge:MODEL, module:function"
        raise self._settings.written.wrong(path, name, "no such critic", advice)

    def _from_table(self, name: str, table: CriticTable) -> Critic:
        match table:
            case SelfCheckTable():
                return SelfCheck(model=self._writer, name=name, seed=self._seed, **asdict(table))
            case JudgeTable():
                model = self._models.open(table.model, ("critics", name, "model"))
                options = {key: value for key, value in asdict(table).items() if key not in ("model", "compare")}
                judge = ComparingJudge if table.compare else Judge
                return judge(model=model, name=name, seed=self._seed, **options)
            case RulesTable():
                return Rules(name=name, **{**asdict(table), "json_schema": _schema(table.json_schema)})
            case CodeTable():
                return code_critic(name, table, self._opened(table.tester, ("critics", name, "tester")))
            case LogicTable():
                return logic_critic(name, table, self._opened(table.formaliser, ("critics", name, "formaliser")))
            case StepsTable():
                return steps_critic(name, table)
            case PythonTable():
                function = _imported(table.function, self._settings.written.folder)
                return FunctionCritic(function=function, name=name, version=table.version, kind=table.kind)

    def _opened(self, model: str | None, path: tuple[str, ...]) -> Model | None:
        return None if model is None else self._models.open(model, path)


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
    writer: Model = ScriptedModel(name="nobody")
    if isinstance(settings.critics.get(name) or table_of(name), SelfCheckTable):
        writer = models.open(settings.in_use.model, ("profiles", settings.profile, "model"))
    (critic,) = Critics(settings, models, writer).make([name])
    return critic


def table_of(name: str) -> CriticTable | None:
    """The table that a short form stands for, such as ``code:tests.py`` or ``judge:MODEL``; None when it is none."""
    kind, separator, rest = name.partition(":")
    match kind:
        case "self_check" | "steps" if not separator:
            return SelfCheckTable() if kind == "self_check" else StepsTable()
        case "code":
            return CodeTable(tests=rest or None)
        case "logic":
            return LogicTable(program=rest or None)
        case "judge" if separator:
            return JudgeTable(model=rest)
    return PythonTable(function=name) if separator else None


def asked_model(table: CriticTable | None) -> str | None:
    """The model that a critic asks beside the one that writes; None when it asks none."""
    match table:
        case JudgeTable():
            return table.model
        case CodeTable():
            return table.tester
        case LogicTable():
            return table.formaliser
    return None


def _schema(schema: str | dict[str, Any] | None) -> dict[str, Any] | None:
    if not isinstance(schema, str):
        return schema
    try:
        read = json.loads(Path(schema).read_text(encoding="utf-8"))
    except OSError as error:
        raise Misuse(f"the JSON schema {schema!r} cannot be read: {error.strerror}") from error
    except ValueError as error:
        raise Misuse(f"the JSON schema {schema!r} is not JSON: {error}") from error
    if not isinstance(read, dict):
        raise Misuse(f"the JSON schema {schema!r} must be an object, got {type(read).__name__}")
    return read


def _imported(address: str, folder: str) -> CriticFunction:
    """The function at ``module:function``; modules beside redraft.toml are found too."""
    module_name, _, function_name = address.partition(":")
    sys.path.insert(0, os.path.abspath(folder))
    try:
        found = importlib.import_module(module_name)
    except ImportError as error:
        raise Misuse(f"module {module_name!r} cannot be imported: {error}") from error
    finally:
        sys.path.pop(0)
    for part in function_name.split("."):
        if not hasattr(found, part):
            raise Misuse(f"module {module_name!r} has no {function_name!r}")
        found = getattr(found, part)
    return cast("CriticFunction", found)
