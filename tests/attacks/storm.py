"""Lets all attacks loose on one level, each followed by a run that must find nothing of it; prints what went wrong.

Run as ``python -m attacks.storm LEVEL [commands]``, in a process of its own, as whichever user: it may be hit.
"""

import asyncio
import ctypes
import json
import os
import secrets
import socket
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path

from attacks import on_files, on_kernel, on_network, on_processes
from attacks.attack import Attack
from attacks.corpus import ATTACKS
from redraft.sandbox.jobs import Command, Level, Limits, Opaque, Program, Run, Test
from redraft.sandbox.native import Bubblewrap, Landlock
from redraft.sandbox.native.places import places
from redraft.sandbox.wasm.runner import Wasm

SECRET_NAME = "REDRAFT_TEST_SECRET"
# What an attack is given; what it may not have is far above it.
LIMITS = Limits(cpu_s=0.2, wall_s=1.0, memory_mb=96, output_bytes=20_000, processes=32, files_mb=16)
# The run after it: it has time, for what is warm may have to be started anew.
AFTER = Limits(cpu_s=5.0, wall_s=20.0, memory_mb=96, files_mb=16)
N_LANES = 4
# Where each run has an interpreter of its own there is less to disturb: a run after every so many attacks.
AFTER_EVERY = {"wasm": 4, "bubblewrap": 1, "landlock": 4}
PR_SET_CHILD_SUBREAPER = 36

AFTER_CODE = """
import builtins, gc, json, math, os, random, signal, sys, threading
assert json.loads(json.dumps([1, {"a": None}])) == [1, {"a": None}]
assert not hasattr(builtins, "POISON") and "POISON" not in os.environ
assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
assert sys.getrecursionlimit() == 1000 and sys.gettrace() is None and threading.active_count() == 1
print(math.pi, sum(range(10)), sorted({3, 1, 2}), random.random() < 1, len(gc.callbacks))
"""
# Where the level has folders of its own: nothing but the working folder lies in them, and they are open.
FOLDERS_CHECK = """
temporary = os.environ["TMPDIR"]
assert os.listdir(temporary) == ["work"] and os.listdir("/dev/shm") == []
assert all(os.stat(folder).st_mode & 0o7777 == 0o1777 for folder in (temporary, "/dev/shm"))
assert sorted(name for name in os.listdir("/proc") if name.isdigit()) == sorted(["1", str(os.getpid())])
"""


@dataclass(kw_only=True)
class Report:
    """What came of it.

    Attributes:
        level: where.
        works: whether the level works there.
        detail: its version, or why not.
        uid: as whom.
        as_commands: whether they ran as commands.
        n_run: attacks that ran; the others could not, see `refused`.
        refused: attack to the reason why it could not run.
        faults: what went wrong, in words.
        wall_s: how long it took.
        ends: attack to how it ended.
    """

    level: str
    uid: int
    as_commands: bool
    works: bool = True
    detail: str = ""
    n_run: int = 0
    refused: dict[str, str] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    wall_s: float = 0.0
    ends: dict[str, str] = field(default_factory=dict)


@dataclass(kw_only=True)
class Ground:
    """What the attacks are after.

    Attributes:
        folder: its own folder; everything in it may be looked at by every user.
        secret: must never be seen.
        facts: what an attack may know.
        calls: connections and datagrams that came.
        looks: what the file system says about the file with the secret.
    """

    folder: Path
    secret: str
    facts: dict[str, object]
    calls: list[str]
    looks: tuple[object, ...]


def looks(path: Path) -> tuple[object, ...]:
    """What nobody but its owner may change about a file."""
    found = path.stat()
    names = os.listxattr(path)
    return found.st_mode, found.st_uid, found.st_gid, found.st_nlink, found.st_size, found.st_mtime, tuple(names)


@contextmanager
def ground() -> Iterator[Ground]:
    """Secrets in a file and a variable, and servers of four kinds that nobody must reach."""
    with tempfile.TemporaryDirectory(prefix="attacks-", dir=tempfile.gettempdir()) as name:
        folder = Path(name)
        folder.chmod(0o755)
        public = folder / "public"
        public.mkdir()
        public.chmod(0o777)
        secret = secrets.token_hex(16)
        (folder / "secret").write_text(secret)
        os.environ[SECRET_NAME] = secret
        calls: list[str] = []
        abstract = f"redraft-{secrets.token_hex(8)}"
        tcp, udp, unix, nameless = (
            socket.socket(),
            socket.socket(type=socket.SOCK_DGRAM),
            socket.socket(socket.AF_UNIX),
            socket.socket(socket.AF_UNIX),
        )
        tcp.bind(("127.0.0.1", 0))
        udp.bind(("127.0.0.1", 0))
        unix.bind(str(public / "socket"))
        nameless.bind("\0" + abstract)
        (public / "socket").chmod(0o777)
        for server in (tcp, unix, nameless):
            server.listen()
        for server in (tcp, udp, unix, nameless):
            threading.Thread(target=_note_calls, args=(server, calls), daemon=True).start()
        facts = {
            "SECRET_FILE": str(folder / "secret"),
            "SECRET_NAME": SECRET_NAME,
            "CHECKOUT": str(Path(__file__).resolve().parents[2]),
            "SHOWN": (sys.prefix, *places().all()),
            "HOME": os.path.expanduser("~"),
            "HOST_PID": os.getpid(),
            "TCP_PORT": tcp.getsockname()[1],
            "UDP_PORT": udp.getsockname()[1],
            "UNIX_SOCKET": str(public / "socket"),
            "ABSTRACT_SOCKET": abstract,
            "MARKER": str(public / "marker"),
        }
        yield Ground(folder=folder, secret=secret, facts=facts, calls=calls, looks=looks(folder / "secret"))


def _note_calls(server: socket.socket, calls: list[str]) -> None:
    """Note whoever comes."""
    while True:
        if server.type == socket.SOCK_DGRAM:
            calls.append(f"a datagram: {server.recv(100)!r}")
        else:
            connection, _ = server.accept()
            connection.settimeout(1)
            calls.append(f"a connection on {server.getsockname()!r}")
            connection.close()


def runner_of(level: Level) -> Bubblewrap | Landlock | Wasm:
    """A runner of one level with one worker, so that the run after an attack meets the worker that ran it."""
    if level == "bubblewrap":
        return Bubblewrap(n_at_once=1)
    return Landlock(n_at_once=1) if level == "landlock" else Wasm(n_at_once=1)


def program_of(attack: Attack, facts: dict[str, object]) -> Program:
    """The attack with what it may know in front of it, and a test whose expected value it must not find."""
    known = "; ".join(f"{name} = {value!r}" for name, value in facts.items())
    # Put together, so that the word does not stand in the code: an attack may print its own.
    prelude = f"{known}\ndef breach(what):\n    print('BRE' 'ACH', what)\n"
    return Program(code=prelude + attack.code, tests=(Test(name="after", call="1 + 1"),), packages=attack.packages)


def command_of(attack: Attack, facts: dict[str, object]) -> Command:
    """The same as a command, which may start others."""
    return Command(argv=("python", "attack.py"), files={"attack.py": program_of(attack, facts).code.encode()})


def after_program(level: Level) -> Program:
    """A program that looks for what the one before it left."""
    code = AFTER_CODE
    code += FOLDERS_CHECK if level == "bubblewrap" else ""
    code += 'assert os.listdir(".") == []\nopen("fresh", "w").write("x" * 1000)\n' if level != "wasm" else ""
    return Program(code=code, tests=(Test(name="value", call="[math.pi, sum([1, 2])]"),))


def faults_of(attack: Attack, run: Run, ground: Ground, *, as_command: bool = False) -> list[str]:
    """What an attack could do that it should not."""
    shown = repr(run)
    faults = []
    if ground.secret in shown:
        faults.append("it has the secret")
    if "BREACH" in run.stdout + run.stderr:
        faults.append(f"it got what it wanted: {run.stdout[run.stdout.find('BREACH') :][:200]!r}")
    # On a busy machine everything may be stopped for its time.
    # A command has no harness to describe how it ended: it leaves with a code, or complains too much.
    if not as_command and run.status not in (*attack.ends, "not_run", "timeout"):
        faults.append(f"it ended as {run.status!r} ({run.reason}, {run.raised}), not as one of {attack.ends}")
    if len(run.stdout) > LIMITS.output_bytes or len(run.stderr) > LIMITS.output_bytes:
        faults.append("more of its output was kept than may be")
    if run.wall_s > LIMITS.wall_s + 20:  # on a machine that is busy with all other tests
        faults.append(f"it took {run.wall_s:.1f} s")
    if looks(ground.folder / "secret") != ground.looks or (ground.folder / "secret").read_text() != ground.secret:
        faults.append("it changed the secret")
    if sorted(p.name for p in (ground.folder / "public").iterdir()) != ["socket"]:
        faults.append("it left a file outside")
    return faults


def faults_after(run: Run) -> list[str]:
    """What an attack did to the run after it."""
    value = run.outcomes[0].value if run.outcomes else None
    wanted = ("finished", "3.141592653589793 45 [1, 2, 3] True 0\n", [3.141592653589793, 3], "")
    got = (run.status, run.stdout, value if not isinstance(value, Opaque) else None, run.stderr)
    return [] if got == wanted else [f"the run after it: {run}"]


async def lane(level: Level, attacks: list[Attack], ground: Ground, report: Report) -> None:
    """One runner's share of the attacks, as programs or as commands."""
    job_of = command_of if report.as_commands else program_of
    every = AFTER_EVERY["landlock" if report.as_commands else level]
    runner = runner_of(level)
    after = after_program(level)
    try:
        for number, attack in enumerate(attacks):
            run = await runner.run(job_of(attack, ground.facts), LIMITS)
            report.ends[attack.name] = run.status
            # WebAssembly says of a module that it has not that a native level has it; the program did run.
            if run.status == "not_run" and run.raised is None:
                report.refused[attack.name] = run.reason or ""
                continue
            report.n_run += 1
            faults = faults_of(attack, run, ground, as_command=report.as_commands)
            if number % every == 0:
                faults += faults_after(await runner.run(after, AFTER))
            report.faults += [f"{attack.name}: {fault}" for fault in faults]
    finally:
        await runner.close()


async def storm(level: Level, ground: Ground, *, as_commands: bool) -> Report:
    """All attacks on one level, several lanes of them side by side."""
    report = Report(level=level, uid=os.getuid(), as_commands=as_commands)
    began = time.monotonic()
    probing = runner_of(level)
    probed = await asyncio.to_thread(probing.probe)
    await probing.close()
    report.works, report.detail = probed.works, probed.detail
    if not probed.works:
        return report
    attacks = chosen(as_commands=as_commands)
    await asyncio.gather(*(lane(level, list(attacks[n::N_LANES]), ground, report) for n in range(N_LANES)))
    report.wall_s = time.monotonic() - began
    report.faults += [f"somebody was reached: {call}" for call in ground.calls]
    return report


def chosen(*, as_commands: bool) -> tuple[Attack, ...]:
    """All attacks; as commands those on what a command has more of than a program: processes, and calls for them."""
    parts = (on_files, on_processes, on_network, on_kernel)
    return tuple(attack for part in parts for attack in part.ATTACKS) if as_commands else ATTACKS


def children() -> list[str]:
    """Processes that descend from this one, orphans too, with their names."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                name, _, rest = (entry / "stat").read_text().rpartition(")")
            except OSError:
                continue
            if int(rest.split()[1]) == os.getpid():
                found.append(f"{name}) {rest.split()[0]} {(entry / 'cmdline').read_bytes()[:300]!r}")
    return found


def main(level: Level, *, as_commands: bool = False) -> Report:
    """Storm one level, then look for what is left of it on the machine."""
    # Whatever escapes and is orphaned becomes a child of this process, where it is seen.
    ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    with ground() as prepared:
        before = set(os.listdir(tempfile.gettempdir()))
        report = asyncio.run(storm(level, prepared, as_commands=as_commands))
        report.faults += [f"still there: {child}" for child in children()]
        left = set(os.listdir(tempfile.gettempdir())) - before
        report.faults += [f"left behind: {name}" for name in left if name.startswith("redraft-")]
    return report


if __name__ == "__main__":
    words = sys.argv[1:]
    print(json.dumps(asdict(main(words[0], as_commands="commands" in words))))  # type: ignore[arg-type]  # names a level
