"""A find, shown so that people recognise it and nobody can use it."""

import unicodedata

from redraft.critics.private_data.hits import Hit

_HIDDEN = "…"
# At least this many characters stay hidden for each one that is shown.
_HIDDEN_FOR_ONE = 3


def masked(hit: Hit) -> str | None:
    """At most a quarter of the find's characters, from both ends; None for a password or a key, of which none is shown.

    A critique goes to models, logs and records: with the find in full it would be a second leak.
    """
    if hit.kind in ("password", "private_key"):
        return None
    if hit.kind == "email":
        name, _, domain = hit.value.partition("@")
        first = _plain(name[:1]) if len(name) > _HIDDEN_FOR_ONE else ""
        ending = domain.rpartition(".")[2]
        short = (len(first) + len(ending)) * (_HIDDEN_FOR_ONE + 1) <= len(hit.value)
        return f"{first}{_HIDDEN}@{_HIDDEN}{f'.{_plain(ending)}' if short else ''}"
    return ends_of(hit.value)


def ends_of(value: str) -> str:
    """The ends of a value, two characters of each at most."""
    n = min(2, len(value) // (2 * (_HIDDEN_FOR_ONE + 1)))
    return f"{_plain(value[:n])}{_HIDDEN}{_plain(value[-n:]) if n else ''}"


def _plain(text: str) -> str:
    return "".join(c if not unicodedata.category(c).startswith("C") else "?" for c in text)
