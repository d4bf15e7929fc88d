"""All that a program inside WebAssembly can reach; whoever makes it more has to say so here."""

import pytest

pytest.importorskip("wasmtime", reason="wasmtime is not installed here; pip install 'redraft[sandbox]'")

from redraft.sandbox.wasm.world import World


class Silent:
    """A host that is told nothing."""

    def report(self, event: str) -> None:
        raise AssertionError(event)

    def wait(self, seconds: float) -> None:
        raise AssertionError(seconds)


def test_the_world_has_these_functions_and_no_more() -> None:
    assert sorted(World(Silent())._functions()) == [
        "report",
        "wasi:cli/environment#get-arguments",
        "wasi:cli/environment#get-environment",
        "wasi:cli/exit#exit",
        "wasi:clocks/monotonic-clock#now",
        "wasi:clocks/monotonic-clock#resolution",
        "wasi:clocks/monotonic-clock#subscribe-duration",
        "wasi:clocks/monotonic-clock#subscribe-instant",
        "wasi:clocks/wall-clock#now",
        "wasi:filesystem/preopens#get-directories",
        "wasi:io/poll#[method]pollable.block",
        "wasi:io/poll#poll",
        "wasi:random/random#get-random-bytes",
    ]


@pytest.mark.parametrize(
    "function",
    [
        "wasi:cli/environment#get-arguments",
        "wasi:cli/environment#get-environment",
        "wasi:filesystem/preopens#get-directories",
    ],
)
def test_there_are_no_arguments_variables_and_folders(function: str) -> None:
    assert World(Silent())._functions()[function](None) == []


def test_random_bytes_are_the_same_in_every_run() -> None:
    world = World(Silent())
    draw = world._functions()["wasi:random/random#get-random-bytes"]
    first = draw(None, 16)
    world.begin()
    assert draw(None, 16) == first != draw(None, 16)
