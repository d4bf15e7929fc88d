import pytest

from redraft.evals.code.causes import cause_of
from redraft.evals.code.hidden import HiddenScore


def score(solved: bool | None, *evidence: str, reason: str | None = None) -> HiddenScore:
    return HiddenScore(solved=solved, reason=reason, sandbox="wasm", evidence=evidence, tests="", cpu_ms=None)


LACKING = "not run: inside WebAssembly there is no module 'numpy'; a native level has it"


@pytest.mark.parametrize(
    ("found", "again", "natively", "whole", "cause"),
    [
        (score(True), [True, True], score(True), True, "label"),
        (score(False, "f(1) gives 2; expected: 3"), [False, False], score(False), False, "label"),
        (score(False), [False, True], score(False), False, "changes"),
        (score(False, "f(1) does not end within 5 s"), [False, False], score(True), True, "limit"),
        (score(False, "f(1) raises MemoryError"), [False, False], score(True), True, "limit"),
        (score(False, "f(1) gives 2; expected: 3"), [False, False], score(True), True, "level"),
        (score(False, "f(1) gives 2; expected: 3"), [False, False], score(False), True, "split"),
        (score(False, "f(1) gives 2; expected: 3"), [False, False], score(None, reason="none"), None, "label"),
        (score(None, reason=LACKING), [None, None], score(True), True, "module"),
        (score(None, reason="not run: no level works"), [None, None], score(None, reason="none"), None, "not_run"),
    ],
)
def test_the_cause_follows_from_the_other_runs(
    found: HiddenScore, again: list[bool | None], natively: HiddenScore, whole: bool | None, cause: str
) -> None:
    assert cause_of(found, again, natively, whole) == cause
