"""The test command: words, never a shell, and what is added to hear of every test."""

import re
import secrets
import shlex
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from redraft.errors import Misuse
from redraft.sandbox.jobs import Command

_SHELL = re.compile(r"[|&;<>]+|\$\(.*|`.*")
_ASSIGNMENT = re.compile(r"([A-Za-z_]\w*)=(.*)", re.DOTALL)
_PYTHON = re.compile(r"python(3(\.\d+)?)?")
_PYTEST = ("pytest", "py.test")


@dataclass(frozen=True, slots=True, kw_only=True)
class SuiteCommand:
    """The command that runs the tests.

    Attributes:
        text: as it was written.
        argv: its words; ``python`` is the interpreter that runs Redraft.
        environment: variables that were set in front of it.
        is_pytest: whether it is pytest, which can say what became of each test.
        is_unittest: whether it is the standard library's unittest, which says how many tests there were.
    """

    text: str
    argv: tuple[str, ...]
    environment: Mapping[str, str] = field(default_factory=dict)
    is_pytest: bool = False
    is_unittest: bool = False

    @classmethod
    def of(cls, text: str) -> "SuiteCommand":
        """The command that is written as ``pytest -q``, ``python -m unittest`` or ``LEVEL=2 make check``.

        Raises:
            Misuse: when it is empty, has an open quotation, or needs a shell.
        """
        try:
            words = shlex.split(text)
        except ValueError as error:
            raise Misuse(f"the test command {text!r} cannot be read: {error}; close the quotation") from None
        environment = {}
        while words and (assigned := _ASSIGNMENT.fullmatch(words[0])):
            environment[assigned[1]] = assigned[2]
            words = words[1:]
        if not words:
            raise Misuse(f"the test command is empty, got {text!r}; write one such as 'pytest -q'")
        if shell := next((word for word in words if _SHELL.fullmatch(word)), None):
            raise Misuse(
                f"the test command {text!r} is run without a shell, which {shell!r} needs; write sh -c '...' around it"
            )
        argv = _with_our_python(words)
        return cls(
            text=text,
            argv=argv,
            environment=environment,
            is_pytest=argv[:3] == ("python", "-m", "pytest"),
            is_unittest=argv[:3] == ("python", "-m", "unittest"),
        )

    def job(self, files: Mapping[str, bytes]) -> Command:
        """The command over these files; pytest's report, and the suite in it, get a name that no file has guessed."""
        environment = dict(self.environment)
        if "PYTHONPATH" not in environment and any(path.startswith("src/") for path in files):
            # A project installed in editable form would else be imported from its folder, without the patch.
            environment["PYTHONPATH"] = "src"
        if not self.is_pytest:
            return Command(argv=self.argv, files=files, environment=environment)
        # xunit1 is the form that names the file of each test. What stands behind "--" are paths.
        at = self.argv.index("--") if "--" in self.argv else len(self.argv)
        name = secrets.token_hex(8)
        options = (f"--junitxml={name}", "-o", "junit_family=xunit1", "-o", f"junit_suite_name={name}")
        argv = (*self.argv[:at], *options, *self.argv[at:])
        return Command(argv=argv, files=files, environment=environment, keep=(name,))


def _with_our_python(words: list[str]) -> tuple[str, ...]:
    """The words with any name of Python or pytest as the interpreter that the sandbox knows."""
    name = PurePosixPath(words[0]).name
    if name in _PYTEST:
        return ("python", "-m", "pytest", *words[1:])
    if _PYTHON.fullmatch(name):
        return ("python", *words[1:])
    return tuple(words)
