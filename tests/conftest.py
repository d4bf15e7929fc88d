"""What every test runs under: an empty environment, an empty working directory and no network but the loopback."""

import ipaddress
import os
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

# Examples are derived from the test itself, so that a red test is red for everyone and leaves no files behind.
settings.register_profile("redraft", derandomize=True, database=None, deadline=None)
settings.load_profile("redraft")

# What a test may still see: where programs are, how bytes become text, where the public data lies, and how many
# threads numeric libraries may start on a shared machine.
KEPT = ("PATH", "LANG", "LC_ALL", "TMPDIR", "PYTHONPATH", "REDRAFT_DATA", "OMP_NUM_THREADS")


class NetworkBlocked(RuntimeError):
    """A test tried to leave the loopback."""


def is_local(address: Any) -> bool:
    """Whether a socket address is the loopback or a local (Unix) socket."""
    if not isinstance(address, tuple):
        return True
    host = str(address[0])
    if host in ("", "localhost"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


@pytest.fixture(scope="session", autouse=True)
def _no_network() -> Iterator[None]:
    """Refuse connections and name look-ups outside the loopback, whichever library makes them."""
    connect, connect_ex, getaddrinfo = socket.socket.connect, socket.socket.connect_ex, socket.getaddrinfo

    def check(address: Any) -> None:
        if not is_local(address):
            raise NetworkBlocked(f"tests must not reach the network, got {address!r}; use a server on 127.0.0.1")

    def guarded_connect(self: socket.socket, address: Any) -> None:
        check(address)
        connect(self, address)

    def guarded_connect_ex(self: socket.socket, address: Any) -> int:
        check(address)
        return connect_ex(self, address)

    def guarded_getaddrinfo(host: Any, *args: Any, **kwargs: Any) -> Any:
        if host is not None:
            check((host.decode() if isinstance(host, bytes) else host,))
        return getaddrinfo(host, *args, **kwargs)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", guarded_connect)
        patch.setattr(socket.socket, "connect_ex", guarded_connect_ex)
        patch.setattr(socket, "getaddrinfo", guarded_getaddrinfo)
        yield


@pytest.fixture(scope="session")
def _cache(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Where what is built once (the WebAssembly sandbox takes some 15 seconds) is kept: for all tests of one run, or
    where the developer's XDG_CACHE_HOME says; what lies there is found by a key of everything it was made from."""
    return os.environ.get("XDG_CACHE_HOME") or str(tmp_path_factory.mktemp("cache"))


@pytest.fixture(autouse=True)
def _clean_surroundings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, _cache: str) -> None:
    """An environment with nothing of the developer's in it, and a working directory that is thrown away."""
    for name in set(os.environ) - set(KEPT):
        monkeypatch.delenv(name)
    home = tmp_path / "home"
    home.mkdir()
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("XDG_CACHE_HOME", _cache)
    # An unwritten byte-code cache keeps the checkout clean when tests start other Pythons.
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    work = tmp_path / "work"
    work.mkdir()
    monkeypatch.chdir(work)
