"""Cases that stand on both sides: what was calibrated on must not be evaluated on, or the promise is circular."""

import hashlib
import json
from collections.abc import Iterable, Sequence

from redraft.core import Prompt


def case_hash(prompt: Prompt) -> str:
    """Sixteen hexadecimal digits that two prompts share when they ask the same, whatever their ids and metadata.

    Spacing does not count: what differs only in it is the same case.
    """
    turns = []
    for message in prompt.messages:
        others = [json.dumps(dict(part.data), sort_keys=True, default=str) for part in message.parts if part.data]
        turns.append("\x1f".join([message.role, " ".join(message.text.split()), *others]))
    return hashlib.sha256("\x1e".join(turns).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def duplicates(hashes: Sequence[str]) -> tuple[tuple[int, ...], ...]:
    """The places of cases that occur more than once, together with their likes, in order of first appearance."""
    places: dict[str, list[int]] = {}
    for place, one in enumerate(hashes):
        places.setdefault(one, []).append(place)
    return tuple(tuple(found) for found in places.values() if len(found) > 1)


def overlap(hashes: Sequence[str], calibrated: Iterable[str]) -> tuple[int, ...]:
    """The places of the cases that a certificate was calibrated on, too."""
    known = frozenset(calibrated)
    return tuple(place for place, one in enumerate(hashes) if one in known)
