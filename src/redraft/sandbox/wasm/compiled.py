"""The compiled interpreter: built once for each user, kept in the cache, and checked before it is loaded.

The file holds machine code of this machine that runs in this process, so whoever can change it can do what we can. It
therefore lies in a folder that only its owner may enter, and its name holds the hash of its content. It is keyed by
everything that it is made from; whatever does not fit is built again.
"""

import hashlib
import os
import platform
import subprocess
import sys
import tempfile
import threading
import time
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import files
from pathlib import Path

from wasmtime import Config, Engine, WasmtimeError
from wasmtime import component as wc

from redraft.errors import MissingExtra, RedraftError

_BUILD_TIMEOUT_S = 600.0
_STALE_S = 90 * 24 * 3600.0  # a file that was not used for this long is of a version that is gone
_MAX_STACK = 2**21  # the most that wasmtime allows; with less, Python's own check of its depth comes too late
_ENTRY = "import sys; from componentize_py import script; sys.exit(script())"

_building = threading.Lock()


class CannotBuild(RedraftError):
    """The interpreter cannot be built or kept here; the message says why."""


class Misfit(CannotBuild):
    """A compiled interpreter is not for this machine; it was removed, so that the next try builds a new one."""


def engine() -> Engine:
    """An engine with the settings that the interpreter is compiled for."""
    config = Config()
    config.epoch_interruption = True
    config.max_wasm_stack = _MAX_STACK
    return Engine(config)


def cache_folder() -> Path:
    """Where compiled interpreters are kept: below ``XDG_CACHE_HOME``, else below ``~/.cache``."""
    base = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    return Path(base) / "redraft" / "sandbox"


def versions() -> dict[str, str]:
    """Versions of what the interpreter is built with and run by.

    Raises:
        MissingExtra: when one of them is not installed.
    """
    try:
        return {name: version(name) for name in ("componentize-py", "wasmtime")}
    except PackageNotFoundError as error:
        raise MissingExtra(f"{error.name} is needed here; install it with: pip install 'redraft[sandbox]'") from error


def key() -> str:
    """What names the interpreter that belongs to this code, these packages and this machine."""
    parts = [*(f"{name} {number}" for name, number in versions().items()), platform.system(), platform.machine()]
    parts += [_processor(), str(_MAX_STACK)]
    hashed = hashlib.sha256("\n".join(parts).encode())
    for name, source in _sources().items():
        hashed.update(f"\n{name} {len(source)}\n".encode() + source)
    return hashed.hexdigest()[:24]


def built(folder: Path | None = None) -> Path | None:
    """The file of the compiled interpreter, unharmed and nobody else's; None when it is still to be built.

    Args:
        folder: where to look; `cache_folder` unless given.

    Raises:
        CannotBuild: when others can write where it is kept.
        MissingExtra: when a package is not installed.
    """
    folder = cache_folder() if folder is None else folder
    if not folder.is_dir():
        return None
    _must_be_private(folder)
    for path in sorted(folder.glob(f"{key()}-*.cwasm")):
        content = path.read_bytes()
        if path.stem.partition("-")[2] == _digest(content):
            os.utime(path)
            return path
        path.unlink(missing_ok=True)
    return None


def build(folder: Path | None = None) -> Path:
    """The same file, built first where needed, which takes about 15 seconds of processor time.

    Two processes that build at once each keep a file of their own, and either is as good.

    Args:
        folder: where to keep it; `cache_folder` unless given.

    Raises:
        CannotBuild: when it cannot be built or kept.
        MissingExtra: when a package is not installed.
    """
    folder = cache_folder() if folder is None else folder
    with _building:
        found = built(folder)
        if found is not None:
            return found
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            _must_be_private(folder)
            _drop_stale(folder)
            with tempfile.TemporaryDirectory(prefix="build-", dir=folder) as work:
                content = _compile(_componentize(Path(work)))
                made = Path(work) / "made"
                made.touch(mode=0o600)
                made.write_bytes(content)
                # The name appears with all its content or not at all.
                return made.replace(folder / f"{key()}-{_digest(content)}.cwasm")
        except OSError as error:
            raise CannotBuild(
                f"the sandbox's interpreter cannot be kept in {folder}: {error}; "
                "set XDG_CACHE_HOME to a folder that you can write to"
            ) from error


def load(machine: Engine, path: Path) -> wc.Component:
    """The interpreter in `path`, ready for `machine`.

    Raises:
        Misfit: when wasmtime does not take it: the file was made on another processor, say.
    """
    try:
        return wc.Component.deserialize_file(machine, str(path))
    except WasmtimeError as error:
        path.unlink(missing_ok=True)
        raise Misfit(f"{path} is not for this machine and was removed ({error}); try again") from error


def _componentize(work: Path) -> bytes:
    """The component, in portable WebAssembly."""
    for name, source in _sources().items():
        (work / name).write_bytes(source)
    command = [sys.executable, "-c", _ENTRY, "-q", "-d", "guest.wit", "-w", "guest", "componentize", "-p", "."]
    # Nothing of the user's is passed on: the same interpreter comes out in every environment.
    done = subprocess.run(  # noqa: S603, our own command
        [*command, "app", "-o", "guest.wasm"],
        cwd=work,
        env={"PATH": os.defpath, "HOME": str(work)},
        capture_output=True,
        text=True,
        timeout=_BUILD_TIMEOUT_S,
        check=False,
    )
    if done.returncode:
        raise CannotBuild(f"componentize-py left with exit code {done.returncode}: {done.stderr[-2000:].strip()}")
    return (work / "guest.wasm").read_bytes()


def _compile(component: bytes) -> bytes:
    """Machine code of a component."""
    try:
        return bytes(wc.Component(engine(), component).serialize())
    except WasmtimeError as error:
        raise CannotBuild(f"wasmtime cannot compile the interpreter: {error}") from error


def _sources() -> dict[str, bytes]:
    here, guest = files("redraft.sandbox.wasm"), files("redraft.sandbox.guest")
    return {
        "app.py": (here / "app.py").read_bytes(),
        "guest.wit": (here / "guest.wit").read_bytes(),
        "harness.py": (guest / "harness.py").read_bytes(),
    }


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:32]


def _processor() -> str:
    """What the processor can do, where the system tells; machine code is made for it."""
    try:
        told = Path("/proc/cpuinfo").read_text()
    except OSError:
        return platform.processor()
    return next((line for line in told.splitlines() if line.startswith(("flags", "Features"))), "")


def _must_be_private(folder: Path) -> None:
    """Refuse a folder that others can write to: they could put their code into this process."""
    if not hasattr(os, "getuid"):
        return  # Windows keeps a user's folders by other means
    seen = folder.stat()
    if seen.st_uid != os.getuid() or seen.st_mode & 0o022:
        raise CannotBuild(
            f"{folder} holds code that runs in this process, but it belongs to user {seen.st_uid} with mode "
            f"{seen.st_mode & 0o777:o}; it must be yours alone: chmod 700 it, or remove it"
        )


def _drop_stale(folder: Path) -> None:
    for path in folder.glob("*.cwasm"):
        if time.time() - path.stat().st_mtime > _STALE_S:
            path.unlink(missing_ok=True)
