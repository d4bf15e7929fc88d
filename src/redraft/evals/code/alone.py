"""The critic with only what a prompt shows: doctests, examples, static checks. And what each of its checks adds."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from redraft.core import Critique
from redraft.evals.code.agreement import CodeSample
from redraft.trust.figures import Judged
from redraft.trust.intervals import Estimate, clustered_proportion

CHECKS = ("syntax", "ruff, fails", "ruff, remarks", "types", "doctests", "examples", "properties")
"""What is looked at, in the order of the checks."""

_LINT_CODE = re.compile(r"[A-Z]+\d+")
_OF_TESTS = ("exception", "memory", "output", "timeout", "killed")


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckFigures:
    """What one check objects to.

    Attributes:
        check: which.
        fails: whether its objection fails a draft.
        n_said: solutions it could say something about.
        found: share of wrong solutions that it objects to.
        false_alarms: share of right solutions that it objects to.
    """

    check: str
    fails: bool
    n_said: int
    found: Estimate | None
    false_alarms: Estimate | None


def judged_alone(sample: CodeSample, critique: Critique) -> Judged:
    """The critique as a judgement of a labelled output."""
    output = sample.output
    return Judged(
        id=output.id, score=critique.score, reason=critique.reason, acceptable=output.acceptable,
        problem=output.problem, groups=output.groups, unrefuted=critique.unrefuted,
    )  # fmt: skip


def by_check(samples: Sequence[CodeSample], critiques: Sequence[Critique]) -> tuple[CheckFigures, ...]:
    """What each check adds: what it finds among the wrong, and what it says of the right."""
    flagged = [objecting(critique) for critique in critiques]
    said = [speaking(critique) for critique in critiques]

    def share(check: str, *, acceptable: bool) -> Estimate | None:
        rows = [
            (check in flags, sample.output.problem)
            for sample, flags in zip(samples, flagged, strict=True)
            if sample.output.acceptable is acceptable
        ]
        return clustered_proportion([hit for hit, _ in rows], [problem for _, problem in rows])

    return tuple(
        CheckFigures(
            check=check,
            fails=check in ("syntax", "ruff, fails", "doctests", "examples"),
            n_said=sum(check in one for one in said),
            found=share(check, acceptable=False),
            false_alarms=share(check, acceptable=True),
        )
        for check in CHECKS
    )


def objecting(critique: Critique) -> frozenset[str]:
    """The checks that object."""
    found = set()
    for finding in critique.findings:
        if finding.kind in ("syntax", "no_code"):
            found.add("syntax")
        elif finding.kind == "doctest":
            found.add("doctests")
        elif finding.kind == "example":
            found.add("examples")
        elif finding.kind in _OF_TESTS:
            found |= {"doctests", "examples"} & speaking(critique)
        elif finding.kind == "property":
            found.add("properties")
        elif _LINT_CODE.fullmatch(finding.kind):
            found.add("ruff, remarks" if finding.severity == "minor" else "ruff, fails")
        else:
            found.add("types")
    return frozenset(found)


def speaking(critique: Critique) -> frozenset[str]:
    """The checks that had something to look at."""
    details = critique.details
    said = {"syntax"} if "syntax" in details else set()
    if details.get("ruff", "not run") != "not run":
        said |= {"ruff, fails", "ruff, remarks"}
    if details.get("types", "not run") != "not run":
        said.add("types")
    said |= {name for name in ("doctests", "examples") if name in details.get("tests", "")}
    if " on " in details.get("properties", ""):
        said.add("properties")
    return frozenset(said)
