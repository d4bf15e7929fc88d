import asyncio

from redraft.critics.code.typechecking import Types
from support.code_subjects import subject


def test_wrong_types_are_remarks_with_their_place() -> None:
    code = 'def f(x: int) -> str:\n    return x + 1\n\n\nf("a")'
    found = asyncio.run(Types().report(subject(code)))
    assert found.verdict is None
    assert [finding.severity for finding in found.findings] == ["minor", "minor"]
    assert found.findings[0].message.startswith("Line 2: ")
    assert found.findings[1].evidence == ('f("a")',)


def test_modules_that_are_not_installed_are_no_mistake_of_the_code() -> None:
    found = asyncio.run(Types().report(subject("import surely_not_installed\nx = surely_not_installed.y()")))
    assert (found.findings, found.detail) == ((), "ok")
