"""Runs on disk: what is kept, what is refused, and that a file is data."""

import json
import os
from dataclasses import replace

import pytest
import torch

from redraft.errors import Misuse
from redraft.theory.aligners.checkpoints import claim, read_checkpoint, read_config, write_result
from redraft.theory.aligners.config import AlignerConfig, TrainingConfig
from redraft.theory.aligners.tasks import TaskConfig
from redraft.theory.aligners.training import load, train

TINY = TrainingConfig(
    aligner=AlignerConfig(width=16, n_layers=1, n_heads=2, head_width=8),
    tasks=TaskConfig(n_responses=4),
    steps=2,
    batch=4,
)


def test_a_folder_keeps_config_and_checkpoint_and_no_part_of_a_file(tmp_path):
    folder = tmp_path / "runs" / "first"
    train(TINY, folder)
    write_result(folder, {"cells": [1.5]})
    assert sorted(path.name for path in folder.iterdir()) == ["checkpoint.pt", "config.json", "result.json"]
    assert read_config(folder) == TINY
    assert json.loads((folder / "result.json").read_text()) == {"cells": [1.5]}


def test_every_differing_field_is_named(tmp_path):
    claim(tmp_path, TINY)
    other = replace(TINY, seed=5, aligner=replace(TINY.aligner, n_layers=4))
    with pytest.raises(
        Misuse, match=r"another config \(aligner.n_layers: 1 there, 4 here; seed: 1 there, 5 here\); give"
    ):
        claim(tmp_path, other)


def test_a_folder_without_a_run_is_told_apart_from_one_without_a_checkpoint(tmp_path):
    with pytest.raises(Misuse, match="holds no trained aligner; make one with `redraft lab train --out`"):
        load(tmp_path)
    claim(tmp_path, TINY)
    with pytest.raises(Misuse, match="holds no checkpoint; train for 100 steps or to the end first"):
        load(tmp_path)


def test_a_damaged_checkpoint_is_named(tmp_path):
    train(TINY, tmp_path)
    whole = (tmp_path / "checkpoint.pt").read_bytes()
    for damaged in (whole[:1000], b"", b"not a checkpoint"):
        (tmp_path / "checkpoint.pt").write_bytes(damaged)
        with pytest.raises(Misuse, match=r"checkpoint\.pt' cannot be read: .*; remove it to train from the start"):
            load(tmp_path)


def test_a_damaged_config_is_named(tmp_path):
    for written in ("{", "[]", '{"steps": "many"}', '{"stepz": 1}'):
        (tmp_path / "config.json").write_text(written)
        with pytest.raises(Misuse, match=r"config\.json' cannot be read: "):
            read_config(tmp_path)


def test_a_checkpoint_that_would_run_code_is_refused(tmp_path):
    class Payload:
        def __reduce__(self):
            return os.mkdir, (str(tmp_path / "ran"),)

    claim(tmp_path, TINY)
    torch.save({"weights": Payload()}, tmp_path / "checkpoint.pt")
    with pytest.raises(Misuse, match=r"checkpoint\.pt' cannot be read"):
        read_checkpoint(tmp_path)
    assert not (tmp_path / "ran").exists()


def test_a_place_that_cannot_be_written_is_named(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(Misuse, match=r"cannot be written: .*; give another folder"):
        claim(tmp_path / "file" / "run", TINY)
