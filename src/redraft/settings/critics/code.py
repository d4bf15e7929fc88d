"""The table of the critic `code`: code that is run."""

from dataclasses import dataclass
from typing import ClassVar, Literal

from redraft.settings.kinds import AtLeast1, FilePath, Named, Positive


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeTable:
    """``[critics.NAME]`` with ``type = "code"``: the answer's Python is checked and run against tests, in a sandbox.

    Attributes:
        tests: file of tests to run: assert statements, or functions named ``check`` or ``test_...``. Tests that the
            prompt shows are run besides.
        tester: who writes further tests from the prompt alone: a name from ``[models]``, or a model string. They are
            taken for an opinion.
        packages: whether the answer may use installed packages such as numpy; needs bubblewrap or landlock.
        cpu_s: processor seconds that one run may take.
        wall_s: seconds that one run may take.
        memory_mb: mebibytes that one run may take.
        max_findings: most findings in one critique.
        language: language of the findings; that of the prompt when left out.
    """

    type: ClassVar[str] = "code"
    short: ClassVar[str | None] = "tests"
    asks: ClassVar[tuple[str, ...]] = ("tester",)
    tests: FilePath | None = None
    tester: Named | None = None
    packages: bool = False
    cpu_s: Positive = 5.0
    wall_s: Positive = 10.0
    memory_mb: AtLeast1 = 256
    max_findings: AtLeast1 = 20
    language: Literal["en", "zh-Hant"] | None = None
