import asyncio

from redraft.critics.code.checks import Report
from redraft.critics.code.linting import MAJOR, Lint
from support.code_subjects import subject


def report(code: str, prompt: str = "Write f.", answer: str = "") -> Report:
    return asyncio.run(Lint().report(subject(code, prompt=prompt, answer=answer)))


def test_a_name_that_does_not_exist_fails() -> None:
    found = report("def f(x):\n    return y + x")
    assert (found.verdict, found.detail) == ("failed", "F821")
    assert found.findings[0].message == "Line 2: Undefined name `y` (F821)."
    assert found.findings[0].evidence == ("return y + x",)


def test_security_and_likely_bugs_are_remarks() -> None:
    found = report("import hashlib\ndef f(x, seen=[]):\n    return hashlib.md5(eval(x)), (lambda: x) is 3")
    assert found.verdict is None
    assert {"S307", "S324", "F632"} <= {finding.kind for finding in found.findings}
    assert {finding.severity for finding in found.findings} == {"minor"}


def test_style_and_leftovers_are_nothing() -> None:
    found = report("import os\ndef f( x ):\n    unused=1\n    assert x\n    for i in range(3): pass\n    return x")
    assert (found.findings, found.detail) == ((), "ok")


def test_a_comment_cannot_silence_it() -> None:
    assert report("# ruff: noqa\ndef f(x):\n    return y  # noqa: F821").verdict == "failed"


def test_what_the_prompt_gave_is_not_held_against_the_draft() -> None:
    prompt = 'def f(x: Missing):\n    """Doc."""\n'
    assert report("", prompt, answer="    return x\n").findings == ()


def test_codes_that_fail_are_not_styles() -> None:
    assert not any(code.startswith(("E5", "W", "S", "B")) for code in MAJOR)
