import asyncio

import pytest

from redraft.critics.code.source import from_text
from redraft.critics.code.syntax import Syntax, syntax_problem
from redraft.critics.code.words import say_in
from support.code_subjects import subject


@pytest.mark.parametrize(
    ("code", "problem", "marked"),
    [
        ("x = (1,\n", "Line 1, `x = (1,`, is no valid Python: '(' was never closed.", "(1,"),
        ("def f():\nreturn 1", "Line 2, `return 1`, is no valid Python: expected an indented block after", "return 1"),
        ("return 1", "Line 1, `return 1`, is no valid Python: 'return' outside function.", "return 1"),
        ("x = 1\ny = 'a", "Line 2, `y = 'a`, is no valid Python: unterminated string literal", "'a"),
        (
            "nonlocal x",
            "Line 1, `nonlocal x`, is no valid Python: nonlocal declaration not allowed at module",
            "nonlocal x",
        ),
    ],
)
def test_the_first_error_is_shown_where_it_stands(code: str, problem: str, marked: str) -> None:
    finding = syntax_problem(from_text(code, 0, len(code)), say_in("en"))
    assert finding is not None
    assert finding.message.startswith(problem)
    assert finding.location is not None
    assert code[int(finding.location.start) : int(finding.location.end)] == marked


@pytest.mark.parametrize("code", ["x = '\ud800'", "x = 1\x00", "(" * 5000 + ")" * 5000, "x = " + "-" * 50_000 + "1"])
def test_what_is_no_text_or_too_deep_is_a_finding_too(code: str) -> None:
    assert syntax_problem(from_text(code, 0, len(code)), say_in("en")) is not None


def test_warnings_of_the_parser_are_nobodys_business() -> None:
    code = "x = '\\d'\nassert (1, 'always')\nx is 3\n"
    assert syntax_problem(from_text(code, 0, len(code)), say_in("en")) is None


def test_the_report_decides_only_when_it_fails() -> None:
    assert asyncio.run(Syntax().report(subject("x = 1"))).verdict is None
    assert asyncio.run(Syntax().report(subject("def f(:\n    pass"))).verdict == "failed"
