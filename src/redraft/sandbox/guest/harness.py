"""Runs one program and its tests inside a sandbox, and tells what happened while it happens.

This file is alone in there: it imports the standard library only, and the same text runs in every level. Its one door
is `run`::

    run(request, report)

``request`` is plain data: ``code``, ``stdin``, ``argv``, ``output_bytes`` and ``tests``, a list of ``{"code", "call",
"setup"}`` (fields of `redraft.sandbox.jobs.Test`). ``report`` is called with plain data that JSON can carry, in this
order:

* ``{"event": "output", "stream": "stdout" | "stderr", "latin1": ...}``: bytes that were written, each as the character
  of its number. What comes after ``program`` belongs to the test whose outcome comes next.
* ``{"event": "program", "status": "finished" | "raised" | "memory", "raised": RAISED | None}``: the program ended.
* ``{"event": "outcome", "index": 0, 1, ..., "status": "passed" | "failed" | "raised", "raised": RAISED | None,
  "value": VALUE, "cpu_s": ...}``: a test ended; its value is there for a ``call`` that gave one.
* ``{"event": "flood", "stream": ...}``: more than ``output_bytes`` was written. The last thing that is told.
* ``{"event": "memory"}``: whoever called `run` had to end it for want of memory. The last thing that is told.
* ``{"event": "end"}``: all tests were tried. Whatever ends without one of these three was cut off in the middle.

RAISED is ``{"kind", "message", "line"}``; VALUE is read back by `redraft.sandbox.values.decode`. After ``flood`` the
interpreter is left by force (status 120), because a program may catch everything else.

What is promised: expected values are not in the request unless a test's own code holds them, so that a program which
walks frames finds nothing to copy. What is not: a program shares the interpreter with this file and may report whatever
it likes about itself, so whoever receives events checks their form and believes no more than "this program says so".
"""

import builtins
import collections
import io
import json
import linecache
import os
import random
import sys
import time
import types
from collections.abc import Callable
from typing import Any, Self

# A program may put its own functions into `builtins`; those that are used here stay as they were.
globals()["__builtins__"] = dict(vars(builtins))

Report = Callable[[dict[str, Any]], object]

PROGRAM, TEST = "<program>", "<test>"
EXIT_FLOOD = 120

_MAX_TEXT = 500  # characters of a message or of the looks of a value: enough to read, too little to flood
_MAX_DEPTH = 64  # deeper values are shown, not sent: JSON readers recurse
_MAX_SIZE = 1_000_000  # bytes of one value, roughly; a larger one is named, not sent
_PART_SIZE = 20  # what one member of a value costs beside its content

# Given back when a block ends badly, so that a full memory can still be told about.
_reserve = [bytearray(262_144)]

_lines: dict[str, list[str]] = {}

# Bound once: a program may replace them in their modules.
_leave, _reset_limit, _reset_digits = os._exit, sys.setrecursionlimit, sys.set_int_max_str_digits
_settrace, _setprofile, _seed = sys.settrace, sys.setprofile, random.seed
_limit, _digits = sys.getrecursionlimit(), sys.get_int_max_str_digits()
_process_time, _perf_counter = time.process_time, time.perf_counter
# Read through the descriptors of `type` and `BaseException`: a class can lie about its own attributes, not about these.
_class_name = type.__dict__["__name__"].__get__
_exception_args = BaseException.__dict__["args"].__get__


def run(request: dict[str, Any], report: Report) -> None:
    """Run the program of ``request``, then its tests; everything is told to ``report`` (see the module)."""
    module = types.ModuleType("__main__")
    sys.modules["__main__"] = module
    namespace = module.__dict__
    namespace.update(__builtins__=builtins, __file__=PROGRAM)
    sys.argv = [PROGRAM, *request["argv"]]
    sys.stdin = io.TextIOWrapper(io.BytesIO(request["stdin"].encode("utf-8", "surrogatepass")), "utf-8")
    # The same draws in every run and at every level, so that a verdict does not change from one run to the next.
    _seed(0)
    streams = _Streams(request["output_bytes"], report)
    with streams, _Ending() as ending:
        # Running what nobody trusts is what this file is for; the sandbox is around it.
        exec(_compiled(request["code"], PROGRAM, "exec"), namespace)  # noqa: S102, the purpose
    full = ending.cls is MemoryError and ending.raised["message"] == ""  # the parser's own has a message
    status = "finished" if ending.well else "memory" if full else "raised"
    report({"event": "program", "status": status, "raised": None if ending.well else ending.raised})
    for index, test in enumerate(request["tests"]):
        report({"event": "outcome", "index": index, **_tried(test, namespace, streams)})
    report({"event": "end"})


def as_json(event: dict[str, Any]) -> str:
    """An event as one line of JSON, whatever a program has made of the builtins and of `json`."""
    return "".join(_to_chunks(event, 0))


def _no_json(value: object) -> None:
    raise TypeError(f"an event holds plain data only, got {type(value)}")


# The part of `json` that is written in C; what lies around it looks up builtins by their names.
_make_encoder = getattr(json.encoder, "c_make_encoder", None)
_to_chunks: Callable[..., Any] = (
    json.JSONEncoder(default=_no_json).iterencode
    if _make_encoder is None
    else _make_encoder(None, _no_json, json.encoder.encode_basestring_ascii, None, ": ", ", ", False, False, True)
)


def _tried(test: dict[str, Any], namespace: dict[str, Any], streams: "_Streams") -> dict[str, Any]:
    """What became of one test."""
    value = None
    began = _clock()
    with streams, _Ending() as ending:
        if test["setup"]:
            exec(_compiled(test["setup"], TEST, "exec"), namespace)  # noqa: S102, the purpose
        if test["call"] is None:
            exec(_compiled(test["code"], TEST, "exec"), namespace)  # noqa: S102, the purpose
        else:
            value = encode(eval(_compiled(test["call"].strip(), TEST, "eval"), namespace))  # noqa: S307, the purpose
    # An exit is no end of a test, not even a friendly one: what stood after it was not tried.
    failed = ending.cls is not None and issubclass(ending.cls, AssertionError)
    status = "passed" if ending.cls is None else "failed" if failed else "raised"
    return {"status": status, "raised": ending.raised or None, "value": value, "cpu_s": max(0.0, _clock() - began)}


def _compiled(source: str, filename: str, mode: str) -> types.CodeType:
    """Code whose lines are found by whoever prints a traceback."""
    _lines[filename] = lines = source.split("\n")  # as the compiler counts them
    linecache.cache[filename] = (len(source), None, [line + "\n" for line in lines], filename)
    code: types.CodeType = compile(source, filename, mode, dont_inherit=True)
    return code


def _clock() -> float:
    """Processor seconds where there is such a clock, else the seconds that passed."""
    try:
        return _process_time()
    except (OSError, RuntimeError):  # WebAssembly has no clock of the process
        return _perf_counter()


class _Ending:
    """How a block ended: a context that notes whatever was raised in it, exits and interrupts too.

    ``cls`` is the exact class, None when nothing was raised; ``raised`` describes it; ``well`` says that the block came
    to its end or left with exit status 0.
    """

    def __init__(self) -> None:
        self.cls: type[BaseException] | None = None
        self.raised: dict[str, Any] = {}
        self.well = True

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, cls: type[BaseException] | None, error: BaseException | None, traceback: types.TracebackType | None
    ) -> bool:
        if cls is not None:
            _reserve.clear()
        _settrace(None)
        _setprofile(None)
        _reset_limit(_limit)
        _reset_digits(_digits)
        if cls is not None:
            self.cls = cls
            self.well = cls is SystemExit and _is_success(error)
            message, line = _message(cls, error, traceback), _line(cls, error, traceback)
            self.raised = {"kind": _shortened(_class_name(cls)), "message": message, "line": line}
        return True


def _is_success(left: Any) -> bool:
    """Whether an exit has the status of a program that did well."""
    return left.code is None or (type(left.code) is int and left.code == 0)


def _message(cls: Any, error: Any, traceback: types.TracebackType | None) -> str:
    """The text of an exception; for a bare assert, which has none, its line."""
    if issubclass(cls, AssertionError) and not _exception_args(error):
        place = _last_place(traceback, (TEST, PROGRAM))
        if place is not None:
            filename, line = place
            return _shortened("".join(_lines[filename][line - 1 : line]).strip())
    return _looks(error, str)


def _line(cls: Any, error: Any, traceback: types.TracebackType | None) -> int | None:
    """The line of the program that an exception came through last; that of a syntax error is its own."""
    place = _last_place(traceback, (PROGRAM,))
    if place is None and issubclass(cls, SyntaxError) and error.filename == PROGRAM and type(error.lineno) is int:
        return error.lineno
    return None if place is None else place[1]


def _last_place(traceback: types.TracebackType | None, filenames: tuple[str, ...]) -> tuple[str, int] | None:
    """The last (file, line) in ``filenames`` that an exception came through; None if it came through none."""
    found = None
    while traceback is not None:
        filename = traceback.tb_frame.f_code.co_filename
        if type(filename) is str and filename in filenames and traceback.tb_lineno is not None:
            found = (filename, traceback.tb_lineno)
        traceback = traceback.tb_next
    return found


class _Silent:
    """A context that ends whatever is raised in it and asks it nothing: its own ``__str__`` may be what raised."""

    def __enter__(self) -> None:
        pass

    def __exit__(self, *_: object) -> bool:
        return True


def _looks(value: object, show: Callable[[object], str]) -> str:
    """``show(value)``, shortened; a ``__repr__`` or ``__str__`` of the program's own may raise or return anything."""
    text: object = None
    with _Silent():
        text = show(value)
    return _shortened(text) if isinstance(text, str) else "<it cannot be shown>"


def _shortened(text: str) -> str:
    """At most `_MAX_TEXT` characters, as an exact str."""
    cut = str.__getitem__(text, slice(_MAX_TEXT + 1))
    return cut if len(cut) <= _MAX_TEXT else cut[: _MAX_TEXT - 1] + "…"


class _Streams:
    """stdout and stderr of a program, as a context: each block has fresh ones, for the last may have been closed."""

    def __init__(self, limit: int, report: Report) -> None:
        self._sinks = [_Sink("stdout", limit, report), _Sink("stderr", limit, report)]
        self._open: list[io.TextIOWrapper] = []
        self._before = sys.stdout, sys.stderr

    def __enter__(self) -> None:
        errors = ("strict", "backslashreplace")  # as Python itself has it
        self._open = [
            io.TextIOWrapper(_Raw(sink), "utf-8", error, newline="\n", line_buffering=True)
            for sink, error in zip(self._sinks, errors, strict=True)
        ]
        self._before = sys.stdout, sys.stderr
        sys.stdout, sys.stderr = self._open

    def __exit__(self, *_: object) -> None:
        for stream, sink in zip(self._open, self._sinks, strict=True):
            with _Silent():
                stream.flush()
            sink.tell()
        sys.stdout, sys.stderr = self._before


class _Raw(io.RawIOBase):
    """The file below one text stream."""

    def __init__(self, sink: "_Sink") -> None:
        super().__init__()
        self.name = f"<{sink.name}>"
        self._sink = sink

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        data = bytes(data)
        self._sink.take(data)
        return len(data)


class _Sink:
    """What is written to one stream in a whole run: counted, told to ``report``, and the end when it is too much."""

    def __init__(self, name: str, limit: int, report: Report) -> None:
        self.name, self._limit, self._report = name, limit, report
        self._held: list[bytes] = []
        self._n_held = self._n_told = 0

    def take(self, data: bytes) -> None:
        self._held.append(data)
        self._n_held += len(data)
        if self._n_told + self._n_held > self._limit:
            self.tell()
            self._report({"event": "flood", "stream": self.name})
            _leave(EXIT_FLOOD)
        # At first at once, then in growing pieces: few calls, and a run that is cut off loses a tenth at most.
        if self._n_held * 10 > self._n_told:
            self.tell()

    def tell(self) -> None:
        """Tell what is held back, no more than may be kept."""
        if self._n_held:
            kept = b"".join(self._held)[: self._limit - self._n_told]
            self._held, self._n_held = [], 0
            self._n_told += len(kept)
            self._report({"event": "output", "stream": self.name, "latin1": kept.decode("latin-1")})


class _TooMuch(Exception):
    """A value is too large or too deep to send."""


# Classes are looked up by identity: one with a metaclass of the program's own can be equal to any other.
_MANY = {id(list): "l", id(tuple): "t", id(set): "S", id(frozenset): "F"}
# These standard classes equal a dict with the same items; what a program derives from dict itself may not.
_DICTS = {id(cls) for cls in (dict, collections.OrderedDict, collections.defaultdict, collections.Counter)}


def encode(value: object) -> Any:
    """``value`` as plain data for `redraft.sandbox.values.decode`.

    Only exact builtin classes are data: an instance of any other, also of a subclass that claims to be equal to
    everything, goes out as its looks.
    """
    try:
        return _encoded(value, 0, [_MAX_SIZE])
    except _TooMuch as error:
        return {"o": [_shortened(_class_name(type(value))), f"<{error}>"]}


def _encoded(value: Any, depth: int, left: list[int]) -> Any:
    """One value and all in it; ``left[0]`` is what may still be sent."""
    cls = id(type(value))
    _spend(left, _PART_SIZE)
    if value is None or value is True or value is False:
        return value
    if cls in _SIMPLE:
        return _SIMPLE[cls](value, left)
    if cls not in _MANY and cls not in _DICTS:
        return {"o": [_shortened(_class_name(type(value))), _looks(value, repr)]}
    if depth >= _MAX_DEPTH:
        raise _TooMuch(f"nested deeper than {_MAX_DEPTH}")
    if cls in _MANY:
        # A copy first: showing a member runs the program's code, which may change what is walked through.
        return {_MANY[cls]: [_encoded(part, depth + 1, left) for part in tuple(value)]}
    items = tuple(dict.items(value))
    return {"d": [[_encoded(key, depth + 1, left), _encoded(part, depth + 1, left)] for key, part in items]}


def _spend(left: list[int], size: int) -> None:
    left[0] -= size
    if left[0] < 0:
        raise _TooMuch(f"larger than {_MAX_SIZE} bytes")


def _encoded_int(value: int, left: list[int]) -> Any:
    _spend(left, value.bit_length() // 4)
    # JSON readers differ on large numbers, and decimal digits are limited; hexadecimal ones are not.
    return value if -(2**53) < value < 2**53 else {"i": hex(value)}


def _encoded_str(value: str, left: list[int]) -> Any:
    _spend(left, len(value))
    try:
        value.encode("utf-8")
    except UnicodeEncodeError:  # a lone surrogate, which JSON would join with its neighbour
        return {"s": value.encode("utf-8", "surrogatepass").hex()}
    return value


def _encoded_bytes(value: bytes, left: list[int]) -> Any:
    _spend(left, 2 * len(value))
    return {"b": value.hex()}


def _encoded_float(value: float, _: list[int]) -> Any:
    return {"f": value.hex()}


def _encoded_complex(value: complex, _: list[int]) -> Any:
    return {"c": [value.real.hex(), value.imag.hex()]}


_SIMPLE: dict[int, Callable[[Any, list[int]], Any]] = {
    id(int): _encoded_int,
    id(str): _encoded_str,
    id(bytes): _encoded_bytes,
    id(float): _encoded_float,
    id(complex): _encoded_complex,
}
