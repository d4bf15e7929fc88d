"""How the noise-aware aligner is trained."""

from dataclasses import replace

import torch

from redraft.theory.aligners.heldout import held_out, with_redrawn
from redraft.theory.aligners.looking import predict
from redraft.theory.aligners.metrics import cosine_errors
from redraft.theory.aligners.noise_aware.recipe import noise_aware
from redraft.theory.aligners.tasks import TaskConfig
from redraft.theory.aligners.training import draw_batch, train


def test_the_two_forms_differ_in_what_is_told_alone():
    told, not_told = noise_aware(tells_rate=True), noise_aware(tells_rate=False)
    assert told.aligner.n_extra_inputs == 1
    assert replace(told, tells_rate=False, aligner=not_told.aligner) == not_told


def test_rates_of_a_batch_fill_the_interval_and_its_ends():
    config = replace(noise_aware(tells_rate=True), batch=2000)
    told = draw_batch(config, step=0).told
    assert told is not None
    inside = (told > 0) & (told < 1)
    assert abs(float(inside.float().mean()) - (1 - config.share_at_ends)) < 0.04
    assert abs(float((told == 1).float().mean()) - config.share_at_ends / 2) < 0.03
    assert float(told[inside].min()) < 0.05 < 0.95 < float(told[inside].max())


def test_an_aligner_that_is_told_the_rate_learns_to_trust_by_it():
    """Seconds of training are enough to see it: the same examples, and another rate beside them."""
    config = noise_aware(tells_rate=True, steps=150)
    small = replace(config, aligner=replace(config.aligner, width=32, n_layers=2, n_heads=2, head_width=16))
    aligner = train(small).aligner
    right = held_out(TaskConfig(), n_tasks=512, seed=7)
    random = with_redrawn(right, 1.0, seed=7)

    def error(tasks, rate):
        return float(cosine_errors(predict(aligner, tasks, torch.full((512, 1), rate)), tasks)[:, 10].mean())

    assert error(right, 0.0) < error(right, 1.0) - 0.05
    assert error(random, 1.0) < error(random, 0.0) - 0.05
