"""What the test command said: its exit code, its words, and what became of each test where it can tell."""

import posixpath
import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal, NamedTuple, get_args
from xml.etree import ElementTree

from redraft.critics.patch.command import SuiteCommand
from redraft.sandbox.jobs import Level, Run, Status

CaseStatus = Literal["passed", "skipped", "failed", "error"]
"""What became of one test, the best first."""

_RANK = {status: rank for rank, status in enumerate(get_args(CaseStatus))}
_LONGEST_REPORT = 20_000_000
_RAN = re.compile(
    r"^Ran (?P<n>\d{1,9}) tests? in .*\n+(?:OK|FAILED|NO TESTS RAN)(?: \((?P<rest>[^)]*)\))?", re.MULTILINE
)
_NUMBER = re.compile(r"([a-z][a-z ]*)=(\d{1,9})")
_INTERNAL = ("pytest", "internal")
_COLORS = re.compile(r"\x1b\[[\d;]*m")
_CLOSING_LINE = re.compile(
    r"^(?:=+ )?(no tests ran|\d{1,9} [a-z]+(?: [a-z]+)*(?:, \d{1,9} [a-z ]+)*) in [\d.]+s\b", re.M
)
_NUMBERED = re.compile(r"(\d{1,9}) (passed|xpassed|failed|errors?)\b")
_HEAD, _TAIL = 2_000, 4_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """What became of one test.

    Attributes:
        id: as pytest calls it: ``tests/test_sums.py::test_two``; a file alone when it could not be collected.
        file: the file it stands in; empty where it was not said.
        status: the worst that was reported of it.
        message: why it failed, in a line or a few.
        detail: what pytest shows of it.
    """

    id: str
    status: CaseStatus
    file: str = ""
    message: str = ""
    detail: str = ""

    @property
    def is_whole_file(self) -> bool:
        """Whether it stands for a file that could not be collected, or was skipped as a whole."""
        return "::" not in self.id


class Counts(NamedTuple):
    """How many tests unittest ran, and how many of them were skipped or went wrong."""

    n_ran: int
    n_skipped: int
    n_wrong: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SuiteRun:
    """One run of the test command.

    Attributes:
        level: the sandbox that it ran in.
        status: how it ended; ``finished`` with any exit code.
        reason: for any other end, why.
        exit_code: of the command; None where there is none.
        output: what it wrote, both streams, cut in the middle.
        cases: what became of each test by its id; None where the command does not tell.
        closes: whether pytest's own last line was there to hold its report against.
        counts: how many tests there were, where the command tells no more than that.
        seconds: how long it took.
    """

    level: Level
    status: Status
    reason: str | None = None
    exit_code: int | None = None
    output: str = ""
    cases: Mapping[str, Case] | None = None
    closes: bool = False
    counts: Counts | None = None
    seconds: float = 0.0

    @property
    def n_passed(self) -> int:
        """How many tests passed; 0 where the command does not tell."""
        if self.counts is not None:
            # What goes wrong before the first test is an error, too, but no test.
            return max(0, self.counts.n_ran - self.counts.n_skipped - self.counts.n_wrong)
        return sum(case.status == "passed" for case in (self.cases or {}).values())

    @property
    def n_tests(self) -> int:
        """How many tests there were, skipped ones not counted; 0 where the command does not tell."""
        if self.counts is not None:
            return self.counts.n_ran - self.counts.n_skipped
        return sum(case.status != "skipped" for case in (self.cases or {}).values())

    @property
    def summary(self) -> str:
        """The outcome in a few words."""
        if self.status != "finished":
            return self.reason or self.status
        if self.cases is None and self.counts is None:
            return f"exit code {self.exit_code}"
        return f"{self.n_passed} of {self.n_tests} tests pass, exit code {self.exit_code}"


def suite_run(run: Run, command: SuiteCommand) -> SuiteRun:
    """What a run of `command` in the sandbox says."""
    words = "\n".join(filter(None, (run.stdout.strip("\n"), run.stderr.strip("\n"))))
    closing, cases = None, None
    if command.is_pytest:
        closing = _closing_line(run.stdout)
        cases = next((_cases(report, name) for name, report in run.kept.items()), None)
        if cases is not None and closing is not None and not _agree(cases, closing):
            cases = None
    return SuiteRun(
        level=run.level,
        status=run.status,
        reason=run.reason,
        exit_code=run.exit_code,
        output=cut_in_the_middle(words),
        cases=cases,
        closes=closing is not None,
        counts=_counts(run.stderr) if command.is_unittest else None,
        seconds=run.wall_s,
    )


def cut_in_the_middle(text: str, head: int = _HEAD, tail: int = _TAIL) -> str:
    """The beginning and the end of a text, in whole lines where there are any, with what was left out counted."""
    if len(text) <= head + tail:
        return text
    first = text[:head].rpartition("\n")[0] or text[:head]
    last = text[-tail:].partition("\n")[2] or text[-tail:]
    return f"{first}\n[... {len(text) - len(first) - len(last)} characters left out ...]\n{last}"


def _counts(said: str) -> Counts | None:
    """The counts in unittest's last words; None when it did not come to them."""
    last = list(_RAN.finditer(said))
    if not last:
        return None
    numbers = dict(_NUMBER.findall(last[-1]["rest"] or ""))
    wrong = sum(int(numbers.get(name, 0)) for name in ("failures", "errors", "unexpected successes"))
    return Counts(n_ran=int(last[-1]["n"]), n_skipped=int(numbers.get("skipped", 0)), n_wrong=wrong)


def _closing_line(said: str) -> str | None:
    """The last line in which pytest says how many tests there were; it has none with ``-qq``."""
    found = list(_CLOSING_LINE.finditer(_COLORS.sub("", said)))
    return found[-1][1] if found else None


def _agree(cases: Mapping[str, Case], closing: str) -> bool:
    """Whether a report claims no more than pytest's last line does.

    The line may count more: parts of tests, tests that were tried again, a test that passed and could not clean up.
    """
    numbers = {name.removesuffix("s"): int(n) for n, name in _NUMBERED.findall(closing)}
    statuses = [case.status for case in cases.values()]
    all_well = not {"failed", "error"} & set(statuses)
    if all_well and (numbers.get("failed") or numbers.get("error")):
        return False
    return statuses.count("passed") <= numbers.get("passed", 0) + numbers.get("xpassed", 0)


def _cases(report: bytes, name: str) -> Mapping[str, Case] | None:
    """The tests of a JUnit report by their ids; None when there is none that can be read, of a suite of this name."""
    # The report comes out of the sandbox, where anything could have written it: pytest's has no declarations, in which
    # alone entities could grow.
    if not report or len(report) > _LONGEST_REPORT or b"<!" in report.partition(b"<testsuite")[0]:
        return None
    try:
        root = ElementTree.fromstring(report)  # noqa: S314 - bounded, and declarations are refused above
    except ElementTree.ParseError:
        return None
    suites = list(root.iter("testsuite"))
    if not suites or any(suite.get("name") != name for suite in suites):
        return None
    elements = list(root.iter("testcase"))
    # When pytest itself came to grief, so that tests were left out, it tells that as a test of its own.
    tests = [element for element in elements if (element.get("classname"), element.get("name")) != _INTERNAL]
    if elements and not tests:
        return None
    cases: dict[str, Case] = {}
    for element in tests:
        case = _case(element)
        known = cases.get(case.id)
        # A test that failed and whose clean-up failed too is told twice; the worst counts.
        if known is None or _RANK[case.status] > _RANK[known.status]:
            cases[case.id] = case
    return MappingProxyType(cases)


def _case(element: ElementTree.Element) -> Case:
    file, name = element.get("file", ""), element.get("name", "")
    class_name = element.get("classname", "")
    if not class_name:  # a file as a whole; its name is its path with dots
        id = file or f"{name.replace('.', '/')}.py"
    else:
        module = posixpath.splitext(file)[0].replace("/", ".")
        inner = class_name.removeprefix(module).strip(".") if file else class_name
        id = "::".join(filter(None, (file, *inner.split("."), name)))
    for tag, status in _TAGS.items():
        if (told := element.find(tag)) is not None:
            return Case(id=id, file=file, status=status, message=told.get("message", ""), detail=told.text or "")
    return Case(id=id, file=file, status="passed")


_TAGS: Mapping[str, CaseStatus] = MappingProxyType({"error": "error", "failure": "failed", "skipped": "skipped"})
