import asyncio

from redraft.core import Finding
from redraft.critics.code.testing.findings import MAX_SHOWN, findings_of
from redraft.critics.code.testing.trying import Bench
from redraft.sandbox import Limits, shared
from support.code_subjects import subject

LIMITS = Limits(cpu_s=1.0, wall_s=3.0)


def findings(code: str, tests: str) -> tuple[Finding, ...]:
    made = subject(code, tests)
    trial = asyncio.run(Bench(runner=shared(), limits=LIMITS).trial(made.source.code, made.cases))
    return findings_of(trial, made, LIMITS)


def test_the_smallest_failing_cases_come_first_and_few_are_shown() -> None:
    tests = "".join(f"assert f({'1' * n}) == 0\n" for n in range(9, 0, -1))
    shown = findings("def f(x):\n    return x", tests)
    assert [finding.evidence[0] for finding in shown] == [f"input: f({'1' * n})" for n in range(1, MAX_SHOWN + 1)]


def test_an_exception_in_another_line_is_another_finding() -> None:
    code = "def f(x):\n    if x:\n        return [][x]\n    return {}[x]"
    shown = findings(code, "assert f(1) == 0\nassert f(2) == 0\nassert f(0) == 0")
    assert [finding.message.split(",")[0] for finding in shown] == [
        "f(1) raises IndexError: list index out of range", "f(0) raises KeyError: 0",
    ]  # fmt: skip


def test_a_function_that_is_not_there_is_named() -> None:
    (finding,) = findings("def g(x):\n    return x", "assert f(1) == 1\nassert f(2) == 2")
    assert finding.message == "The tests call f, but the code defines no such function."


def test_leaving_the_interpreter_is_seen_in_the_program_and_in_a_case() -> None:
    (finding,) = findings("import os\nos._exit(0)", "assert f(1) == 1")
    assert (finding.kind, finding.message) == ("killed", "The program ends the interpreter before any test can run.")
    (finding,) = findings("import os\ndef f(x):\n    os._exit(0)", "assert f(1) == 1")
    assert finding.message == "f(1) ends the whole program; expected: 1 (given test)."


def test_a_program_that_never_ends_is_said_to() -> None:
    (finding,) = findings("while True:\n    pass", "assert f(1) == 1")
    assert finding.message == "The program does not end within 1 s."
