"""The draft's side of a test that runs apart from it: does what it is asked to, and says what came of it.

Nobody imports this file: its source, behind that of `packing`, runs in the sandbox after the draft. Whatever the draft
does to it can only change what the draft says of itself.
"""

import asyncio
import itertools
import operator
import sys
from typing import Any

from redraft.critics.code.testing.packing import LISTS, SCALARS, Caught, pack, unpack

_MOST_ITEMS = 2000
_objects: list[Any] = []
_results: list[Any] = []


def _number_of(value: Any, depth: Any) -> Any:
    """An object's number, the plain value it is built upon, its class, whether ``==`` is Python's, its looks."""
    number = next((n for n, known in enumerate(_objects) if known is value), None)
    if number is None:
        number = len(_objects)
        _objects.append(value)
    base: Any = None
    kinds: tuple[Any, ...] = (int, float, complex, str, bytes)
    for plain in kinds:
        if isinstance(value, plain):
            base = (plain.__add__(value, plain()),)
    for letter, cls in LISTS.items():
        if isinstance(value, cls):
            base = ((letter, [pack(item, _number_of, depth + 1) for item in cls.__iter__(value)]),)
    if isinstance(value, dict):
        items = [[pack(k, _number_of, depth + 1), pack(v, _number_of, depth + 1)] for k, v in dict.items(value)]
        base = (("d", items),)
    cls = type(value)
    if base is None and getattr(sys.modules.get("numpy"), cls.__name__, None) is cls and getattr(value, "ndim", 1) == 0:
        base = (pack(value.tolist(), _number_of, depth + 1),)
    line = _line(value) if isinstance(value, type) and issubclass(value, BaseException) else []
    return ("o", number, list(base or ()), cls.__name__, cls.__eq__ is object.__eq__, repr(value)[:200], line)


def _items(value: Any) -> Any:
    return list(itertools.islice(iter(value), _MOST_ITEMS))


_DOES: dict[str, Any] = {
    "call": lambda function, *args, **named: function(*args, **named),
    "items": _items,
    "enter": lambda value: value.__enter__(),
    "exit": lambda value: value.__exit__(None, None, None),
    "await": asyncio.run,
    "isinstance": isinstance,
    "issubclass": issubclass,
    **{f.__name__: f for f in (getattr, setattr, len, bool, hash, repr, str, abs, int, float, next, iter, round)},
    **{
        name: getattr(operator, name)
        for name in "eq ne lt le gt ge getitem setitem delitem contains add sub mul truediv floordiv mod pow neg "
        "and_ or_ xor invert lshift rshift matmul".split()
    },
}


def answer(what: Any, args: Any, named: Any, namespace: Any) -> Any:
    """What came of one step: ``gave`` with the value and the arguments as they are now, or ``raised``."""
    value: Any = None
    answer: Any = None
    with Caught() as caught:
        values = [unpack(item, _object_of) for item in args]
        words = {name: unpack(item, _object_of) for name, item in named}
        value = namespace[values[0]] if what == "name" else _DOES[what](*values, **words)
        answer = ("gave", pack(value, _number_of), [pack(item, _number_of) for item in values])
    _results.append(value)
    return answer if caught.error is None else _raised(caught.error)


def _raised(error: Any) -> Any:
    line = _line(type(error))
    parts = [item for item in error.args if type(item) in SCALARS]
    return ("raised", line, parts if len(parts) == len(error.args) else [str(error)], _number_of(error, 0)[1])


def _line(cls: Any) -> Any:
    return [(base.__module__, base.__name__) for base in cls.__mro__]


def _object_of(packed: Any) -> Any:
    return (_objects if packed[0] == "o" else _results)[packed[1]]
