"""Where settings come from: redraft.toml, the environment, arguments; the later one wins, key by key."""

import os
import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import is_dataclass, replace
from pathlib import Path as FilePath
from typing import Any

from redraft.errors import SettingsError
from redraft.settings.building import build, types_of
from redraft.settings.origins import Layered, Origin, Path, did_you_mean
from redraft.settings.schema import ProfileTable, Settings

CONFIG_FILE = "redraft.toml"
PREFIX = "REDRAFT_"

NOT_SETTINGS = frozenset({"REDRAFT_CONFIG", "REDRAFT_DATA"})
"""Variables with our prefix that say where files are: the configuration, and the data sets of evaluations."""

_PASSWORD = re.compile(r"://[^/@]*:[^/@]*@")


def read_settings(
    config: str | FilePath | None = None,
    *,
    profile: str | None = None,
    arguments: Mapping[str, Any] | None = None,
    shown: Callable[[Path], str] = ".".join,
    environ: Mapping[str, str] = os.environ,
) -> Settings:
    """The settings in force.

    Args:
        config: the file; by default the one that ``REDRAFT_CONFIG`` names, else ``redraft.toml`` in the working
            directory when there is one.
        profile: the profile in use; by default what environment or file say.
        arguments: values for the profile in use that win over everything else, with `budget` and the like as tables
            of their own; keys whose value is None are left out.
        shown: how messages write an argument's key, for example as a flag.
        environ: the environment.

    Raises:
        SettingsError: when the file cannot be read, or a key is unknown, missing or holds a wrong value; the message is
            one line with the place, the key, the value and what to do.
    """
    file = _file(config, environ)
    place = "defaults" if file is None else str(file)
    values = {} if file is None else _read(file)
    origins: dict[Path, Origin] = {}
    in_use = str(profile or environ.get(f"{PREFIX}PROFILE") or values.get("profile") or "default")
    declared = {"default", *_table_at(values, "profiles")}
    for name, text in sorted(environ.items()):
        if text and name.startswith(PREFIX) and name not in NOT_SETTINGS | _named_elsewhere(values):
            origin = Origin(place="environment", key=name, is_text=True)
            _put(values, _path_of(name, values, in_use), text, origin, origins)
    if profile is not None:
        _put(values, ("profile",), profile, Origin(place="arguments", key=shown(("profile",))), origins)
    folder = "" if file is None else str(file.parent)
    settings = build(Layered(values=values, origins=origins, place=place, folder=folder))
    if in_use not in declared:
        raise settings.written.wrong(("profile",), in_use, "no such profile", did_you_mean(in_use, declared))
    if settings.store.url and _PASSWORD.search(settings.store.url) and ("store", "url") not in origins:
        advice = "take it out of the file and set the variable REDRAFT_STORE__URL to the whole address"
        raise settings.written.refused(("store", "url"), " holds a password", advice)
    return with_arguments(settings, arguments or {}, shown=shown)


def with_arguments(
    settings: Settings, arguments: Mapping[str, Any], *, shown: Callable[[Path], str] = ".".join
) -> Settings:
    """The settings with values for the profile in use that win over what it says; None means that nothing is given.

    Raises:
        SettingsError: when a key is unknown or holds a wrong value.
    """
    values: dict[str, Any] = {}
    origins: dict[Path, Origin] = {}
    for path, value in _flat(arguments):
        origin = Origin(place="arguments", key=shown(path))
        _put(values, ("profiles", settings.profile, *path), value, origin, origins)
    if not values:
        return settings
    given = build(Layered(values=values, origins=origins, place="arguments")).profiles[settings.profile]
    in_use = _overlaid(settings.in_use, given, values["profiles"][settings.profile])
    written = replace(settings.written, origins={**settings.written.origins, **origins})
    return replace(settings, profiles={**settings.profiles, settings.profile: in_use}, written=written)


def _overlaid(table: Any, given: Any, keys: Mapping[str, Any]) -> Any:
    """A table with the values of `given` for these keys, table by table."""
    chosen = {key: getattr(given, key) for key in keys}
    for key, inner in keys.items():
        if isinstance(inner, Mapping) and is_dataclass(getattr(table, key)):
            chosen[key] = _overlaid(getattr(table, key), chosen[key], inner)
        elif isinstance(inner, Mapping):
            chosen[key] = {**getattr(table, key), **chosen[key]}
    return replace(table, **chosen)


def default_store_url(environ: Mapping[str, str] = os.environ) -> str:
    """Where the command line keeps records when no ``[store]`` says otherwise: a file in the user's data folder."""
    base = environ.get("XDG_DATA_HOME") or str(FilePath.home() / ".local" / "share")
    return str(FilePath(base) / "redraft" / "records.db")


def store_url(settings: Settings) -> str:
    """Where records are kept: what ``[store]`` says, else `default_store_url`."""
    return settings.store.url or default_store_url()


def _file(config: str | FilePath | None, environ: Mapping[str, str]) -> FilePath | None:
    named = config or environ.get("REDRAFT_CONFIG")
    if named:
        return FilePath(named)
    return FilePath(CONFIG_FILE) if FilePath(CONFIG_FILE).is_file() else None


def _read(file: FilePath) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8-sig"))
    except OSError as error:
        advice = "check the path, or make a new one with `redraft init`"
        raise SettingsError(f"{file}: cannot be read: {error.strerror}; {advice}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"{file}: not TOML: {error}; correct that place") from error


def _path_of(name: str, values: Mapping[str, Any], in_use: str) -> Path:
    """``REDRAFT_STORE__URL`` is ``[store] url``; without a table's name it is a key of the profile in use."""
    keys = name.removeprefix(PREFIX).lower().split("__")
    if keys[0] in types_of(ProfileTable):
        return ("profiles", in_use, *keys)
    if keys[0] not in types_of(Settings):
        known = {f"{PREFIX}{key}".upper() for key in (*types_of(ProfileTable), "profile", "config", "store__url")}
        raise SettingsError(f"environment: {name}: no such setting; {did_you_mean(name, known)}")
    if len(keys) > 1:
        # A variable's name can show neither lower case nor a hyphen: the table that has such a name is meant.
        names = {known.lower().replace("-", "_"): known for known in _table_at(values, keys[0])}
        keys[1] = names.get(keys[1], keys[1])
    return tuple(keys)


def _named_elsewhere(values: Mapping[str, Any]) -> set[str]:
    """Variables that hold the keys of endpoints; their names are free, so they may look like ours."""
    tables = [table for table in _table_at(values, "models").values() if isinstance(table, Mapping)]
    return {str(table.get("api_key_env")) for table in tables}


def _table_at(values: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    table = values.get(key)
    return table if isinstance(table, Mapping) else {}


def _flat(values: Mapping[str, Any], before: Path = ()) -> Iterator[tuple[Path, Any]]:
    """Every value that is there with its path; None means that nothing was given."""
    for key, value in values.items():
        if isinstance(value, Mapping):
            yield from _flat(value, (*before, key))
        elif value is not None:
            yield (*before, key), value


def _put(values: dict[str, Any], path: Path, value: Any, origin: Origin, origins: dict[Path, Origin]) -> None:
    """Write a value into the tables, over what was there, and remember where it came from."""
    *tables, key = path
    for table in tables:
        inner = values.get(table)
        if not isinstance(inner, dict):
            inner = values[table] = {}
        values = inner
    values[key] = value
    origins[path] = origin
