"""The world as a program inside WebAssembly sees it: two clocks, alarms, random bytes, and one way to tell.

Nothing of wasmtime's own WASI is linked. Every function that the guest's C library could call exists, because a
component must be given all its imports, but only those below do anything; a call of any other ends the run. There is no
file, directory, socket, environment variable or process to open, since no function here opens one.
"""

import random
import time
from collections.abc import Callable
from typing import Any, Protocol

from wasmtime import Engine, WasmtimeError
from wasmtime import component as wc

_MAX_RANDOM = 65_536  # bytes asked for at once; the C library asks for 256
_MAX_ALARMS = 10_000  # that exist at once; a program has none but while it sleeps
_MAX_WAIT_S = 3600.0  # at once; the system's own waiting refuses what would take centuries


class Host(Protocol):
    """What the world needs from whoever runs the guest."""

    def report(self, event: str) -> None:
        """Take in an event of the harness's."""
        ...

    def wait(self, seconds: float) -> None:
        """Let time pass, no more than the run has left."""
        ...


class World:
    """The functions of one guest; its random bytes are the same in every run.

    Args:
        host: whom it serves.
    """

    def __init__(self, host: Host) -> None:
        self._host = host
        self._random = random.Random(0)  # noqa: S311, the same bytes in every run are the purpose
        self._alarms: dict[int, int] = {}
        self._n_alarms = 0
        self._resources: dict[str, int] = {}

    def linker(self, engine: Engine, component: wc.Component) -> wc.Linker:
        """All that `component` imports, from here."""
        own, types = self._functions(), dict[str, wc.ResourceType]()
        linker = wc.Linker(engine)
        with linker.root() as root:
            for name, item in component.type.imports(engine).items():
                if not isinstance(item.ty, wc.ComponentInstanceType):
                    root.add_func(name, own[name])
                    continue
                with root.add_instance(name) as instance:
                    interface = name.partition("@")[0]
                    for member, extern in item.ty.exports(engine).items():
                        if isinstance(extern.ty, wc.ResourceType):
                            self._resources.setdefault(member, len(self._resources) + 1)
                            kind = types.setdefault(member, wc.ResourceType.host(self._resources[member]))
                            instance.add_resource(member, kind, self._drop)
                        elif isinstance(extern.ty, wc.FuncType):
                            path = f"{interface}#{member}"
                            instance.add_func(member, own.get(path) or _absent(path))
        return linker

    def begin(self) -> None:
        """Forget the last run."""
        self._random.seed(0)
        self._alarms.clear()

    def _functions(self) -> dict[str, Callable[..., Any]]:
        return {
            "report": lambda _, event: self._host.report(event),
            "wasi:cli/exit#exit": _exit,
            "wasi:cli/environment#get-environment": lambda _: [],
            "wasi:cli/environment#get-arguments": lambda _: [],
            "wasi:filesystem/preopens#get-directories": lambda _: [],
            "wasi:clocks/wall-clock#now": _wall_clock,
            "wasi:clocks/monotonic-clock#now": lambda _: time.monotonic_ns(),
            "wasi:clocks/monotonic-clock#resolution": lambda _: 1,
            "wasi:clocks/monotonic-clock#subscribe-duration": lambda s, ns: self._alarm(s, time.monotonic_ns() + ns),
            "wasi:clocks/monotonic-clock#subscribe-instant": self._alarm,
            "wasi:io/poll#[method]pollable.block": self._block,
            "wasi:io/poll#poll": self._poll,
            "wasi:random/random#get-random-bytes": self._random_bytes,
        }

    def _alarm(self, store: Any, at_ns: int) -> Any:
        if len(self._alarms) >= _MAX_ALARMS:
            raise WasmtimeError(f"it set more than {_MAX_ALARMS} alarms at once")
        self._n_alarms = number = (self._n_alarms + 1) % 2**32
        self._alarms[number] = at_ns
        return wc.ResourceHost.own(number, self._resources["pollable"]).to_any(store)

    def _drop(self, _: Any, number: int) -> None:
        # Alarms are the only resources that the guest can come by.
        self._alarms.pop(number, None)

    def _block(self, store: Any, pollable: Any) -> None:
        self._poll(store, [pollable])

    def _poll(self, store: Any, pollables: list[Any]) -> list[int]:
        at_ns = [self._alarms[pollable.to_host(store).rep] for pollable in pollables]
        if not at_ns:
            raise WasmtimeError("it waits for nothing")
        while not (ready := [index for index, at in enumerate(at_ns) if at <= time.monotonic_ns()]):
            self._host.wait(min(_MAX_WAIT_S, (min(at_ns) - time.monotonic_ns()) / 1e9))
        return ready

    def _random_bytes(self, _: Any, n: int) -> bytes:
        if n > _MAX_RANDOM:
            raise WasmtimeError(f"it asked for {n} random bytes at once")
        return self._random.randbytes(n)


def _exit(store: Any, status: Any) -> None:
    raise WasmtimeError("it left the interpreter by force")


def _wall_clock(_: Any) -> wc.Record:
    now = wc.Record()
    seconds, nanoseconds = divmod(time.time_ns(), 10**9)
    vars(now).update(seconds=seconds, nanoseconds=nanoseconds)
    return now


def _absent(path: str) -> Callable[..., Any]:
    def end(store: Any, *_: Any) -> None:
        raise WasmtimeError(f"it called {path}, which this sandbox does not have")

    return end
