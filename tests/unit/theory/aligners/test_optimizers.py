"""Which optimizer updates what, and at which rate."""

from dataclasses import replace

import pytest
import torch

from redraft.theory.aligners.config import AlignerConfig, TrainingConfig
from redraft.theory.aligners.network import Aligner
from redraft.theory.aligners.optimizers import learning_rate, make_optimizers
from redraft.theory.aligners.tasks import TaskConfig

CONFIG = TrainingConfig(
    aligner=AlignerConfig(width=16, n_layers=2, n_heads=2, head_width=8),
    tasks=TaskConfig(n_responses=5),
    steps=10,
    warmup_steps=4,
    learning_rate=0.01,
)


def test_the_rate_rises_over_the_warm_up_and_falls_to_nothing():
    rates = [learning_rate(CONFIG, step) for step in range(10)]
    assert rates[0] == pytest.approx(0.01 / 4)
    assert rates[5] == pytest.approx(0.01 * 0.5)
    assert rates[9] == pytest.approx(0.01 * 0.1)
    assert [learning_rate(replace(CONFIG, schedule="constant"), step) for step in (4, 9)] == [0.01, 0.01]
    assert learning_rate(replace(CONFIG, warmup_steps=0), 0) == 0.01


@pytest.mark.parametrize(("name", "kinds"), [("muon", ["Muon", "AdamW"]), ("adamw", ["AdamW"]), ("adam", ["Adam"])])
def test_every_parameter_has_one_optimizer(name, kinds):
    aligner = Aligner(CONFIG.aligner, CONFIG.tasks, seed=1)
    optimizers = make_optimizers(aligner, replace(CONFIG, optimizer=name))
    assert [type(part).__name__ for part in optimizers.parts] == kinds
    owned = [id(p) for part in optimizers.parts for group in part.param_groups for p in group["params"]]
    assert sorted(owned) == sorted(id(p) for p in aligner.parameters())


@pytest.mark.parametrize("name", ["muon", "adamw", "adam"])
def test_a_step_moves_all_weights_by_about_the_rate_and_clears_gradients(name):
    aligner = Aligner(CONFIG.aligner, CONFIG.tasks, seed=1)
    optimizers = make_optimizers(aligner, replace(CONFIG, optimizer=name))
    before = {key: value.clone() for key, value in aligner.state_dict().items()}
    generator = torch.Generator().manual_seed(0)
    for parameter in aligner.parameters():
        parameter.grad = torch.randn(parameter.shape, generator=generator)
    optimizers.step(0.02)
    for key, value in aligner.state_dict().items():
        moved = (value - before[key]).square().mean().sqrt().item()
        # Muon in its Adam-sized form moves a square matrix by 0.2 of the rate, a wide one by less; Adam by the rate.
        assert 0.05 * 0.02 < moved < 1.01 * 0.02, key
    assert all(parameter.grad is None for parameter in aligner.parameters())
