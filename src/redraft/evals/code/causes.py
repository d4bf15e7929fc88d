"""Why a verdict of the sandbox differs from the stored one, found out by running the solution in other ways."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from redraft.critics.code.extraction import extract
from redraft.critics.code.given import given_code
from redraft.evals.code.agreement import CodeSample
from redraft.evals.code.hidden import HiddenScore
from redraft.sandbox import Level, Limits, Program, Runner, open_sandbox, probe

Cause = Literal["label", "changes", "level", "limit", "module", "not_run", "split"]
"""* ``label``: every run, in every way, says the same, and the label says otherwise.
* ``changes``: the verdict is not the same in every run, as with random inputs or the time of day.
* ``level``: the strongest level and a native one differ.
* ``limit``: a limit of time, memory or output was reached.
* ``module``: a module is missing at every level that works here.
* ``not_run``: it was not run for another reason.
* ``split``: tests taken apart say something else than the same tests run as they stand: a fault of ours."""

_N_AGAIN = 2
_MODULE = re.compile(r"no module '?(\w+)|No module named '?(\w+)")
_LIMITS_REACHED = re.compile(r"does not end within|needs more than|writes more than|MemoryError")


@dataclass(frozen=True, slots=True, kw_only=True)
class Disagreement:
    """One solution on which the sandbox and the label differ.

    Attributes:
        id: of the output.
        problem: what it solves.
        stored: the label.
        found: the sandbox's verdict; None when it had none.
        cause: why they differ.
        evidence: what shows it, in words.
    """

    id: str
    problem: str
    stored: bool
    found: bool | None
    cause: Cause
    evidence: tuple[str, ...]


async def disagreement(sample: CodeSample, score: HiddenScore, *, limits: Limits) -> Disagreement:
    """The cause, with the runs that decide it: the same again, at a native level, and with the tests as they stand."""
    again = [await sample.scored(limits=limits) for _ in range(_N_AGAIN)]
    level: Level = next((one.level for one in probe() if one.works and one.level != "wasm"), "refuse")
    door = open_sandbox(level)
    try:
        natively = await sample.scored(runner=door, limits=limits)
        whole = await _as_it_stands(sample, door, limits)
    finally:
        await door.close()
    evidence = [
        f"in the sandbox ({score.sandbox or 'not run'}): {_told(score)}",
        f"again, {_N_AGAIN} times: {', '.join(_verdict(one.solved) for one in again)}",
        f"natively ({level}): {_told(natively)}",
        f"solution and tests as one program, natively: {_verdict(whole)}",
    ]
    return Disagreement(
        id=sample.output.id,
        problem=sample.output.problem,
        stored=sample.output.acceptable,
        found=score.solved,
        cause=cause_of(score, [one.solved for one in again], natively, whole),
        evidence=tuple(evidence),
    )


def cause_of(score: HiddenScore, again: Sequence[bool | None], natively: HiddenScore, whole: bool | None) -> Cause:
    """The cause that several runs of one solution show.

    Args:
        score: the verdict that differs from the label.
        again: verdicts of the same run, repeated.
        natively: the verdict at a native level.
        whole: whether solution and tests as one program end well there; None when they were not run.
    """
    said = " ".join([score.reason or "", *score.evidence])
    if any(verdict is not score.solved for verdict in again):
        return "changes"
    if _LIMITS_REACHED.search(said):
        return "limit"
    if score.solved is None:
        return "module" if _MODULE.search(said) else "not_run"
    if natively.solved is not None and natively.solved is not score.solved:
        return "level"
    if whole is not None and whole is not score.solved:
        return "split"
    return "label"


async def _as_it_stands(sample: CodeSample, door: Runner, limits: Limits) -> bool | None:
    """Whether solution and tests, run as one program as the data's authors did, come to their end."""
    source = extract(sample.output.draft.text, given_code(sample.prompt.text)).source
    if source is None:
        return None
    calls = "" if re.search(r"^check\(|^test_check\(\)", sample.tests, re.M) else f"\ncheck({sample.function})\n"
    code = f"{source.code}\n\n{sample.tests}\n{calls}"
    run = await door.run(Program(code=code, packages=True), limits)
    return None if run.status == "not_run" else run.status == "finished"


def _told(score: HiddenScore) -> str:
    if score.solved is None:
        return f"not judged: {score.reason}"
    return "; ".join(score.evidence) if score.evidence else f"every test passes ({score.tests})"


def _verdict(solved: bool | None) -> str:
    return {True: "passes", False: "fails", None: "not run"}[solved]
