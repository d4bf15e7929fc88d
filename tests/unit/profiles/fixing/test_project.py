"""The files of a project: read once, bounded, and never from outside of it."""

import os
import subprocess
from pathlib import Path

import pytest

from redraft.critics.patch import SuiteCommand
from redraft.errors import Misuse
from redraft.profiles.fixing.project import Project, read_project
from support.projects import FILES, PYTEST, lay_out


def read(folder: Path, *named: str, test: str = PYTEST, protected: tuple[str, ...] = (), max_mb: int = 64) -> Project:
    paths = [Path(name) for name in named]
    return read_project(folder, paths, SuiteCommand.of(test), protected=protected, max_mb=max_mb)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return lay_out(tmp_path / "project")


def git(folder: Path, *words: str) -> None:
    who = ["-c", "user.name=a", "-c", "user.email=a@example.org"]
    subprocess.run(["git", *who, *words], cwd=folder, check=True, capture_output=True)


def test_all_files_are_read_and_the_named_ones_may_change(folder: Path) -> None:
    project = read(folder, "calc.py")
    assert (project.files, project.paths, project.folder) == (FILES, ("calc.py",), folder.resolve())


def test_hidden_folders_and_caches_are_left_out_where_there_is_no_git(folder: Path) -> None:
    lay_out(folder, {".venv/x.py": b"", "__pycache__/x.pyc": b"", "node_modules/x.js": b"", ".coveragerc": b""})
    assert set(read(folder, "calc.py").files) == {*FILES, ".coveragerc"}


def test_git_says_what_belongs_to_the_project(folder: Path) -> None:
    lay_out(folder, {".gitignore": b"big/\n", "big/data.bin": b"0", "new.py": b"", "gone.py": b""})
    git(folder, "init", "-q")
    git(folder, "add", "calc.py", "gone.py")
    (folder / "gone.py").unlink()
    assert set(read(folder, "calc.py").files) == {*FILES, ".gitignore", "new.py"}


def test_in_a_folder_of_a_repository_that_folder_is_the_project(folder: Path) -> None:
    lay_out(folder, {"part/one.py": b"x = 1\n"})
    git(folder, "init", "-q")
    assert set(read(folder / "part", "one.py").files) == {"one.py"}


def test_a_file_that_git_ignores_can_be_named_all_the_same(folder: Path) -> None:
    lay_out(folder, {".gitignore": b"local.py\n", "local.py": b"x = 1\n"})
    git(folder, "init", "-q")
    assert read(folder, "local.py").files["local.py"] == b"x = 1\n"


def test_a_folder_stands_for_its_text_files_without_tests_and_what_is_protected(folder: Path) -> None:
    files = {"pkg/a.py": b"", "pkg/test_a.py": b"", "pkg/b.bin": b"\xff", "pkg/c/d.py": b"", "pkg/old/e.py": b""}
    lay_out(folder, files)
    assert set(read(folder, "pkg", protected=("old",)).paths) == {"pkg/a.py", "pkg/c/d.py"}
    assert set(read(folder, ".").paths) == {"calc.py", "pkg/a.py", "pkg/c/d.py", "pkg/old/e.py"}


def test_of_a_folder_only_code_is_meant_that_builds_and_tests_nothing(folder: Path) -> None:
    left = (
        "Test_case.py",
        "testing/a.py",
        "spec/a.rb",
        "a_spec.rb",
        "setup.py",
        "helpers.pth",
        "pytest.toml",
        "Makefile",
    )
    left += ("package.json", "jest.config.js", ".hidden.py", "README.md", "data.csv", "tox.toml", "sitecustomize.py")
    lay_out(folder, dict.fromkeys(left, b""))
    os.symlink("calc.py", folder / "same.py")
    assert read(folder, ".").paths == ("calc.py",)


@pytest.mark.parametrize(
    "test", ["sh check.sh", "python check.py", "make check", "python -m unittest check", "pytest check.py"]
)
def test_what_the_test_command_names_stays_when_a_folder_may_change(folder: Path, test: str) -> None:
    lay_out(folder, {"check.sh": b"", "check.py": b"", "Makefile": b"check:\n\tpython check.py\n\tsh check.sh\n"})
    project = read(folder, ".", test=test)
    named = {"sh check.sh": {"check.sh", "check.py"}, "make check": {"check.sh", "check.py"}}.get(test, {"check.py"})
    assert named <= set(project.spared)
    assert "calc.py" in project.paths and not named & set(project.paths)


def test_what_the_command_only_names_may_change_when_the_user_names_it_too(folder: Path) -> None:
    lay_out(folder, {"pkg/a.py": b"", "b.py": b""})
    assert read(folder, "calc.py", test="mypy calc.py").paths == ("calc.py",)
    assert read(folder, "pkg", test="mypy pkg").paths == ("pkg/a.py",)
    project = read(folder, ".", test="mypy pkg calc.py")
    assert (project.paths, set(project.spared)) == (("b.py",), {"calc.py", "pkg/a.py"})
    with pytest.raises(
        Misuse, match=r"no file in 'pkg' can be changed: the test command names pkg/a.py; name the files"
    ):
        read(folder, "pkg", test="mypy pkg/a.py")


@pytest.mark.parametrize(
    ("test", "named"),
    [("sh check.sh", "check.sh"), ("python -m unittest checks", "checks.py"), ("python run.py", "run.py")],
)
def test_what_the_command_runs_never_changes(folder: Path, test: str, named: str) -> None:
    lay_out(folder, {named: b""})
    with pytest.raises(Misuse, match=f"'{named}' is what the test command runs"):
        read(folder, named, test=test)


def test_paths_may_be_absolute_or_name_the_working_folder(folder: Path) -> None:
    assert read(folder, str(folder / "calc.py"), "./calc.py").paths == ("calc.py",)


def test_links_are_not_followed_out_of_the_project(folder: Path) -> None:
    (folder.parent / "secret.txt").write_text("a secret")
    os.symlink(folder.parent / "secret.txt", folder / "leak.txt")
    os.symlink("calc.py", folder / "same.py")
    os.symlink("nowhere", folder / "dead.py")
    assert set(read(folder, "calc.py").files) == {*FILES, "same.py"}


@pytest.mark.parametrize("in_git", [True, False])
def test_odd_names_are_kept_and_those_that_are_no_text_left_out(folder: Path, in_git: bool) -> None:
    if in_git:
        git(folder, "init", "-q")
    lay_out(folder, {"a\nb.txt": b"", "ü ö.txt": b""})
    (folder / os.fsdecode(b"\xff.txt")).touch()
    assert set(read(folder, "calc.py").files) == {*FILES, "a\nb.txt", "ü ö.txt"}


@pytest.mark.parametrize(
    ("named", "says"),
    [
        ("gone.py", "there is no file 'gone.py'"),
        ("../outside.py", "lies outside of"),
        ("link.py", "'link.py' is a link"),
        ("tests", "no file in 'tests' can be changed"),
        ("tests/test_calc.py", "is protected by 'test_*'"),
        ("latin.py", "'latin.py' is not UTF-8"),
        ("large.py", "is larger than 200,000 bytes"),
        ("pipe", "is no regular file"),
        ("a\nb.py", "cannot be shown to a model"),
    ],
)
def test_a_file_that_cannot_change_is_refused_with_what_to_do(folder: Path, named: str, says: str) -> None:
    lay_out(folder, {"latin.py": "é".encode("latin-1"), "large.py": b"x\n" * 100_001, "a\nb.py": b""})
    lay_out(folder.parent, {"outside.py": b""})
    os.symlink("calc.py", folder / "link.py")
    os.mkfifo(folder / "pipe")
    with pytest.raises(Misuse) as raised:
        read(folder, named)
    assert says in str(raised.value)


def test_more_text_than_a_model_can_be_shown_is_refused(folder: Path) -> None:
    lay_out(folder, {f"pkg/m{n}.py": b"x\n" * 90_000 for n in range(3)})
    with pytest.raises(Misuse, match="the 3 files have 540,000 bytes together"):
        read(folder, "pkg")


def test_a_project_that_is_too_large_names_its_largest_files(folder: Path) -> None:
    lay_out(folder, {"data.bin": b"0" * 2**20, "more.bin": b"0" * 2**19})
    with pytest.raises(Misuse, match=r"are data.bin \(1.0 MiB\), more.bin \(0.5 MiB\).* raise --max-project-mb"):
        read(folder, "calc.py", max_mb=1)
