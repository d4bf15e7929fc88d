"""The docs point at things that exist: files, tests that pin decisions, and one place per decision."""

import re
from pathlib import Path

from rules.repository import ROOT, judge, markdown_files, relative

DECISIONS = sorted((ROOT / "docs" / "decisions").glob("*.md"))
SECTIONS = ("Context", "Decision", "Rejected", "Cost", "Pinned by")


def missing_files(text: str) -> list[str]:
    """Files of this repository that a page names in backquotes but that are not there."""
    named = re.findall(r"`((?:src|tests|docs|benchmarks|changes)/[\w./-]+)(?:::\w+)?`", text)
    return sorted({name for name in named if not (ROOT / name).exists()})


def missing_tests(text: str) -> list[str]:
    """Tests that a page names as `file::test` but that are not there."""
    named = re.findall(r"`(tests/[\w./]+\.py)::(\w+)`", text)
    files = {name: (ROOT / name).read_text() if (ROOT / name).exists() else "" for name, _ in named}
    return [f"{file}::{test}" for file, test in named if not re.search(rf"^def {test}\b", files[file], re.M)]


def faults_of_decision(name: str, text: str) -> list[str]:
    """What a page in docs/decisions lacks."""
    faults = [] if re.fullmatch(r"\d{4}-[a-z0-9-]+\.md", name) else ["name is not NNNN-words.md"]
    faults += [] if text.startswith(f"# {name[:4]} ") else ["title does not begin with its number"]
    faults += [f"no section {s}" for s in SECTIONS if f"\n## {s}\n" not in text]
    pinned = text.partition("\n## Pinned by\n")[2]
    return faults + ([] if "`tests/" in pinned else ["pinned by no test"]) + missing_tests(text)


def test_the_docs_name_files_that_exist() -> None:
    pages = markdown_files()
    offenders = [f"{relative(page)}: {name}" for page in pages for name in missing_files(page.read_text())]
    assert judge(offenders, n_checked=len(pages), floor=3) == []


def test_every_decision_says_all_and_is_pinned_by_a_test() -> None:
    offenders = [f"{p.name}: {fault}" for p in DECISIONS for fault in faults_of_decision(p.name, p.read_text())]
    assert judge(offenders, n_checked=len(DECISIONS), floor=5) == []


def test_decisions_are_numbered_without_gaps() -> None:
    assert [p.name[:4] for p in DECISIONS] == [f"{n:04}" for n in range(1, len(DECISIONS) + 1)]


def test_a_file_that_is_not_there_is_seen() -> None:
    assert missing_files("see `src/redraft/errors.py`, `src/redraft/gone.py`, `tests/rules`") == ["src/redraft/gone.py"]


def test_a_decision_without_sections_or_with_an_unknown_test_is_seen() -> None:
    faults = faults_of_decision("0001-x.md", "# 0002 X\n\n## Pinned by\n\n`tests/rules/test_maps.py::test_no_such`\n")
    assert faults == [
        "title does not begin with its number",
        "no section Context",
        "no section Decision",
        "no section Rejected",
        "no section Cost",
        "tests/rules/test_maps.py::test_no_such",
    ]


def orphans(tests: list[Path], units: Path, package: Path) -> list[str]:
    """Unit tests that mirror no module and no folder of the package (a folder's test may lie beside it or inside)."""
    found = []
    for test in tests:
        folder, name = package / test.relative_to(units).parent, test.stem.removeprefix("test_")
        mirrored = folder if name == folder.name else folder / name
        if not (mirrored.with_suffix(".py").is_file() or mirrored.is_dir()):
            found.append(test.relative_to(units).as_posix())
    return found


def test_unit_tests_mirror_the_package() -> None:
    units = ROOT / "tests" / "unit"
    tests = sorted(units.rglob("test_*.py"))
    assert judge(orphans(tests, units, ROOT / "src" / "redraft"), n_checked=len(tests)) == []


def test_a_unit_test_of_nothing_is_seen(tmp_path: Path) -> None:
    (tmp_path / "package" / "core").mkdir(parents=True)
    (tmp_path / "package" / "core" / "draft.py").touch()
    tests = [tmp_path / "units" / "core" / name for name in ("test_draft.py", "test_ghost.py")]
    tests.append(tmp_path / "units" / "test_core.py")
    assert orphans(tests, tmp_path / "units", tmp_path / "package") == ["core/test_ghost.py"]


def too_short(code: str) -> list[str]:
    """Names of tests that are too short to say what holds."""
    return [name for name in re.findall(r"^def (test_\w+)", code, re.M) if len(name.split("_")) < 4]


def test_the_names_of_tests_are_sentences() -> None:
    files = sorted((ROOT / "tests").rglob("test_*.py"))
    offenders = [f"{relative(path)}: {name}" for path in files for name in too_short(path.read_text())]
    assert judge(offenders, n_checked=len(files), floor=10) == []


def test_a_name_that_says_nothing_is_seen() -> None:
    assert too_short("def test_gate():\n    pass\ndef test_ties_keep_the_draft():\n    pass\n") == ["test_gate"]


def test_no_gate_is_built_so_that_it_cannot_fail() -> None:
    # Put together from parts, so that this file may be searched too.
    toothless = ("|| " + "true", "--exit" + "-zero", "continue-on" + "-error", "assert " + "True")
    files = [ROOT / ".ci" / "run", ROOT / "pyproject.toml", *sorted((ROOT / "tests").rglob("*.py"))]
    offenders = [f"{relative(p)}: {gate}" for p in files for gate in toothless if gate in p.read_text()]
    assert judge(offenders, n_checked=len(files), floor=5) == []
