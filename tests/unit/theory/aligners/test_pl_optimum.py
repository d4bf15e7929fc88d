"""The least ranking loss: where a formula knows it, where the bound proves it, and where rewards contradict."""

import torch
from torch.nn.functional import normalize

from redraft.theory.aligners.descent import DescentConfig, descend
from redraft.theory.aligners.losses import ranking_losses
from redraft.theory.aligners.pl_optimum import excess_bounds, pl_optimum
from redraft.theory.aligners.tasks import TaskConfig, Tasks, draw_tasks, redraw_rewards


def tasks_of(n_tasks: int = 64, *, noise="released", seed: int = 0) -> Tasks:
    return draw_tasks(TaskConfig(noise=noise), n_tasks, torch.Generator().manual_seed(seed))


def test_of_two_examples_it_points_from_the_worse_to_the_better():
    tasks = tasks_of(noise="text")
    found = pl_optimum(tasks)[:, 2]
    pair, rewards = normalize(tasks.responses[:, :2], dim=-1), tasks.rewards[:, :2]
    better = (rewards[:, 0] > rewards[:, 1]).to(torch.float32)[:, None] * 2 - 1
    expected = normalize(better * (pair[:, 0] - pair[:, 1]), dim=-1)
    assert torch.allclose(found, expected, rtol=0, atol=1e-3)


def test_with_right_rewards_the_bound_proves_that_nothing_is_better():
    tasks = tasks_of()
    found = pl_optimum(tasks)
    assert excess_bounds(found, tasks).mean().item() < 1e-6
    assert excess_bounds(found, tasks).max().item() < 1e-4


def test_the_bound_holds_for_predictions_far_from_the_optimum():
    tasks = redraw_rewards(tasks_of(), 0.5, torch.Generator().manual_seed(1))
    anywhere = torch.randn(tasks.responses.shape, generator=torch.Generator().manual_seed(2))
    above = (ranking_losses(anywhere, tasks) - ranking_losses(pl_optimum(tasks), tasks))[:, 2:]
    bounds = excess_bounds(anywhere, tasks)[:, 2:]
    assert bool((above <= bounds + 1e-4).all())
    assert bounds.mean().item() > 1


def test_where_rewards_contradict_it_is_no_worse_than_a_long_descent():
    tasks = redraw_rewards(tasks_of(n_tasks=128), 1.0, torch.Generator().manual_seed(1))
    found = ranking_losses(pl_optimum(tasks), tasks).mean(dim=0)
    descended = ranking_losses(descend(tasks, DescentConfig(n_steps=200, decays=True)), tasks).mean(dim=0)
    assert bool((found[2:] <= descended[2:] + 1e-6).all())


def test_it_is_a_direction_and_without_a_pair_it_says_nothing():
    found = pl_optimum(tasks_of())
    assert torch.allclose(found[:, 2:].norm(dim=-1), torch.ones(64, 18), atol=1e-5)
    assert not found[:, :2].any()


def test_more_steps_change_nothing_that_matters():
    tasks = tasks_of()
    few, many = (ranking_losses(pl_optimum(tasks, n_steps=n), tasks).mean().item() for n in (200, 800))
    assert abs(few - many) < 1e-5
