"""What a run says: pytest's report, unittest's counts, and reports that nobody should believe."""

import asyncio
from textwrap import dedent

import pytest
from hypothesis import given
from hypothesis import strategies as st

from redraft.critics.patch.command import SuiteCommand
from redraft.critics.patch.results import Counts, SuiteRun, cut_in_the_middle, suite_run
from redraft.sandbox.jobs import Run
from support.projects import PYTEST, native, run_suite

KINDS = {
    "tests/test_kinds.py": dedent(
        """
        import pytest

        class TestInside:
            @pytest.mark.parametrize("x", [1, "a b"])
            def test_passes(self, x): pass

        def test_fails(): assert 1 == 2

        @pytest.fixture
        def broken():
            yield
            raise ValueError("afterwards")

        def test_fails_twice(broken): assert 0

        @pytest.mark.skip
        def test_skipped(): pass

        @pytest.mark.xfail
        def test_expected(): assert 0
        """
    ).encode(),
    "tests/test_away.py": b"import no_such_module\n",
    "tests/test_off.py": b'import pytest\npytest.skip("not now", allow_module_level=True)\n',
    "sums.py": b'def one():\n    """\n    >>> one()\n    1\n    """\n    return 2\n',
}


def test_every_test_is_known_by_pytests_own_name_for_it() -> None:
    command = f"{PYTEST} --doctest-modules --continue-on-collection-errors"
    run = asyncio.run(run_suite(KINDS, native(), command))
    assert run.cases is not None
    assert {id: case.status for id, case in run.cases.items()} == {
        "tests/test_kinds.py::TestInside::test_passes[1]": "passed",
        "tests/test_kinds.py::TestInside::test_passes[a b]": "passed",
        "tests/test_kinds.py::test_fails": "failed",
        "tests/test_kinds.py::test_fails_twice": "error",
        "tests/test_kinds.py::test_skipped": "skipped",
        "tests/test_kinds.py::test_expected": "skipped",
        "tests/test_away.py": "error",
        "tests/test_off.py": "skipped",
        "sums.py::sums.one": "failed",
    }
    assert (run.n_passed, run.n_tests, run.exit_code) == (2, 6, 1)
    assert run.summary == "2 of 6 tests pass, exit code 1"
    assert run.cases["tests/test_kinds.py::test_fails"].message == "assert 1 == 2"
    assert "No module named 'no_such_module'" in run.cases["tests/test_away.py"].detail
    assert run.cases["tests/test_away.py"].is_whole_file


UNITTEST = SuiteCommand.of("python -m unittest")


def counted(said: str) -> SuiteRun:
    return suite_run(Run(level="bubblewrap", status="finished", exit_code=1, stderr=said), UNITTEST)


@pytest.mark.parametrize(
    ("said", "counts"),
    [
        ("Ran 3 tests in 0.001s\n\nOK\n", (3, 0, 0)),
        ("Ran 1 test in 0.001s\n\nOK (skipped=1)\n", (1, 1, 0)),
        ("Ran 5 tests in 0.1s\n\nFAILED (failures=1, errors=1, skipped=1, unexpected successes=1)\n", (5, 1, 3)),
        ("Ran 9 tests in 0.1s\n\nOK\nRan 2 tests in 0.1s\n\nFAILED (failures=1)\n", (2, 0, 1)),
        ("Segmentation fault\n", None),
    ],
)
def test_unittest_is_believed_on_its_last_words(said: str, counts: tuple[int, int, int] | None) -> None:
    assert counted(said).counts == (None if counts is None else Counts(*counts))


def test_an_error_before_the_first_test_makes_no_negative_number() -> None:
    run = counted("Ran 0 tests in 0.1s\n\nFAILED (errors=1)\n")
    assert (run.n_passed, run.n_tests, run.summary) == (0, 0, "0 of 0 tests pass, exit code 1")


def with_report(report: bytes, said: str = "") -> SuiteRun:
    run = Run(level="bubblewrap", status="finished", exit_code=0, stdout=said, kept={"r": report})
    return suite_run(run, SuiteCommand.of("pytest"))


def of_cases(*cases: str, name: str = "r") -> bytes:
    inside = "".join(f'<testcase classname="a" name="{case}">{case}</testcase>' for case in cases)
    return f'<testsuites><testsuite name="{name}">{inside}</testsuite></testsuites>'.encode()


@pytest.mark.parametrize(
    "report",
    [
        b"",
        b"<testsuites>",
        b"no report",
        b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><testsuites><testcase name="&b;"/></testsuites>',
        b"\xff\xfe<testsuites/>",
        b"<testsuites><testcase name='test_a'/></testsuites>",
        of_cases("test_a", name="another"),
    ],
)
def test_a_report_that_pytest_would_not_write_counts_as_none(report: bytes) -> None:
    assert with_report(report).cases is None


def test_a_report_without_files_still_names_its_tests() -> None:
    report = b'<testsuites><testsuite name="r"><testcase classname="a.b" name="test_c"/></testsuite></testsuites>'
    assert list(with_report(report).cases or {}) == ["a::b::test_c"]


@pytest.mark.parametrize(
    ("closing", "believed"),
    [
        ("2 passed in 0.01s", True),
        ("===== 2 passed, 1 skipped, 3 warnings in 63.10s (0:01:03) =====", True),
        ("\x1b[32m\x1b[1m2 passed\x1b[0m\x1b[32m in 0.01s\x1b[0m", True),
        ("1 passed, 1 xpassed in 0.01s", True),
        ("2 passed, 1 rerun, 4 subtests passed in 0.01s", True),
        ("a test says: 9 failed in 0.01s\n2 passed in 0.01s", True),
        ("2 failed in 0.01s\n2 passed in 0.01s", True),
        ("1 passed in 0.01s", False),
        ("no tests ran in 0.01s", False),
        ("2 passed, 1 failed in 0.01s", False),
        ("=== 2 passed, 1 error in 0.01s ===", False),
    ],
)
def test_a_report_that_claims_more_than_pytests_last_line_counts_as_none(closing: str, believed: bool) -> None:
    run = with_report(of_cases("test_a", "test_b"), f"..\n{closing}\n")
    assert (run.cases is not None, run.closes) == (believed, True)


def test_without_a_last_line_there_is_nothing_to_hold_a_report_against() -> None:
    run = with_report(of_cases("test_a"), "2 passed by\n")
    assert (run.cases is not None, run.closes) == (True, False)


@given(st.binary(max_size=60) | st.text(st.sampled_from('<>/testcase name="a"&;!'), max_size=60).map(str.encode))
def test_no_report_crashes_the_reader(report: bytes) -> None:
    assert with_report(report).exit_code == 0


def test_a_run_that_was_stopped_says_why() -> None:
    run = suite_run(Run(level="bubblewrap", status="timeout", reason="it took more than 5 s"), UNITTEST)
    assert run.summary == "it took more than 5 s"


@given(st.text(st.sampled_from("ab\n"), max_size=200))
def test_a_long_output_keeps_its_beginning_and_its_end(text: str) -> None:
    cut = cut_in_the_middle(text, head=20, tail=40)
    if len(text) <= 60:
        assert cut == text
    else:
        first, count, last = (
            cut.rsplit("\n[... ", 1)[0],
            cut.rsplit("[... ", 1)[1].split(" ")[0],
            cut.split("...]\n")[1],
        )
        assert text.startswith(first) and text.endswith(last)
        assert int(count) == len(text) - len(first) - len(last)
