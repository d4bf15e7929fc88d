"""The folder that holds a run: its configuration, the outcome of every job, the result of every experiment.

    DIR/config.json             what was asked for, by which version; another one of either is refused
    DIR/NAME/jobs/JOB.json      outcome of a job, with its seconds
    DIR/NAME/checkpoints/JOB/   its own, for what it goes on from
    DIR/NAME/result.json        findings; with NAME/*.svg, *.png and *.csv of its figures

Every file is written whole or not at all, so that a run can be killed at any time and goes on where it was.
"""

import json
import os
from collections.abc import Mapping
from dataclasses import asdict, fields, is_dataclass
from pathlib import Path
from typing import Any, NamedTuple

from redraft.core.version import VERSION
from redraft.errors import Misuse, StoreError
from redraft.report.figures import Figure, write_figure
from redraft.report.page import KeyFigure
from redraft.theory.experiments.experiment import Findings, Job, Outcome, Result
from redraft.theory.experiments.measured import Compared, Measured
from redraft.theory.folders import check_free, first_difference

_CONFIG = "config.json"
_FIGURE_FIELDS = ("name", "title", "description", "svg", "columns", "rows")


class Kept(NamedTuple):
    """The outcome of a job that is done, and what it took."""

    outcome: Outcome
    cpu_s: float
    wall_s: float


def check_folder(root: Path, config: Mapping[str, Any]) -> bool:
    """Refuse a folder that a run of this configuration cannot have; writes nothing.

    Args:
        root: may be missing.
        config: plain data.

    Returns:
        Whether the run is there already.

    Raises:
        Misuse: when the folder holds files of something else, or a run with another configuration, naming the field
            that differs, or of another version of Redraft, whose figures may be others.
    """
    try:
        there = _config_there(root)
        if there is None:
            check_free(root)
            return False
    except OSError as error:
        raise Misuse(f"cannot keep a run in {str(root)!r}: {error.strerror}; give another folder with --out") from error
    holds, remedy = f"{str(root)!r} holds a run", "give another folder with --out"
    if there.get("version") != VERSION:
        raise Misuse(f"{holds} of Redraft {there['version']}, this is {VERSION}: its figures may be others; {remedy}")
    wanted = _as_kept(config)
    if there.get("name") != wanted.get("name"):
        raise Misuse(f"{holds} of size {there.get('name')}, asked for is size {wanted.get('name')}; {remedy}")
    differing = first_difference(there, wanted)
    if differing is not None:
        name, value, asked = differing
        raise Misuse(f"{holds} with {name} = {value}, asked for is {asked}; {remedy}, or the same {name}")
    return True


def open_folder(root: Path, config: Mapping[str, Any]) -> None:
    """Begin a run in a folder, or go on with the one that is there.

    Args:
        root: made if it is missing.
        config: plain data, recorded.

    Raises:
        Misuse: as `check_folder`, or when the folder cannot be written to.
    """
    if check_folder(root, config):
        return
    try:
        write_json(root / _CONFIG, _as_kept(config))
    except OSError as error:
        raise Misuse(f"cannot keep a run in {str(root)!r}: {error.strerror}; give another folder with --out") from error


def keep_outcome(root: Path, job: Job, outcome: Outcome, *, cpu_s: float, wall_s: float) -> None:
    """Write what a job found."""
    write_json(_outcome_path(root, job), {"cpu_s": cpu_s, "wall_s": wall_s, "outcome": outcome})


def kept_outcome(root: Path, job: Job) -> Kept | None:
    """What a job found; None while it is not done."""
    read = read_json(_outcome_path(root, job))
    return None if read is None else Kept(read["outcome"], read["cpu_s"], read["wall_s"])


def keep_result(root: Path, result: Result) -> None:
    """Write the result of an experiment, its figures first: where the result is, they are."""
    figures = []
    for figure in result.findings.figures:
        write_figure(figure, root / result.name)
        # The two other forms of the picture are the files just written.
        figures.append({name: getattr(figure, name) for name in _FIGURE_FIELDS})
    said = result.findings
    findings = {
        "words": said.words,
        "key_figures": said.key_figures,
        "figures": figures,
        "rows": [asdict(row) for row in said.rows],
        "notes": said.notes,
    }
    others = {field.name: getattr(result, field.name) for field in fields(result) if field.name != "findings"}
    write_json(root / result.name / "result.json", others | {"findings": findings})


def kept_result(root: Path, name: str) -> Result | None:
    """The result of an experiment; None while it is not finished."""
    read = read_json(root / name / "result.json")
    if read is None:
        return None
    said = read["findings"]
    findings = Findings(
        words=tuple(said["words"]),
        key_figures=tuple(KeyFigure(*figure) for figure in said["key_figures"]),
        figures=tuple(_figure(figure, root / name) for figure in said["figures"]),
        rows=tuple(_row(row) for row in said["rows"]),
        notes=tuple(said["notes"]),
    )
    return Result(**(read | {"findings": findings}))


def write_json(path: Path, value: object) -> None:
    """Write plain data whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_suffix(f".{os.getpid()}.part")
    partial.write_text(json.dumps(value, allow_nan=False), encoding="utf-8")
    os.replace(partial, path)


def read_json(path: Path) -> dict[str, Any] | None:
    """Plain data; None where there is no file.

    Raises:
        StoreError: when the file is not what was written.
    """
    try:
        read: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    except ValueError as error:
        raise StoreError(f"{str(path)!r} is not JSON: {error}; remove it, and it is computed again") from error
    return read


def as_plain(config: object) -> dict[str, Any]:
    """The fields of a frozen configuration as plain data."""
    assert is_dataclass(config)
    assert not isinstance(config, type)
    return {field.name: json.loads(json.dumps(asdict(config)[field.name])) for field in fields(config)}


def _config_there(root: Path) -> dict[str, Any] | None:
    """What a run that lives in a folder was asked for; None where there is no config.

    Every run records its version: what has none, or is not JSON, is a file of something else.
    """
    try:
        there: Any = read_json(root / _CONFIG)
    except StoreError:
        there = {}
    if there is not None and not (isinstance(there, dict) and "version" in there):
        raise Misuse(
            f"{str(root)!r} holds no run of `redraft lab reproduce`: its {_CONFIG} is of something else; "
            "give another folder with --out"
        )
    return None if there is None else dict(there)


def _as_kept(config: Mapping[str, Any]) -> dict[str, Any]:
    kept: dict[str, Any] = json.loads(json.dumps(config))
    return kept | {"version": VERSION}


def _outcome_path(root: Path, job: Job) -> Path:
    return root / job.group / "jobs" / f"{job.name}.json"


def _figure(read: dict[str, Any], folder: Path) -> Figure:
    path = folder / read["name"]
    rows = {"columns": tuple(read["columns"]), "rows": tuple(tuple(row) for row in read["rows"])}
    standing_svg, png = path.with_suffix(".svg").read_text(encoding="utf-8"), path.with_suffix(".png").read_bytes()
    return Figure(**(read | rows), standing_svg=standing_svg, png=png)


def _row(read: dict[str, Any]) -> Compared:
    here = read["here"]
    measured = None if here is None else Measured(**(here | {"seeds": tuple(here["seeds"])}))
    return Compared(**(read | {"here": measured}))
