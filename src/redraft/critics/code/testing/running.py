"""Given tests, doctests and examples of the prompt: what may pass a draft, and what fails it."""

from collections import Counter
from dataclasses import dataclass

from redraft.critics.code.checks import Report, Subject
from redraft.critics.code.testing.findings import excused, findings_of
from redraft.critics.code.testing.rehearsing import rehearsed
from redraft.critics.code.testing.trying import Bench, Trial


@dataclass(frozen=True, slots=True)
class RunTests:
    """A verified check: the draft's program gives what tests and examples expect. See `Check`."""

    bench: Bench

    async def report(self, subject: Subject) -> Report:
        """Passed when every case is met and the program ended well; nothing to say when there is no case."""
        if not subject.cases:
            return Report(check="tests", detail="none")
        cases = await rehearsed(self.bench, subject)
        trial = await self.bench.trial(subject.source.code, cases)
        lacking = trial.lacking
        if lacking is not None:
            return Report(check="tests", undecided=lacking, detail=lacking, kept=(("sandbox", trial.run.level),))
        findings = findings_of(trial, subject, self.bench.limits)
        failed = bool(trial.failed) or ended_badly(trial)
        counts = Counter(case.origin for case in cases)
        counted = ", ".join(f"{n} {_NAMES[origin]}" for origin, n in counts.items())
        n_passed = len(cases) - len(trial.failed)
        return Report(
            check="tests",
            findings=findings,
            verdict="failed" if failed else "passed",
            detail=counted if not failed else f"{n_passed} of {len(cases)} passed: {counted}",
            kept=(("sandbox", trial.run.level), ("cpu_ms", f"{1000 * trial.run.cpu_s:.1f}")),
            tests=", ".join(subject.say(f"n_{origin}", n=str(n)) for origin, n in counts.items()),
        )


_NAMES = {"given": "given", "doctest": "doctests", "example": "examples", "written": "written by a model"}


def ended_badly(trial: Trial) -> bool:
    """Whether the program itself raised or reached a limit."""
    return trial.run.status != "finished" and not excused(trial)
