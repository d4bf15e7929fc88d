"""A run on disk: `config.json`, `checkpoint.pt` and, when it is done, `result.json`.

Files are replaced as a whole, so that a run that is killed while it writes leaves the checkpoint before. Weights are
read as data: a file that somebody else made runs no code here.
"""

import json
import os
import pickle
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import torch
from torch import Tensor

from redraft.errors import Misuse
from redraft.theory.aligners.config import TrainingConfig, as_dict, differences, from_dict
from redraft.theory.folders import check_free

CONFIG, CHECKPOINT, RESULT = "config.json", "checkpoint.pt", "result.json"


class Checkpoint(NamedTuple):
    """All that going on needs.

    Attributes:
        weights: of the aligner, by name.
        optimizers: a state for each.
        losses: one for each step done.
        cpu_s: processor seconds so far.
    """

    weights: dict[str, Tensor]
    optimizers: list[dict[str, Any]]
    losses: tuple[float, ...]
    cpu_s: float


def claim(folder: Path, config: TrainingConfig) -> Checkpoint | None:
    """Make a folder the place of a run, or find that it is already; returns the checkpoint to go on from, if any.

    Raises:
        Misuse: when a run of another config lives there, naming the fields that differ; or files of something else do;
            or it cannot be written.
    """
    if (folder / CONFIG).exists():
        differing = differences(read_config(folder), config)
        if differing:
            raise Misuse(
                f"{str(folder)!r} holds a run of another config ({'; '.join(differing)}); "
                "give another folder, or the config that is there"
            )
        return read_checkpoint(folder)
    try:
        check_free(folder)
        folder.mkdir(parents=True, exist_ok=True)
        _replace(folder / CONFIG, json.dumps(as_dict(config), indent=2).encode() + b"\n")
    except OSError as error:
        raise Misuse(f"{str(folder)!r} cannot be written: {error.strerror}; give another folder") from error
    return None


def read_config(folder: Path) -> TrainingConfig:
    """The config of the run in a folder.

    Raises:
        Misuse: when there is none, it cannot be read, or the folder is no run of a training.
    """
    path = folder / CONFIG
    try:
        written = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise Misuse(f"{str(folder)!r} holds no trained aligner; make one with `redraft lab train --out`") from error
    except OSError as error:
        raise Misuse(f"{str(path)!r} cannot be read: {error.strerror}; give another folder") from error
    except ValueError:
        # Files are written whole: what is not JSON was not written here.
        written = None
    if not isinstance(written, dict) or not {"aligner", "tasks", "steps"} <= written.keys():
        raise Misuse(
            f"{str(folder)!r} holds no run of `redraft lab train`: its {CONFIG} is of something else; "
            "give another folder"
        )
    try:
        return from_dict(written)
    except (ValueError, TypeError, AttributeError) as error:
        # The first line: which settings there are instead is a page.
        what = str(error).split("; known: ")[0]
        raise Misuse(f"{str(path)!r} cannot be read: {what}; give another folder") from error


def write_checkpoint(folder: Path, checkpoint: Checkpoint) -> None:
    """Replace the checkpoint of a run."""
    path = folder / CHECKPOINT
    part = path.with_suffix(".part")
    torch.save(checkpoint._asdict(), part)
    os.replace(part, path)


def read_checkpoint(folder: Path) -> Checkpoint | None:
    """The last checkpoint of a run; None before the first.

    Raises:
        Misuse: when the file is damaged.
    """
    path = folder / CHECKPOINT
    if not path.exists():
        return None
    try:
        return Checkpoint(**torch.load(path, map_location="cpu", weights_only=True))
    except (OSError, RuntimeError, EOFError, TypeError, pickle.UnpicklingError) as error:
        # What torch says of a damaged file is a page that advises to trust it.
        what = f"{type(error).__name__}; it is damaged or no checkpoint of an aligner"
        raise Misuse(f"{str(path)!r} cannot be read: {what}; remove it to train from the start") from error


def write_result(folder: Path, result: Mapping[str, Any]) -> None:
    """Replace the result of a run: config, curve, evaluation and versions, as JSON."""
    _replace(folder / RESULT, json.dumps(result, indent=1).encode() + b"\n")


def _replace(path: Path, content: bytes) -> None:
    part = path.with_suffix(path.suffix + ".part")
    part.write_bytes(content)
    os.replace(part, path)
