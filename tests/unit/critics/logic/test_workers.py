import time

import pytest

from redraft.critics.logic import workers
from redraft.critics.logic.outcome import Outcome
from redraft.critics.logic.settings import Settings
from redraft.critics.logic.workers import decide_apart
from redraft.errors import MissingExtra

PROGRAM = "Premises:\n∀x (Cat(x) → Mammal(x))\nCat(tom)\nConclusion:\nMammal(tom)\n"
# Pigeons in one hole too few, as an axiom without a finite model: Z3 goes on until it is stopped.
ENDLESS = """Premises:
∀x ∃y (Above(y, x))
∀x ∀y ∀z (Above(x, y) ∧ Above(y, z) → Above(x, z))
∀x (¬Above(x, x))
∀x ∀y (f(x) = f(y) → x = y)
∀x (f(g(x)) ≠ g(f(x)))
Conclusion:
∃x ∀y (Above(x, y))
"""


def test_a_program_is_decided_in_another_process() -> None:
    outcome = decide_apart(PROGRAM, Settings())
    assert (outcome.status, outcome.verdict, [cited.number for cited in outcome.core]) == ("decided", "true", [1, 2])


def test_a_program_that_never_ends_is_given_up_and_the_next_is_decided() -> None:
    began_s = time.monotonic()
    outcome = decide_apart(ENDLESS, Settings(timeout_s=0.3))
    assert (outcome.status, outcome.reason) == ("undecided", "out_of_time")
    # Far below what Z3 would take without a limit, far above what a busy machine may add.
    assert time.monotonic() - began_s < 30
    assert decide_apart(PROGRAM, Settings()).verdict == "true"


def test_a_worker_that_does_not_answer_is_killed(monkeypatch: pytest.MonkeyPatch) -> None:
    decide_apart(PROGRAM, Settings())
    worker = workers._pool()._idle[-1]
    worker._process.send_signal(19)  # SIGSTOP: it neither answers nor ends
    monkeypatch.setattr(workers, "GRACE_S", 0.1)
    outcome = decide_apart(PROGRAM, Settings(timeout_s=0.1))
    assert outcome == Outcome(status="undecided", reason="out_of_time", cpu_ms=100.0)
    assert worker._process.returncode == -9
    monkeypatch.undo()
    assert decide_apart(PROGRAM, Settings()).verdict == "true"


def test_a_worker_that_dies_is_an_outcome_and_the_next_is_decided() -> None:
    decide_apart(PROGRAM, Settings())
    worker = workers._pool()._idle[-1]
    worker._process.kill()
    worker._process.wait()
    assert decide_apart(PROGRAM, Settings()).reason == "worker_ended"
    assert decide_apart(PROGRAM, Settings()).verdict == "true"


@pytest.mark.parametrize("text", ["", "\x00\udcff", "x" * 1_000_000, "Premises:\n" + "(" * 50_000])
def test_any_bytes_come_through(text: str) -> None:
    assert decide_apart(text, Settings()).status == "faulty"


def test_a_missing_package_is_named_with_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None if name == "clingo" else object())
    with pytest.raises(MissingExtra, match=r"clingo.*pip install 'redraft\[logic\]'"):
        workers.check_installed()
