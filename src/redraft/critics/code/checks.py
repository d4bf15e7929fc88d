"""What every check of code is."""

from dataclasses import dataclass
from typing import Literal, Protocol

from redraft.core import NOTHING, Finding, Prompt, Usage
from redraft.critics.code.given import GivenCode
from redraft.critics.code.source import Source
from redraft.critics.code.testing.cases import Case
from redraft.critics.code.words import Say

CheckName = Literal["syntax", "ruff", "types", "tests", "doctests", "examples", "written", "properties"]
"""Checks in their order.

* ``syntax``: Python can read it.
* ``ruff``: names that do not exist and other certain mistakes; the rest is a remark.
* ``types``: the type checker; remarks.
* ``tests``: the tests that were given.
* ``doctests``: examples after ``>>>`` in the prompt.
* ``examples``: what the prompt says in words, such as ``f(2) returns 4``.
* ``written``: tests that a model wrote from the prompt alone; noisy.
* ``properties``: what holds in every example should hold for inputs near them; remarks.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """What is checked.

    Attributes:
        prompt: what was asked.
        source: the program.
        given: the code that the prompt gave.
        function: the function that is asked for; empty when nobody names one.
        cases: given tests and those of the prompt.
        say: words for findings.
        language: language of the words.
    """

    prompt: Prompt
    source: Source
    given: GivenCode
    function: str
    cases: tuple[Case, ...]
    say: Say
    language: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What one check found.

    Attributes:
        check: which.
        findings: the problems, in order.
        verdict: ``passed`` or ``failed`` when this check alone can tell; None when it has no say.
        share: for noisy tests the share that passed, shrunk towards one half; None else.
        undecided: why it could not judge; None when it could.
        detail: how it went, for the record; empty for nothing worth keeping.
        kept: further details for the record, by their names.
        tests: how many tests passed, in words; empty when there was none.
        usage: what asking a model cost.
    """

    check: str
    findings: tuple[Finding, ...] = ()
    verdict: Literal["passed", "failed"] | None = None
    share: float | None = None
    undecided: str | None = None
    detail: str = ""
    kept: tuple[tuple[str, str], ...] = ()
    tests: str = ""
    usage: Usage = NOTHING


class Check(Protocol):
    """One check."""

    async def report(self, subject: Subject) -> Report:
        """What it finds; it raises nothing for what the draft holds."""
        ...
