"""Fields of a row, checked; what is wrong is said in words that `read_labelled` puts file and line before."""

from collections.abc import Mapping
from typing import Any

from redraft.errors import Misuse

Row = Mapping[str, Any]


def text_in(row: Row, name: str) -> str:
    """The text in field `name`.

    Raises:
        Misuse: when it is missing or no text.
    """
    value = _in(row, name)
    if not isinstance(value, str):
        raise Misuse(f"`{name}` must be a text, got {value!r:.60}; write it as a text")
    return value


def label_in(row: Row, name: str) -> bool:
    """The label in field `name`: true or false.

    Raises:
        Misuse: when it is missing or neither.
    """
    value = _in(row, name)
    if not isinstance(value, bool):
        raise Misuse(f"`{name}` must be true or false, got {value!r:.60}; write one of them, without quotes")
    return value


def texts_in(row: Row, name: str) -> dict[str, str]:
    """The object of names and texts in field `name`, numbers and labels as texts; an empty one where it is missing.

    Raises:
        Misuse: when it is something else.
    """
    value = row.get(name)
    if value is None:
        return {}
    if not isinstance(value, Mapping):
        raise Misuse(f"`{name}` must be an object of names and texts, got {value!r:.60}; write {{...}}")
    for key, entry in value.items():
        if not isinstance(entry, str | int | float):
            raise Misuse(f"`{name}.{key}` must be a text, got {entry!r:.60}; write it as a text")
    return {key: _as_text(entry) for key, entry in value.items()}


def _in(row: Row, name: str) -> object:
    if name not in row:
        raise Misuse(f"`{name}` is missing, the row has {', '.join(map(repr, row)) or 'nothing'}; add it")
    value: object = row[name]
    return value


def _as_text(value: str | float) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
