"""The test command: words without a shell, and what is added to hear of every test."""

import pytest

from redraft.critics.patch.command import SuiteCommand
from redraft.errors import Misuse


@pytest.mark.parametrize("text", ["pytest -q", "python -m pytest -q", "/usr/bin/python3.11 -m pytest -q", "py.test -q"])
def test_pytest_is_recognised_however_it_is_called(text: str) -> None:
    command = SuiteCommand.of(text)
    assert command.is_pytest
    assert command.argv == ("python", "-m", "pytest", "-q")


def test_pytest_is_asked_for_a_report_before_the_paths() -> None:
    job = SuiteCommand.of("pytest -q -- tests").job({})
    (name,) = job.keep
    named = ("-o", "junit_family=xunit1", "-o", f"junit_suite_name={name}")
    assert job.argv[4:] == (f"--junitxml={name}", *named, "--", "tests")


def test_the_report_has_another_name_each_time() -> None:
    command = SuiteCommand.of("pytest")
    assert len({command.job({}).keep for _ in range(20)}) == 20


def test_variables_in_front_become_the_environment() -> None:
    command = SuiteCommand.of("LEVEL=2 EMPTY= make 'check all'")
    assert (command.environment, command.argv) == ({"LEVEL": "2", "EMPTY": ""}, ("make", "check all"))
    assert not command.is_pytest and not command.is_unittest


def test_a_src_folder_comes_before_what_is_installed_unless_the_user_says_otherwise() -> None:
    files = {"src/calc.py": b""}
    assert SuiteCommand.of("pytest").job(files).environment == {"PYTHONPATH": "src"}
    assert SuiteCommand.of("PYTHONPATH=lib pytest").job(files).environment == {"PYTHONPATH": "lib"}
    assert SuiteCommand.of("pytest").job({"calc.py": b""}).environment == {}


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "is empty"),
        ("A=1", "is empty"),
        ("pytest 'tests", "close the quotation"),
        ("pytest && ruff check", "without a shell, which '&&' needs; write sh -c"),
        ("pytest | tail", "which '|' needs"),
        ("pytest > log", "which '>' needs"),
    ],
)
def test_what_is_no_command_is_refused_with_what_to_do(text: str, says: str) -> None:
    with pytest.raises(Misuse, match="the test command") as raised:
        SuiteCommand.of(text)
    assert says in str(raised.value)
