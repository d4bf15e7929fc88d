"""What a run of the tests says about a patch, held against the run before it; pure."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from redraft.critics.patch.blocks import Problem
from redraft.critics.patch.command import SuiteCommand
from redraft.critics.patch.results import Case, SuiteRun

# A patch that was run scores from `_LEAST`; one that breaks no test that passed before scores from `_UNBROKEN`, so that
# no number of repaired tests makes up for a broken one. The share of tests that pass adds up to `_SHARE`; only a green
# run scores 1.
_LEAST, _UNBROKEN, _SHARE = 0.1, 0.5, 0.4


@dataclass(frozen=True, slots=True, kw_only=True)
class SuiteVerdict:
    """A run of the tests, judged.

    Attributes:
        score: 1.0 when all is well, else below; higher is better.
        problems: what is not well, the most telling first.
        n_passed: tests that pass, of those that count.
        n_counted: tests that count: those that ran before and those that run now; skipped before, they do not.
    """

    score: float
    problems: tuple[Problem, ...]
    n_passed: int = 0
    n_counted: int = 0


def judged(now: SuiteRun, before: SuiteRun, command: SuiteCommand) -> SuiteVerdict:
    """The verdict on a run that came to an end, or was stopped.

    All is well when the command leaves with 0 and, where it tells of tests, every test that ran before passes now: one
    that is gone or skipped counts as failed.

    Args:
        now: the run with the patch.
        before: the run without it.
        command: what was run.
    """
    ended = _ending(now)
    if command.is_pytest:
        return _by_cases(now, before, ended)
    if command.is_unittest:
        return _by_counts(now, before, ended)
    if ended is None and now.exit_code == 0:
        return SuiteVerdict(score=1.0, problems=())
    return SuiteVerdict(score=_LEAST, problems=(ended or _left_with(now, "exit_code"),))


def _by_counts(now: SuiteRun, before: SuiteRun, ended: Problem | None) -> SuiteVerdict:
    """Judged by how many tests there were; which they were, unittest does not say."""
    if now.counts is None:
        return SuiteVerdict(score=_LEAST, problems=(ended or _left_with(now, "no_report"),))
    n_counted = max(now.n_tests, before.n_tests)
    problems = [] if ended is None else [ended]
    if now.n_tests < before.n_tests:
        problems.append(Problem(kind="fewer_tests", values={"n": str(now.n_tests), "before": str(before.n_tests)}))
    # Which tests these are is not told, so fewer that pass are taken for broken ones.
    return _verdict(now, problems, now.n_passed, n_counted, broken=now.n_passed < before.n_passed)


def _by_cases(now: SuiteRun, before: SuiteRun, ended: Problem | None) -> SuiteVerdict:
    """Judged test by test."""
    # A report whose closing line is gone was not written by the pytest that wrote the first one.
    if now.cases is None or (before.closes and not now.closes):
        return SuiteVerdict(score=_LEAST, problems=(ended or _left_with(now, "no_report"),))
    passed = {id for id, case in (before.cases or {}).items() if case.status == "passed"}
    counted = _counted(now.cases, before.cases or {})
    missing = {id: problem for id in counted if (problem := _problem(id, now.cases, passed)) is not None}
    told = list(missing.values())
    if any(problem.kind == "not_collected" for problem in told):
        # Where a file cannot be collected pytest runs nothing at all: that file is the cause, what is gone the effect.
        told = [problem for problem in told if problem.kind != "test_gone"]
    told = told if ended is None else [ended, *told]
    return _verdict(now, told, len(counted) - len(missing), len(counted), broken=bool(passed & missing.keys()))


def _verdict(now: SuiteRun, problems: list[Problem], n_passed: int, n_counted: int, *, broken: bool) -> SuiteVerdict:
    if not problems and not n_passed:
        problems = [Problem(kind="no_tests")]
    if not problems and (now.exit_code != 0 or n_passed < n_counted):
        problems = [_left_with(now, "exit_code")]
    if not problems:
        score = 1.0
    elif n_passed == 0:
        score = _LEAST
    else:
        score = (_LEAST if broken else _UNBROKEN) + _SHARE * n_passed / n_counted
    return SuiteVerdict(score=score, problems=tuple(problems), n_passed=n_passed, n_counted=n_counted)


def _left_with(run: SuiteRun, kind: str) -> Problem:
    return Problem(kind=kind, values={"code": str(run.exit_code)})


def _ending(run: SuiteRun) -> Problem | None:
    """Why a run did not come to an end of its own."""
    if run.status == "finished":
        return None
    kind = run.status if run.status in ("timeout", "memory", "output") else "killed"
    return Problem(kind=kind, values={"reason": run.reason or run.status})


def _counted(now: Mapping[str, Case], before: Mapping[str, Case]) -> list[str]:
    """Ids of the tests that have to pass: first those that ran before, then those that are new."""
    return [*_before(now, before), *(id for id, case in now.items() if id not in before and case.status != "skipped")]


def _before(now: Mapping[str, Case], before: Mapping[str, Case]) -> Iterator[str]:
    for id, case in before.items():
        # A file that could not be collected gives way to its tests, as soon as one of them runs.
        opened = case.is_whole_file and any(
            other.file == case.file and not other.is_whole_file and other.status != "skipped" for other in now.values()
        )
        if case.status != "skipped" and not opened:
            yield id


def _problem(id: str, now: Mapping[str, Case], passed_before: Collection[str]) -> Problem | None:
    case = now.get(id)
    if case is None:
        return Problem(kind="test_gone", values={"test": id})
    if case.status == "passed":
        return None
    if case.status == "skipped":
        return Problem(kind="test_skipped", values={"test": id})
    kind = "not_collected" if case.is_whole_file else "test_broken" if id in passed_before else "test_fails"
    # What the failure says comes out of the sandbox: it is shown, not said.
    return Problem(kind=kind, values={"test": id}, shown=tuple((case.detail or case.message).splitlines()))
