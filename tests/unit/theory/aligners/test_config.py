"""Configs refuse what cannot work and survive being written down."""

import json
from dataclasses import replace

import pytest

from redraft.errors import Misuse
from redraft.theory.aligners.config import (
    AlignerConfig,
    TrainingConfig,
    as_dict,
    differences,
    from_dict,
    paper_size,
    small,
)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"tokens": "triples"}, "`tokens` must be one of packed, interleaved, got 'triples'"),
        ({"n_heads": 0}, "`n_heads` must be 1 or more, got 0"),
        ({"init_std": float("nan")}, "`init_std` must be 0 or more, got nan"),
        ({"attention": "linear", "alibi": 1.0}, "`alibi` must be 0 with linear attention, got 1.0"),
    ],
)
def test_a_shape_that_cannot_work_is_refused(changes, message):
    with pytest.raises(Misuse, match=message):
        AlignerConfig(**changes)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"optimizer": "sgd"}, "`optimizer` must be one of muon, adamw, adam, got 'sgd'"),
        ({"steps": 0}, "`steps` must be 1 or more, got 0"),
        ({"learning_rate": 0.0}, "`learning_rate` must be positive, got 0.0"),
        ({"clip_norm": -1.0}, "`clip_norm` must be positive or None, got -1.0"),
        ({"max_redraw_rate": 1.5}, r"`max_redraw_rate` must be in \[0, 1\], got 1.5"),
        ({"micro_batches": 5}, "`micro_batches` must divide `batch` 32, got 5"),
        ({"tells_rate": True}, "tells_rate=True and n_extra_inputs=0"),
    ],
)
def test_a_run_that_cannot_work_is_refused(changes, message):
    with pytest.raises(Misuse, match=message):
        TrainingConfig(**changes)


def test_two_responses_leave_no_prefix_to_rank():
    tasks = replace(TrainingConfig().tasks, n_responses=2)
    with pytest.raises(Misuse, match="`n_responses` must be 3 or more for the ranking loss, got 2"):
        TrainingConfig(tasks=tasks)
    assert TrainingConfig(tasks=tasks, loss="direct").tasks.n_responses == 2


@pytest.mark.parametrize("config", [small(), small("interleaved", seed=3), paper_size()])
def test_a_config_survives_json(config):
    assert from_dict(json.loads(json.dumps(as_dict(config)))) == config


def test_an_unknown_key_is_refused():
    with pytest.raises(Misuse, match=r"unknown AlignerConfig setting\(s\) \['depth'\]; known: \['alibi'"):
        from_dict({"aligner": {"depth": 3}})


def test_differences_name_the_fields():
    assert differences(small(), small(seed=2, aligner=AlignerConfig(n_layers=5))) == [
        "aligner.n_layers: 3 there, 5 here",
        "seed: 1 there, 2 here",
    ]
