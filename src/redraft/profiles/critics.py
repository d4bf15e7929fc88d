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
from redraft.errors import MissingExtra, Misuse, SettingsError
from redraft.profiles.models import Models
from redraft.settings import (
    CriticTable,
    JudgeTable,
    PythonTable,
    RulesTable,
    SelfCheckTable,
    Settings,
    did_you_mean,
)


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
            Misuse: when something is no critic, or two have one name.
        """
        critics = tuple(self._named(one) if isinstance(one, str) else as_critic(one) for one in wanted)
        names = [critic.name for critic in critics]
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
                return self._from_table(name, table)
            if name == "self_check":
                return self._from_table(name, SelfCheckTable())
            if name.startswith("judge:"):
                return self._from_table(name, JudgeTable(model=name.removeprefix("judge:")))
            if ":" in name:
                return self._from_table(name, PythonTable(function=name))
        except (SettingsError, MissingExtra):
            raise
        except Misuse as error:
            problem = " ".join(str(error).split())
            raise self._settings.written.refused(path, f": critic {name!r} cannot be made", problem) from error
        known = (*self._settings.critics, "self_check")
        advice = f"{did_you_mean(name, known)}, judge:MODEL, module:function"
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
            case PythonTable():
                function = _imported(table.function, self._settings.written.folder)
                return FunctionCritic(function=function, name=name, version=table.version, kind=table.kind)


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
