import asyncio
import subprocess
import sys

import pytest

import redraft
from redraft.core import Context, Critique, Draft, Finding, Prompt
from redraft.critics import FunctionCritic
from redraft.critics.calibrated import Calibrated
from redraft.errors import Misuse
from redraft.models import ScriptedModel
from redraft.trust.knots import Calibrator

CALIBRATOR = Calibrator(method="table", scores=(0.0, 1.0), chances=(0.2, 0.7), n=100)
PROMPT = Prompt.of("How many?")


def said(given: float | Critique) -> Critique:
    critic = Calibrated(critic=FunctionCritic(function=lambda text: given, name="c"), calibrator=CALIBRATOR)
    return asyncio.run(critic.examine(PROMPT, Draft.of("38"), Context(prompt=PROMPT)))


def test_the_score_is_the_calibrated_probability_and_the_raw_one_is_kept() -> None:
    critique = said(1.0)
    assert critique.score == 0.7 and critique.details["raw_score"] == "1.0"
    assert said(0.5).score == pytest.approx(0.45)


def test_all_else_of_the_critique_stays() -> None:
    finding = Finding(message="no unit")
    given = Critique(
        critic="c", kind="external", score=0.0, text="No.", findings=(finding,), details={"sandbox": "wasm"}
    )
    critique = said(given)
    assert (critique.text, critique.findings, critique.kind) == ("No.", (finding,), "external")
    assert critique.details == {"sandbox": "wasm", "raw_score": "0.0"}


def test_what_is_unscored_stays_unscored() -> None:
    critique = said(Critique(critic="c", kind="verified", reason="cannot tell", unrefuted=True))
    assert critique.score is None and critique.reason == "cannot tell" and critique.unrefuted


def test_the_version_names_critic_and_calibrator() -> None:
    inner = FunctionCritic(function=str.isascii, name="c", version="3")
    critic = Calibrated(critic=inner, calibrator=CALIBRATOR, fitted_for="3")
    assert critic.name == "c" and critic.kind == "verified"
    assert critic.version == f"3+{CALIBRATOR.fingerprint}" == said(1.0).version.replace("1+", "3+")


def test_a_calibrator_of_another_version_is_refused() -> None:
    inner = FunctionCritic(function=str.isascii, name="c", version="4")
    with pytest.raises(Misuse, match="fitted for version '3' of the critic 'c', which is now of version '4'"):
        Calibrated(critic=inner, calibrator=CALIBRATOR, fitted_for="3")


def test_a_gate_sees_the_calibrated_score() -> None:
    """A pass that is right in one case of five is no pass any more."""
    weak = Calibrator(method="table", scores=(0.0, 1.0), chances=(0.1, 0.2), n=50)
    critic = Calibrated(critic=FunctionCritic(function=lambda text: 1.0, name="c"), calibrator=weak)
    model = ScriptedModel("one", "two")
    correction = redraft.correct_sync("How many?", model=model, critics=[critic], budget=redraft.Budget(rounds=1))
    assert not correction.accepted
    assert [attempt.verdict.score for attempt in correction.attempts if attempt.verdict] == [0.2, 0.2]


def test_applying_a_calibrator_needs_no_numpy() -> None:
    code = "import sys, redraft.critics.calibrated; print('numpy' in sys.modules, 'sklearn' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env={"PYTHONPATH": ":".join(sys.path)}
    )
    assert done.stdout.split() == ["False", "False"]
