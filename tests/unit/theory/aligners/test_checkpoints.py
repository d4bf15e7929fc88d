"""Runs on disk: what is kept, what is refused, and that a file is data."""

import json
import os
from dataclasses import replace

import pytest
import torch

from redraft.errors import Misuse
from redraft.theory.aligners.checkpoints import claim, read_checkpoint, read_config, write_result
from redraft.theory.aligners.config import AlignerConfig, TrainingConfig, as_dict
from redraft.theory.aligners.tasks import TaskConfig
from redraft.theory.aligners.training import load, train


@pytest.fixture
def folder(tmp_path):
    """An empty one: `tmp_path` itself holds the test's home."""
    made = tmp_path / "run"
    made.mkdir()
    return made


TINY = TrainingConfig(
    aligner=AlignerConfig(width=16, n_layers=1, n_heads=2, head_width=8),
    tasks=TaskConfig(n_responses=4),
    steps=2,
    batch=4,
)


def test_a_folder_keeps_config_and_checkpoint_and_no_part_of_a_file(folder):
    folder = folder / "runs" / "first"
    train(TINY, folder)
    write_result(folder, {"cells": [1.5]})
    assert sorted(path.name for path in folder.iterdir()) == ["checkpoint.pt", "config.json", "result.json"]
    assert read_config(folder) == TINY
    assert json.loads((folder / "result.json").read_text()) == {"cells": [1.5]}


def test_every_differing_field_is_named(folder):
    claim(folder, TINY)
    other = replace(TINY, seed=5, aligner=replace(TINY.aligner, n_layers=4))
    with pytest.raises(
        Misuse, match=r"another config \(aligner.n_layers: 1 there, 4 here; seed: 1 there, 5 here\); give"
    ):
        claim(folder, other)


def test_a_folder_without_a_run_is_told_apart_from_one_without_a_checkpoint(folder):
    with pytest.raises(Misuse, match="holds no trained aligner; make one with `redraft lab train --out`"):
        load(folder)
    claim(folder, TINY)
    with pytest.raises(Misuse, match="holds no checkpoint; train for 100 steps or to the end first"):
        load(folder)


def test_a_damaged_checkpoint_is_named(folder):
    train(TINY, folder)
    whole = (folder / "checkpoint.pt").read_bytes()
    for damaged in (whole[:1000], b"", b"not a checkpoint"):
        (folder / "checkpoint.pt").write_bytes(damaged)
        with pytest.raises(Misuse, match=r"checkpoint\.pt' cannot be read: .*; remove it to train from the start"):
            load(folder)


def test_a_config_of_something_else_is_no_run_and_nobody_is_told_to_remove_it(folder):
    for written in ("{", "[]", '{"model_type": "redraft", "layers": 3}'):
        (folder / "config.json").write_text(written)
        for attempt in (lambda: read_config(folder), lambda: claim(folder, TINY)):
            with pytest.raises(Misuse, match=r"holds no run of `redraft lab train`: .*; give another folder$"):
                attempt()
        assert (folder / "config.json").read_text() == written


def test_a_setting_that_is_not_known_is_named_without_a_list_of_all_others(folder):
    for name, value in (("stepz", 1), ("steps", "many"), ("aligner", 3)):
        (folder / "config.json").write_text(json.dumps(as_dict(TINY) | {name: value}))
        with pytest.raises(Misuse, match=r"config\.json' cannot be read: .*; give another folder$") as refused:
            read_config(folder)
        assert len(str(refused.value)) < len(str(folder)) + 150


def test_a_run_does_not_begin_among_the_files_of_somebody_else(folder):
    (folder / "README.md").write_text("mine")
    with pytest.raises(Misuse, match=r"holds files that are not of a run \('README.md'\); give an empty or new folder"):
        claim(folder, TINY)
    assert [path.name for path in folder.iterdir()] == ["README.md"]


def test_a_checkpoint_that_would_run_code_is_refused(folder):
    class Payload:
        def __reduce__(self):
            return os.mkdir, (str(folder / "ran"),)

    claim(folder, TINY)
    torch.save({"weights": Payload()}, folder / "checkpoint.pt")
    with pytest.raises(Misuse, match=r"checkpoint\.pt' cannot be read"):
        read_checkpoint(folder)
    assert not (folder / "ran").exists()


def test_a_place_that_cannot_be_written_is_named(folder):
    (folder / "file").write_text("")
    with pytest.raises(Misuse, match=r"cannot be written: .*; give another folder"):
        claim(folder / "file" / "run", TINY)
