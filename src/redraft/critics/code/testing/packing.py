"""Values on their way between a test and a draft that run in different interpreters.

Nobody imports this file: its source runs in the sandbox before `stand_ins` and before `answering`. A packed value is
plain data whose shape says what it was: a scalar itself, else a tuple that begins with a letter. What is no data stays
where it lives, and goes by its number.
"""

import collections
import datetime
import decimal
import fractions
import pathlib
import types
from typing import Any, Self

SCALARS = (type(None), bool, int, float, complex, str, bytes)
# Exact types of the standard library that are rebuilt on the other side; a subclass is an object of the program's own.
_REBUILT: dict[str, tuple[Any, Any]] = {
    "date": (datetime.date, lambda v: (v.year, v.month, v.day)),
    "datetime": (
        datetime.datetime,
        lambda v: None if v.tzinfo else (v.year, v.month, v.day, v.hour, v.minute, v.second, v.microsecond),
    ),
    "timedelta": (datetime.timedelta, lambda v: (v.days, v.seconds, v.microseconds)),
    "Decimal": (decimal.Decimal, lambda v: (decimal.Decimal.__str__(v),)),
    "Fraction": (fractions.Fraction, lambda v: (v.numerator, v.denominator)),
    "range": (range, lambda v: (v.start, v.stop, v.step)),
    "PurePosixPath": (pathlib.PurePosixPath, lambda v: (str(v),)),
}
LISTS: dict[str, Any] = {"l": list, "t": tuple, "S": set, "F": frozenset, "q": collections.deque}
_DICTS = (dict, collections.OrderedDict, collections.defaultdict, collections.Counter)
_DEEPEST = 40


class Unpackable(Exception):
    """The value is nested too deeply."""


def pack(value: Any, number_of: Any, depth: Any = 0) -> Any:
    """`value` as plain data; what is none is numbered by `number_of`, whose answer is packed for it."""
    kind = type(value)
    if kind in SCALARS:
        return value
    if depth > _DEEPEST:
        raise Unpackable("nested too deeply")
    for letter, cls in LISTS.items():
        if kind is cls:
            return (letter, [pack(item, number_of, depth + 1) for item in tuple(value)])
    if kind in _DICTS:
        return ("d", [[pack(k, number_of, depth + 1), pack(v, number_of, depth + 1)] for k, v in dict.items(value)])
    for name, (cls, parts) in _REBUILT.items():
        if kind is cls and (taken := parts(value)) is not None:
            return ("x", name, [pack(part, number_of, depth + 1) for part in taken])
    return number_of(value, depth)


def unpack(packed: Any, object_of: Any) -> Any:
    """The value that was packed; a number becomes what `object_of` knows by it."""
    if type(packed) is not tuple:
        return packed
    letter = packed[0]
    if letter in LISTS:
        return LISTS[letter]([unpack(item, object_of) for item in packed[1]])
    if letter == "d":
        return {unpack(k, object_of): unpack(v, object_of) for k, v in packed[1]}
    if letter == "x":
        return _REBUILT[packed[1]][0](*[unpack(part, object_of) for part in packed[2]])
    return object_of(packed)


class Caught:
    """A context that keeps the exception that ends it; a program may raise anything, and that is an answer."""

    def __init__(self) -> None:
        """Nothing yet."""
        self.error: Any = None

    def __enter__(self) -> Self:
        """Itself."""
        return self

    def __exit__(
        self, cls: type[BaseException] | None, error: BaseException | None, traceback: types.TracebackType | None
    ) -> bool:
        """Whether it was an ordinary exception, which ends here."""
        self.error = error
        return cls is not None and issubclass(cls, Exception)
