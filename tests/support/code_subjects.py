"""Subjects for the checks of code, as the critic would make them."""

from redraft.core import Draft, Prompt
from redraft.critics.code.checks import Subject
from redraft.critics.code.extraction import extract
from redraft.critics.code.given import given_code
from redraft.critics.code.testing.cases import Case
from redraft.critics.code.testing.splitting import cases_in
from redraft.critics.code.words import say_in


def subject(code: str, tests: str = "", *, prompt: str = "Write f.", function: str = "f", answer: str = "") -> Subject:
    """The subject that a draft of `code`, or of the whole `answer`, is."""
    given = given_code(prompt)
    source = extract(Draft.of(answer or f"```python\n{code}\n```").text, given).source
    assert source is not None
    cases: tuple[Case, ...] = cases_in(tests, function=function) if tests else ()
    return Subject(
        prompt=Prompt.of(prompt), source=source, given=given, function=function, cases=cases, say=say_in("en"),
        language="en",
    )  # fmt: skip
