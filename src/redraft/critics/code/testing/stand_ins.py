"""The test's side of a test that runs apart from the draft: stand-ins for what the draft defines.

Nobody imports this file: its source, behind that of `packing`, runs in the sandbox before a test, where no line of the
draft ever runs. A stand-in answers from the steps that the draft has already made. At the first step that it has not
made, the test is broken off, the draft makes that step, too, and the test begins again; see `replaying`.
"""

import operator
import sys
from typing import Any

from redraft.critics.code.testing.packing import Caught, pack, unpack


class Break(BaseException):
    """The test cannot go on: a step is missing, or two values cannot be compared."""


KNOWN: list[Any] = []  # what the draft has answered, in order
MADE: list[Any] = []  # what this run of the test has asked for
_stand_ins: dict[int, Any] = {}
UNSURE: list[Any] = []
ENDED: list[Any] = []
TOLD: list[Any] = []  # exceptions of the draft that the test met
_exceptions: dict[Any, Any] = {}
GUESSED: dict[str, int] = {}
_MOST_GUESSED = 400


def refuse(why: Any) -> Any:
    """Ends the test: what it does cannot be followed."""
    UNSURE.append(why)
    raise Break


def _number_of(value: Any, depth: Any) -> Any:
    if type(value) is Guess:
        return ("r", object.__getattribute__(value, "_place"))
    if type(value) is StandIn:
        born = object.__getattribute__(value, "_born")
        return ("o", object.__getattribute__(value, "_number")) if born is None else ("r", born)
    return refuse(f"a value of the type {type(value).__name__} cannot be handed to the code")


def _object_of(packed: Any) -> Any:
    number = packed[1]
    if packed[6]:
        return _exception(packed[6])
    if number not in _stand_ins:
        made = StandIn()
        object.__setattr__(made, "_born", None)
        for name, part in zip(("_number", "_base", "_type", "_plain_eq", "_looks"), packed[1:6], strict=True):
            object.__setattr__(made, name, part)
        _stand_ins[number] = made
    return _stand_ins[number]


def step(what: Any, *args: Any, **named: Any) -> Any:
    """What the draft answers to one step."""
    asked = (what, [pack(item, _number_of) for item in args], [[k, pack(v, _number_of)] for k, v in named.items()])
    MADE.append(asked)
    place = len(MADE) - 1
    if place >= len(KNOWN) or KNOWN[place][0] != asked:
        del KNOWN[place:]
        if len(MADE) >= len(KNOWN) + _MOST_GUESSED and GUESSED.setdefault("from", place) + _MOST_GUESSED <= place:
            raise Break
        GUESSED.setdefault("from", place)
        return Guess(place)
    answer, printed = KNOWN[place][1:]
    if answer[0] == "ended":
        ENDED.append(answer[1])
        raise Break
    sys.stdout.write(printed)
    if answer[0] == "raised":
        raise _error(answer)
    for item, after in zip(args, answer[2], strict=False):
        _put(item, after)
    value = unpack(answer[1], _object_of)
    if type(value) is StandIn and object.__getattribute__(value, "_born") is None:
        object.__setattr__(value, "_born", place)
    if type(value) is StandIn and object.__getattribute__(value, "_type") == "coroutine":
        return _awaited(value)
    return value


async def _awaited(coroutine: Any) -> Any:
    return step("await", coroutine)


def holds_objects() -> bool:
    """Whether the test has met objects of the draft that are no functions: a stand-in may lack what they have."""
    types = {object.__getattribute__(made, "_type") for made in _stand_ins.values()}
    return bool(types - {"function", "builtin_function_or_method", "method"})


def _put(item: Any, after: Any) -> Any:
    """What the draft did to an argument, done to it here."""
    now = unpack(after, _object_of)
    if type(item) is list or type(item).__name__ == "deque":
        if not _same(item, now):
            item[:] = now
    elif type(item) in (dict, set) and item != now:
        item.clear()
        item.update(now)


def _same(one: Any, two: Any) -> Any:
    return len(one) == len(two) and all(
        a is b or (type(a) is type(b) and a == b) for a, b in zip(one, two, strict=True)
    )


def _error(answer: Any) -> Any:
    """An exception like the draft's."""
    made: Any = Exception(*answer[2])
    with Caught():
        cls = _exception(answer[1])
        made = cls.__new__(cls, *answer[2])  # its `__init__` may want more than its `args`
    TOLD.append(made)
    return made


def _exception(line: Any) -> Any:
    """A class of exceptions like the draft's: Python's own, or one built upon what the draft's is built upon."""
    module, name = line[0]
    cls = getattr(sys.modules.get(module), name, None)
    if module not in ("__main__", "__mp_main__") and isinstance(cls, type) and issubclass(cls, BaseException):
        return cls
    key = (module, name)
    if key not in _exceptions:
        _exceptions[key] = type(name, (_exception(line[1:]) if line[1:] else Exception,), {})
    return _exceptions[key]


def _compared(what: Any, python: Any) -> Any:
    def compare(self: Any, other: Any) -> Any:
        mine = object.__getattribute__(self, "_base")
        if type(other) is StandIn:
            theirs = object.__getattribute__(other, "_base")
            if not (mine and theirs):
                return step(what, self, other)
            other = unpack(theirs[0], _object_of)
        if mine:
            return python(unpack(mine[0], _object_of), other)
        # Python's own `==` asks only whether it is the same object.
        if what in ("eq", "ne") and (other is None or object.__getattribute__(self, "_plain_eq")):
            return what == "ne"
        looks = object.__getattribute__(self, "_looks")
        return refuse(f"{looks} decides itself what it equals, so that it cannot be compared with {other!r:.80}")

    return compare


def _forwarded(what: Any) -> Any:
    return lambda self, *args: step(what, self, *args)


def _reflected(what: Any) -> Any:
    return lambda self, other: step(what, other, self)


class StandIn:
    """Something that lives in the draft."""

    def __call__(self, *args: Any, **named: Any) -> Any:
        """Calls it."""
        return step("call", self, *args, **named)

    def __getattr__(self, name: Any) -> Any:
        if name.startswith("__") and name not in ("__name__", "__doc__", "__class__", "__dict__"):
            raise AttributeError(name)
        return step("getattr", self, name)

    def __setattr__(self, name: Any, value: Any) -> None:
        step("setattr", self, name, value)

    def __iter__(self) -> Any:
        return iter(step("items", self))

    def __enter__(self) -> Any:
        return step("enter", self)

    def __exit__(self, cls: object, error: object, traceback: object) -> None:
        if cls is not None and error is not None and not isinstance(error, Break):
            refuse("an exception went through a context manager of the code")
        step("exit", self)

    def __instancecheck__(self, other: Any) -> Any:
        return step("isinstance", other, self) if type(other) is StandIn or _is_packable(other) else False

    def __subclasscheck__(self, other: Any) -> Any:
        return step("issubclass", other, self)


def _is_packable(value: Any) -> Any:
    return type(value) in (int, str, float, bool, list, tuple, dict, set, bytes, type(None))


for _what in "len bool hash repr str abs int float next getitem setitem delitem contains round neg invert".split():
    setattr(StandIn, f"__{_what}__", _forwarded(_what))
for _what in "add sub mul truediv floordiv mod pow and_ or_ xor lshift rshift matmul".split():
    setattr(StandIn, f"__{_what.rstrip('_')}__", _forwarded(_what))
    setattr(StandIn, f"__r{_what.rstrip('_')}__", _reflected(_what))
for _what in "eq ne lt le gt ge".split():
    setattr(StandIn, f"__{_what}__", _compared(_what, getattr(operator, _what)))


class Guess:
    """What a step will give that the draft has not made yet: whatever a test hopes for.

    It lets a test go on to its next steps, so that many are made at once. What a test does with guesses counts for
    nothing: it begins again with the answers.
    """

    def __init__(self, place: Any) -> None:
        object.__setattr__(self, "_place", place)

    def __call__(self, *args: Any, **named: Any) -> Any:
        """Calls it."""
        return step("call", self, *args, **named)

    def __getattr__(self, name: Any) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return step("getattr", self, name)

    def __setattr__(self, name: Any, value: Any) -> None:
        step("setattr", self, name, value)

    def __hash__(self) -> Any:
        raise Break

    def __instancecheck__(self, other: Any) -> Any:
        return True


for _what in "eq ne lt le gt ge".split():
    setattr(Guess, f"__{_what}__", lambda self, other: True)
for _what in "iter len str int float index neg abs round add radd sub rsub mul rmul truediv getitem contains".split():
    setattr(Guess, f"__{_what}__", lambda self, *args: _stop())


def _stop() -> Any:
    raise Break
