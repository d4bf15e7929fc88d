"""A test that runs apart from the draft, with as much of pytest as tests of an answer use.

Nobody imports this file: its source, behind those of `packing` and `stand_ins`, runs in the sandbox.
"""

import builtins
import re
import reprlib
import sys
import types
import unittest
from typing import Any

from redraft.critics.code.testing.packing import Caught
from redraft.critics.code.testing.stand_ins import (
    ENDED,
    GUESSED,
    KNOWN,
    MADE,
    TOLD,
    UNSURE,
    Break,
    Guess,
    StandIn,
    holds_objects,
    refuse,
    step,
)


class _Raises:
    """``pytest.raises``."""

    def __init__(self, expected: Any, *, match: Any = None) -> None:
        self._expected, self._match = expected, match
        self.value: Any = None
        self.type: Any = None

    def __enter__(self) -> Any:
        return self

    def __exit__(
        self, cls: type[BaseException] | None, error: BaseException | None, traceback: types.TracebackType | None
    ) -> bool:
        if cls is None:
            raise AssertionError(f"nothing was raised, {self._expected!r} was expected")
        if not issubclass(cls, self._expected):
            return False
        self.value, self.type = error, cls
        if self._match is not None and not re.search(self._match, str(error)):
            raise AssertionError(f"{str(error)!r} does not match {self._match!r}")
        return True


def _raises(expected: Any, function: Any = None, *args: Any, match: Any = None, **named: Any) -> Any:
    if function is None:
        return _Raises(expected, match=match)
    with _Raises(expected) as raised:
        function(*args, **named)
    return raised


def _fail(reason: Any = "", pytrace: Any = True) -> Any:
    raise AssertionError(reason)


def _approx(expected: Any, rel: Any = None, abs: Any = None, nan_ok: Any = False) -> Any:
    if type(expected) not in (int, float):
        refuse("pytest.approx of something else than a number")
    return _Approximately(expected, abs, rel)


class _Approximately:
    def __init__(self, expected: Any, absolute: Any, relative: Any) -> None:
        least = 1e-12 if absolute is None else absolute
        share = (0.0 if absolute is not None else 1e-6) if relative is None else relative
        self._expected, self._within = expected, max(least, share * builtins.abs(expected))

    def __eq__(self, other: object) -> bool:
        if type(other) is StandIn:
            other = float(other)
        return other == self._expected or (
            type(other) in (int, float) and builtins.abs(other - self._expected) <= self._within
        )

    def __ne__(self, other: object) -> bool:
        return not self == other

    __hash__ = None  # type: ignore[assignment]  # as Python does it for a class with `==`


class _Unmet(AssertionError):
    """A comparison that does not hold: its source and both sides."""


def _unmet(source: Any, left: Any, right: Any) -> Any:
    return _Unmet(source, _look(left), _look(right))


def _look(value: Any) -> Any:
    if type(value) is StandIn:
        return object.__getattribute__(value, "_looks")
    return reprlib.repr(value) if not _holds_stand_in(value) else f"{type(value).__name__} of objects"


def _holds_stand_in(value: Any) -> Any:
    if type(value) in (list, tuple, set, frozenset):
        return any(map(_holds_stand_in, value))
    return type(value) in (StandIn, Guess) or (type(value) is dict and any(map(_holds_stand_in, value.values())))


def run(source: Any, names: Any, known: Any) -> Any:
    """Runs a test; how it ended, what it said, and the steps that it asked for."""
    KNOWN[:] = known
    pytest: Any = types.ModuleType("pytest")
    pytest.raises, pytest.fail, pytest.approx = _raises, _fail, _approx
    sys.modules["pytest"] = pytest
    namespace = {"__name__": "redraft_test", "__builtins__": builtins, "_redraft_unmet": _unmet}
    end: Any = ("break", "")
    try:
        with Caught() as caught:
            for name in names:
                namespace[name] = step("name", name)
            # Running what nobody trusts is what this file is for; the sandbox is around it.
            exec(compile(source, "<test>", "exec", dont_inherit=True), namespace)  # noqa: S102 - the purpose
        end = _end(caught.error)
    except Break:
        pass
    if GUESSED:
        end = ("break", "")
    elif ENDED:
        end = ("ended", ENDED[0])
    elif UNSURE:
        end = ("unsure", UNSURE[0])
    return (*end, list(MADE))


def _end(error: Any) -> Any:
    if error is None or isinstance(error, unittest.SkipTest):
        return ("passed", "")
    if isinstance(error, _Unmet):
        return ("failed", error.args)
    said = ""
    with Caught():
        said = str(error)[:300]
    if isinstance(error, AssertionError):
        return ("failed", said)
    said = f"{type(error).__name__}: {said}"
    # What the draft did not raise may be the fault of a stand-in.
    own = any(error is told for told in TOLD)
    return ("raised", said) if own or not holds_objects() else ("unsure", f"the test stops with {said}")
