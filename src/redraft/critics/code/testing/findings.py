"""Failed cases as findings: the smallest ones, with their place in the draft."""

import ast
from collections.abc import Iterator

from redraft.core import Finding, Location
from redraft.critics.code.checks import Subject
from redraft.critics.code.source import parsed
from redraft.critics.code.testing.cases import AllMet, Prints
from redraft.critics.code.testing.trying import Trial, Tried
from redraft.critics.code.testing.values import shortened, shown_value
from redraft.sandbox.jobs import Limits, Raised

MAX_SHOWN = 5
"""Failed cases of one draft that are shown: more would tell a model little more."""


def findings_of(trial: Trial, subject: Subject, limits: Limits, *, minor: bool = False) -> tuple[Finding, ...]:
    """What went wrong, the program's own end first, then the smallest of the failed cases.

    Cases that raise the same exception in the same line are one finding, shown with the smallest of them.
    """
    stopped = _stopped(trial, subject, limits)
    found = [] if stopped is None else [stopped]
    seen: set[tuple[str, int | None]] = set()
    # A case that was never begun failed for the one that was running when the program was stopped.
    begun = [one for one in trial.failed if one.outcome.status != "not_run"]
    for one in sorted(begun, key=lambda tried: tried.case.size):
        raised = one.outcome.raised
        if raised is not None:
            if stopped is not None and raised.kind == "NameError":
                continue  # what would have defined it did not get that far
            if (raised.kind, raised.line) in seen:
                continue
            seen.add((raised.kind, raised.line))
        if len(found) < MAX_SHOWN:
            found.append(_finding(one, subject, limits, minor=minor))
    return tuple(found)


def function_place(subject: Subject, name: str) -> Location | None:
    """Where the draft begins a function; None when it does not, or only the prompt does."""
    tree = parsed(subject.source.code)
    for node in ast.walk(tree) if tree is not None else ():
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name == name:
            lines = (node.lineno, *(inner.lineno for inner in node.body))
            return next((place for line in lines if (place := subject.source.location(line)) is not None), None)
    return None


def place_of(raised: Raised, subject: Subject) -> str:
    """Where an exception came from, in words; empty when that is not in the draft."""
    own = subject.source.own_number(raised.line)
    if own is None:
        return ""
    return subject.say("at_line", line=str(own), code=shortened(subject.source.line(raised.line)))


def error_of(raised: Raised) -> str:
    """An exception as the interpreter writes it, on one line."""
    return shortened(f"{raised.kind}: {raised.message}" if raised.message else raised.kind)


def _finding(one: Tried, subject: Subject, limits: Limits, *, minor: bool) -> Finding:
    case, outcome, say = one.case, one.outcome, subject.say
    raised = outcome.raised
    wanted, got, origin = case.expectation.shown, _got(one), say(f"origin_{case.origin}")
    shown = shortened(case.shown, 400)
    location = subject.source.location(raised.line) if raised is not None else None
    if raised is not None and outcome.status in ("raised", "failed"):
        if raised.kind == "NameError" and case.function and f"'{case.function}'" in raised.message:
            key = "missing_asked" if case.origin == "example" else "missing_function"
            message = say(key, name=case.function)
        else:
            message = say(
                "test_raised", call=shown, error=error_of(raised), place=place_of(raised, subject), expected=wanted,
                origin=origin,
            )  # fmt: skip
    elif outcome.status == "timeout":
        message = say("test_timeout", call=shown, limit=f"{limits.cpu_s:g}", expected=wanted, origin=origin)
    elif outcome.status in ("killed", "not_run"):
        message = say("test_killed", call=shown, expected=wanted, origin=origin)
    elif one.said and isinstance(one.said, tuple):
        source, got, wanted = one.said
        message = say("test_assertion", source=source, left=shortened(got), right=shortened(wanted), origin=origin)
    elif one.said or (case.apart and not one.beside):
        got = shortened(str(one.said)) or "AssertionError"
        message = say("test_failed", call=shown, said=got, origin=origin)
    elif isinstance(case.expectation, AllMet) and (unmet := case.expectation.first_unmet(outcome)) is not None:
        relation, left, right, source = unmet
        left_shown, right_shown = shown_value(left), shown_value(right) if relation not in ("true", "false") else ""
        message = say("test_assertion", source=source, left=left_shown, right=right_shown or relation, origin=origin)
        got, wanted = left_shown, right_shown or relation
    else:
        message = say("test_value", call=shown, got=got, expected=wanted, origin=origin)
    return Finding(
        kind=f"{case.origin}_test" if case.origin in ("given", "written") else case.origin,
        severity="minor" if minor else "major",
        message=message,
        location=location or function_place(subject, case.function or subject.function),
        evidence=(f"input: {shown}", f"expected: {wanted}", f"got: {got}"),
    )


def _got(one: Tried) -> str:
    outcome = one.outcome
    if outcome.raised is not None:
        return error_of(outcome.raised)
    if isinstance(one.case.expectation, Prints):
        printed = outcome.stdout + (f"{outcome.value}\n" if isinstance(outcome.value, str) else "")
        return shortened(printed.strip()) or "''"
    return shown_value(outcome.value) if outcome.status == "passed" else outcome.status


def _stopped(trial: Trial, subject: Subject, limits: Limits) -> Finding | None:
    """How the program itself ended, when it did not end well; None when a case has more to say about it."""
    return next(_endings(trial, subject, limits), None)


def _endings(trial: Trial, subject: Subject, limits: Limits) -> Iterator[Finding]:
    run, say = trial.run, subject.say
    if run.raised is not None and not excused(trial):
        raised = run.raised
        message = say("program_raised", error=error_of(raised), place=place_of(raised, subject))
        yield Finding(
            kind="exception", message=message, location=subject.source.location(raised.line),
            evidence=(error_of(raised),),
        )  # fmt: skip
    elif run.status == "memory":
        yield Finding(kind="memory", message=say("program_memory", limit=str(limits.memory_mb)))
    elif run.status == "output":
        yield Finding(kind="output", message=say("program_output", limit=f"{limits.output_bytes:,}"))
    elif run.status in ("timeout", "killed") and not any(
        one.outcome.status not in ("not_run", "passed") for one in trial.tried
    ):
        key = "program_timeout" if run.status == "timeout" else "program_killed"
        message = say(key, limit=f"{limits.cpu_s:g}") if run.status == "timeout" else say(key)
        yield Finding(kind=run.status, message=message)


def excused(trial: Trial) -> bool:
    """Whether the program stopped only because it asked for input that nobody gave, and every case is met."""
    run = trial.run
    return run.raised is not None and run.raised.kind == "EOFError" and not trial.failed
