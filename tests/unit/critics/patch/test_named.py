"""Which files a test command runs and names: what judges a patch is known by more than its name."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from redraft.critics.patch.command import SuiteCommand
from redraft.critics.patch.named import files_named, files_run

FILES = {
    "prices.py": b"",
    "check.sh": b"set -e\npython tools/run.py\nsh ./more.sh\n",
    "more.sh": b"exit 0\n",
    "run_checks.py": b"# checks prices.py\n",
    "tools/run.py": b"",
    "tools/__main__.py": b"",
    "checks.py": b"",
    "src/pkg/checks.py": b"",
    "cases/case_a.py": b"",
    "cases/other.py": b"",
    "cases/judge.sh": b"",
    "Makefile": b"include rules.mk\ncheck:\n\tpython run_checks.py\n",
    "rules.mk": b"unit:\n\tpython -m checks\n",
    "package.json": b'{"main": "index.js", "scripts": {"test": "node judge.js"}}',
    "index.js": b"",
    "judge.js": b"",
    "my.ini": b"",
    "plug.py": b"",
    "test_prices.py": b"pytest_plugins = ['src.pkg.checks']\n",
}


@pytest.mark.parametrize(
    ("command", "run"),
    [
        ("sh check.sh", {"check.sh"}),
        ("./check.sh --fast", {"check.sh"}),
        ("timeout 60 bash -e ./check.sh", {"check.sh"}),
        ("sh -c 'cd . && python3.11 $PWD/run_checks.py --all'", {"run_checks.py"}),
        ("python -W error run_checks.py prices.py", {"run_checks.py"}),
        ("python -m pkg.checks", {"src/pkg/checks.py"}),
        ("python tools", {"tools/__main__.py"}),
        ("bash -ec 'cd cases; ./judge.sh'", {"cases/judge.sh"}),
        ("coverage run run_checks.py", {"run_checks.py"}),
        ("python -X dev -m unittest checks", {"checks.py", "test_prices.py"}),
        ("sh -c 'coverage run -m unittest pkg.checks'", {"src/pkg/checks.py", "test_prices.py"}),
        ("python -m unittest checks", {"checks.py", "test_prices.py"}),
        ("python -m unittest -v pkg.checks.T.test_a", {"src/pkg/checks.py", "test_prices.py"}),
        ("python -m unittest discover -s cases -p 'case_*.py'", {"cases/case_a.py"}),
        ("pytest -q -c my.ini", {"my.ini"}),
        ("python -c 'import prices; assert prices.total([1]) == 1'", set()),
        ("python -m mypy prices.py", set()),
        ("mypy prices.py", set()),
        ("make check", set()),
    ],
)
def test_what_a_command_runs(command: str, run: set[str]) -> None:
    assert files_run(SuiteCommand.of(command), FILES) == run


MAKE = {"Makefile", "rules.mk", "run_checks.py", "checks.py", "package.json", "judge.js"}


@pytest.mark.parametrize(
    ("command", "named"),
    [
        ("mypy prices.py", {*MAKE, "prices.py"}),
        ("make check", MAKE),
        ("LEVEL=more.sh make check", {*MAKE, "more.sh"}),
        ("sh check.sh", {*MAKE, "check.sh", "tools/run.py", "more.sh"}),
        ("bats cases", {*MAKE, "cases"}),
        ("runner --only='cases/case_*'", {*MAKE, "cases/case_a.py"}),
        ("python -m unittest checks", {"checks.py", "test_prices.py"}),
        ("pytest run_checks.py::test_a", {"run_checks.py", "src/pkg/checks.py"}),
        ("pytest -p plug -k prices", {"plug.py", "src/pkg/checks.py"}),
        ("PYTEST_PLUGINS=plug pytest", {"plug.py", "src/pkg/checks.py"}),
    ],
)
def test_what_a_command_names_and_what_it_reads_names(command: str, named: set[str]) -> None:
    assert files_named(SuiteCommand.of(command), FILES) == named


def test_plugins_that_the_settings_of_pytest_load_are_named() -> None:
    files = {"pyproject.toml": b'[tool.pytest.ini_options]\naddopts = ["-q", "-pplug"]', "plug.py": b"", "a.py": b""}
    assert files_named(SuiteCommand.of("pytest"), files) == {"plug.py"}


@given(
    st.dictionaries(st.sampled_from([*FILES, "setup.cfg"]), st.binary(max_size=40)),
    st.lists(
        st.sampled_from(["python", "-m", "-c", "unittest", "pytest", "-p", "[", "/", "..", "make", "a*", "-"]),
        min_size=1,
    ),
)
def test_no_project_and_no_command_crashes_it(files: dict[str, bytes], words: list[str]) -> None:
    command = SuiteCommand(text="", argv=tuple(words), is_pytest="pytest" in words, is_unittest="unittest" in words)
    assert files_run(command, files) <= files_named(command, files)
