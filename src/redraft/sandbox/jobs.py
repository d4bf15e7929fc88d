"""What a sandbox is given, and what it gives back; the same for every level."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol, get_args

from redraft.errors import Misuse

Level = Literal["wasm", "bubblewrap", "landlock", "refuse"]
"""How strongly a run is confined, the strongest first; ``refuse`` runs nothing.

* ``wasm``: CPython inside WebAssembly. There is no file, network or environment to reach; the standard library only.
* ``bubblewrap``: a native process in namespaces of its own, for code that needs packages, pytest or a subprocess.
* ``landlock``: a native process behind landlock, seccomp and resource limits, where namespaces are not allowed.
"""

LEVELS: tuple[Level, ...] = get_args(Level)

Status = Literal["finished", "raised", "timeout", "memory", "output", "killed", "not_run"]
"""How a run ended.

* ``finished``: the code came to its end, or a command left with any exit code.
* ``raised``: it raised an exception that nobody caught; `Run.raised` says which.
* ``timeout``, ``memory``, ``output``: it reached that limit.
* ``killed``: it ended in another way, such as a signal or leaving the interpreter by force.
* ``not_run``: no level that is available can run it; `Run.reason` says why.
"""

OutcomeStatus = Literal["passed", "failed", "raised", "timeout", "killed", "not_run"]
"""What became of one test: ``failed`` is an assertion that does not hold, ``raised`` any other exception; ``killed`` is
any other end of the run in the middle of it, and ``not_run`` that it was never begun."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What one run may use.

    Attributes:
        cpu_s: processor seconds of one interpreter, in which a program runs with its tests.
        wall_s: seconds from start to end, also when a test ended the interpreter and the next ones need a fresh one.
        memory_mb: mebibytes of memory; of each process, and of all of them together, at the native levels.
        output_bytes: bytes of stdout and of stderr each that are kept; a run that writes more is stopped.
        processes: processes and threads that may live at once at the native levels.
        files_mb: mebibytes that its files may take together at the native levels.

    Raises:
        Misuse: when one is not above 0.
    """

    cpu_s: float = 5.0
    wall_s: float = 10.0
    memory_mb: int = 256
    output_bytes: int = 65_536
    processes: int = 64
    files_mb: int = 64

    def __post_init__(self) -> None:
        """Refuse limits that nothing can keep."""
        for name in self.__dataclass_fields__:
            if not getattr(self, name) > 0:
                raise Misuse(f"a limit must be more than 0, got {name}={getattr(self, name)!r}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Test:
    """One thing to try after a program, in its namespace.

    Either `code` or `call` is given. What a `call` gives is reported, and whoever asked compares it: what was expected
    then never enters the sandbox, so that a program can neither look it up nor pretend to be equal to it.

    Attributes:
        name: names it among the tests of a program.
        code: statements; the test passes when they raise nothing.
        call: one expression, whose value is reported.
        setup: statements run before it, imports for example.

    Raises:
        Misuse: unless exactly one of `code` and `call` is given.
    """

    __test__ = False  # not a test case of pytest's

    name: str
    code: str | None = None
    call: str | None = None
    setup: str = ""

    def __post_init__(self) -> None:
        """Refuse a test that tries nothing or two things."""
        if (self.code is None) == (self.call is None):
            raise Misuse(f"a test has `code` or a `call`, got code={self.code!r} and call={self.call!r}; give one")


@dataclass(frozen=True, slots=True, kw_only=True)
class Program:
    """Python source to run, and tests to try afterwards.

    Attributes:
        code: the source; runs as ``__main__``.
        stdin: what it reads from standard input.
        argv: its command-line arguments, without its own name.
        tests: tried in order, each after the one before it, also after one that failed.
        packages: whether it needs what is installed beside the standard library (numpy, ...); wasm has none of it.
        files: files that lie in its working folder, path to content; native levels only.
    """

    code: str
    stdin: str = ""
    argv: tuple[str, ...] = ()
    tests: tuple[Test, ...] = ()
    packages: bool = False
    files: Mapping[str, bytes] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """A command to run in a folder of its own, at a native level; pytest for example.

    Attributes:
        argv: the command and its arguments; ``python`` is the interpreter that runs Redraft, with its packages.
        files: files that lie in its working folder, path to content; what it writes is thrown away, but for `keep`.
        stdin: what it reads from standard input.
        environment: variables it sees beside ``PATH``, ``HOME``, ``LANG``, ``TMPDIR`` and those that keep numeric
            libraries to one thread; nothing is inherited.
        keep: paths of files to give back as they were at the end.
    """

    argv: tuple[str, ...]
    files: Mapping[str, bytes] = field(default_factory=dict)
    stdin: str = ""
    environment: Mapping[str, str] = field(default_factory=dict)
    keep: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Raised:
    """An exception.

    Attributes:
        kind: name of its class.
        message: its text, shortened.
        line: line of the program (from 1) in which it was raised, or through which it passed last; None if in none.
    """

    kind: str
    message: str
    line: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Opaque:
    """A value that is no plain data, so that only its looks leave the sandbox.

    Attributes:
        type_name: name of its class.
        text: its ``repr``, shortened.
    """

    type_name: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of one test.

    Attributes:
        name: name of the test.
        status: ``passed`` for a `call` that gave a value, whatever the value.
        value: what a `call` gave: plain data (None, bool, int, float, complex, str, bytes, and lists, tuples, sets,
            frozensets and dicts of them), else `Opaque`; None as well when there is none, so look at `status` first.
        raised: what was raised.
        stdout: what the test wrote, shortened.
        cpu_s: processor seconds it took, as far as the level can tell.
    """

    name: str
    status: OutcomeStatus
    value: Any = None
    raised: Raised | None = None
    stdout: str = ""
    cpu_s: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """What became of a program or a command.

    Attributes:
        level: where it ran; ``refuse`` when it did not.
        status: how the program itself ended; what became of its tests stands in `outcomes`.
        reason: for ``not_run``, ``killed`` and limits that were reached: which and how, in words; None else.
        stdout: what it wrote; at most `Limits.output_bytes`.
        stderr: what it complained; at most `Limits.output_bytes`.
        raised: what a program raised and did not catch.
        outcomes: one for each test, in order.
        exit_code: of a command; None for a program and where there is none.
        kept: the files that a command was asked to keep and that were there at the end.
        cpu_s: processor seconds in all.
        wall_s: seconds from start to end.
        memory_bytes: the most memory it held, as far as the level can tell; None where it cannot.
    """

    level: Level
    status: Status
    reason: str | None = None
    stdout: str = ""
    stderr: str = ""
    raised: Raised | None = None
    outcomes: tuple[Outcome, ...] = ()
    exit_code: int | None = None
    kept: Mapping[str, bytes] = field(default_factory=dict)
    cpu_s: float = 0.0
    wall_s: float = 0.0
    memory_bytes: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Probed:
    """Whether a level works here.

    Attributes:
        level: which.
        works: whether a run was tried and was confined; wasm is not built to find out, and then `detail` says so.
        detail: versions when it works, else what is missing and what to do about it.
    """

    level: Level
    works: bool
    detail: str


class Runner(Protocol):
    """One level, or several behind one door; runs may be asked for side by side.

    Attributes:
        level: the strongest level that it has.
    """

    @property
    def level(self) -> Level:
        """The strongest level that it has."""
        ...

    async def run(self, job: Program | Command, limits: Limits) -> Run:
        """What became of `job`; whatever it did is in the result, nothing of it is raised."""
        ...

    async def close(self) -> None:
        """End what is kept warm."""
        ...
