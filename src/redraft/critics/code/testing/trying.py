"""Running a program and its cases in the sandbox, and comparing what came out with what was expected."""

import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace

from redraft.critics.code.testing.cases import Case
from redraft.critics.code.testing.values import PLAIN, holds_opaque
from redraft.sandbox.jobs import Limits, Outcome, Program, Run, Runner, Test

# Made where it is missing only: what a test defines is there for the next, but not after a run that had to begin anew.
_DEFINITIONS = f"try:\n    _redraft_plain\nexcept NameError:\n    exec({PLAIN!r})"
_PLAIN_NAME = "_redraft_plain"
_NO_MODULE = re.compile(r"No module named '([^'.]+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """A case and what became of it.

    Attributes:
        case: what was tried.
        outcome: what the sandbox says.
        met: whether it is as expected.
    """

    case: Case
    outcome: Outcome
    met: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """All cases of one program.

    Attributes:
        run: what became of the program itself.
        tried: the cases, in order.
    """

    run: Run
    tried: tuple[Tried, ...]

    @property
    def lacking(self) -> str | None:
        """Why some of it was not run although nothing else is wrong; None when everything was, or something failed."""
        unfit = [one for one in self.failed if one.outcome.status == "not_run" and one.outcome.raised is not None]
        if self.run.status == "not_run" or (unfit and len(unfit) == len(self.failed)):
            return f"not run: {self.run.reason}"
        return None

    @property
    def failed(self) -> tuple[Tried, ...]:
        """What is not as expected."""
        return tuple(one for one in self.tried if not one.met)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bench:
    """Where programs are tried.

    Attributes:
        runner: the sandbox.
        limits: what one program with all its cases may use.
        packages: whether programs may use what is installed beside the standard library.
    """

    runner: Runner
    limits: Limits
    packages: bool = False

    async def trial(self, code: str, cases: Sequence[Case]) -> Trial:
        """What becomes of `cases` behind the program `code`."""
        tests = [Test(name=str(number), call=case.call, setup=case.setup) for number, case in enumerate(cases)]
        run = await self.run(code, tests)
        outcomes = {outcome.name: outcome for outcome in run.outcomes}
        tried = []
        for number, case in enumerate(cases):
            outcome = outcomes.get(str(number), Outcome(name=str(number), status="not_run"))
            tried.append(Tried(case=case, outcome=outcome, met=case.expectation.met(outcome)))
        return Trial(run=run, tried=await self._with_plain_values(code, tried))

    async def _with_plain_values(self, code: str, tried: list[Tried]) -> tuple[Tried, ...]:
        """The same, where a value of which only the looks came out was tried again as what it is built upon.

        Most programs give plain data; the others (a named tuple, a fraction) are worth a second run.
        """
        unclear = [
            place for place, one in enumerate(tried)
            if not one.met and one.outcome.status == "passed" and holds_opaque(one.outcome.value)
        ]  # fmt: skip
        if not unclear:
            return tuple(tried)
        tests = [
            Test(name=str(place), call=f"_redraft_plain({tried[place].case.call})", setup=tried[place].case.setup)
            for place in unclear
        ]
        run = await self.run(code, tests)
        for outcome in run.outcomes:
            one = tried[int(outcome.name)]
            if outcome.status == "passed":
                tried[int(outcome.name)] = replace(one, outcome=outcome, met=one.case.expectation.met(outcome))
        return tuple(tried)

    async def run(self, code: str, tests: Sequence[Test]) -> Run:
        """The program with tests, which may use ``_redraft_plain``.

        A program that needs a module of the standard library which the strongest level lacks runs natively.
        """
        ready = tuple(
            replace(test, setup=f"{_DEFINITIONS}\n{test.setup}") if _PLAIN_NAME in f"{test.setup}{test.call}" else test
            for test in tests
        )
        run = await self.runner.run(Program(code=code, tests=ready, packages=self.packages), self.limits)
        lacking = _lacking(run)
        if self.packages or not lacking or not lacking <= sys.stdlib_module_names:
            return run
        natively = await self.runner.run(Program(code=code, tests=ready, packages=True), self.limits)
        return run if natively.status == "not_run" else natively


def _lacking(run: Run) -> set[str]:
    """Modules that a level has not, so that it did not run what asked for them."""
    unfinished = [run.raised] if run.status == "not_run" else []
    unfinished += [outcome.raised for outcome in run.outcomes if outcome.status == "not_run"]
    found = [_NO_MODULE.search(raised.message) for raised in unfinished if raised is not None]
    return {match[1] for match in found if match is not None}
