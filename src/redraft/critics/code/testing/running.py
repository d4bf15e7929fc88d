"""Given tests, doctests and examples of the prompt: what may pass a draft, and what fails it."""

import ast
from collections import Counter
from dataclasses import dataclass

from redraft.critics.code.checks import Report, Subject
from redraft.critics.code.names import names_bound, names_used
from redraft.critics.code.source import parsed
from redraft.critics.code.testing.findings import excused, findings_of
from redraft.critics.code.testing.rehearsing import rehearsed
from redraft.critics.code.testing.trying import Bench, Trial
from redraft.critics.code.testing.values import shortened


@dataclass(frozen=True, slots=True)
class RunTests:
    """A verified check: the draft's program gives what tests and examples expect. See `Check`."""

    bench: Bench

    async def report(self, subject: Subject) -> Report:
        """Passed when every case is met and the program ended well; nothing to say when there is no case."""
        if not subject.cases:
            return Report(check="tests", detail="none")
        cases = await rehearsed(self.bench, subject)
        trial = await self.bench.trial(subject.source.code, cases, _asked(subject))
        lacking = trial.lacking
        if lacking is not None:
            return Report(check="tests", undecided=lacking, detail=lacking, kept=(("sandbox", trial.run.level),))
        findings = findings_of(trial, subject, self.bench.limits)
        failed = bool(trial.failed) or ended_badly(trial)
        if not failed and trial.unsure is not None:
            why = f"a test cannot be decided: {shortened(trial.unsure, 400)}"
            return Report(check="tests", undecided=why, detail=why, kept=(("sandbox", trial.run.level),))
        if not failed and not _names_the_draft(subject):
            return Report(check="tests", undecided="no tests: none of them names anything that the code defines")
        beside = sum(one.beside for one in trial.tried)
        counts = Counter(case.origin for case in cases)
        counted = ", ".join(f"{n} {_NAMES[origin]}" for origin, n in counts.items())
        counted += f" ({beside} beside the draft, which could change what they find)" if beside else ""
        n_passed = len(cases) - len(trial.failed)
        return Report(
            check="tests",
            findings=findings,
            verdict="failed" if failed else "passed",
            detail=counted if not failed else f"{n_passed} of {len(cases)} passed: {counted}",
            kept=(("sandbox", trial.run.level), ("cpu_ms", f"{1000 * trial.run.cpu_s:.1f}")),
            tests=", ".join(subject.say(f"n_{origin}", n=str(n)) for origin, n in counts.items()),
        )


def _asked(subject: Subject) -> str:
    """The function that somebody else than the draft says is asked for."""
    return subject.prompt.metadata.get("entry_point") or subject.given.function


def _names_the_draft(subject: Subject) -> bool:
    program = parsed(subject.source.code)
    bound = names_bound(*program.body) if program is not None else frozenset()
    stars = any(isinstance(node, ast.ImportFrom) for node in program.body) if program is not None else False
    trees = [parsed(f"{case.setup}\n{case.call}\n{case.source}") for case in subject.cases]
    return stars or any(tree is not None and names_used(tree) & bound for tree in trees)


_NAMES = {"given": "given", "doctest": "doctests", "example": "examples", "written": "written by a model"}


def ended_badly(trial: Trial) -> bool:
    """Whether the program itself raised or reached a limit."""
    return trial.run.status != "finished" and not excused(trial)
