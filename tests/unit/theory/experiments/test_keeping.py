import json
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from redraft.errors import Misuse, StoreError
from redraft.report.page import KeyFigure
from redraft.theory.experiments.experiment import Findings, Result
from redraft.theory.experiments.keeping import (
    as_plain,
    check_folder,
    keep_result,
    kept_result,
    open_folder,
    read_json,
)
from redraft.theory.experiments.measured import Compared, Measured
from redraft.theory.experiments.sizes import size_of


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An empty one: `tmp_path` itself holds the test's home."""
    made = tmp_path / "run"
    made.mkdir()
    return made


@dataclass(frozen=True)
class Config:
    """Two fields."""

    heads: tuple[int, ...]
    steps: int


def test_another_configuration_in_the_same_folder_is_refused_by_the_field_that_differs(folder: Path) -> None:
    open_folder(folder / "run", as_plain(Config((1, 3), 50)))
    open_folder(folder / "run", as_plain(Config((1, 3), 50)))
    with pytest.raises(Misuse, match=r"holds a run with heads = \[1, 3\], asked for is \[1, 6\]; give another folder"):
        open_folder(folder / "run", as_plain(Config((1, 6), 50)))


def test_a_run_of_another_version_is_not_taken_for_one_of_this(folder: Path) -> None:
    open_folder(folder, {"seeds": [1]})
    kept = json.loads((folder / "config.json").read_text())
    (folder / "config.json").write_text(json.dumps(kept | {"version": "0.0.1"}))
    with pytest.raises(Misuse, match=r"holds a run of Redraft 0\.0\.1, this is .*; give another folder with --out"):
        open_folder(folder, {"seeds": [1]})


def test_a_run_of_another_size_is_refused_in_one_short_line(folder: Path) -> None:
    open_folder(folder, as_plain(size_of("tiny")))
    with pytest.raises(Misuse, match="holds a run of size tiny, asked for is size small; give another folder"):
        check_folder(folder, as_plain(size_of("small")))


def test_of_nested_fields_the_one_that_differs_is_named_alone(folder: Path) -> None:
    size = size_of("tiny")
    open_folder(folder, as_plain(size))
    other = replace(size, ablated=replace(size.ablated, steps=9))
    with pytest.raises(Misuse, match=r"holds a run with ablated\.steps = 4, asked for is 9; give another folder"):
        check_folder(folder, as_plain(other))


def test_a_folder_of_something_else_is_refused_and_left_as_it_is(folder: Path) -> None:
    config = folder / "config.json"
    for written in ('{"seeds": [1]}', "[]", "not JSON"):
        config.write_text(written)
        with pytest.raises(Misuse, match=r"holds no run of `redraft lab reproduce`: its config\.json is of something"):
            open_folder(folder, {"seeds": [1]})
        assert config.read_text() == written
    config.rename(folder / "report.html")
    with pytest.raises(Misuse, match=r"holds files that are not of a run \('report.html'\); give an empty or new"):
        open_folder(folder, {"seeds": [1]})
    assert [path.name for path in folder.iterdir()] == ["report.html"]


def test_looking_at_a_folder_makes_nothing(folder: Path) -> None:
    assert not check_folder(folder / "run", {"seeds": [1]})
    assert not (folder / "run").exists()
    open_folder(folder / "run", {"seeds": [1]})
    assert check_folder(folder / "run", {"seeds": [1]})


def test_a_folder_that_cannot_be_made_is_refused_with_the_remedy(folder: Path) -> None:
    (folder / "file").touch()
    with pytest.raises(Misuse, match=r"cannot keep a run in .*; give another folder with --out"):
        open_folder(folder / "file" / "run", {})


def test_a_result_comes_back_as_it_was_kept(folder: Path) -> None:
    here = Measured(value=0.297, standard_error=0.002, n=8192, seeds=(1, 2, 3))
    rows = tuple(
        Compared(
            about="Fig. 1b", metric="1 - cos", published=said, here=measured, comparable=measured is not None, why=""
        )
        for said, measured in (("0.297", here), (None, None))
    )
    findings = Findings(words=("It learns.",), key_figures=(KeyFigure(".297", "a", "b"),), rows=rows, notes=("n",))
    result = Result(name="curve", title="T", answers="A", findings=findings, cpu_s=1.5, shared_cpu_s=0.0, version="0.1")
    keep_result(folder, result)
    assert kept_result(folder, "curve") == result
    assert kept_result(folder, "noise") is None


def test_a_file_that_was_spoilt_is_named(folder: Path) -> None:
    (folder / "result.json").write_text("{")
    with pytest.raises(StoreError, match=r"result.json' is not JSON: .*; remove it, and it is computed again"):
        read_json(folder / "result.json")
