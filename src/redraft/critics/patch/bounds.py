"""What a patch may touch, decided outside the model."""

import posixpath
import re
from collections.abc import Iterable
from dataclasses import dataclass
from fnmatch import fnmatchcase
from itertools import accumulate

from redraft.critics.patch.blocks import Problem
from redraft.errors import Misuse

PROTECTED = (
    # tests
    *("test_*", "*_test.*", "*.test.*", "*.spec.*", "tests", "tests.py", "test", "__tests__"),
    # what pytest reads
    *("conftest.py", "pytest.ini", ".pytest.ini", "pytest.toml", ".pytest.toml", "pyproject.toml", "setup.cfg"),
    # what other runners read
    *("tox.ini", "tox.toml", "noxfile.py", "makefile", "gnumakefile", "*.mk", "justfile", ".justfile", "package.json"),
    # what Python runs by itself, and git
    *("sitecustomize.py", "usercustomize.py", "*.pth", ".git"),
)
"""Names of files and folders that no patch touches, in small or large letters: tests, and what says how they run."""

# In characters: the longest line that style guides allow.
_USUAL_LINE = 120
_ABSOLUTE = re.compile(r"[/\\~]|[A-Za-z]:[/\\]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """The files that may change, and by how much.

    Attributes:
        paths: the files that may change, below the project's folder, with forward slashes; nothing else may.
        protected: further patterns of names or paths that must not change, beside `PROTECTED`.
        run: files that the test command itself runs; see `redraft.critics.patch.named.files_run`.
        max_lines: lines that a patch may change in all; see `redraft.critics.patch.unified.Change`.
        max_files: files that it may change; None for all of `paths`.

    Raises:
        Misuse: when a bound is below 1, or one of `paths` is protected itself, or run.
    """

    paths: tuple[str, ...]
    protected: tuple[str, ...] = ()
    run: tuple[str, ...] = ()
    max_lines: int = 60
    max_files: int | None = None

    def __post_init__(self) -> None:
        """Refuse bounds that no patch can keep."""
        for name in ("max_lines", "max_files"):
            limit = getattr(self, name)
            if limit is not None and limit < 1:
                raise Misuse(f"`{name}` must be 1 or more, got {limit!r}; leave it out for the default")
        for path in self.paths:
            if path in self.run:
                raise Misuse(
                    f"{path!r} is what the test command runs: a patch could empty it, and the command would pass; name "
                    "the files that hold the fault, and test them from a file of its own"
                )
            if pattern := self.pattern_for(path):
                raise Misuse(
                    f"{path!r} is protected by {pattern!r}: a patch must not change the tests it has to pass, nor what "
                    "says how they run; name the files that hold the fault"
                )

    @property
    def max_characters(self) -> int:
        """Characters that a patch may change in all, so that a few lines cannot hold any number of statements."""
        return self.max_lines * _USUAL_LINE

    def pattern_for(self, path: str) -> str | None:
        """The pattern that protects `path`; None when none does."""
        return next((pattern for pattern in (*self.protected, *PROTECTED) if matches(path, pattern)), None)

    def problem_with(self, path: str) -> Problem | None:
        """Why a patch must not touch the file of this name; None when it may."""
        written = path.removeprefix("./")
        if written in self.paths:
            return None
        if _ABSOLUTE.match(path):
            kind = "absolute"
        elif posixpath.normpath(path.replace("\\", "/")).startswith(".."):
            kind = "escapes"
        elif self.pattern_for(posixpath.normpath(written)) or posixpath.normpath(written) in self.run:
            kind = "protected"
        else:
            kind = "other_file"
        return Problem(kind=kind, values={"path": repr(path)}, advice={"paths": ", ".join(self.paths)})


def matches(path: str, pattern: str) -> bool:
    """Whether a path, or a folder that it lies in, is meant by a pattern.

    A pattern without a slash is compared with each name in the path, one with a slash with the path from its beginning;
    ``*`` stands for any characters. Large letters are as small ones, as on disks that know no difference.
    """
    wanted, path = pattern.strip("/").casefold(), path.casefold()
    if "/" not in wanted:
        return any(fnmatchcase(name, wanted) for name in path.split("/"))
    return any(fnmatchcase(folder, wanted) for folder in _with_folders(path))


def _with_folders(path: str) -> Iterable[str]:
    return accumulate(path.split("/"), lambda folder, name: f"{folder}/{name}")
