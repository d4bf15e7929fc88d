"""Values that come out of the sandbox: comparing them as Python would, and showing them."""

import re
import reprlib
from typing import Any

from redraft.sandbox.jobs import Opaque

MARK = "redraft: no plain value"
"""First item of the tuple that stands for a value inside another that is no plain data; see `PLAIN`."""

_SHOWN_CHARACTERS = 160
# Where an object lies differs from run to run and tells nobody anything.
_ADDRESS = re.compile(r" at 0x[0-9a-f]+")

PLAIN = f'''
def _redraft_plain(value, depth=0):
    """Plain data with the same contents: what could claim to equal anything is taken apart, or only described."""
    import collections, decimal, fractions, types
    kind = type(value)
    if value is None or kind in (bool, int, float, complex, str, bytes):
        return value
    for plain in (int, float, complex, str, bytes):
        if isinstance(value, plain):
            return plain.__add__(value, plain())
    if depth < 40:
        down = depth + 1
        if isinstance(value, (list, collections.deque)):
            items = [_redraft_plain(item, down) for item in value]
            return items if isinstance(value, list) else ({MARK!r}, "deque", repr(items)[:200])
        if isinstance(value, tuple):
            return tuple([_redraft_plain(item, down) for item in value])
        if isinstance(value, (set, frozenset, type({{}}.keys()))):
            made = [_redraft_plain(item, down) for item in value]
            return frozenset(made) if isinstance(value, frozenset) else set(made)
        if isinstance(value, (dict, types.MappingProxyType)):
            return {{_redraft_plain(k, down): _redraft_plain(v, down) for k, v in value.items()}}
        if isinstance(value, (decimal.Decimal, fractions.Fraction)):
            return int(value) if value == int(value) else float(value)
        if kind.__module__ == "numpy" and hasattr(value, "tolist") and getattr(value, "ndim", 1) == 0:
            return value.tolist()
    return ({MARK!r}, kind.__name__, repr(value)[:200])
'''
"""Source of ``_redraft_plain``, which runs in the sandbox and gives a copy of a value. Subclasses of plain types (a
named tuple, a number of a class of its own) come out as what they are built upon; anything else cannot be compared here
and equals nothing."""


def same(got: Any, wanted: Any) -> bool:
    """Whether two plain values are equal, as Python's ``==`` says; NaN inside equals NaN inside, as in a list there."""
    if is_opaque(got) or is_opaque(wanted):
        return False
    return bool(got == wanted)


def is_opaque(value: Any) -> bool:
    """Whether only the looks of a value left the sandbox."""
    return isinstance(value, Opaque) or (
        isinstance(value, tuple) and len(value) == 3 and isinstance(value[0], str) and value[0] == MARK
    )


def holds_opaque(value: Any) -> bool:
    """Whether it, or anything in it, is opaque."""
    if isinstance(value, dict):
        return any(holds_opaque(part) for item in value.items() for part in item)
    if isinstance(value, list | tuple | set | frozenset) and not is_opaque(value):
        return any(map(holds_opaque, value))
    return is_opaque(value)


def truth(value: Any) -> bool:
    """Whether a value counts as true; one that is no plain data does."""
    return True if is_opaque(value) else bool(value)


def without_address(text: str) -> str:
    """`text` without the places of objects in memory."""
    return _ADDRESS.sub("", text)


class _Short(reprlib.Repr):
    def __init__(self) -> None:
        super().__init__()
        self.maxlist = self.maxtuple = self.maxset = self.maxfrozenset = self.maxdict = 20
        self.maxstring = self.maxother = self.maxlong = 100
        self.maxlevel = 6

    def repr_Opaque(self, value: Opaque, level: int) -> str:  # noqa: N802 - reprlib looks for the name of the class
        return f"{_ADDRESS.sub('', value.text)} ({value.type_name})"

    def repr_tuple(self, value: tuple[Any, ...], level: int) -> str:
        if is_opaque(value):
            return self.repr_Opaque(Opaque(type_name=value[1], text=value[2]), level)
        return super().repr_tuple(value, level)


_short = _Short()


def shown_value(value: Any) -> str:
    """`value` as code, cut to what a message can show."""
    try:
        text = _short.repr(value)
    except ValueError:  # an integer with more digits than Python prints
        digits = int(value.bit_length() * 0.30103) + 1 if isinstance(value, int) else 0
        text = f"an integer of about {digits} digits" if digits else f"{type(value).__name__} of huge integers"
    return shortened(text)


def shortened(text: str, limit: int = _SHOWN_CHARACTERS) -> str:
    """`text` on one line, cut to what a message can show."""
    line = " ".join(text.split()) if "\n" in text else text
    return line if len(line) <= limit else f"{line[: limit - 1]}…"


def as_source(value: Any) -> str:
    """A plain value as an expression that gives it again.

    Raises:
        ValueError: when it holds something that is no plain data.
    """
    if value is None or type(value) in (bool, int, str, bytes):
        return repr(value)
    if type(value) in (float, complex):
        text = repr(value)
        return f"float({text!r})" if type(value) is float and ("n" in text) else text
    if type(value) in (list, tuple):
        items = ", ".join(map(as_source, value))
        return f"[{items}]" if type(value) is list else f"({items},)" if value else "()"
    if type(value) in (set, frozenset):
        # Sorted by their source: the order in a set differs from one process to the next.
        return f"{type(value).__name__}([{', '.join(sorted(map(as_source, value)))}])"
    if type(value) is dict:
        return "{" + ", ".join(f"{as_source(key)}: {as_source(item)}" for key, item in value.items()) + "}"
    raise ValueError(f"{type(value).__name__} is no plain data")
