"""JSON as an answer: equal values, whatever their spacing and the order of their keys."""

import json
import math
import re
from dataclasses import dataclass
from typing import Any

from redraft.core import Draft
from redraft.errors import Misuse
from redraft.evals.sample import Score
from redraft.evals.samples.scorers.verdicts import told

_LONGEST_READ = 1_000_000
_FENCE = "```"
_TAG = re.compile(r"[ \t]*(?:json)?[ \t]*\r?\n", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class JsonValue:
    """Right when the answer, or its last fenced block, is JSON of the same value.

    A key that stands twice in one object makes it wrong, and so does a number too large for a float.

    Attributes:
        reference: the value, written as JSON.

    Raises:
        Misuse: when it is no such JSON.
    """

    reference: str
    name: str = "json"
    version: str = "2"

    def __post_init__(self) -> None:
        """Refuse a reference that no answer could meet."""
        try:
            _loaded(self.reference)
        except (ValueError, RecursionError) as error:
            raise Misuse(f"the reference {self.reference!r:.60} cannot be read as JSON: {error}; mend it") from error

    async def score(self, draft: Draft) -> Score:
        """See `redraft.evals.sample.Scorer`."""
        wanted = _loaded(self.reference)
        try:
            return told(any(_same(value, wanted) for value in _values(draft.text)))
        except RecursionError:  # nested deeper than any reference that was read
            return told(False)


def _values(text: str) -> list[Any]:
    if len(text) > _LONGEST_READ:
        return []
    pieces = [text]
    if text.count(_FENCE) >= 2:
        inside = text.rsplit(_FENCE, 2)[1]
        pieces.append(inside[tag.end() :] if (tag := _TAG.match(inside)) else inside)
    found = []
    for piece in pieces:
        try:
            found.append(_loaded(piece))
        except ValueError:
            continue
    return found


def _loaded(text: str) -> Any:
    return json.loads(text, parse_constant=_refused, parse_float=_finite, object_pairs_hook=_unique)


def _finite(number: str) -> float:
    value = float(number)
    if not math.isfinite(value):
        raise ValueError(f"{number} is too large a number")
    return value


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a key stands twice in one object")
    return found


def _refused(constant: str) -> float:
    raise ValueError(f"{constant} is no JSON")


def _same(one: Any, other: Any) -> bool:
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(_same(one[key], other[key]) for key in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(_same, one, other))
    return bool(one == other)
