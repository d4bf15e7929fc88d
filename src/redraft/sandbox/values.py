"""Values that come out of a sandbox; the other half, `encode`, stands in the guest's own file."""

from collections import Counter
from collections.abc import Callable
from typing import Any

from redraft.sandbox.jobs import Opaque

_MAX_DEPTH = 80  # a little more than the harness sends
_MAX_EQUAL_HASHES = 100


def decode(encoded: Any) -> Any:
    """The value that `redraft.sandbox.guest.harness.encode` made ``encoded`` from.

    Args:
        encoded: what a JSON reader gave; written by a program that nobody trusts.

    Returns:
        None, bool, int, float, complex, str, bytes, lists, tuples, sets, frozensets and dicts of these, and `Opaque`
        for what is none of them. Nothing in it runs code of the program's.

    Raises:
        ValueError: when no harness made it.
    """
    return _decoded(encoded, 0)


def _decoded(encoded: Any, depth: int) -> Any:
    if encoded is None or isinstance(encoded, bool | int | str):
        return encoded
    if depth > _MAX_DEPTH:
        raise ValueError(f"a value nested deeper than {_MAX_DEPTH}; it was not made by the harness")
    if isinstance(encoded, dict) and len(encoded) == 1:
        [(tag, content)] = encoded.items()
        if isinstance(content, str) and tag in _FROM_TEXT:
            return _FROM_TEXT[tag](content)
        if isinstance(content, list) and tag in _FROM_PARTS:
            parts = [_decoded(part, depth + 1) for part in content]
            if tag in _HASHING:
                _must_be_spread(parts)
            return _FROM_PARTS[tag](parts)
        if isinstance(content, list) and tag in _FROM_LIST:
            return _FROM_LIST[tag](content, depth)
    raise ValueError(f"no encoded value: {str(encoded)[:80]!r}")


def _text(content: str) -> str:
    return bytes.fromhex(content).decode("utf-8", "surrogatepass")


def _int(content: str) -> int:
    return int(content, 16)


def _complex(content: list[Any], _: int) -> complex:
    real, imaginary = _strings(content)
    return complex(_float(real), _float(imaginary))


def _opaque(content: list[Any], _: int) -> Opaque:
    type_name, text = _strings(content)
    return Opaque(type_name=type_name, text=text)


def _dict(content: list[Any], depth: int) -> dict[Any, Any]:
    if not all(isinstance(pair, list) and len(pair) == 2 for pair in content):
        raise ValueError("a dict is encoded as a list of pairs")
    keys = [_decoded(key, depth + 1) for key, _ in content]
    _must_be_spread(keys)
    return dict(zip(keys, (_decoded(value, depth + 1) for _, value in content), strict=True))


def _must_be_spread(members: list[Any]) -> None:
    """Refuse members of a set, or keys of a dict, that cannot be hashed or whose hashes were chosen to be equal.

    A set of n of those takes n * n steps to make: a program could keep us busy for hours.
    """
    try:
        hashes = Counter(map(hash, members))
    except TypeError as error:
        raise ValueError(f"no such value: {error}") from error
    if hashes and max(hashes.values()) > _MAX_EQUAL_HASHES:
        raise ValueError(f"more than {_MAX_EQUAL_HASHES} members have the same hash")


def _float(content: str) -> float:
    try:
        return float.fromhex(content)
    except OverflowError as error:
        raise ValueError(f"no such number: {content[:80]!r}") from error


def _strings(content: list[Any]) -> tuple[str, str]:
    if len(content) == 2 and isinstance(content[0], str) and isinstance(content[1], str):
        return content[0], content[1]
    raise ValueError(f"two texts expected, got {str(content)[:80]!r}")


_FROM_TEXT: dict[str, Callable[[str], Any]] = {
    "s": _text,
    "i": _int,
    "f": _float,
    "b": bytes.fromhex,
}
_FROM_PARTS: dict[str, Callable[[list[Any]], Any]] = {"l": list, "t": tuple, "S": set, "F": frozenset}
_HASHING = ("S", "F")
_FROM_LIST: dict[str, Callable[[list[Any], int], Any]] = {"c": _complex, "o": _opaque, "d": _dict}
