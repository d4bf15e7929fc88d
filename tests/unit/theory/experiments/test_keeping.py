import json
from dataclasses import dataclass
from pathlib import Path

import pytest

from redraft.errors import Misuse, StoreError
from redraft.report.page import KeyFigure
from redraft.theory.experiments.experiment import Findings, Result
from redraft.theory.experiments.keeping import as_plain, keep_result, kept_result, open_folder, read_json
from redraft.theory.experiments.measured import Compared, Measured


@dataclass(frozen=True)
class Config:
    """Two fields."""

    heads: tuple[int, ...]
    steps: int


def test_another_configuration_in_the_same_folder_is_refused_by_the_field_that_differs(tmp_path: Path) -> None:
    open_folder(tmp_path / "run", as_plain(Config((1, 3), 50)))
    open_folder(tmp_path / "run", as_plain(Config((1, 3), 50)))
    with pytest.raises(Misuse, match=r"holds a run with heads = \[1, 3\], asked for is \[1, 6\]; give another folder"):
        open_folder(tmp_path / "run", as_plain(Config((1, 6), 50)))


def test_a_run_of_another_version_is_not_taken_for_one_of_this(tmp_path: Path) -> None:
    open_folder(tmp_path, {"seeds": [1]})
    kept = json.loads((tmp_path / "config.json").read_text())
    (tmp_path / "config.json").write_text(json.dumps(kept | {"version": "0.0.1"}))
    with pytest.raises(Misuse, match=r"holds a run of Redraft 0\.0\.1, this is .*; give another folder with --out"):
        open_folder(tmp_path, {"seeds": [1]})
    (tmp_path / "config.json").write_text(json.dumps({"seeds": [1]}))
    with pytest.raises(Misuse, match="of unknown version"):
        open_folder(tmp_path, {"seeds": [1]})


def test_a_folder_that_cannot_be_made_is_refused_with_the_remedy(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(Misuse, match=r"cannot keep a run in .*; give another folder with --out"):
        open_folder(tmp_path / "file" / "run", {})


def test_a_result_comes_back_as_it_was_kept(tmp_path: Path) -> None:
    here = Measured(value=0.297, standard_error=0.002, n=8192, seeds=(1, 2, 3))
    rows = tuple(
        Compared(
            about="Fig. 1b", metric="1 - cos", published=said, here=measured, comparable=measured is not None, why=""
        )
        for said, measured in (("0.297", here), (None, None))
    )
    findings = Findings(words=("It learns.",), key_figures=(KeyFigure(".297", "a", "b"),), rows=rows, notes=("n",))
    result = Result(name="curve", title="T", answers="A", findings=findings, cpu_s=1.5, shared_cpu_s=0.0, version="0.1")
    keep_result(tmp_path, result)
    assert kept_result(tmp_path, "curve") == result
    assert kept_result(tmp_path, "noise") is None


def test_a_file_that_was_spoilt_is_named(tmp_path: Path) -> None:
    (tmp_path / "result.json").write_text("{")
    with pytest.raises(StoreError, match=r"result.json' is not JSON: .*; remove it, and it is computed again"):
        read_json(tmp_path / "result.json")
