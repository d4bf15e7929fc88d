"""Running a program and its cases in the sandbox, and comparing what came out with what was expected."""

import builtins
import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from secrets import token_hex

from redraft.critics.code.names import names_bound, names_used
from redraft.critics.code.source import parsed
from redraft.critics.code.testing.cases import Case
from redraft.critics.code.testing.replaying import replayed, shares
from redraft.critics.code.testing.values import PLAIN, holds_opaque
from redraft.sandbox.jobs import Limits, Outcome, OutcomeStatus, Program, Run, Runner, Test

_PLAIN_NAME = "_redraft_plain"
_NO_MODULE = re.compile(r"No module named '([^'.]+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """A case and what became of it.

    Attributes:
        case: what was tried.
        outcome: what the sandbox says.
        met: whether it is as expected.
        unsure: why nobody can tell; empty when it can be told.
        said: what a test that ran apart says of its failure; of a comparison the source and both sides.
        beside: whether the test ran beside the draft, which could change what it finds.
    """

    case: Case
    outcome: Outcome
    met: bool
    unsure: str = ""
    said: str | tuple[str, ...] = ""
    beside: bool = False


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
        return tuple(one for one in self.tried if not one.met and not one.unsure)

    @property
    def unsure(self) -> str | None:
        """Why some case could not be decided; None when all were."""
        return next((f"{one.case.shown}: {one.unsure}" for one in self.tried if one.unsure), None)


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

    async def trial(self, code: str, cases: Sequence[Case], function: str = "") -> Trial:
        """What becomes of `cases` behind the program `code`.

        What is decided by plain values is compared here; the rest runs apart from the draft, see `replaying`, and only
        what cannot, beside it.
        """
        nonce = token_hex(8)
        taken = _taken(code, function)
        cases = [_guarded(case, taken) for case in cases]
        tests = [
            Test(name=str(n), call=f"({nonce!r}, {case.call})" if case.apart else case.call, setup=case.setup)
            for n, case in enumerate(cases)
            if not (case.apart and case.source and not shares(case.source))
        ]
        run = await self.run(code, tests)
        outcomes = {outcome.name: outcome for outcome in run.outcomes}
        tried = []
        for number, case in enumerate(cases):
            outcome = outcomes.get(str(number), Outcome(name=str(number), status="not_run"))
            if case.apart:
                outcome = _unsealed(outcome, nonce)
            one = Tried(case=case, outcome=outcome, met=case.expectation.met(outcome), beside=case.apart)
            if run.status != "not_run" and case.source and (str(number) not in outcomes or _is_unclear(outcome)):
                one = await self._apart(code, one, function)
            if one.beside and _uses(case, taken):
                one = replace(one, met=False, unsure="the code redefines builtins that the test uses", beside=False)
            tried.append(one)
        return Trial(run=run, tried=tuple(tried))

    async def _apart(self, code: str, one: Tried, function: str) -> Tried:
        """The same, decided by a test that ran apart from the draft."""
        done = await replayed(self, code, one.case.source, function)
        if done.verdict in ("unsure", "impossible"):
            why = str(done.said) or "what the code gives is no plain data, and the test looks into the interpreter"
            return replace(one, met=False, unsure=why, beside=False)
        status: OutcomeStatus = "timeout" if done.status == "timeout" else "killed" if done.status else "passed"
        outcome = replace(one.outcome, status=status, raised=None)
        return replace(one, outcome=outcome, met=done.verdict == "met", said=done.said, beside=False)

    async def run_apart(self, code: str, tests: Sequence[Test]) -> Run:
        """Our own program, with the standard library only."""
        return await self.runner.run(Program(code=code, tests=tuple(tests)), self.limits)

    async def run(self, code: str, tests: Sequence[Test]) -> Run:
        """The program with tests, which may use ``_redraft_plain``.

        A program that needs a module of the standard library which the strongest level lacks runs natively.
        """
        own = f"_redraft_{token_hex(8)}"  # a name that the draft cannot have defined
        ready = tuple(_ready(test, own) if _PLAIN_NAME in f"{test.setup}{test.call}" else test for test in tests)
        run = await self.runner.run(Program(code=code, tests=ready, packages=self.packages), self.limits)
        lacking = _lacking(run)
        if self.packages or not lacking or not lacking <= sys.stdlib_module_names:
            return run
        natively = await self.runner.run(Program(code=code, tests=ready, packages=True), self.limits)
        return run if natively.status == "not_run" else natively


def _ready(test: Test, own: str) -> Test:
    """A test with `PLAIN` defined before it."""
    setup = f"{PLAIN}\n{test.setup}".replace(_PLAIN_NAME, own)
    return replace(test, setup=setup, call=None if test.call is None else test.call.replace(_PLAIN_NAME, own))


def _taken(code: str, function: str) -> frozenset[str]:
    """Names of builtins that the draft has made its own, so that tests cannot mean Python's by them beside it."""
    tree = parsed(code)
    if tree is None:
        return frozenset()
    names = frozenset(vars(builtins))
    if "builtins" in code:
        return names - {function}
    return (names_bound(*tree.body) & names) - {function}


def _guarded(case: Case, taken: frozenset[str]) -> Case:
    """The case, kept apart from a draft that has taken a name that it uses."""
    return replace(case, apart=True) if case.source and _uses(case, taken) else case


def _uses(case: Case, taken: frozenset[str]) -> bool:
    tree = parsed(case.source) if taken else None
    return tree is not None and bool(names_used(tree) & taken)


def _is_unclear(outcome: Outcome) -> bool:
    """Whether only the looks of a value, or of one in it, came out."""
    return outcome.status == "passed" and holds_opaque(outcome.value)


def _unsealed(outcome: Outcome, nonce: str) -> Outcome:
    """The outcome of a test that could not run apart; one without the word that its call began with is forged."""
    if outcome.status != "passed":
        return outcome
    if isinstance(outcome.value, tuple) and len(outcome.value) == 2 and outcome.value[0] == nonce:
        return replace(outcome, value=outcome.value[1])
    return replace(outcome, status="killed", value=None)


def _lacking(run: Run) -> set[str]:
    """Modules that a level has not, so that it did not run what asked for them."""
    unfinished = [run.raised] if run.status == "not_run" else []
    unfinished += [outcome.raised for outcome in run.outcomes if outcome.status == "not_run"]
    found = [_NO_MODULE.search(raised.message) for raised in unfinished if raised is not None]
    return {match[1] for match in found if match is not None}
