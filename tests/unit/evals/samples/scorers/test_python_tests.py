import asyncio

import pytest

from redraft.core import Draft, Prompt
from redraft.errors import Misuse
from redraft.evals.samples.scorers import PythonTests
from redraft.sandbox import open_sandbox

ASKED = Prompt.of("Write `add(a, b)`.")


def test_answers_are_run_with_tests_that_no_prompt_holds() -> None:
    scorer = PythonTests(tests="assert add(2, 3) == 5", function="add", asked=ASKED)
    scores = [
        asyncio.run(scorer.score(Draft.of(code)))
        for code in ("def add(a, b):\n    return a + b\n", "def add(a, b):\n    return a\n", "no code at all")
    ]
    assert scores[0].right is True
    assert scores[1].right is False
    assert scores[2].right is not True
    assert "assert" not in repr(scorer)


def test_where_nothing_can_be_run_the_answer_is_unscored_with_the_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("redraft.sandbox.shared", lambda: open_sandbox("refuse"))
    scorer = PythonTests(tests="assert add(2, 3) == 5", function="add", asked=ASKED)
    score = asyncio.run(scorer.score(Draft.of("def add(a, b):\n    return a + b\n")))
    assert score.right is None
    assert score.reason


def test_tests_that_are_none_are_refused_before_anything_is_asked() -> None:
    with pytest.raises(Misuse):
        PythonTests(tests="x = (", asked=ASKED)
