"""The critic that checks code by reading and by running it."""

import ast
import asyncio
from collections.abc import Collection, Iterable
from typing import Any, NamedTuple, final, get_args

from redraft.core import NOTHING, Context, CriticKind, Critique, Draft, Finding, Model, Prompt, total
from redraft.critics.code.checks import Check, CheckName, Report, Subject
from redraft.critics.code.extraction import MAX_CHARACTERS, Extracted, extract
from redraft.critics.code.given import GivenCode, given_code
from redraft.critics.code.linting import Lint
from redraft.critics.code.properties.check import Properties
from redraft.critics.code.source import Source, parsed
from redraft.critics.code.syntax import Syntax
from redraft.critics.code.testing.cases import Case
from redraft.critics.code.testing.doctests import doctests_in
from redraft.critics.code.testing.prose import examples_in
from redraft.critics.code.testing.running import RunTests
from redraft.critics.code.testing.splitting import MalformedTests, cases_in
from redraft.critics.code.testing.trying import Bench
from redraft.critics.code.tools import path_of, version_of_tool
from redraft.critics.code.typechecking import Types
from redraft.critics.code.words import in_words, say_in
from redraft.critics.code.written import WrittenTests
from redraft.critics.versions import version_of
from redraft.errors import Misuse
from redraft.prompts import language_of
from redraft.sandbox.jobs import Limits, Runner

ALL: tuple[CheckName, ...] = get_args(CheckName)
"""Every check, in order; see `redraft.critics.code.checks.CheckName`."""

_LIMITS = Limits()
_TOOLS = {"ruff": "ruff", "types": "ty"}


@final
class CodeCritic:
    """A verified critic of Python: reads the code of a draft, runs it in the sandbox, and says what failed and where.

    The score is 1.0 when every given test, doctest and example of the prompt passes and no static check finds a certain
    mistake; 0.0 when one of them fails. Without any test a draft can fail but not pass: the critique is unscored, or,
    with a `tester`, graded by the share of the tests it wrote that pass, shrunk towards one half, and then of kind
    *external*. Code never runs outside the sandbox; where there is none, the critique is unscored.

    Visible tests only: what is given here steers the next draft. Tests that decide whether an answer was right after
    all belong to `redraft.evals.code.HiddenTests`, which no critic can be made of.

    Args:
        tests: Python source of tests that the draft must pass: assertions, ``check(candidate)`` functions, ``test_...``
            functions or ``unittest`` classes. A prompt brings its own in ``metadata["tests"]``, and the name of the
            function that is asked for in ``metadata["entry_point"]``.
        checks: which checks to make.
        tester: a model that writes further tests from the prompt alone; None for none.
        runner: the sandbox; None for the one that all critics of this process share.
        limits: what a program with all its tests may use.
        packages: whether drafts may use what is installed beside the standard library, at a native level.
        max_findings: most findings in one critique; how many more there are is said in its text.
        language: language of the findings; None follows the prompt.
        name: how records and configuration call this critic.

    Raises:
        Misuse: when a check is unknown, the tests are no tests, or `max_findings` is less than 1.
        MissingExtra: when a check needs a tool that is not installed.
    """

    def __init__(
        self,
        *,
        tests: str | None = None,
        checks: Collection[str] = ALL,
        tester: Model | None = None,
        runner: Runner | None = None,
        limits: Limits = _LIMITS,
        packages: bool = False,
        max_findings: int = 20,
        language: str | None = None,
        name: str = "code",
    ) -> None:
        if max_findings < 1:
            raise Misuse(f"`max_findings` must be 1 or more, got {max_findings!r}")
        if tester is not None and tester.dialect != "chat":
            raise Misuse(f"a tester has to chat, but {tester.name!r} speaks {tester.dialect!r}; give another model")
        self.name = name
        self._checks = _known(checks)
        self._tests, self._runner, self._limits, self._packages = tests, runner, limits, packages
        self._tester = tester if "written" in self._checks else None
        self._max_findings, self._language = max_findings, language
        if tests is not None:
            cases_in(tests, function="candidate")  # a malformed test is refused before anything is judged
        tools = [_TOOLS[check] for check in self._checks if check in _TOOLS]
        for tool in tools:
            path_of(tool)
        self._version = version_of(
            ("code", "code_tests"), repr(tests), repr(self._checks), repr(limits), repr(packages), str(language),
            self._tester.name if self._tester else "", *(f"{tool} {version_of_tool(tool)}" for tool in tools),
        )  # fmt: skip

    @property
    def kind(self) -> CriticKind:
        """``verified``; ``external`` with a tester, which costs a call and may be all that a verdict rests on.

        Each critique says what its own verdict rests on: with given tests it is ``verified`` also then.
        """
        return "verified" if self._tester is None else "external"

    @property
    def n_calls(self) -> int:
        """Model calls that one examination takes at most."""
        return 0 if self._tester is None else 1

    @property
    def version(self) -> str:
        """Changes with the tests, the checks, the tools and every wording."""
        return self._version

    async def examine(self, prompt: Prompt, draft: Draft, context: Context) -> Critique:
        """What reading and running the code of `draft` shows."""
        language = self._language or language_of(prompt.text)
        given = await asyncio.to_thread(given_code, prompt.text)
        extracted = await asyncio.to_thread(extract, draft.text, given)
        if extracted.source is None:
            return self._without_code(extracted, language)
        try:
            subject = await asyncio.to_thread(self._subject, prompt, extracted.source, given, language)
        except MalformedTests as error:
            return self._critique(reason=f"the visible tests cannot be used: {error}")
        except RecursionError:
            return self._critique(reason="the code in the prompt, its examples or its tests is nested too deeply")
        syntax = await Syntax().report(subject)
        if syntax.verdict == "failed":
            return self._judged([syntax], subject)
        reports = [syntax, *_rivals(extracted, subject), *await self._reports(subject, context)]
        return self._judged(reports, subject)

    async def _reports(self, subject: Subject, context: Context) -> list[Report]:
        bench = Bench(runner=self._runner or _shared(), limits=self._limits, packages=self._packages)
        first: list[Check] = [RunTests(bench)]
        first += [Lint()] if "ruff" in self._checks else []
        first += [Types()] if "types" in self._checks else []
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(check.report(subject)) for check in first]
        reports = [task.result() for task in tasks]
        # A draft that failed needs no doubtful tests, and where nothing can be run none will be.
        if reports[0].verdict == "failed" or reports[0].undecided is not None:
            return reports
        if self._tester is not None:
            reports.append(await WrittenTests(self._tester, bench, context, self.name).report(subject))
        if "properties" in self._checks:
            reports.append(await Properties(bench).report(subject))
        return reports

    def _subject(self, prompt: Prompt, source: Source, given: GivenCode, language: str) -> Subject:
        tree = parsed(source.code)
        functions = [n.name for n in tree.body if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)] if tree else []
        function = prompt.metadata.get("entry_point") or given.function or (functions[-1] if functions else "")
        cases = tuple(self._cases(prompt, given, function, frozenset(functions))) if tree else ()
        return Subject(
            prompt=prompt, source=source, given=given, function=function, cases=cases, say=say_in(language),
            language=language,
        )  # fmt: skip

    def _cases(self, prompt: Prompt, given: GivenCode, function: str, names: frozenset[str]) -> Iterable[Case]:
        known: set[str] = set()
        if "tests" in self._checks:
            for tests in (self._tests, prompt.metadata.get("tests")):
                for case in cases_in(tests, function=function) if tests is not None else ():
                    known.add(case.shown)
                    yield case
        shown: list[Case] = []
        if "doctests" in self._checks:
            shown += doctests_in(prompt.text, given.docstring)
        if "examples" in self._checks:
            asked = function if function == given.function else ""
            shown += examples_in(prompt.text, function=asked, parameters=given.parameters, names=names)
        # What a given test says of a call outranks what the prompt says of the same: prompts hold mistakes, too.
        yield from (case for case in shown if case.shown not in known)

    def _without_code(self, extracted: Extracted, language: str) -> Critique:
        if extracted.problem == "other_language":
            return self._critique(
                reason=f"the code is in {extracted.language!r}; this critic runs Python only, so nothing was checked"
            )
        if extracted.problem == "too_long":
            return self._critique(reason=f"the draft has more than {MAX_CHARACTERS:,} characters, too many to check")
        say = say_in(language)
        finding = Finding(kind="no_code", message=say("no_code"), suggestion=say("no_code_advice"))
        return self._critique(
            score=0.0, findings=(finding,), text=in_words((finding,), tests="", n_more=0, say=say),
            details={"syntax": "no code"},
        )  # fmt: skip

    def _judged(self, reports: list[Report], subject: Subject) -> Critique:
        verdict = _verdict(reports)
        found = [finding for report in reports for finding in report.findings]
        # What fails the draft comes first; the sort keeps the order of the checks.
        found.sort(key=lambda finding: finding.severity == "minor")
        kept = tuple(found[: self._max_findings])
        tests = ", ".join(report.tests for report in reports if report.tests)
        details = {report.check: report.detail for report in reports if report.detail}
        details |= {name: text for report in reports for name, text in report.kept}
        return self._critique(
            score=verdict.score, reason=verdict.reason, kind=verdict.kind, unrefuted=verdict.unrefuted, findings=kept,
            details=details,
            text=in_words(kept, tests=tests, n_more=len(found) - len(kept), say=subject.say),
            usage=total([report.usage for report in reports]),
        )  # fmt: skip

    def _critique(self, *, kind: CriticKind = "verified", **fields: Any) -> Critique:
        return Critique(critic=self.name, version=self.version, kind=kind, **{"usage": NOTHING, **fields})


def _rivals(extracted: Extracted, subject: Subject) -> list[Report]:
    """Nothing, or that the answer holds a second program, so that nobody knows which one its reader takes."""
    if not extracted.rival:
        return []
    why = f"the answer defines {extracted.rival!r} twice, differently; only one of the two was run"
    finding = Finding(
        kind="several_programs", severity="minor", message=subject.say("rival", name=extracted.rival),
        suggestion=subject.say("no_code_advice"),
    )  # fmt: skip
    return [Report(check="program", findings=(finding,), undecided=why, detail=why)]


class _Verdict(NamedTuple):
    score: float | None
    reason: str | None = None
    kind: CriticKind = "verified"
    unrefuted: bool = False


def _verdict(reports: list[Report]) -> _Verdict:
    """Score, or the reason why there is none, and what it rests on."""
    if any(report.verdict == "failed" for report in reports):
        return _Verdict(0.0)
    undecided = [report.undecided for report in reports if report.check in ("tests", "program") and report.undecided]
    if undecided:
        return _Verdict(None, undecided[0])
    if any(report.verdict == "passed" for report in reports):
        return _Verdict(1.0)
    share = next((report.share for report in reports if report.share is not None), None)
    if share is not None:
        return _Verdict(share, kind="external")
    unwritten = next((report.undecided for report in reports if report.check == "written" and report.undecided), None)
    # It reads as Python and no certain mistake was found: all that could be checked.
    return _Verdict(None, unwritten or "no tests: nothing says what the code should give", unrefuted=True)


def _known(checks: Collection[str]) -> tuple[CheckName, ...]:
    wanted = {checks} if isinstance(checks, str) else set(checks)
    unknown = sorted(wanted - set(ALL))
    if unknown:
        raise Misuse(f"no check of code is called {unknown[0]!r}; known: {', '.join(ALL)}")
    # Without syntax nothing else can be read; it is always checked.
    return tuple(check for check in ALL if check in wanted or check == "syntax")


def _shared() -> Runner:
    # Opening the sandbox probes what this machine can do; whoever brings a runner need not wait for that.
    from redraft.sandbox import shared

    return shared()
