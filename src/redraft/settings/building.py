"""From merged plain values to the tables of the schema; whatever does not fit is one clear line."""

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields, is_dataclass, replace
from functools import cache
from typing import Annotated, Any, Literal, TypeVar, get_args, get_origin, get_type_hints

import msgspec

from redraft.settings.critics import CRITICS, CriticTable
from redraft.settings.origins import Layered, Path, did_you_mean
from redraft.settings.schema import ProfileTable, Settings
from redraft.settings.sources import SOURCES, SourceTable

T = TypeVar("T")

# Tables of several types, told apart by their key `type`: the types there are, what one is called, and an example.
_TYPED: Mapping[Any, tuple[Mapping[str, type], str, str]] = {
    CriticTable: (CRITICS, "critic", "judge"),
    SourceTable: (SOURCES, "source", "files"),
}

_SECRET = re.compile(r"key|token|secret|passw|auth|credential|bearer", re.IGNORECASE)
_NO_SECRETS = 'put the key into an environment variable and write api_key_env = "NAME_OF_THE_VARIABLE"'


def build(layered: Layered) -> Settings:
    """The settings that the merged values amount to.

    Raises:
        SettingsError: at the first key that is unknown, missing or holds a wrong value.
    """
    return replace(_table(Settings, layered.values, (), layered), written=layered)


@cache
def types_of(table: Any) -> Mapping[str, Any]:
    """The type of every key that a table may have."""
    hints = get_type_hints(table, include_extras=True)
    return {f.name: hints[f.name] for f in fields(table) if f.metadata.get("is_setting", True)}


def _table(table: Callable[..., T], raw: object, path: Path, layered: Layered) -> T:
    if not isinstance(raw, Mapping):
        raise layered.wrong(path, raw, "must be a table", f"write it as [{'.'.join(path)}]")
    types = types_of(table)
    for key, value in raw.items():
        if key not in types:
            raise _unknown((*path, key), value, types, layered)
    for name in _required(table):
        if name not in raw:
            raise layered.refused((*path, name), " is missing", f"add {_example(name, types[name])}")
    return table(**{key: _value(types[key], value, (*path, key), layered) for key, value in raw.items()})


def _value(wanted: Any, raw: object, path: Path, layered: Layered) -> object:
    (kind, *_) = _alternatives(wanted)
    if isinstance(kind, type) and is_dataclass(kind):
        return _table(kind, raw, path, layered)
    if get_origin(wanted) is not Mapping:
        return _leaf(wanted, raw, path, layered)
    if not isinstance(raw, Mapping):
        raise layered.wrong(path, raw, "must be a table", f"write it as [{'.'.join(path)}]")
    element = get_args(wanted)[1]
    if element is Any:
        return {key: _free(value, (*path, key), layered) for key, value in raw.items()}
    build_one = _typed if element in _TYPED else _table
    return {name: build_one(element, value, (*path, name), layered) for name, value in raw.items()}


def _typed(element: object, raw: object, path: Path, layered: Layered) -> object:
    """A table whose key ``type`` says which it is."""
    if not isinstance(raw, Mapping):
        raise layered.wrong(path, raw, "must be a table", f"write it as [{'.'.join(path)}]")
    tables, noun, example = _TYPED[element]
    kind = raw.get("type")
    if kind is None:
        known = ", ".join(sorted(tables))
        raise layered.refused((*path, "type"), " is missing", f'add type = "{example}" (known: {known})')
    if kind not in tables:
        raise layered.wrong((*path, "type"), kind, f"no such {noun}", did_you_mean(str(kind), tables))
    return _table(tables[kind], {k: v for k, v in raw.items() if k != "type"}, path, layered)


def _leaf(wanted: Any, raw: object, path: Path, layered: Layered) -> object:
    origin, value = layered.origin_of(path), raw
    if origin.is_text and isinstance(raw, str) and get_origin(wanted) is tuple:
        value = [part.strip() for part in raw.split(",") if part.strip()]
    try:
        built = msgspec.convert(value, wanted, strict=not origin.is_text)
    except msgspec.ValidationError:
        if path[-1].endswith("_env"):  # what stands there may be the secret itself: it is not shown
            raise layered.refused(path, " must be the name of an environment variable", _NO_SECRETS) from None
        advice = f"write for example {_example(path[-1], wanted)}"
        if path == ("profile",) and isinstance(raw, Mapping):
            advice = "did you mean [profiles.NAME]?"
        raise layered.wrong(path, raw, f"must be {described(wanted)}", advice) from None
    if origin.is_text:
        return built
    if isinstance(built, str) and _is_path(wanted):
        return _in_folder(built, layered)
    if isinstance(built, tuple) and _is_path(get_args(wanted)[0]):
        return tuple(_in_folder(path, layered) for path in built)
    return built


def _is_path(wanted: Any) -> bool:
    return bool(_meta(wanted, "extra") == {"is_path": True})


def _in_folder(path: str, layered: Layered) -> str:
    """A path of redraft.toml, which starts from that file's folder; an address stays as it is."""
    return path if "://" in path else os.path.join(layered.folder, path)


def _free(value: object, path: Path, layered: Layered) -> object:
    """A value whose type the strategy knows, not the schema; text from the environment may stand for a number."""
    if not (layered.origin_of(path).is_text and isinstance(value, str)):
        return value
    try:
        return msgspec.json.decode(value)
    except msgspec.DecodeError:
        return value


def _unknown(path: Path, value: object, known: Mapping[str, Any], layered: Layered) -> Exception:
    if not isinstance(value, bool | int | float) and _SECRET.search(path[-1]):
        return layered.refused(path, ": secrets do not belong in settings", _NO_SECRETS)
    if isinstance(value, Mapping):
        return layered.refused(path, ": no such table", did_you_mean(path[-1], known))
    if len(path) == 1 and path[0] in types_of(ProfileTable):
        return layered.wrong(path, value, "no such setting here", "write it under [profiles.default]")
    return layered.wrong(path, value, "no such setting", did_you_mean(path[-1], known))


def _required(table: Any) -> list[str]:
    return [f.name for f in fields(table) if f.default is MISSING and f.default_factory is MISSING]


def _alternatives(wanted: Any) -> list[Any]:
    """A type without its None: what may be written."""
    return [t for t in get_args(wanted) if t is not type(None)] if _is_union(wanted) else [wanted]


def _is_union(wanted: Any) -> bool:
    return type(None) in get_args(wanted)


def _meta(wanted: Any, name: str) -> Any:
    metas = [m for t in _alternatives(wanted) if get_origin(t) is Annotated for m in get_args(t)[1:]]
    return next((getattr(m, name) for m in metas), None)


def described(wanted: Any) -> str:
    """A type in words: ``a whole number, 0 or more``."""
    (kind, *_) = _alternatives(wanted)
    plain = get_args(kind)[0] if get_origin(kind) is Annotated else kind
    if ":" in (_meta(wanted, "pattern") or ""):
        return "written as module:function"
    if get_origin(plain) is Literal:
        return f"one of {', '.join(map(repr, get_args(plain)))}"
    words = {int: "a whole number", float: "a number", bool: "true or false", str: "a text"}
    word = words.get(plain, "a list of texts")
    least, above, most = (_meta(wanted, name) for name in ("ge", "gt", "le"))
    if most is not None:
        return f"{word} from {least} to {most}"
    if above is not None:
        return f"{word} above {above}"
    if least is not None:
        return f"{word}, {least} or more"
    return f"{word}, not empty" if _meta(wanted, "min_length") else word


_EXAMPLES = {
    "model": '"openai/gpt-5"',
    "critics": '["self_check"]',
    "strategy": '"best_of_n"',
    "function": '"my_module:my_function"',
    "json_schema": '"answer.schema.json"',
    "url": '"records.db"',
    "threshold": "0.8",
    "margin": "0.1",
    "epsilon": "0.02",
    "delta": "0.05",
    "audit_rate": "0.05",
    "max_disagreement": "0.3",
    "price": "{ input = 1.25, output = 10.0 }",
}


def _example(key: str, wanted: Any) -> str:
    """A line that would be right."""
    (kind, *_) = _alternatives(wanted)
    plain = get_args(kind)[0] if get_origin(kind) is Annotated else kind
    if get_origin(plain) is Literal:
        return f'{key} = "{get_args(plain)[0]}"'
    by_type = {int: ("2",), float: ("30.0", "0.8"), bool: ("true",), str: ('"text"',)}
    known = (_EXAMPLES[key],) if key in _EXAMPLES else ()
    # The same key may have another range in another table: an example of it that does not fit is no help.
    tried = (*known, *by_type.get(plain, ('["text"]',)))
    value = next(one for one in tried if plain not in (int, float) or _fits(float(one), wanted))
    return f"{key} = {value}"


def _fits(number: float, wanted: Any) -> bool:
    """Whether a number lies in the range of a type."""
    least, above, most = (_meta(wanted, name) for name in ("ge", "gt", "le"))
    return (least is None or number >= least) and (above is None or number > above) and (most is None or number <= most)
