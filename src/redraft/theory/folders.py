"""Folders that a run may have, and what tells two configurations apart."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from redraft.errors import Misuse

_LONGEST = 60


def check_free(folder: Path) -> None:
    """Refuse to begin a run among the files of somebody else; a missing or empty folder is free.

    What a run that was killed was about to write, ``*.part``, is no file of somebody else.

    Raises:
        Misuse: when the folder holds other files.
        OSError: when it is no folder, or cannot be read.
    """
    others = sorted(path.name for path in folder.iterdir() if path.suffix != ".part") if folder.exists() else []
    if others:
        raise Misuse(f"{str(folder)!r} holds files that are not of a run ({others[0]!r}); give an empty or new folder")


def leaves(value: object, name: str = "") -> dict[str, Any]:
    """What nested plain data holds, by dotted names; a list of plain values is one leaf.

    Args:
        value: of mappings, lists and plain values.
        name: what its leaves begin with.
    """
    if isinstance(value, Mapping):
        parts = [(str(key), part) for key, part in value.items()]
    elif isinstance(value, list) and any(isinstance(part, list | dict) for part in value):
        parts = [(str(i), part) for i, part in enumerate(value)]
    else:
        return {name: value}
    return {leaf: held for key, part in parts for leaf, held in leaves(part, f"{name}.{key}" if name else key).items()}


def first_difference(there: object, wanted: object) -> tuple[str, str, str] | None:
    """The first leaf in which two pieces of plain data differ: its name and both values, each in one short line.

    None where they are the same.
    """
    one, other = leaves(there), leaves(wanted)
    for name in sorted(one.keys() | other.keys()):
        if name not in one or name not in other or one[name] != other[name]:
            return name, _short_in(one, name), _short_in(other, name)
    return None


def _short_in(held: Mapping[str, Any], name: str) -> str:
    shown = repr(held[name]) if name in held else "nothing"
    return shown if len(shown) <= _LONGEST else f"{shown[: _LONGEST - 3]}..."
