"""Where in a JSON text a value stands."""

import json
import re
from collections.abc import Iterable

from redraft.core import Location

_DECODER = json.JSONDecoder()
_SPACE = re.compile(r"[ \t\n\r]*")


def location_of(text: str, path: Iterable[str | int]) -> Location:
    """The place of the value that a path leads to.

    Args:
        text: valid JSON.
        path: keys and indices from the root; of a key that is given twice the last one counts, as for `json.loads`.

    Raises:
        KeyError: when the path leads nowhere.
    """
    start = _after_space(text, 0)
    for step in path:
        start = _child(text, start, step)
    return Location(start=start, end=_end(text, start))


def _child(text: str, start: int, step: str | int) -> int:
    """Where the value under a key or an index of the object or list at `start` begins."""
    is_object = text[start] == "{"
    if text[start] not in "{[":
        raise KeyError(step)
    found = None
    place, index = _after_space(text, start + 1), 0
    while text[place] not in "}]":
        key: str | int = index
        if is_object:
            key, after_key = _DECODER.raw_decode(text, place)
            place = _after_space(text, _after_space(text, after_key) + 1)  # past the colon
        if key == step:
            found = place
        place = _after_space(text, _end(text, place))
        if text[place] == ",":
            place = _after_space(text, place + 1)
        index += 1
    if found is None:
        raise KeyError(step)
    return found


def _end(text: str, start: int) -> int:
    return _DECODER.raw_decode(text, start)[1]


def _after_space(text: str, place: int) -> int:
    found = _SPACE.match(text, place)
    assert found is not None  # the pattern matches the empty text
    return found.end()
