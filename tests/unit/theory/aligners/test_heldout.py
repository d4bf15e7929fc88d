"""The held-out tasks are the same on every call, and share their wrong rewards over the rates."""

from itertools import pairwise

import pytest
import torch

from redraft.errors import Misuse
from redraft.theory.aligners.heldout import REDRAW_RATES, held_out, with_redrawn
from redraft.theory.aligners.tasks import TaskConfig


def test_the_same_config_and_seed_give_the_same_tasks():
    first, second = (held_out(TaskConfig(), n_tasks=8) for _ in range(2))
    assert torch.equal(first.responses, second.responses)
    assert torch.equal(first.rewards, second.rewards)


def test_another_seed_and_another_generator_give_other_tasks():
    base = held_out(TaskConfig(), n_tasks=8)
    assert not torch.equal(base.query, held_out(TaskConfig(), n_tasks=8, seed=1).query)
    assert not torch.equal(base.query, held_out(TaskConfig(noise="text"), n_tasks=8).query)


def test_the_global_state_of_torch_decides_nothing():
    torch.manual_seed(5)
    first = held_out(TaskConfig(), n_tasks=4)
    torch.manual_seed(6)
    assert torch.equal(first.query, held_out(TaskConfig(), n_tasks=4).query)


def test_what_is_redrawn_at_a_rate_is_redrawn_to_the_same_number_at_every_higher_one():
    tasks = held_out(TaskConfig(), n_tasks=64)
    rewards = [with_redrawn(tasks, rate).rewards for rate in REDRAW_RATES]
    assert torch.equal(rewards[0], tasks.rewards)
    for lower, higher in pairwise(rewards):
        redrawn = lower != tasks.rewards
        assert torch.equal(lower[redrawn], higher[redrawn])
        assert (higher != tasks.rewards).float().mean() > redrawn.float().mean() + 0.2
    assert (rewards[-1] != tasks.rewards).all()


@pytest.mark.parametrize("n_tasks", [1, 0, -3])
def test_fewer_than_two_tasks_are_refused(n_tasks):
    with pytest.raises(Misuse, match=f"`n_tasks` must be 2 or more, got {n_tasks}"):
        held_out(TaskConfig(), n_tasks=n_tasks)


def test_a_rate_above_one_is_refused():
    with pytest.raises(Misuse, match=r"must lie in \[0, 1\], got 1\.5"):
        with_redrawn(held_out(TaskConfig(), n_tasks=2), 1.5)
