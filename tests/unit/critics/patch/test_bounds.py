"""What a patch may touch: a list of files, and names that are protected even on that list."""

import pytest

from redraft.critics.patch.bounds import Bounds, matches
from redraft.errors import Misuse

BOUNDS = Bounds(paths=("src/calc.py", "tool.py"), protected=("vendored",))


@pytest.mark.parametrize("path", ["src/calc.py", "./tool.py"])
def test_the_files_that_were_named_may_change(path: str) -> None:
    assert BOUNDS.problem_with(path) is None


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/etc/passwd", "absolute"),
        ("C:\\calc.py", "absolute"),
        ("\\\\host\\share", "absolute"),
        ("~/.bashrc", "absolute"),
        ("../calc.py", "escapes"),
        ("src/../../calc.py", "escapes"),
        ("..\\calc.py", "escapes"),
        ("tests/test_calc.py", "protected"),
        ("src/../conftest.py", "protected"),
        ("pyproject.toml", "protected"),
        ("vendored/x.py", "protected"),
        ("VENDORED/x.py", "protected"),
        ("pkg/Test_case.py", "protected"),
        ("Makefile", "protected"),
        ("rules/check.mk", "protected"),
        ("helpers.pth", "protected"),
        ("src/other.py", "other_file"),
        ("src/../tool.py", "other_file"),
        ("", "other_file"),
    ],
)
def test_every_other_path_is_refused_with_its_reason(path: str, kind: str) -> None:
    problem = BOUNDS.problem_with(path)
    assert problem is not None
    assert (problem.kind, problem.values["path"]) == (kind, repr(path))


@pytest.mark.parametrize(
    "path", ["tests/helper.py", "test_calc.py", "pkg/calc_test.py", "conftest.py", "setup.cfg", "app.test.js"]
)
def test_a_test_cannot_be_put_on_the_list(path: str) -> None:
    with pytest.raises(Misuse, match=f"'{path}' is protected by .* name the files that hold the fault"):
        Bounds(paths=(path,))


def test_every_file_that_pytest_reads_its_settings_from_is_protected() -> None:
    # Pytest has no public list of them, and each release may add one.
    from _pytest.config.findpaths import CONFIG_LOADERS_BY_NAME

    assert "pytest.ini" in CONFIG_LOADERS_BY_NAME
    assert [name for name in CONFIG_LOADERS_BY_NAME if BOUNDS.pattern_for(name) is None] == []


def test_what_the_test_command_runs_is_protected_and_cannot_be_listed() -> None:
    bounds = Bounds(paths=("tool.py",), run=("check.sh",))
    assert [bounds.problem_with(path).kind for path in ("check.sh", "a/../check.sh")] == ["protected"] * 2  # type: ignore[union-attr] # there is one
    with pytest.raises(Misuse, match=r"'check.sh' is what the test command runs: .* test them from a file of its own"):
        Bounds(paths=("check.sh",), run=("check.sh",))


def test_a_pattern_without_a_slash_means_any_name_and_one_with_a_slash_a_path() -> None:
    assert matches("a/b/c.py", "b") and matches("a/b/c.py", "*.py") and matches("a/b/c.py", "a/b/")
    assert not matches("a/b/c.py", "b/c.py") and not matches("a/bb/c.py", "b")


@pytest.mark.parametrize("bounds", [{"max_lines": 0}, {"max_files": -1}])
def test_a_bound_that_nothing_can_keep_is_refused(bounds: dict[str, int]) -> None:
    with pytest.raises(Misuse, match="must be 1 or more"):
        Bounds(paths=("a.py",), **bounds)
