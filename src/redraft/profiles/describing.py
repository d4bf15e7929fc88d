"""Anything that takes part in a correction, in plain values: two that could act otherwise should look otherwise.

What is described: plain values, tables and lists, dataclasses and other objects by their fields, functions by a hash of
their code with what it closes over, models by name, address and weights. Objects of the standard library, of compiled
packages, and what lies deeper than `DEPTH`, are described by their type alone. Secrets are left out by their names.
"""

import functools
import hashlib
import json
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import fields, is_dataclass
from pathlib import PurePath
from types import BuiltinFunctionType, CodeType, FunctionType, MethodType
from typing import Any
from urllib.parse import urlsplit, urlunsplit

DEPTH = 8
"""How many objects inside each other are described; a cycle ends here, too."""

_LONGEST = 400
"""Characters of JSON from which a value is kept as its hash: a rubric or a table is compared, not read, in a file."""

_SECRET = re.compile(
    r"(^|_)(api_?key|key|token|secret|password|passwd|credentials?|auth|authorization|bearer|cookies?|headers)$",
    re.IGNORECASE,
)
_DRAWS = "seed"


def described(value: object, *, without: Sequence[str] = (), depth: int = DEPTH) -> Any:
    """`value` in plain values that JSON can hold; the same for equal values, on any machine and in any process.

    Args:
        value: anything.
        without: names of its fields that are left out; fields called ``seed``, and secrets, always are.
        depth: how many objects inside each other are still described.
    """
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, str):
        return _short(without_credentials(value))
    if depth == 0:
        return _kind_of(type(value))
    if isinstance(value, bytes):
        return _digest(value)
    if isinstance(value, PurePath):
        return value.name  # a folder that was moved changes nothing
    if isinstance(value, Mapping):
        inside = {str(key): described(one, depth=depth - 1) for key, one in value.items() if not is_secret(key, one)}
        return _short(dict(sorted(inside.items())))
    if isinstance(value, list | tuple):
        return _short([described(one, depth=depth - 1) for one in value])
    if isinstance(value, AbstractSet):
        return _short(sorted((described(one, depth=depth - 1) for one in value), key=_json))
    if isinstance(value, type):
        return {"class": _kind_of(value), **_code_of_class(value, depth)}
    if callable(value) and (function := _function(value, depth)) is not None:
        return function
    if hasattr(value, "generate") and hasattr(value, "dialect"):
        return model(value)
    return _object(value, without, depth)


def model(asked: object) -> dict[str, Any]:
    """A model by its name, how it is asked, and what can be known of its weights, also inside wrappers."""
    names = ("name", "dialect", "window_tokens")
    return {name: getattr(asked, name, None) for name in names} | {
        "weights": _found(asked, "weights"),
        "address": _found(asked, "address"),
    }


def is_secret(name: object, value: object) -> bool:
    """Whether what a field of this name holds may be what nobody should read in a file; a function never is."""
    return isinstance(value, str | bytes | Mapping | list | tuple) and _SECRET.search(str(name)) is not None


def without_credentials(text: str) -> str:
    """An address without name, password and query; any other text as it is."""
    if re.match(r"[a-z][a-z0-9+.-]*://\S+$", text, re.IGNORECASE) is None:
        return text
    try:
        url = urlsplit(text)
    except ValueError:
        return text.partition("?")[0]
    return urlunsplit((url.scheme, url.netloc.rpartition("@")[2], url.path, "", url.fragment))


def _found(asked: object, name: str) -> str | None:
    """A text that a model, or the one inside its wrappers, has under this name."""
    inside, seen = asked, 0
    while inside is not None and seen < DEPTH:
        value = getattr(inside, name, None)
        if isinstance(value, str):
            return without_credentials(value)
        inside, seen = getattr(inside, "inner", None), seen + 1
    return None


def _object(thing: object, without: Sequence[str], depth: int) -> dict[str, Any]:
    """A thing by its fields; one of a package that is not Redraft's by its code, too."""
    kind = type(thing)
    top = kind.__module__.partition(".")[0]
    if top in sys.stdlib_module_names and top != "__main__":
        return {"is": _kind_of(kind)}
    if callable(as_list := getattr(thing, "tolist", None)):  # an array
        return {"is": _kind_of(kind), "values": described(as_list(), depth=depth - 1)}
    left_out = {*without, _DRAWS}
    own = {
        name: described(value, depth=depth - 1)
        for name, value in _fields(thing)
        if name not in left_out and not is_secret(name, value)
    }
    return {"is": _kind_of(kind), **_code_of_class(kind, depth), **own}


def _fields(thing: object) -> Iterator[tuple[str, object]]:
    if is_dataclass(thing):
        # What takes no part in comparing two of them is what they found out, not what they are.
        yield from ((field.name, getattr(thing, field.name, None)) for field in fields(thing) if field.compare)
        return
    slots = [name for kind in type(thing).__mro__ for name in _slots(kind)]
    yield from ((name, getattr(thing, name)) for name in sorted(slots) if hasattr(thing, name))
    yield from sorted(getattr(thing, "__dict__", {}).items())


def _slots(kind: type) -> Sequence[str]:
    names = kind.__dict__.get("__slots__", ())
    found = (names,) if isinstance(names, str) else tuple(names)
    return [name for name in found if not name.startswith("__")]


def _code_of_class(kind: type, depth: int) -> dict[str, str]:
    """A hash of what a class does; Redraft's own classes go by its version."""
    parts = []
    for one in kind.__mro__:
        top = one.__module__.partition(".")[0]
        if top == "redraft" or (top in sys.stdlib_module_names and top != "__main__"):
            continue
        for name, value in sorted(vars(one).items()):
            inside = getattr(value, "__func__", getattr(value, "fget", value))
            if isinstance(inside, FunctionType):
                parts.append([name, _code(inside.__code__)])
            elif not name.startswith("__") and isinstance(value, bool | int | float | str | tuple):
                parts.append([name, described(value, depth=min(depth, 2))])
    return {"code": _digest(_json(parts).encode("utf-8", "surrogatepass"))} if parts else {}


def _function(value: object, depth: int) -> dict[str, Any] | None:
    """A function by its code, its defaults and what it closes over; None for a thing that is no function."""
    if isinstance(value, functools.partial):
        given = {"arguments": list(value.args), **value.keywords}
        return {"partial": described(value.func, depth=depth - 1), "given": described(given, depth=depth - 1)}
    if isinstance(value, MethodType):
        of = described(value.__self__, depth=depth - 1)
        return {"of": of, **(_function(value.__func__, depth) or {})}
    if isinstance(value, FunctionType):
        cells = (
            {} if value.__closure__ is None else dict(zip(value.__code__.co_freevars, value.__closure__, strict=True))
        )
        kept = {name: cell.cell_contents for name, cell in cells.items() if _is_filled(cell)}
        defaults = [value.__defaults__, value.__kwdefaults__]
        return {
            "function": value.__qualname__,
            "code": _digest(_json([_code(value.__code__), described(defaults, depth=depth - 1)]).encode()),
            **({"closes_over": described(kept, depth=depth - 1)} if kept else {}),
        }
    return {"function": value.__qualname__} if isinstance(value, BuiltinFunctionType) else None


def _is_filled(cell: Any) -> bool:
    try:
        return cell.cell_contents is not cell
    except ValueError:  # a name that is not bound yet
        return False


def _code(code: CodeType) -> list[Any]:
    """What a function does, without where it stands: its instructions, constants and names."""
    constants = [_code(one) if isinstance(one, CodeType) else _constant(one) for one in code.co_consts]
    return [code.co_code.hex(), constants, list(code.co_names)]


def _constant(value: object) -> str:
    # The order of a set of texts differs between processes.
    return repr(sorted(map(repr, value))) if isinstance(value, frozenset) else repr(value)


def _kind_of(kind: type) -> str:
    return kind.__qualname__


def _short(value: Any) -> Any:
    written = value if isinstance(value, str) else _json(value)
    return value if len(written) <= _LONGEST else _digest(written.encode("utf-8", "surrogatepass"))


def _json(value: Any) -> str:
    return json.dumps(value, sort_keys=True, default=str)


def _digest(content: bytes) -> str:
    return f"sha256:{hashlib.sha256(content).hexdigest()[:16]}"
