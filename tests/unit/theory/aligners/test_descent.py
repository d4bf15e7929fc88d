"""The vectorised descent against one linear model after the other, with autograd and torch's own Adam."""

import dataclasses

import pytest
import torch

from descent_baseline import descend_one
from redraft.errors import Misuse
from redraft.theory.aligners.descent import DescentConfig, SortedExamples, descend, first_weights, published_steps
from redraft.theory.aligners.losses import ranking_losses
from redraft.theory.aligners.tasks import TaskConfig, Tasks, draw_tasks, redraw_rewards


def double_tasks(n_tasks: int = 3, *, n_responses: int = 6, width: int = 3, seed: int = 0) -> Tasks:
    config = TaskConfig(noise="text", width=width, n_responses=n_responses)
    drawn = draw_tasks(config, n_tasks, torch.Generator().manual_seed(seed))
    return Tasks(**{f.name: getattr(drawn, f.name).double() for f in dataclasses.fields(Tasks)})


@pytest.mark.parametrize("reward", ["cosine", "squared"])
@pytest.mark.parametrize("n_responses", [2, 3, 6])
def test_all_tasks_and_prefixes_at_once_are_one_model_after_the_other(reward, n_responses):
    tasks = double_tasks(n_responses=n_responses)
    config = DescentConfig(n_steps=12, reward=reward)
    predictions, weights = descend(tasks, config), first_weights(tasks, config.seed)
    for b in range(len(tasks)):
        for n in range(n_responses):
            alone = descend_one(
                weights[b, n], tasks.query[b], tasks.responses[b, :n], tasks.rewards[b, :n], n_steps=12, reward=reward
            )
            assert torch.allclose(predictions[b, n], alone, rtol=0, atol=1e-9)


def test_the_loop_notices_another_learning_rate():
    tasks = double_tasks()
    predictions = descend(tasks, DescentConfig(n_steps=12, learning_rate=0.1001))
    weights = first_weights(tasks, 0)
    alone = descend_one(weights[0, 5], tasks.query[0], tasks.responses[0, :5], tasks.rewards[0, :5], n_steps=12)
    assert not torch.allclose(predictions[0, 5], alone, rtol=0, atol=1e-5)


def test_fewer_than_two_examples_leave_the_first_weights_as_they_are():
    tasks = double_tasks()
    before = descend(tasks, DescentConfig(n_steps=0))
    after = descend(tasks, DescentConfig(n_steps=5))
    assert torch.equal(before[:, :2], after[:, :2])
    assert not torch.isclose(before[:, 2:], after[:, 2:]).any()


def test_a_prefix_does_not_see_the_examples_behind_it():
    tasks = double_tasks()
    changed = dataclasses.replace(tasks, responses=tasks.responses.clone(), rewards=tasks.rewards.clone())
    changed.responses[:, 4:] = 7.0
    changed.rewards[:, 4:] = 2.0
    before, after = (descend(which, DescentConfig(n_steps=5)) for which in (tasks, changed))
    assert torch.allclose(before[:, :5], after[:, :5], rtol=0, atol=1e-12)
    assert not torch.allclose(before[:, 5], after[:, 5], rtol=0, atol=1e-3)


def test_many_tasks_are_descended_as_few_are():
    tasks = draw_tasks(TaskConfig(n_responses=4), 131, torch.Generator().manual_seed(0))
    last = Tasks(**{f.name: getattr(tasks, f.name)[-3:] for f in dataclasses.fields(Tasks)})
    config = DescentConfig(n_steps=3)
    seeded = first_weights(tasks, 0)
    assert torch.equal(seeded[:3], first_weights(last, 0))
    together = descend(tasks, config)
    assert together.shape == (131, 4, 5)
    assert not torch.isclose(together[-3:, 2:], descend(tasks, DescentConfig(n_steps=0))[-3:, 2:]).all()


@pytest.mark.parametrize("scale", [1.0, 30.0])
@pytest.mark.parametrize("reward", ["cosine", "squared"])
def test_the_gradient_is_that_of_autograd_for_near_and_for_far_responses(reward, scale):
    tasks = double_tasks()
    far = dataclasses.replace(tasks, responses=tasks.responses * scale)
    predictions = torch.randn(tasks.responses.shape, generator=torch.Generator().manual_seed(3), dtype=torch.float64)
    distances = (predictions[:, :, None] - far.responses[:, None]).square().sum(-1)
    assert bool(distances.max() > 700) == (scale > 1)  # both ways of summing are met
    gradient = SortedExamples.of(far.responses, far.rewards, reward).gradient(predictions[:, 2:])
    leaves = predictions.clone().requires_grad_()
    ranking_losses(leaves, far, reward).sum().backward()
    assert torch.allclose(gradient, leaves.grad[:, 2:], rtol=1e-9, atol=1e-9)


def test_single_precision_follows_double_precision_where_squared_losses_vanish():
    tasks = double_tasks(n_tasks=16)
    single = Tasks(**{f.name: getattr(tasks, f.name).float() for f in dataclasses.fields(Tasks)})
    config = DescentConfig(reward="squared")
    first = first_weights(tasks, 0)
    assert torch.allclose(first.float(), first_weights(single, 0))
    apart = (descend(single, config) - descend(tasks, config)).abs()
    assert apart.mean().item() < 1e-4


def test_the_released_code_stops_earlier_where_the_critic_is_worse():
    assert [published_steps(rate) for rate in (0, 0.25, 0.5, 0.75, 1)] == [50, 43, 37, 31, 25]


def test_descent_on_right_rewards_is_nearer_to_the_truth_than_on_random_ones():
    tasks = draw_tasks(TaskConfig(), 64, torch.Generator().manual_seed(0))
    wrong = redraw_rewards(tasks, 1.0, torch.Generator().manual_seed(1))
    errors = [
        1 - torch.cosine_similarity(descend(which, DescentConfig())[:, 15], tasks.truth, dim=-1).mean().item()
        for which in (tasks, wrong)
    ]
    assert errors[0] < 0.4
    assert errors[1] > 0.8


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"n_steps": -1}, "`n_steps` must be 0 or more, got -1"),
        ({"learning_rate": 0.0}, "`learning_rate` must be above 0, got 0.0"),
        ({"learning_rate": float("nan")}, "`learning_rate` must be above 0, got nan"),
        ({"reward": "dot"}, "`reward` must be 'cosine' or 'squared', got 'dot'"),
    ],
)
def test_a_descent_that_cannot_run_is_refused(settings, said):
    with pytest.raises(Misuse, match=said):
        DescentConfig(**settings)


def test_steps_at_an_impossible_redraw_rate_are_refused():
    with pytest.raises(Misuse, match=r"got 1\.5"):
        published_steps(1.5)
